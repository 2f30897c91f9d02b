//! Who approved what: an attestation is of one content, and an edit leaves it behind.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::columns::{Stored, moment};
use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::{By, INVOICES, Invoice, get, one};

const ATTESTATIONS: &str = "attestations";

/// That somebody approved what a document said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// 1, 2, 3 …
    pub ordinal: i64,
    /// What was approved.
    pub content_sha256: String,
    /// Who.
    pub by: By,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Whether the document still says the same.
    pub counts: bool,
}

/// Approves the revision that the attestant had read, which makes a new one.
/// [`Error::Stale`] when it was changed meanwhile; [`Error::Conflict`] when the same one has approved this content before,
/// or when it is no draft.
pub async fn attest(
    tx: &mut Tx,
    id: &str,
    expected_revision: i64,
    by: &By,
    at: DateTime<Utc>,
) -> Result<Invoice, Error> {
    // Holds the row to the end: what is attested is what it says.
    let changed = sql!(tx.execute(
        "UPDATE invoices SET revision = revision + 1, changed_at = $1 WHERE id = $2 AND revision = $3 AND status = 'draft'",
        moment(at),
        id,
        expected_revision,
    ))
    .on(INVOICES)?;
    one(tx, id, expected_revision, changed).await?;
    sql!(tx.execute(
        "INSERT INTO attestations (invoice_id, ordinal, content_sha256, actor_kind, actor_id, actor_name, recorded_at)
         SELECT i.id, (SELECT COUNT(*) FROM attestations AS a WHERE a.invoice_id = i.id) + 1, i.content_sha256, $2, $3, $4, $5
         FROM invoices AS i WHERE i.id = $1",
        id,
        &by.kind,
        &by.id,
        &by.name,
        moment(at),
    ))
    .on(ATTESTATIONS)?;
    get(tx, id).await
}

/// Every attestation of documents, in the order they came, those too that no longer count; by the document.
pub async fn attestations(tx: &mut Tx, ids: &[&str]) -> Result<Vec<(String, Attestation)>, Error> {
    let rows: Vec<AttestationRow> = sql!(tx.fetch_among(
        "SELECT a.invoice_id, a.ordinal, a.content_sha256, a.actor_kind, a.actor_id, a.actor_name, a.recorded_at,
                a.content_sha256 = i.content_sha256 AS counts
         FROM attestations AS a JOIN invoices AS i ON i.id = a.invoice_id WHERE a.invoice_id IN ",
        ids,
        " ORDER BY a.invoice_id, a.ordinal",
    ))
    .on(ATTESTATIONS)?;
    rows.into_iter().map(AttestationRow::read).collect()
}

#[derive(sqlx::FromRow)]
struct AttestationRow {
    invoice_id: String,
    ordinal: i64,
    content_sha256: String,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    recorded_at: Stored<DateTime<Utc>>,
    counts: bool,
}

impl AttestationRow {
    fn read(self) -> Result<(String, Attestation), Error> {
        let key = format!("{} {}", self.invoice_id, self.ordinal);
        let attestation = Attestation {
            ordinal: self.ordinal,
            content_sha256: self.content_sha256,
            by: By { kind: self.actor_kind, id: self.actor_id, name: self.actor_name },
            recorded_at: self.recorded_at.of(ATTESTATIONS, "recorded_at", &key)?,
            counts: self.counts,
        };
        Ok((self.invoice_id, attestation))
    }
}
