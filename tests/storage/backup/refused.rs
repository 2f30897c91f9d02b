//! Files that are no backups, and places that are not empty: refused, with nothing changed.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use samfin::storage::Db;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;

use super::{back_up, open, refused, restore, silent};
use crate::databases::{Database, on_both_databases};
use crate::dump::dump;
use crate::given::raw;
use crate::stored::{sha256, store};

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
    let text = std::str::from_utf8(bytes).expect("text");
    let (sum, length, rows) = (sha256(text), text.len(), text.lines().count());
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
            });
        },
        "cannot be read",
    ),
    (
        "a column less",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = b"[\"x\"]\n".to_vec();
            });
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
            });
        },
        "Restore it with samfin 0.0.7",
    ),
    (
        "a newer schema",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["migrations"].as_array_mut().expect("numbers").push(9999.into());
            });
        },
        "Restore it with samfin",
    ),
    (
        "a table that is not ours",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["tables"][0]["name"] = "pg_authid".into();
            });
        },
        "tables are not those",
    ),
    (
        "another column",
        |entries| {
            with_manifest(entries, |manifest| {
                manifest["tables"][0]["columns"][0]["name"] = "x\" --".into();
            });
        },
        "tables are not those",
    ),
    (
        "a table twice",
        |entries| {
            with_manifest(entries, |manifest| {
                let first = manifest["tables"][0].clone();
                manifest["tables"][1] = first;
            });
        },
        "does not belong or is missing",
    ),
    (
        "millions of empty rows in a few bytes",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = b"[]\n".repeat(10_000_000);
            });
        },
        "line 1 of the table agreements cannot be read",
    ),
    (
        "one endless line",
        |entries| {
            with_lines(entries, "agreements", |bytes| {
                *bytes = vec![b' '; 12 << 20];
            });
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
            });
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
            });
        },
        "did not become what the backup holds",
    ),
];

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
        raw(&database, "CREATE TABLE theirs (amount NUMERIC)").await.expect("made");
        let text = refused(app.back_up(&file, false, silent()).await.map(drop));
        assert!(text.contains("The table theirs"), "{text}");
        raw(&database, "DROP TABLE theirs").await.expect("dropped");
        raw(&database, "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)").await.expect("deleted");
        let text = refused(app.back_up(&file, false, silent()).await.map(drop));
        assert!(text.contains("older samfin"), "{text}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "no half file is left");
    }
}
