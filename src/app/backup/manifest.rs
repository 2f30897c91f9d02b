//! What a backup says about itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::digest::hexadecimal;
use crate::storage::copy::{NotAValue, Table, Value};

/// Tables whose rows are not copied, and why. They are empty after a restore.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("leases", "which of several services does the periodic work: those on the other database are others"),
    ("one_time_links", "they are valid for an hour: a new one is made where it is needed"),
    ("oidc_tries", "who is about to sign in elsewhere: that has come to nothing when the backup is restored"),
    ("sessions", "who is signed in: a file that gives that away would be a key, and people can sign in again"),
    ("sign_in_attempts", "they count for a minute"),
    ("uploads", "files that somebody is looking at before they are stored: they would be gone after a day"),
];

/// The only format there is.
pub(super) const FORMAT: &str = "samfin-backup";
/// The version of the format; another one is another program's.
pub(super) const FORMAT_VERSION: u32 = 1;
/// The entry that is this.
pub(super) const NAME: &str = "manifest.json";

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `samfin-backup`
    pub format: String,
    /// 1
    pub format_version: u32,
    /// The version of samfin that wrote it, and can restore it.
    pub samfin: String,
    /// `sqlite` or `postgres`: where it came from.
    pub database: String,
    /// The migrations that the database had.
    pub migrations: Vec<i64>,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The tables whose rows are not here.
    pub left_out: Vec<String>,
    /// The tables that are, by name.
    pub tables: Vec<Contents>,
}

/// One table in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    /// Its name; the entry is `tables/NAME.jsonl`.
    pub name: String,
    /// Its columns, in the order of the values of a line.
    pub columns: Vec<Field>,
    /// How many rows, and lines.
    pub rows: u64,
    /// How many bytes its lines are.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: String,
}

/// One column in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// `TEXT`, `BIGINT`, `BOOLEAN`, `DATE` or `TIMESTAMPTZ`.
    #[serde(rename = "type")]
    pub kind: String,
}

impl Manifest {
    /// How many rows it has in all.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

impl Contents {
    /// The name of its entry.
    pub(super) fn entry(&self) -> String {
        entry(&self.name)
    }

    /// Whether it was copied from a table like this one.
    pub(super) fn fits(&self, table: &Table) -> bool {
        self.name == table.name && self.columns == fields(table)
    }
}

/// The entry of a table.
pub(super) fn entry(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

fn fields(table: &Table) -> Vec<Field> {
    let field = |column: &crate::storage::copy::Column| Field {
        name: column.name.clone(),
        kind: column.kind.as_str().to_owned(),
    };
    table.columns.iter().map(field).collect()
}

/// Lines as they go by: counted and hashed.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) bytes: u64,
    hash: Sha256,
}

impl Tally {
    /// One line, its end included.
    pub(super) fn add(&mut self, line: &[u8]) {
        self.rows += 1;
        self.bytes += line.len() as u64;
        self.hash.update(line);
    }

    /// What the lines of `table` came to.
    pub(super) fn contents(self, table: &Table) -> Contents {
        Contents {
            name: table.name.clone(),
            columns: fields(table),
            rows: self.rows,
            bytes: self.bytes,
            sha256: hexadecimal(&self.hash.finalize()),
        }
    }
}

/// A row as a line: the one way to write it, so that equal rows have equal checksums. An error names the column's place.
pub(super) fn line(row: &[Value]) -> Result<Vec<u8>, usize> {
    let cells: Vec<_> =
        row.iter().enumerate().map(|(at, value)| value.to_json().map_err(|NotAValue| at)).collect::<Result<_, _>>()?;
    let mut line = serde_json::Value::Array(cells).to_string().into_bytes();
    line.push(b'\n');
    Ok(line)
}
