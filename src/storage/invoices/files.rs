//! What was sent of an issued document: made after the issue from what is stored, and written once.
//!
//! Bytes are base64 in a `TEXT` column, the one spelling that both databases and a backup's line of JSON hold alike.

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
    sql!(tx.execute(
        "INSERT INTO invoice_files (invoice_id, kind, sha256, base64, recorded_at)
         SELECT id, $2, $3, $4, $5 FROM invoices WHERE id = $1 AND status = 'issued' ON CONFLICT (invoice_id, kind) DO NOTHING",
        invoice_id,
        kind.as_str(),
        sha256(bytes),
        STANDARD.encode(bytes),
        moment(at),
    ))
    .on(FILES)?;
    if let Some(stored) = file(tx, invoice_id, kind).await? {
        return Ok(stored);
    }
    get(tx, invoice_id).await?; // or it is not there at all
    Err(Error::Conflict { what: FILES })
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
