//! Things that many tests start from, and SQL beside the program.

use chrono::{DateTime, NaiveDate, Utc};
use samfin::storage::agreements::{self, NewVersion, Version};
use samfin::storage::{Db, Error};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

use crate::databases::Database;

/// An id that looks like those of the application and sorts by `number`.
pub(crate) fn id(number: u32) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a moment")
}

pub(crate) fn new_version(name: &str, valid_from: &str) -> NewVersion {
    NewVersion {
        name: name.to_owned(),
        document: format!(r#"{{"name":"{name}"}}"#),
        sha256: "0123456789abcdef".repeat(4),
        valid_from: date(valid_from),
        valid_to: None,
        note: None,
        created_at: at("2026-05-04T10:00:00.123456Z"),
    }
}

/// An agreement with one version, in a transaction of its own.
pub(crate) async fn agreement(db: &Db, id: &str) -> Version {
    let input = (id.to_owned(), new_version("Hälsa & vård", "2027-01-01"));
    let stored: Result<Version, Error> =
        db.write(input, |tx, (id, first)| Box::pin(agreements::insert(tx, id, first))).await;
    stored.expect("the agreement is stored")
}

/// The next version, in a transaction of its own.
pub(crate) async fn add_version(db: &Db, id: &str, new: NewVersion) -> Result<Version, Error> {
    db.write((id.to_owned(), new), |tx, (id, new)| Box::pin(agreements::add_version(tx, id, new))).await
}

/// Runs SQL on a connection that is not the program's, as an administrator would.
pub(crate) async fn raw(database: &Database, sql: &str) -> Result<u64, sqlx::Error> {
    let sql = AssertSqlSafe(sql.to_owned());
    if database.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&database.url).await?;
        connection.execute(sql).await.map(|done| done.rows_affected())
    } else {
        let mut connection = PgConnection::connect(&database.url).await?;
        connection.execute(sql).await.map(|done| done.rows_affected())
    }
}

/// The only number that a query finds.
pub(crate) async fn number(database: &Database, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql.to_owned());
    if database.url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&database.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("a number")
    } else {
        let mut connection = PgConnection::connect(&database.url).await.expect("a connection");
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect("a number")
    }
}
