//! Migrations: once, by whoever comes first, and never backwards.

use std::collections::BTreeSet;
use std::path::Path;

use samfin::storage::{Db, Error};
use tokio::task::JoinSet;

use crate::databases::on_both_databases;
use crate::given::{agreement, id, number, raw};

on_both_databases! {
    async fn an_empty_database_says_what_is_pending_and_then_has_it(database) {
        let db = Db::connect(&database.url).await.expect("opens");
        let pending = db.pending().await.expect("an empty database is no error");
        assert_eq!(pending, numbers());
        assert_eq!(db.migrate().await.expect("migrates"), pending);
        assert_eq!(db.pending().await.expect("reads"), Vec::<i64>::new());
        agreement(&db, &id(1)).await;
        assert_eq!(db.migrate().await.expect("a second time does nothing"), Vec::<i64>::new());
        assert_eq!(number(&database, "SELECT COUNT(*) FROM agreements").await, 1);
    }

    async fn several_programs_starting_at_once_migrate_once(database) {
        let mut programs = JoinSet::new();
        for _ in 0..8 {
            let url = database.url.clone();
            programs.spawn(async move {
                let db = Db::connect(&url).await?;
                db.migrate().await?;
                db.pending().await
            });
        }
        for finished in programs.join_all().await {
            assert_eq!(finished.expect("each of them starts"), Vec::<i64>::new());
        }
        assert_eq!(number(&database, "SELECT COUNT(*) FROM _sqlx_migrations").await, i64::try_from(numbers().len()).expect("few"));
    }

    async fn a_database_of_a_newer_samfin_is_refused(database) {
        let db = database.connect().await;
        raw(&database, "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1").await.expect("inserted");
        let pending = db.pending().await;
        assert!(matches!(pending, Err(Error::Newer { version: 9999 })), "{pending:?}");
        let migrated = db.migrate().await;
        assert!(matches!(migrated, Err(Error::Newer { version: 9999 })), "{migrated:?}");
    }

    async fn a_migration_in_another_wording_is_refused(database) {
        let db = database.connect().await;
        raw(&database, "UPDATE _sqlx_migrations SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = 2)
            WHERE version = 1").await.expect("updated");
        let migrated = db.migrate().await;
        assert!(matches!(migrated, Err(Error::Rewritten { version: 1 })), "{migrated:?}");
    }
}

/// The numbers of the files, in their order.
fn numbers() -> Vec<i64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = [folder.clone(), folder.join("sqlite")]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("a plain name"));
    let mut numbers: Vec<i64> = names.filter_map(|name| name.get(..4)?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn both_dialects_hold_the_same_file_names() {
    let names = |folder: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let files = std::fs::read_dir(folder).expect("the folder of a dialect");
        files.map(|file| file.expect("a file").file_name().into_string().expect("a plain name")).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}
