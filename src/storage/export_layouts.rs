//! How an organisation's files for other systems look, by the name that the layout has there: written over each time. Of what
//! was there before the trail has the sum.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::columns::{Stored, corrupt, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;

const LAYOUTS: &str = "export_layouts";

/// What a layout is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exports {
    /// The basis from which another ledger makes its invoices.
    Invoices,
    /// The books.
    Ledger,
}

impl Exports {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoices => "invoices",
            Self::Ledger => "ledger",
        }
    }
}

/// One layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportLayout {
    /// Whose it is.
    pub organisation_id: String,
    /// What it is called there.
    pub name: String,
    /// What it is for.
    pub exports: Exports,
    /// How the file looks, as JSON.
    pub layout: String,
    /// 1, 2, 3 … with every change: the `ETag`.
    pub revision: i64,
    /// When this revision came.
    pub changed_at: DateTime<Utc>,
}

/// Every layout of an organisation, in no order.
pub async fn all(tx: &mut Tx, organisation_id: &str) -> Result<Vec<ExportLayout>, Error> {
    let rows: Vec<Row> = sql!(tx.fetch_all(
        "SELECT organisation_id, name, exports, layout, revision, changed_at
         FROM export_layouts WHERE organisation_id = $1",
        organisation_id,
    ))
    .on(LAYOUTS)?;
    rows.into_iter().map(Row::read).collect()
}

/// A layout by whose it is: an organisation number and a name.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// The organisation's number, ten digits.
    pub organisation_number: String,
    /// The organisation's name.
    pub organisation: String,
    /// What the layout is called there.
    pub name: String,
}

/// Every layout for something, whoever keeps it, in no order.
pub async fn named(tx: &mut Tx, exports: Exports) -> Result<Vec<Named>, Error> {
    sql!(tx.fetch_all(
        "SELECT o.organisation_number, o.name AS organisation, l.name
         FROM export_layouts AS l JOIN organisations AS o ON o.id = l.organisation_id
         WHERE l.exports = $1",
        exports.as_str(),
    ))
    .on(LAYOUTS)
}

/// One layout; none when there is none of that name.
pub async fn get(tx: &mut Tx, organisation_id: &str, name: &str) -> Result<Option<ExportLayout>, Error> {
    let row: Option<Row> = sql!(tx.fetch_optional(
        "SELECT organisation_id, name, exports, layout, revision, changed_at
         FROM export_layouts WHERE organisation_id = $1 AND name = $2",
        organisation_id,
        name,
    ))
    .on(LAYOUTS)?;
    row.map(Row::read).transpose()
}

/// Writes a layout on top of the revision that the writer had read; `None` means that there was none. The revision in `new` does
/// not matter. [`Error::Stale`] when somebody else was faster.
pub async fn put(tx: &mut Tx, new: ExportLayout, expected_revision: Option<i64>) -> Result<ExportLayout, Error> {
    let written =
        ExportLayout { revision: expected_revision.unwrap_or(0) + 1, changed_at: moment(new.changed_at), ..new };
    let changed = if expected_revision.is_some() {
        sql!(tx.execute(
            "UPDATE export_layouts SET exports = $1, layout = $2, revision = $3, changed_at = $4
             WHERE organisation_id = $5 AND name = $6 AND revision = $7",
            written.exports.as_str(),
            &written.layout,
            written.revision,
            written.changed_at,
            &written.organisation_id,
            &written.name,
            expected_revision,
        ))
        .on(LAYOUTS)?
    } else {
        sql!(tx.execute(
            "INSERT INTO export_layouts (organisation_id, name, exports, layout, revision, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            &written.organisation_id,
            &written.name,
            written.exports.as_str(),
            &written.layout,
            written.revision,
            written.changed_at,
        ))
        .on(LAYOUTS)?
    };
    if changed == 1 { Ok(written) } else { Err(stale(tx, &written.organisation_id, &written.name).await?) }
}

/// Deletes a layout that is at the revision that the caller had read. [`Error::Stale`] when somebody else was faster.
pub async fn delete(tx: &mut Tx, organisation_id: &str, name: &str, revision: i64) -> Result<(), Error> {
    let gone = sql!(tx.execute(
        "DELETE FROM export_layouts WHERE organisation_id = $1 AND name = $2 AND revision = $3",
        organisation_id,
        name,
        revision,
    ))
    .on(LAYOUTS)?;
    if gone == 1 { Ok(()) } else { Err(stale(tx, organisation_id, name).await?) }
}

async fn stale(tx: &mut Tx, organisation_id: &str, name: &str) -> Result<Error, Error> {
    let current = get(tx, organisation_id, name).await?.map(|layout| layout.revision);
    Ok(Error::Stale { what: "export layout", current })
}

#[derive(sqlx::FromRow)]
struct Row {
    organisation_id: String,
    name: String,
    exports: String,
    layout: String,
    revision: i64,
    changed_at: Stored<DateTime<Utc>>,
}

impl Row {
    fn read(self) -> Result<ExportLayout, Error> {
        let row = format!("{}-{}", self.organisation_id, self.name);
        let exports = [Exports::Invoices, Exports::Ledger].into_iter().find(|one| one.as_str() == self.exports);
        Ok(ExportLayout {
            exports: exports.ok_or_else(|| corrupt(LAYOUTS, "exports", &row))?,
            changed_at: self.changed_at.of(LAYOUTS, "changed_at", &row)?,
            organisation_id: self.organisation_id,
            name: self.name,
            layout: self.layout,
            revision: self.revision,
        })
    }
}
