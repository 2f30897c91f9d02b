//! `samfin backup`, `restore`, `verify` and `health`, beside a running service.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use samfin::storage::invoices;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::databases::{Database, on_both_databases};
use crate::dump::{dump, dump_of};
use crate::program::{Outcome, samfin};
use crate::stored::{numbered, store};

fn on(verb: &[&str], url: &str) -> Outcome {
    samfin(&[verb, &["--database-url", url]].concat()).run()
}

/// Runs SQL beside the program.
async fn raw(url: &str, sql: &'static str) {
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(url).await.expect("a connection");
        connection.execute(sql).await.expect("done");
    } else {
        let mut connection = PgConnection::connect(url).await.expect("a connection");
        connection.execute(sql).await.expect("done");
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A service makes the files that invoices lack when it starts: what is backed up stands still from then on.
async fn all_files_are_made(database: &Database) {
    let db = database.connect().await;
    let lacking = || db.read((), |tx, ()| Box::pin(async move { invoices::without_files(tx, "", 1).await }));
    while !lacking().await.expect("read").is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    db.close().await;
}

on_both_databases! {
    async fn a_running_service_is_backed_up_and_another_database_filled(database) {
        store(&database.connect().await, 0..3).await;
        let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", &database.url]).start();
        all_files_are_made(&database).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = text(&folder.path().join("kopia.zip"));
        let out = on(&["backup", &file], &database.url).done();
        assert!(out.starts_with(&format!("{file}: ")) && out.contains(" rows of ") && out.ends_with(" kB.\n"), "{out}");
        let again = on(&["backup", &file], &database.url).failed(2);
        assert!(again.contains("is there already"), "{again}");
        let out = on(&["backup", &file, "--force", "--lang", "sv"], &database.url).done();
        assert!(out.contains(" rader ur "), "{out}");
        let out = on(&["verify"], &database.url).done();
        assert!(out.lines().count() >= 7 && out.lines().all(|line| line.starts_with("ok   ")), "{out}");
        assert_eq!(service.get("/health/ready").0, 200);

        let err = on(&["restore", &file], &database.url).failed(if database.url.starts_with("sqlite") { 75 } else { 2 });
        let says = if database.url.starts_with("sqlite") { "in use by another samfin serve" } else { "The database is not empty: " };
        assert!(err.contains(says), "{err}");
        assert_eq!(service.terminate(), 0);
        let there = dump(&database).await;
        let err = on(&["restore", &file], &database.url).failed(2);
        assert!(err.contains("agreements (3)"), "{err}");
        assert!(dump(&database).await == there);

        let other = format!("sqlite://{}/new/samfin.db", folder.path().display());
        let dry = on(&["restore", &file, "--dry-run"], &other).done();
        assert!(dry.starts_with("Would restore ") && dry.ends_with("Nothing was changed.\n"), "{dry}");
        assert!(!folder.path().join("new").exists());
        let out = on(&["restore", &file], &other).done();
        assert!(out.starts_with("Restored "), "{out}");
        assert!(dump_of(&other).await == there);
        on(&["verify"], &other).done();
        let dry = on(&["restore", &file, "--dry-run"], &other).failed(2);
        assert!(dry.contains("not empty"), "{dry}");
        let service = samfin(&["serve", "--no-migrate", "--bind", "127.0.0.1:0", "--database-url", &other]).start();
        assert_eq!(service.get("/health/ready").0, 200);
    }

    async fn what_verify_finds_is_told_with_its_place_and_what_to_do(database) {
        let db = database.connect().await;
        store(&db, 0..1).await;
        let unguard = if database.url.starts_with("sqlite") {
            "DROP TRIGGER agreement_versions_refuse_update"
        } else {
            "DROP TRIGGER agreement_versions_append_only ON agreement_versions"
        };
        raw(&database.url, unguard).await;
        raw(&database.url, "UPDATE agreement_versions SET document = document || ' ' WHERE number = 2").await;
        let outcome = on(&["verify"], &database.url);
        let place = format!("agreement_versions {} 2", numbered(1, 0));
        let out = outcome.out.clone();
        assert_eq!(outcome.failed(1), "");
        assert!(out.contains("NO   checksums: 1\n") && out.contains(&place) && out.contains("take the row from a backup"), "{out}");
        assert!(out.contains("ok   documents: "), "{out}");
        let outcome = on(&["verify", "--format", "json", "--lang", "sv"], &database.url);
        let checks: Value = serde_json::from_str(&outcome.out).expect("JSON");
        outcome.failed(1);
        let check = checks.as_array().expect("a list").iter().find(|check| check["name"] == "checksums").expect("it is there");
        assert_eq!((&check["ok"], &check["more_faults"], &check["detail"]), (&json!(false), &json!(0), &Value::Null));
        assert_eq!(check["faults"][0]["place"], place);
        assert_eq!(check["faults"][0]["problem"], "document har inte den kontrollsumma som står i sha256.");
    }
}

/// Starts a command and kills it, as a power cut does, once `begun` is true.
fn kill_when(args: &[&str], begun: impl Fn() -> bool) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_samfin"))
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !begun() {
        assert_eq!(child.try_wait().expect("a status"), None, "it was done before it could be killed");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
}

#[tokio::test]
async fn what_was_killed_half_way_has_left_nothing_that_looks_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = |name: &str| format!("sqlite://{}", folder.path().join(name).display());
    samfin(&["migrate", "--database-url", &url("from.db")]).run().done();
    raw(
        &url("from.db"),
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         INSERT INTO observations (id, series, for_code, date, value, recorded_at)
         SELECT printf('01900000-0000-7000-8000-%012d', i), 'population', '2321', '2025-12-31', i, '2026-03-01T10:00:00+00:00' FROM n",
    )
    .await;
    let backups = folder.path().join("backups");
    std::fs::create_dir(&backups).expect("a folder");
    let file = text(&backups.join("copy.zip"));
    let sizes = || -> Vec<u64> {
        let files = std::fs::read_dir(&backups).expect("a folder").flatten();
        files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).collect()
    };
    kill_when(&["backup", &file, "--database-url", &url("from.db")], || sizes().iter().any(|size| *size > 10_000));
    assert!(!Path::new(&file).exists(), "it has its name only when it is whole");
    let names: Vec<String> = std::fs::read_dir(&backups)
        .expect("a folder")
        .flatten()
        .map(|file| file.file_name().display().to_string())
        .collect();
    assert!(
        names.len() == 1 && names[0].starts_with(".samfin-backup-") && names[0].ends_with(".unfinished"),
        "{names:?}"
    );
    let unfinished = text(&backups.join(&names[0]));
    assert!(on(&["restore", &unfinished], &url("to.db")).failed(2).contains("cut off"));

    on(&["backup", &file], &url("from.db")).done();
    let log = folder.path().join("to.db-wal");
    let written = || log.metadata().is_ok_and(|metadata| metadata.len() > 1_000_000);
    kill_when(&["restore", &file, "--database-url", &url("to.db")], written);
    let half = dump_of(&url("to.db")).await;
    assert!(half.values().all(Vec::is_empty), "nothing is there before all of it is");
    on(&["restore", &file], &url("to.db")).done();
    assert!(dump_of(&url("to.db")).await == dump_of(&url("from.db")).await);
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/samfin.db", folder.path().display());
    for verb in [&["backup", "x.zip"][..], &["verify"]] {
        let err = on(verb, &url).failed(2);
        assert!(err.contains("samfin.db is not there"), "{err}");
    }
    let err = on(&["restore", "missing.zip"], &url).failed(2);
    assert!(err.contains("missing.zip cannot be opened"), "{err}");
    let program = samfin(&["restore", "text.zip", "--database-url", &url]).file("text.zip", "no zip");
    assert!(program.run().failed(2).contains("Nothing was changed"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_copy_that_cannot_be_written_is_told() {
    let database = Database::sqlite();
    samfin(&["migrate", "--database-url", &database.url]).run().done();
    let err = on(&["backup", "/nowhere/at/all.zip"], &database.url).failed(1);
    assert!(err.starts_with("error: Cannot write to /nowhere/at: "), "{err}");
}

#[test]
fn a_copy_is_readable_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::sqlite();
    samfin(&["migrate", "--database-url", &database.url]).run().done();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kopia.zip");
    on(&["backup", &text(&file)], &database.url).done();
    assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
}

#[test]
fn health_is_the_answer_of_the_service() {
    let database = Database::sqlite();
    let service = samfin(&["serve", "--bind", "127.0.0.1:0", "--database-url", &database.url]).start();
    let health = |address: &str| samfin(&["health"]).env("SAMFIN_BIND", address).run();
    assert_eq!(health(&service.address).done(), "ready\n");
    let everywhere = service.address.replace("127.0.0.1", "0.0.0.0");
    let asked = samfin(&["health"]).env("SAMFIN_BIND", &everywhere).env("SAMFIN_BEHIND_PROXY", "true").run();
    assert_eq!(asked.done(), "ready\n");
    let address = service.address.clone();
    drop(service);
    let err = health(&address).failed(1);
    assert!(err.contains("does not answer"), "{err}");
}
