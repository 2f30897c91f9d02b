//! What `samfin verify` finds.

use samfin::app::verify::Outcome;

use crate::backup::{assert_fine, open, refused, silent, verify};
use crate::databases::{Database, on_both_databases};
use crate::given::raw;
use crate::stored::{numbered, store};

on_both_databases! {
    async fn damage_is_found_where_it_is(database) {
        let db = database.connect().await;
        store(&db, 0..3).await;
        assert_fine(&verify(&database).await);
        let sqlite = database.url.starts_with("sqlite");
        let unguard: &[&str] = if sqlite {
            &["DROP TRIGGER agreement_versions_refuse_update", "DROP TRIGGER observations_refuse_update", "DROP TRIGGER scenarios_refuse_update",
              "DROP TRIGGER period_snapshots_refuse_update"]
        } else {
            &["DROP TRIGGER agreement_versions_append_only ON agreement_versions", "DROP TRIGGER observations_append_only ON observations",
              "DROP TRIGGER scenarios_locked ON scenarios", "DROP TRIGGER period_snapshots_append_only ON period_snapshots"]
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
            (format!("UPDATE period_snapshots SET result = replace(result, '\"payable\":\"', '\"payable\":\"1') WHERE period_id = '{}'", numbered(30, 1)),
             "documents", format!("period_snapshots {} 1", numbered(30, 1))),
            (format!("UPDATE period_snapshots SET request = request || ' ' WHERE period_id = '{}'", numbered(30, 2)),
             "checksums", format!("period_snapshots {} 1", numbered(30, 2))),
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
        raw(&database, "CREATE TABLE theirs (amount NUMERIC)").await.expect("made");
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
    let edit = format!(
        "PRAGMA ignore_check_constraints = ON; UPDATE agreements SET versions = -1 WHERE id = '{}'",
        numbered(1, 1)
    );
    assert_eq!(raw(&database, &edit).await.expect("edited"), 1);
    let checks = verify(&database).await;
    for (check, place) in [
        ("values", format!("observations {}", numbered(3, 1))),
        ("references", "observations rowid 1".to_owned()),
        ("file", "SQLite".to_owned()),
    ] {
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
