//! Backups made while others write, restored into either database, and refused when they are not whole.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use samfin::app::App;
use samfin::app::backup::{self, Archive, Manifest, Progress, Written};
use samfin::app::verify::{Check, Outcome};
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::storage::{Db, Error, agreements};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;

use crate::databases::{Database, on_both_databases};
use crate::dump::dump;
use crate::given::raw;
use crate::stored::{numbered, store, version};

const MADE: &str = "2026-12-01T09:00:00Z";

fn app(db: Db) -> App {
    App::new(db, Clock::fixed(MADE).expect("an instant"), Ids::default())
}

fn silent() -> Progress {
    Arc::new(|_, _| {})
}

async fn open(database: &Database) -> App {
    app(Db::connect(&database.url).await.expect("the database opens"))
}

async fn back_up(database: &Database, file: &Path) -> Written {
    let app = open(database).await;
    let written = app.back_up(file, false, silent()).await.expect("a backup");
    app.close().await;
    written
}

async fn restore(database: &Database, file: &Path) -> Result<(), backup::Error> {
    let archive = Archive::check(file, &silent()).await?;
    let app = open(database).await;
    let outcome = app.restore(archive, silent()).await;
    app.close().await;
    outcome
}

async fn verify(database: &Database) -> Vec<Check> {
    let app = open(database).await;
    let checks = app.verify(silent()).await.expect("it can be looked at");
    app.close().await;
    checks
}

fn assert_fine(checks: &[Check]) {
    let names: Vec<&str> = checks.iter().map(|check| check.name).collect();
    for name in ["migrations", "tables", "file", "references", "values", "documents", "checksums"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(checks.iter().all(Check::is_fine), "{checks:#?}");
}

/// Writers that go on until they are told to stop: each adds versions to an agreement of its own, and new agreements.
async fn write_until(db: Db, writer: u32, stop: Arc<AtomicBool>) -> u32 {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let added: Result<_, Error> = db
            .write(numbered(1, writer), |tx, id| {
                Box::pin(async move { agreements::add_version(tx, id, &version(None)).await })
            })
            .await;
        added.expect("a version is added");
        store(&db, 1000 * (writer + 1) + written..1000 * (writer + 1) + written + 1).await;
        written += 1;
    }
    written
}

/// An agreement counts its versions in the same transaction as it gets one: a copy of more than one moment shows.
fn assert_of_one_moment(contents: &BTreeMap<String, Vec<String>>) {
    let rows = |table: &str| -> Vec<Value> {
        contents[table].iter().map(|row| serde_json::from_str(row).expect("JSON")).collect()
    };
    let versions = rows("agreement_versions");
    for agreement in rows("agreements") {
        let counted = versions.iter().filter(|version| version["agreement_id"] == agreement["id"]).count();
        assert_eq!(agreement["versions"], counted, "{agreement}");
    }
    assert_eq!(contents["imports"].len() * 2, contents["observations"].len());
}

const WRITERS: u32 = 4;

async fn round_trip(from: Database, to: Database) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.zip");
    let db = from.connect().await;
    store(&db, 0..WRITERS + 20).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(write_until(db.clone(), writer, Arc::clone(&stop)))).collect();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let before = dump(&from).await["agreements"].len();
    let written = back_up(&from, &file).await;
    let after = dump(&from).await["agreements"].len();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        assert!(writer.await.expect("a writer ends") > 0, "it wrote meanwhile");
    }
    let copied = written.manifest.tables.iter().find(|table| table.name == "agreements").expect("agreements").rows;
    assert!((before as u64..=after as u64).contains(&copied) && before < after, "{before} {copied} {after}");

    restore(&to, &file).await.expect("restored");
    let restored = dump(&to).await;
    assert_of_one_moment(&restored);
    for table in &written.manifest.tables {
        assert_eq!(restored[&table.name].len() as u64, table.rows, "{}", table.name);
    }
    assert_fine(&verify(&to).await);

    // Nobody writes any more: what is restored now is everything that is there, row by row.
    let file = folder.path().join("quiet.zip");
    back_up(&from, &file).await;
    let again = if to.url.starts_with("sqlite") { Database::sqlite() } else { Database::postgres().await };
    restore(&again, &file).await.expect("restored");
    let (there, restored) = (dump(&from).await, dump(&again).await);
    for (table, rows) in &there {
        assert!(!rows.is_empty(), "the round trip has no row of {table}: add one to tests/common/stored.rs");
        assert_eq!(&restored[table], rows, "{table}");
    }
    assert_eq!(there.len(), restored.len());
    // And a copy of the copy has the same lines, byte for byte.
    let copy = back_up(&again, &folder.path().join("again.zip")).await;
    let first = Archive::check(&file, &silent()).await.expect("whole");
    assert_eq!(copy.manifest.tables, first.manifest().tables);
    // The restored database goes on as any other.
    let db = again.connect().await;
    store(&db, 900_000..900_001).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_goes_from_sqlite_to_sqlite() {
    round_trip(Database::sqlite(), Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_goes_from_sqlite_to_postgresql() {
    round_trip(Database::sqlite(), Database::postgres().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_goes_from_postgresql_to_sqlite() {
    round_trip(Database::postgres().await, Database::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_goes_from_postgresql_to_postgresql() {
    round_trip(Database::postgres().await, Database::postgres().await).await;
}

/// The entries of a backup.
fn entries(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).expect("opened")).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("read");
            (entry.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

fn pack(folder: &Path, entries: &[(String, Vec<u8>)]) -> PathBuf {
    let file = folder.join("changed.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&file).expect("made"));
    for (name, bytes) in entries {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(name.as_str(), options).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished");
    file
}

/// The manifest, changed.
fn with_manifest(entries: &mut [(String, Vec<u8>)], change: impl FnOnce(&mut Value)) {
    let (_, bytes) = entries.iter_mut().find(|(name, _)| name == "manifest.json").expect("a manifest");
    let mut manifest: Value = serde_json::from_slice(bytes).expect("JSON");
    change(&mut manifest);
    *bytes = serde_json::to_vec(&manifest).expect("JSON");
}

/// The lines of a table, changed, and the manifest with them: as somebody does who wants it to pass.
fn with_lines(entries: &mut [(String, Vec<u8>)], table: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let (_, bytes) = entries.iter_mut().find(|(name, _)| *name == format!("tables/{table}.jsonl")).expect("the table");
    change(bytes);
    let sum: String = Sha256::digest(&*bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let (length, rows) = (bytes.len(), bytes.iter().filter(|byte| **byte == b'\n').count());
    with_manifest(entries, |manifest| {
        let tables = manifest["tables"].as_array_mut().expect("tables");
        let contents = tables.iter_mut().find(|contents| contents["name"] == table).expect("the table");
        contents["sha256"] = sum.into();
        contents["bytes"] = length.into();
        contents["rows"] = rows.into();
    });
}

type Change = fn(&mut Vec<(String, Vec<u8>)>);

/// What can be wrong with the entries, and what is said about it.
const DAMAGES: &[(&str, Change, &str)] = &[
    ("a letter of a row", |entries| entries[0].1[40] ^= 1, "checksum"),
    (
        "a row less",
        |entries| {
            let end = entries[0].1.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
            entries[0].1.drain(..end);
        },
        "checksum",
    ),
    (
        "two rows of which the first comes last",
        |entries| {
            let end = entries[0].1.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
            entries[0].1.rotate_left(end);
        },
        "checksum",
    ),
    ("no end of the last line", |entries| assert!(entries[0].1.pop().is_some()), "cannot be read"),
    (
        "a row more",
        |entries| {
            let line = entries[0].1.clone();
            entries[0].1.extend(line);
        },
        "cannot be read",
    ),
    (
        "a number that is text",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = String::from_utf8_lossy(bytes).replace(",2,", ",\"2\",").into_bytes();
            })
        },
        "cannot be read",
    ),
    (
        "a column less",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = b"[\"x\"]\n".to_vec();
            })
        },
        "cannot be read",
    ),
    ("a table less", |entries| drop(entries.remove(0)), "does not belong or is missing"),
    (
        "an entry more",
        |entries| entries.push(("tables/../../x".to_owned(), Vec::new())),
        "does not belong or is missing",
    ),
    ("no manifest", |entries| entries.retain(|(name, _)| name != "manifest.json"), "damaged or was cut off"),
    (
        "a manifest that is no JSON",
        |entries| entries.last_mut().expect("an entry").1.truncate(50),
        "damaged or was cut off",
    ),
    (
        "another format",
        |entries| with_manifest(entries, |manifest| manifest["format_version"] = 2.into()),
        "the format is",
    ),
    (
        "something unknown in the manifest",
        |entries| with_manifest(entries, |manifest| manifest["x"] = 1.into()),
        "damaged or was cut off",
    ),
    (
        "another schema",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["migrations"] = json!([1, 2, 3]);
                manifest["samfin"] = "0.0.7".into();
            })
        },
        "Restore it with samfin 0.0.7",
    ),
    (
        "a newer schema",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["migrations"].as_array_mut().expect("numbers").push(9999.into());
            })
        },
        "Restore it with samfin",
    ),
    (
        "a table that is not ours",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["tables"][0]["name"] = "pg_authid".into();
            })
        },
        "tables are not those",
    ),
    (
        "another column",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["tables"][0]["columns"][0]["name"] = "x\" --".into();
            })
        },
        "tables are not those",
    ),
    (
        "a table twice",
        |entries| {
            with_manifest(entries, |manifest| {
                let first = manifest["tables"][0].clone();
                manifest["tables"][1] = first;
            })
        },
        "does not belong or is missing",
    ),
    (
        "millions of empty rows in a few bytes",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = b"[]\n".repeat(10_000_000);
            })
        },
        "line 1 of the table agreements cannot be read",
    ),
    (
        "one endless line",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = vec![b' '; 12 << 20];
            })
        },
        "cannot be read",
    ),
    // These pass every look at the file: the database has the last word.
    ("a row that refers to nothing", |entries| with_lines(entries, "agreements", Vec::clear), "does not take its rows"),
    (
        "a row twice",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                let line = bytes.clone();
                bytes.extend(line);
            })
        },
        "does not take its rows",
    ),
    (
        "a number that the table does not allow",
        |entries| {
            with_lines(entries, "imports", |bytes| {
                *bytes = String::from_utf8_lossy(bytes).replace(",2,", ",-2,").into_bytes();
            });
        },
        "does not take its rows",
    ),
    (
        "rows in another order than samfin writes them",
        |entries| {
            with_lines(entries, "observations", |bytes| {
                let end = bytes.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
                bytes.rotate_left(end);
            })
        },
        "did not become what the backup holds",
    ),
];

fn refused(outcome: Result<(), backup::Error>) -> String {
    let Err(backup::Error::Refused(text)) = outcome else { panic!("{outcome:?}") };
    assert!(!text.sv.is_empty() && text.sv != text.en);
    text.en
}

on_both_databases! {
    async fn a_backup_that_is_not_whole_is_refused_and_changes_nothing(database) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.zip");
        let source = Database::sqlite();
        store(&source.connect().await, 0..1).await;
        back_up(&source, &file).await;
        let whole = entries(&file);
        assert_eq!(whole[0].0, "tables/adoption_decisions.jsonl");
        let empty = { database.connect().await.close().await; dump(&database).await };
        for (what, change, says) in DAMAGES {
            let mut changed = whole.clone();
            change(&mut changed);
            assert!(changed != whole, "{what}");
            let outcome = restore(&database, &pack(folder.path(), &changed)).await;
            let text = refused(outcome);
            assert!(text.contains(says), "{what}: {text}");
            assert!(dump(&database).await == empty, "{what}");
        }
        // Cut off anywhere, or not a backup at all.
        let bytes = std::fs::read(&file).expect("read");
        for end in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            let cut = folder.path().join("cut.zip");
            std::fs::write(&cut, &bytes[..end]).expect("written");
            assert!(refused(restore(&database, &cut).await).contains("damaged or was cut off"));
        }
        refused(restore(&database, &folder.path().join("missing.zip")).await);
        refused(restore(&database, folder.path()).await);
        assert!(dump(&database).await == empty);
        restore(&database, &pack(folder.path(), &whole)).await.expect("the whole one is restored");
    }

    async fn only_an_empty_place_is_filled(database) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.zip");
        let source = Database::sqlite();
        store(&source.connect().await, 0..3).await;
        back_up(&source, &file).await;
        store(&database.connect().await, 0..1).await;
        let there = dump(&database).await;
        let text = refused(restore(&database, &file).await);
        assert!(text.contains("agreements (1)") && text.contains("--database-url"), "{text}");
        assert!(dump(&database).await == there);
    }

    async fn a_place_with_tables_of_others_is_not_touched(database) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.zip");
        let source = Database::sqlite();
        store(&source.connect().await, 0..1).await;
        back_up(&source, &file).await;
        Db::connect(&database.url).await.expect("opens").close().await;
        raw(&database, "CREATE TABLE theirs (amount NUMERIC)").await.expect("made");
        let text = refused(restore(&database, &file).await);
        assert!(text.contains("theirs (0)"), "{text}");
        assert_eq!(dump(&database).await.into_keys().collect::<Vec<_>>(), ["theirs"]);
    }

    async fn a_database_that_could_not_be_restored_is_not_backed_up(database) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backup.zip");
        let app = open(&database).await;
        let text = refused(app.back_up(&file, false, silent()).await.map(drop));
        assert!(text.contains("The database is empty"), "{text}");
        app.db().migrate().await.expect("migrates");
        raw(&database, "CREATE TABLE theirs (id TEXT PRIMARY KEY)").await.expect("made");
        let text = refused(app.back_up(&file, false, silent()).await.map(drop));
        assert!(text.contains("The table theirs"), "{text}");
        raw(&database, "DROP TABLE theirs").await.expect("dropped");
        raw(&database, "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)").await.expect("deleted");
        let text = refused(app.back_up(&file, false, silent()).await.map(drop));
        assert!(text.contains("older samfin"), "{text}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "no half file is left");
    }

    async fn damage_is_found_where_it_is(database) {
        let db = database.connect().await;
        store(&db, 0..3).await;
        assert_fine(&verify(&database).await);
        let sqlite = database.url.starts_with("sqlite");
        let unguard: &[&str] = if sqlite {
            &["DROP TRIGGER agreement_versions_refuse_update", "DROP TRIGGER observations_refuse_update", "DROP TRIGGER scenarios_refuse_update"]
        } else {
            &["DROP TRIGGER agreement_versions_append_only ON agreement_versions", "DROP TRIGGER observations_append_only ON observations",
              "DROP TRIGGER scenarios_locked ON scenarios"]
        };
        for sql in unguard {
            raw(&database, sql).await.expect("the trigger is there");
        }
        for (sql, check, place) in [
            (format!("UPDATE agreement_versions SET document = replace(document, 'kommun', 'Kommun') WHERE agreement_id = '{}' AND number = 2", numbered(1, 0)),
             "checksums", format!("agreement_versions {} 2", numbered(1, 0))),
            (format!("UPDATE agreement_versions SET document = '[]' WHERE agreement_id = '{}' AND number = 1", numbered(1, 1)),
             "documents", format!("agreement_versions {} 1", numbered(1, 1))),
            (format!("UPDATE observations SET value = '1e400' WHERE id = '{}'", numbered(3, 2)),
             "documents", format!("observations {}", numbered(3, 2))),
            (format!("UPDATE scenarios SET basis = basis || ' ' WHERE id = '{}'", numbered(6, 1)),
             "checksums", format!("scenarios {}", numbered(6, 1))),
            (format!("UPDATE scenarios SET changes = '[' WHERE id = '{}'", numbered(5, 1)),
             "documents", format!("scenarios {}", numbered(5, 1))),
        ] {
            assert_eq!(raw(&database, &sql).await.expect("edited"), 1, "{sql}");
            let checks = verify(&database).await;
            let found = checks.iter().find(|known| known.name == check).expect("the check");
            let Outcome::Faults { told, more: 0 } = &found.outcome else { panic!("{sql}: {found:?}") };
            assert!(told.iter().any(|fault| fault.place == place), "{sql}: {told:?}");
            for other in checks.iter().filter(|other| !["documents", "checksums"].contains(&other.name)) {
                assert!(other.is_fine(), "{sql}: {other:?}");
            }
        }
        raw(&database, "CREATE TABLE theirs (id TEXT PRIMARY KEY)").await.expect("made");
        raw(&database, "DELETE FROM _sqlx_migrations WHERE version = 6").await.expect("deleted");
        let checks = verify(&database).await;
        for (check, place) in [("migrations", "_sqlx_migrations"), ("tables", "theirs")] {
            let found = checks.iter().find(|known| known.name == check).expect("the check");
            let Outcome::Faults { told, .. } = &found.outcome else { panic!("{found:?}") };
            assert_eq!(told[0].place, place);
        }
    }
}

/// What only SQLite lets in.
#[tokio::test]
async fn damage_that_only_sqlite_keeps_is_found_and_not_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.zip");
    let database = Database::sqlite();
    store(&database.connect().await, 0..2).await;
    raw(&database, "DROP TRIGGER observations_refuse_update").await.expect("dropped");
    raw(&database, &format!("UPDATE observations SET date = 'igår' WHERE id = '{}'", numbered(3, 1)))
        .await
        .expect("edited");
    raw(&database, "DROP TRIGGER imports_refuse_delete").await.expect("dropped");
    raw(&database, &format!("PRAGMA foreign_keys = OFF; DELETE FROM imports WHERE id = '{}'", numbered(2, 0)))
        .await
        .expect("deleted");
    let checks = verify(&database).await;
    for (check, place) in
        [("values", format!("observations {}", numbered(3, 1))), ("references", "observations rowid 1".to_owned())]
    {
        let found = checks.iter().find(|known| known.name == check).expect("the check");
        let Outcome::Faults { told, .. } = &found.outcome else { panic!("{found:?}") };
        assert_eq!(told.iter().map(|fault| fault.place.as_str()).collect::<Vec<_>>(), [place.as_str()]);
    }
    let text = refused(open(&database).await.back_up(&file, false, silent()).await.map(drop));
    assert!(text.contains("observations.date of row") && text.contains("samfin verify"), "{text}");
    assert!(!file.exists());
}

#[tokio::test]
async fn a_damaged_file_is_found() {
    let database = Database::sqlite();
    let db = database.connect().await;
    store(&db, 0..40).await;
    db.close().await;
    let path = database.url.trim_start_matches("sqlite://");
    let mut bytes = std::fs::read(path).expect("the file");
    // What a page in the middle says of its cells.
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 8].fill(0x15);
    std::fs::write(path, bytes).expect("written");
    let checks = verify(&database).await;
    let file = checks.iter().find(|check| check.name == "file").expect("the check");
    assert!(!file.is_fine(), "{checks:?}");
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_when_asked_and_only_by_a_whole_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("backup.zip");
    let database = Database::sqlite();
    store(&database.connect().await, 0..1).await;
    let app = open(&database).await;
    std::fs::write(&file, "yesterday's").expect("written");
    let text = refused(app.back_up(&file, false, silent()).await.map(drop));
    assert!(text.contains("is there already") && text.contains("--force"), "{text}");
    let read = || std::fs::read_to_string(&file).ok();
    assert_eq!(read().as_deref(), Some("yesterday's"));
    // One that comes to nothing leaves the old one.
    let other = Database::sqlite();
    let nothing = open(&other).await.back_up(&file, true, silent()).await.map(drop);
    refused(nothing);
    assert_eq!(read().as_deref(), Some("yesterday's"));
    let written = app.back_up(&file, true, silent()).await.expect("replaced");
    let metadata = file.metadata().expect("a file");
    assert_eq!(metadata.len(), written.bytes);
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
    let Manifest { samfin, database, made_at, left_out, .. } = written.manifest;
    assert_eq!(
        (samfin.as_str(), database.as_str(), left_out.len()),
        (env!("CARGO_PKG_VERSION"), "sqlite", backup::LEFT_OUT.len())
    );
    assert_eq!(made_at.to_rfc3339(), "2026-12-01T09:00:00+00:00");
}
