//! Which tables there are, asked of the database.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use super::super::error::{Error, On};
use super::super::migrate::APPLIED;
use super::super::sql::sql;
use super::super::tx::{Driver, Tx};
use super::{COPY, quoted};

/// A table and its columns, in the order of the migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The places in `columns` by which its rows are ordered: the primary key, or everything where there is none.
    pub(super) order: Vec<usize>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// What a column holds: the types that both databases understand alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `TEXT`
    Text,
    /// `BIGINT`
    Integer,
    /// `BOOLEAN`
    Boolean,
    /// `DATE`
    Date,
    /// `TIMESTAMPTZ`
    Moment,
    /// A type that not both databases have: what it holds cannot be copied.
    Other,
}

impl Kind {
    /// As a migration writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "BIGINT",
            Self::Boolean => "BOOLEAN",
            Self::Date => "DATE",
            Self::Moment => "TIMESTAMPTZ",
            Self::Other => "?",
        }
    }

    /// As a migration, or PostgreSQL's catalogue, writes it.
    fn read(text: &str) -> Self {
        match text.to_ascii_uppercase().as_str() {
            "TEXT" => Self::Text,
            "BIGINT" => Self::Integer,
            "BOOLEAN" => Self::Boolean,
            "DATE" => Self::Date,
            "TIMESTAMPTZ" | "TIMESTAMP WITH TIME ZONE" => Self::Moment,
            _ => Self::Other,
        }
    }
}

/// Table, column, type, and its place in the primary key from 1.
type Found = (String, String, String, Option<i64>);

const IN_SQLITE: &str = "
    SELECT t.name, c.name, c.type, CASE WHEN c.pk > 0 THEN c.pk END
    FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c
    WHERE t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'
    ORDER BY t.name, c.cid";

const IN_POSTGRES: &str = "
    SELECT t.table_name::text, c.column_name::text, c.data_type::text, k.ordinal_position::bigint
    FROM information_schema.tables AS t
    JOIN information_schema.columns AS c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
    LEFT JOIN information_schema.table_constraints AS p
        ON p.table_schema = t.table_schema AND p.table_name = t.table_name AND p.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage AS k
        ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name
        AND k.table_name = t.table_name AND k.column_name = c.column_name
    WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    ORDER BY t.table_name, c.ordinal_position";

const NAMES_IN_SQLITE: &str = "
    SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name";

const NAMES_IN_POSTGRES: &str = "
    SELECT table_name::text FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name";

/// Every table but sqlx's own, by name.
pub async fn tables(tx: &mut Tx) -> Result<Vec<Table>, Error> {
    let found: sqlx::Result<Vec<Found>> = match tx.driver() {
        Driver::Sqlite(tx) => sqlx::query_as(IN_SQLITE).fetch_all(&mut **tx).await,
        Driver::Postgres(tx) => sqlx::query_as(IN_POSTGRES).fetch_all(&mut **tx).await,
    };
    let mut by_name: BTreeMap<String, Vec<(Column, Option<i64>)>> = BTreeMap::new();
    for (table, name, kind, key) in tx.heard(found).on(COPY)?.into_iter().filter(|found| found.0 != APPLIED) {
        by_name.entry(table).or_default().push((Column { name, kind: Kind::read(&kind) }, key));
    }
    Ok(by_name.into_iter().map(|(name, columns)| Table::of(name, columns)).collect())
}

/// The names of every table but sqlx's own, whatever their columns.
pub async fn table_names(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let found: sqlx::Result<Vec<(String,)>> = match tx.driver() {
        Driver::Sqlite(tx) => sqlx::query_as(NAMES_IN_SQLITE).fetch_all(&mut **tx).await,
        Driver::Postgres(tx) => sqlx::query_as(NAMES_IN_POSTGRES).fetch_all(&mut **tx).await,
    };
    Ok(tx.heard(found).on(COPY)?.into_iter().map(|(name,)| name).filter(|name| name != APPLIED).collect())
}

/// The numbers of the migrations that have run, in order; none in a database without tables.
pub async fn applied(tx: &mut Tx) -> Result<Vec<i64>, Error> {
    let known: sqlx::Result<(i64,)> = match tx.driver() {
        Driver::Sqlite(tx) => {
            sqlx::query_as("SELECT COUNT(*) FROM sqlite_master WHERE name = $1")
                .bind(APPLIED)
                .fetch_one(&mut **tx)
                .await
        }
        Driver::Postgres(tx) => {
            sqlx::query_as("SELECT COUNT(to_regclass($1))").bind(APPLIED).fetch_one(&mut **tx).await
        }
    };
    if tx.heard(known).on(APPLIED)?.0 == 0 {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64,)> = sql!(tx.fetch_all("SELECT version FROM _sqlx_migrations ORDER BY version")).on(APPLIED)?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

impl Table {
    fn of(name: String, columns: Vec<(Column, Option<i64>)>) -> Self {
        let mut key: Vec<(i64, usize)> =
            columns.iter().enumerate().filter_map(|(at, (_, key))| key.map(|key| (key, at))).collect();
        key.sort_unstable();
        let order =
            if key.is_empty() { (0..columns.len()).collect() } else { key.into_iter().map(|(_, at)| at).collect() };
        Self { name, columns: columns.into_iter().map(|(column, _)| column).collect(), order }
    }

    /// The place of a column.
    #[must_use]
    pub fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }

    /// The places in `columns` of the primary key, or of everything where there is none.
    #[must_use]
    pub fn key(&self) -> &[usize] {
        &self.order
    }

    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }

    /// The statement that reads all of it. Text is ordered by its bytes, as SQLite does, whatever PostgreSQL's collation.
    pub(super) fn select(&self, postgres: bool) -> AssertSqlSafe<String> {
        let ordered = self.order.iter().filter_map(|at| self.columns.get(*at)).map(|column| {
            let collation = if postgres && column.kind == Kind::Text { " COLLATE \"C\"" } else { "" };
            let nulls = if postgres { " NULLS FIRST" } else { "" };
            format!("{}{collation}{nulls}", quoted(&column.name))
        });
        let ordered = ordered.collect::<Vec<_>>().join(", ");
        AssertSqlSafe(format!("SELECT {} FROM {} ORDER BY {ordered}", self.column_list(), quoted(&self.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_the_order_of_the_key_on_both_databases() {
        let column = |name: &str, kind, key| (Column { name: name.to_owned(), kind }, key);
        let table = Table::of(
            "versions".to_owned(),
            vec![
                column("number", Kind::Integer, Some(2)),
                column("id", Kind::Text, Some(1)),
                column("note", Kind::Text, None),
            ],
        );
        let start = "SELECT \"number\", \"id\", \"note\" FROM \"versions\" ORDER BY ";
        assert_eq!(table.select(false).0, format!("{start}\"id\", \"number\""));
        assert_eq!(table.select(true).0, format!("{start}\"id\" COLLATE \"C\" NULLS FIRST, \"number\" NULLS FIRST"));
    }
}
