//! Backups made while others write, restored into either database, and refused when they are not whole.

mod refused;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use samfin::app::App;
use samfin::app::backup::{self, Archive, Manifest, Progress, Written};
use samfin::app::verify::Check;
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::storage::{Db, Error, agreements};
use serde_json::Value;

use crate::databases::Database;
use crate::dump::dump;
use crate::stored::{numbered, store, version};

const MADE: &str = "2026-12-01T09:00:00Z";

fn app(db: Db) -> App {
    App::new(db, Clock::fixed(MADE).expect("an instant"), Ids::default())
}

pub(crate) fn silent() -> Progress {
    Arc::new(|_, _| {})
}

pub(crate) async fn open(database: &Database) -> App {
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

pub(crate) async fn verify(database: &Database) -> Vec<Check> {
    let app = open(database).await;
    let checks = app.verify_all(Vec::new(), silent()).await.expect("it can be looked at");
    app.close().await;
    checks
}

pub(crate) fn assert_fine(checks: &[Check]) {
    let names: Vec<&str> = checks.iter().map(|check| check.name).collect();
    for name in [
        "migrations",
        "tables",
        "file",
        "references",
        "audit",
        "invoice_series",
        "invoices",
        "voucher_series",
        "postings",
        "allocation",
        "values",
        "documents",
        "checksums",
    ] {
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
        if backup::LEFT_OUT.iter().any(|(left_out, _)| left_out == table) {
            assert_eq!(restored[table], Vec::<String>::new(), "{table}");
            continue;
        }
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

/// What is said of something that was refused.
pub(crate) fn refused(outcome: Result<(), backup::Error>) -> String {
    let Err(backup::Error::Refused(text)) = outcome else { panic!("{outcome:?}") };
    assert!(!text.sv.is_empty() && text.sv != text.en);
    text.en
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
