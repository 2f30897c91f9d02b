//! Reading a table, a row at a time.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _};

use super::super::error::{Error, On};
use super::super::tx::{Driver, Tx};
use super::{COPY, Kind, Table, Value, quoted};

/// How many rows a table has.
pub async fn count(tx: &mut Tx, table: &str) -> Result<i64, Error> {
    let text = AssertSqlSafe(format!("SELECT COUNT(*) FROM {}", quoted(table)));
    let counted: sqlx::Result<(i64,)> = match tx.driver() {
        Driver::Sqlite(tx) => sqlx::query_as(text).fetch_one(&mut **tx).await,
        Driver::Postgres(tx) => sqlx::query_as(text).fetch_one(&mut **tx).await,
    };
    Ok(tx.heard(counted).on(COPY)?.0)
}

/// A cell as the drivers give it; what they cannot read as its column's type is [`Value::Unreadable`].
macro_rules! cell {
    ($row:expr, $at:expr, $kind:expr) => {
        match $kind {
            Kind::Text => $row.try_get($at).map(Value::Text),
            Kind::Integer => $row.try_get($at).map(Value::Integer),
            Kind::Boolean => $row.try_get($at).map(Value::Boolean),
            Kind::Date => $row.try_get($at).map(Value::Date),
            Kind::Moment => $row.try_get($at).map(Value::Moment),
            Kind::Other => Ok(Value::Unreadable),
        }
        .unwrap_or(Value::Unreadable)
    };
}

/// Every row, to `each`; only one is in memory at a time.
macro_rules! stream {
    ($driver:expr, $text:expr, $table:expr, $each:expr) => {{
        let mut found = sqlx::query($text).persistent(false).fetch(&mut **$driver);
        loop {
            match found.try_next().await {
                Ok(None) => break Ok(Ok(())),
                Ok(Some(row)) => {
                    let cells = $table.columns.iter().enumerate().map(|(at, column)| cell!(row, at, column.kind));
                    if let Err(stopped) = $each(cells.collect()) {
                        break Ok(Err(stopped));
                    }
                }
                Err(error) => break Err(error),
            }
        }
    }};
}

/// Gives `each` every row of a table in the order of its key, until it returns an error.
pub async fn rows<E: From<Error>>(
    tx: &mut Tx,
    table: &Table,
    mut each: impl FnMut(Vec<Value>) -> Result<(), E>,
) -> Result<(), E> {
    let text = table.select(matches!(tx.driver(), Driver::Postgres(_)));
    let outcome: sqlx::Result<Result<(), E>> = match tx.driver() {
        Driver::Sqlite(tx) => stream!(tx, text, table, each),
        Driver::Postgres(tx) => stream!(tx, text, table, each),
    };
    tx.heard(outcome).on(COPY)?
}
