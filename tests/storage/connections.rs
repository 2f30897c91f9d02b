//! Opening databases: addresses, TLS, one service per file.

use samfin::storage::{Db, Error};

use crate::databases::{Database, on_both_databases};
use crate::given::number;

on_both_databases! {
    async fn an_open_database_answers(database) {
        let db = database.connect().await;
        db.ping().await.expect("it answers");
        db.close().await;
        let closed = db.ping().await;
        assert!(matches!(closed, Err(Error::Unavailable(_))), "{closed:?}");
    }

    async fn only_one_service_has_a_sqlite_file_and_any_number_a_postgresql_database(database) {
        let (first, second) = (database.connect().await, database.connect().await);
        let held = first.hold_serving_lock().expect("nobody else has it");
        let refused = second.hold_serving_lock();
        if first.kind() == "sqlite" {
            let Err(Error::InUse { path }) = refused else { panic!("{refused:?}") };
            assert!(path.ends_with("samfin.db"), "{path}");
        } else {
            refused.expect("replicas share a database");
        }
        second.ping().await.expect("other commands work beside the service");
        drop(held);
        second.hold_serving_lock().expect("the first one has stopped");
    }
}

#[tokio::test]
async fn a_sqlite_file_is_made_with_its_folder_and_kept_safe() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/data/år 2027/samfin.db", folder.path().display());
    let db = Db::connect(&url).await.expect("made");
    db.migrate().await.expect("migrates");
    db.close().await;
    assert!(folder.path().join("data/år 2027/samfin.db").is_file());
}

#[tokio::test]
async fn addresses_that_cannot_be_used_say_what_can() {
    for url in
        ["", "samfin.db", "mysql://localhost/samfin", "sqlite::memory:", "sqlite://", "postgres://user@host:port/x"]
    {
        let Err(refused) = Db::connect(url).await else { panic!("{url} was accepted") };
        assert!(matches!(refused, Error::Address { .. }), "{url}: {refused:?}");
        assert!(refused.to_string().ends_with("use sqlite://PATH or postgres://USER@HOST/NAME"), "{refused}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let missing = Db::connect("postgres://samfin@127.0.0.1:1/samfin").await;
    assert!(matches!(missing, Err(Error::Unavailable(_))), "{missing:?}");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "").expect("written");
    let blocked = Db::connect(&format!("sqlite://{}/file/samfin.db", folder.path().display())).await;
    assert!(matches!(blocked, Err(Error::Unavailable(_))), "{blocked:?}");
}

/// How many of the program's sessions are encrypted, of how many.
async fn encrypted_sessions(database: &Database) -> (i64, i64) {
    let of = "FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
              WHERE datname = current_database() AND application_name = 'samfin'";
    (
        number(database, &format!("SELECT COUNT(*) {of} AND ssl")).await,
        number(database, &format!("SELECT COUNT(*) {of}")).await,
    )
}

#[tokio::test]
async fn sslmode_require_encrypts_every_session() {
    for (mode, encrypted) in [("require", true), ("disable", false)] {
        let database = Database::postgres().await;
        let db = Db::connect(&format!("{}?sslmode={mode}", database.url)).await.expect("opens");
        db.migrate().await.expect("migrates");
        let (with, all) = encrypted_sessions(&database).await;
        assert!(all > 0);
        assert_eq!(with, if encrypted { all } else { 0 }, "sslmode={mode}");
    }
}

#[tokio::test]
async fn sslmode_verify_full_takes_only_a_server_that_the_authority_vouches_for() {
    let database = Database::postgres().await;
    let unknown = Db::connect(&format!("{}?sslmode=verify-full", database.url)).await;
    assert!(matches!(unknown, Err(Error::Unavailable(_))), "{unknown:?}");
    let authority =
        std::env::var("SAMFIN_TEST_POSTGRES_CA").expect("scripts/with-postgres sets SAMFIN_TEST_POSTGRES_CA");
    let known = Db::connect(&format!("{}?sslmode=verify-full&sslrootcert={authority}", database.url)).await;
    let db = known.expect("opens");
    db.ping().await.expect("answers");
    assert_eq!(encrypted_sessions(&database).await, (1, 1));
}
