//! `sql!`: one SQL text, run by whichever driver the transaction belongs to.
//!
//! ```text
//! let rows: Vec<AgreementRow> = sql!(tx.fetch_all("SELECT … WHERE id > $1 LIMIT $2", after, limit)).on("agreements")?;
//! let changed: u64 = sql!(tx.execute("UPDATE … WHERE id = $1", id)).on("agreements")?;
//! let rows: Vec<Row> = sql!(tx.fetch_among("SELECT … WHERE id IN ", ids, " ORDER BY id")).on("agreements")?;
//! ```
//!
//! The text is a literal, or `concat!` of several, so nothing that a user wrote can ever become SQL; arguments take the places `$1`, `$2`, ….
//! The transaction hears of every failure, because it may not be committed after one.
//!
//! A connection keeps the last hundred texts that it has prepared. What has as many places as there are rows is another text each
//! time, and so is kept only where it is short: it would be of no use again, and put out one that is.

/// Texts with at most so many places for values among which one is looked for are kept.
pub(super) const FEW: usize = 50;

macro_rules! sql {
    ($tx:ident.execute($text:literal $(, $argument:expr)* $(,)?)) => {{
        let done = match $tx.driver() {
            $crate::storage::tx::Driver::Sqlite(tx) => {
                sqlx::query($text)$(.bind($argument))*.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            $crate::storage::tx::Driver::Postgres(tx) => {
                sqlx::query($text)$(.bind($argument))*.execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        };
        $tx.heard(done)
    }};
    ($tx:ident.insert_all($text:literal, $rows:expr, |$row:ident| [$($value:expr),+ $(,)?])) => {{
        let done = match $tx.driver() {
            $crate::storage::tx::Driver::Sqlite(tx) => {
                let mut insert = sqlx::QueryBuilder::<sqlx::Sqlite>::new($text);
                insert.push_values($rows, |mut values, $row| { $(values.push_bind($value);)+ });
                insert.build().persistent(false).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
            $crate::storage::tx::Driver::Postgres(tx) => {
                let mut insert = sqlx::QueryBuilder::<sqlx::Postgres>::new($text);
                insert.push_values($rows, |mut values, $row| { $(values.push_bind($value);)+ });
                insert.build().persistent(false).execute(&mut **tx).await.map(|done| done.rows_affected())
            }
        };
        $tx.heard(done)
    }};
    ($tx:ident.fetch_among($text:literal, $among:expr, $tail:literal $(,)?)) => {
        $crate::storage::sql::sql!($tx.fetch_among(concat!($text), $among, $tail))
    };
    ($tx:ident.fetch_among(concat!($($text:literal),+ $(,)?), $among:expr, $tail:literal $(,)?)) => {{
        let kept = $among.len() <= $crate::storage::sql::FEW;
        let found = match $tx.driver() {
            _ if $among.is_empty() => Ok(Vec::new()),
            $crate::storage::tx::Driver::Sqlite(tx) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(concat!($($text),+));
                query.push_tuples($among, |mut one, value| { one.push_bind(value); });
                query.push($tail).build_query_as().persistent(kept).fetch_all(&mut **tx).await
            }
            $crate::storage::tx::Driver::Postgres(tx) => {
                let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new(concat!($($text),+));
                query.push_tuples($among, |mut one, value| { one.push_bind(value); });
                query.push($tail).build_query_as().persistent(kept).fetch_all(&mut **tx).await
            }
        };
        $tx.heard(found)
    }};
    ($tx:ident.$fetch:ident($text:literal $(, $argument:expr)* $(,)?)) => {
        $crate::storage::sql::sql!($tx.$fetch(concat!($text) $(, $argument)*))
    };
    ($tx:ident.$fetch:ident(concat!($($text:literal),+ $(,)?) $(, $argument:expr)* $(,)?)) => {{
        let found = match $tx.driver() {
            $crate::storage::tx::Driver::Sqlite(tx) => {
                sqlx::query_as(concat!($($text),+))$(.bind($argument))*.$fetch(&mut **tx).await
            }
            $crate::storage::tx::Driver::Postgres(tx) => {
                sqlx::query_as(concat!($($text),+))$(.bind($argument))*.$fetch(&mut **tx).await
            }
        };
        $tx.heard(found)
    }};
}

pub(super) use sql;
