//! Agreements as they are stored: the document whole, and what is read out of it.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Agreement, Error as CoreError};

use super::Error;
use crate::digest::sha256;
use crate::storage::agreements::{NewVersion, Version};

/// An agreement document that has been read and found right.
#[derive(Debug, Clone)]
pub struct Document {
    /// The agreement as JSON, names sorted: what is stored.
    pub text: String,
    /// What the document calls the agreement.
    pub name: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day, when there is one.
    pub valid_to: Option<NaiveDate>,
}

impl Document {
    /// Reads the document at `node`; the reader is told of every issue.
    pub fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let agreement = Agreement::read(reader, node)?;
        Some(Self {
            text: node.json().to_canonical(),
            name: agreement.name,
            valid_from: agreement.valid_from,
            valid_to: agreement.valid_to,
        })
    }

    /// The document as a version that is made at `at`.
    pub(super) fn into_version(self, note: Option<String>, at: DateTime<Utc>) -> NewVersion {
        let sha256 = sha256(self.text.as_bytes());
        NewVersion {
            name: self.name,
            document: self.text,
            sha256,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            note,
            created_at: at,
        }
    }
}

/// The agreement that a stored version holds.
pub(super) fn agreement_of(version: &Version) -> Result<Agreement, Error> {
    Agreement::parse(version.document.as_bytes()).map_err(|error| damaged(version, &error))
}

/// The JSON that a stored version holds.
pub(super) fn json_of(version: &Version) -> Result<Json<'_>, Error> {
    json::parse(version.document.as_bytes()).map_err(|error| damaged(version, &error))
}

/// What was right when it was stored must still be: this is our fault, not the caller's.
fn damaged(version: &Version, error: &CoreError) -> Error {
    Error::Broken(format!("version {} of agreement {} cannot be read: {error}", version.number, version.agreement_id))
}
