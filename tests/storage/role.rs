//! The role that a service of PostgreSQL runs as: it reads and adds, and can take nothing back of what never changes.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::databases::{Database, SERVICE};

/// What somebody with the service's password is answered.
async fn tried(url: &str, sql: &str) -> Result<(), String> {
    let mut connection =
        PgConnection::connect(&url.replacen("samfin@", &format!("{SERVICE}@"), 1)).await.expect("it may connect");
    let outcome = connection.execute(AssertSqlSafe(sql)).await;
    outcome.map(drop).map_err(|error| {
        error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default().into_owned()
    })
}

#[tokio::test]
async fn a_service_cannot_change_what_never_changes_nor_take_its_guards_away() {
    const DENIED: &str = "42501";
    let database = Database::postgres().await;
    drop(database.connect().await);
    for table in
        ["vouchers", "voucher_entries", "audit_events", "attestations", "invoice_files", "period_snapshots", "payments"]
    {
        for sql in [
            "DELETE FROM {}",
            "UPDATE {} SET id = id",
            "TRUNCATE {}",
            "ALTER TABLE {} DISABLE TRIGGER ALL",
            "DROP TABLE {}",
        ] {
            let sql = sql.replace("{}", table).replace("SET id = id", "SET recorded_at = recorded_at");
            let refused = tried(&database.url, &sql).await.expect_err(&sql);
            // A column that the table does not have is found out first.
            assert!(refused == DENIED || (sql.starts_with("UPDATE") && refused == "42703"), "{sql}: {refused}");
        }
    }
    for sql in [
        "DELETE FROM invoices",
        "TRUNCATE invoices CASCADE",
        "DROP TRIGGER invoices_issued ON invoices",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "DELETE FROM _sqlx_migrations",
        "CREATE TABLE more (id TEXT)",
    ] {
        assert_eq!(tried(&database.url, sql).await, Err(DENIED.to_owned()), "{sql}");
    }
    for sql in [
        "SELECT * FROM vouchers",
        "UPDATE invoices SET revision = revision WHERE status = 'draft'",
        "DELETE FROM sessions",
    ] {
        assert_eq!(tried(&database.url, sql).await, Ok(()), "{sql}");
    }
}

#[tokio::test]
async fn a_role_that_is_not_there_is_told_and_a_file_has_none() {
    let database = Database::postgres().await;
    let owner = database.connect_as_owner().await;
    let missing = owner.grant_to("no such role").await.expect_err("there is none");
    assert!(format!("{missing:?}").contains("no such role"), "{missing:?}");
    let file = Database::sqlite();
    assert!(!file.connect().await.grant_to(SERVICE).await.expect("asked"));
}
