//! Writing rows into tables that are empty.

use sqlx::{AssertSqlSafe, QueryBuilder};

use super::super::error::{Error, On};
use super::super::integrity;
use super::super::tx::{Driver, Tx};
use super::{COPY, Table, Value, quoted};

/// Both databases take at least this many values in a statement.
const MOST_VALUES: usize = 30_000;

macro_rules! insert_all {
    ($driver:expr, $database:ty, $start:expr, $rows:expr) => {{
        let mut insert = QueryBuilder::<$database>::new(&$start);
        insert.push_values($rows, |mut values, row: Vec<Value>| {
            for value in row {
                match value {
                    Value::Text(value) => values.push_bind(value),
                    Value::Integer(value) => values.push_bind(value),
                    Value::Boolean(value) => values.push_bind(value),
                    Value::Date(value) => values.push_bind(value),
                    Value::Moment(value) => values.push_bind(value),
                    Value::Unreadable => values.push_bind(None::<String>), // never written: see `Value::from_json`
                };
            }
        });
        insert.build().execute(&mut **$driver).await.map(|done| done.rows_affected())
    }};
}
/// Stores rows, each with a value for every column of the table in its order.
pub async fn insert(tx: &mut Tx, table: &Table, rows: Vec<Vec<Value>>) -> Result<(), Error> {
    let start = format!("INSERT INTO {} ({}) ", quoted(&table.name), table.column_list());
    let most = (MOST_VALUES / table.columns.len().max(1)).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let batch = rows.by_ref().take(most);
        let done = match tx.driver() {
            Driver::Sqlite(tx) => insert_all!(tx, sqlx::Sqlite, start, batch),
            Driver::Postgres(tx) => insert_all!(tx, sqlx::Postgres, start, batch),
        };
        tx.heard(done).on(COPY)?;
    }
    Ok(())
}

/// The references that wait: given back to [`enforce_references`].
#[derive(Debug)]
pub struct Deferred(Vec<(String, String)>);

/// Lets rows come in any order for the rest of the transaction: what they refer to may follow. On PostgreSQL it also keeps
/// other writers from the tables until the end.
pub async fn defer_references(tx: &mut Tx) -> Result<Deferred, Error> {
    let found: sqlx::Result<Vec<(String, String)>> = match tx.driver() {
        Driver::Sqlite(driver) => {
            sqlx::query("PRAGMA defer_foreign_keys = ON").execute(&mut **driver).await.map(|_| Vec::new())
        }
        Driver::Postgres(driver) => sqlx::query_as(REFERENCES).fetch_all(&mut **driver).await,
    };
    let references = tx.heard(found).on(COPY)?;
    alter(tx, &references, "DEFERRABLE INITIALLY DEFERRED").await?;
    Ok(Deferred(references))
}

/// Checks every reference now, and lets them be checked as the tables were made.
pub async fn enforce_references(tx: &mut Tx, Deferred(references): Deferred) -> Result<(), Error> {
    // SQLite would say so at the commit, without a word on which.
    if integrity::dangling(tx).await?.is_some_and(|found| !found.is_empty()) {
        return Err(Error::Conflict { what: COPY });
    }
    if let Driver::Postgres(driver) = tx.driver() {
        let done = sqlx::query("SET CONSTRAINTS ALL IMMEDIATE").execute(&mut **driver).await;
        tx.heard(done).on(COPY)?;
    }
    alter(tx, &references, "NOT DEFERRABLE").await
}

/// The foreign keys of PostgreSQL's tables that are checked at once, in the order in which they are locked.
const REFERENCES: &str = "
    SELECT t.relname::text, c.conname::text
    FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
    WHERE c.contype = 'f' AND NOT c.condeferrable AND t.relnamespace = current_schema()::regnamespace
    ORDER BY t.relname, c.conname";

/// PostgreSQL's own: SQLite has no references to alter.
async fn alter(tx: &mut Tx, references: &[(String, String)], how: &str) -> Result<(), Error> {
    for (table, constraint) in references {
        let Driver::Postgres(driver) = tx.driver() else { return Ok(()) };
        let text = format!("ALTER TABLE {} ALTER CONSTRAINT {} {how}", quoted(table), quoted(constraint));
        let done = sqlx::query(AssertSqlSafe(text)).execute(&mut **driver).await;
        tx.heard(done).on(COPY)?;
    }
    Ok(())
}
