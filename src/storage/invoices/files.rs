//! What was sent of an issued document: made after the issue from what is stored, and written once.
//!
//! Bytes are base64 in a `TEXT` column, the one spelling that both databases and a backup's line of JSON hold alike.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

use super::super::columns::{corrupt, moment};
use super::super::error::{Error, On};
use super::super::sql::sql;
use super::super::tx::Tx;
use super::get;
use crate::digest::sha256;

const FILES: &str = "invoice_files";
const FAULTS: &str = "invoice_file_faults";

/// What sort of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// To read.
    Pdf,
    /// Peppol BIS Billing.
    Xml,
}

/// A file as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Of its bytes.
    pub sha256: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl FileKind {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xml => "xml",
        }
    }
}

/// Stores a file of an issued document, unless there is one of this kind: the first stays. Returns the one that is stored.
/// [`Error::Conflict`] when the document is not issued.
pub async fn put_file(
    tx: &mut Tx,
    invoice_id: &str,
    kind: FileKind,
    bytes: &[u8],
    at: DateTime<Utc>,
) -> Result<File, Error> {
    let sha256 = sha256(bytes);
    let stored = sql!(tx.execute(
        "INSERT INTO invoice_files (invoice_id, kind, sha256, base64, recorded_at)
         SELECT id, $2, $3, $4, $5 FROM invoices WHERE id = $1 AND status = 'issued' ON CONFLICT (invoice_id, kind) DO NOTHING",
        invoice_id,
        kind.as_str(),
        &sha256,
        STANDARD.encode(bytes),
        moment(at),
    ))
    .on(FILES)?;
    if kind == FileKind::Pdf {
        // Every document has one, so what hindered its files no longer does.
        sql!(tx.execute("DELETE FROM invoice_file_faults WHERE invoice_id = $1", invoice_id)).on(FAULTS)?;
    }
    if stored == 1 {
        return Ok(File { sha256, bytes: bytes.to_vec() });
    }
    if let Some(first) = file(tx, invoice_id, kind).await? {
        return Ok(first);
    }
    get(tx, invoice_id).await?; // or it is not there at all
    Err(Error::Conflict { what: FILES })
}

/// Keeps why the files of a document could not be made.
pub async fn keep_fault(tx: &mut Tx, invoice_id: &str, fault: &str, at: DateTime<Utc>) -> Result<(), Error> {
    sql!(tx.execute(
        "INSERT INTO invoice_file_faults (invoice_id, fault, recorded_at) VALUES ($1, $2, $3)
         ON CONFLICT (invoice_id) DO UPDATE SET fault = $2, recorded_at = $3",
        invoice_id,
        fault,
        moment(at),
    ))
    .on(FAULTS)?;
    Ok(())
}

/// How far the files of a document have come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// Whether there is a PDF.
    pub pdf: bool,
    /// Whether there is an e-invoice.
    pub xml: bool,
    /// Why there are none, when that was tried in vain.
    pub fault: Option<String>,
}

/// How far the files have come of documents with ids from `first` to `last`, of those with a file or a fault.
pub async fn made(tx: &mut Tx, first: &str, last: &str) -> Result<HashMap<String, Made>, Error> {
    let files: Vec<(String, String)> = sql!(tx.fetch_all(
        "SELECT invoice_id, kind FROM invoice_files WHERE invoice_id >= $1 AND invoice_id <= $2",
        first,
        last,
    ))
    .on(FILES)?;
    let faults: Vec<(String, String)> = sql!(tx.fetch_all(
        "SELECT invoice_id, fault FROM invoice_file_faults WHERE invoice_id >= $1 AND invoice_id <= $2",
        first,
        last,
    ))
    .on(FAULTS)?;
    let mut all: HashMap<String, Made> = HashMap::new();
    for (id, kind) in files {
        let made = all.entry(id).or_default();
        made.pdf |= kind == FileKind::Pdf.as_str();
        made.xml |= kind == FileKind::Xml.as_str();
    }
    for (id, fault) in faults {
        all.entry(id).or_default().fault = Some(fault);
    }
    Ok(all)
}

/// Ids of documents that were issued here and have no files, at most `limit` of those after the id `after`.
pub async fn without_files(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<String>, Error> {
    // Ten digits name the issuer; what follows says which series.
    let rows: Vec<(String,)> = sql!(tx.fetch_all(
        "SELECT i.id FROM invoices AS i
         WHERE i.id > $1 AND i.status = 'issued' AND substr(i.issuer, 11) <> '/external'
           AND NOT EXISTS (SELECT 1 FROM invoice_files AS f WHERE f.invoice_id = i.id AND f.kind = 'pdf')
         ORDER BY i.id LIMIT $2",
        after,
        limit,
    ))
    .on(FILES)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A stored file; none while it has not been made.
pub async fn file(tx: &mut Tx, invoice_id: &str, kind: FileKind) -> Result<Option<File>, Error> {
    let row: Option<(String, String)> = sql!(tx.fetch_optional(
        "SELECT sha256, base64 FROM invoice_files WHERE invoice_id = $1 AND kind = $2",
        invoice_id,
        kind.as_str(),
    ))
    .on(FILES)?;
    let Some((sha256, text)) = row else { return Ok(None) };
    let bytes = decoded(&text).ok_or_else(|| corrupt(FILES, "base64", &format!("{invoice_id} {}", kind.as_str())))?;
    Ok(Some(File { sha256, bytes }))
}

/// The bytes of a stored text; none where it is no base64.
#[must_use]
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
