//! The journal (*grundbok*): vouchers that are posted once and never change.
//!
//! Each issuer and year has a series without gaps, from the same counters as invoices
//! ([`numbers`]), and checksums that tie each voucher to the one before.

mod list;
mod row;
mod trace;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use samfin_core::billing::posting::{self, Entry};

use super::audit::{BEGINNING, written};
use super::columns::{corrupt, moment};
use super::error::{Error, On};
use super::invoices::By;
use super::numbers;
use super::sql::sql;
use super::tx::Tx;
use crate::digest::{canonical, sha256};

pub use list::{Balance, Wanted, balances, in_period, page};
pub use trace::{Link, Series, chain, is_whole, series, sourced, unposted, without_source};

const VOUCHERS: &str = "vouchers";
const ENTRIES: &str = "voucher_entries";
/// What the counter of an issuer's vouchers has behind the organisation number: invoices have series of their own.
const COUNTER: &str = "/vouchers";
/// How many rows are written in one question: a database has a limit for the places in it.
const AT_ONCE: usize = 500;

/// What a voucher tells of; each thing has one voucher.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Which kind of thing.
    pub kind: SourceKind,
    /// Its id.
    pub id: String,
}

/// Kinds of things that are posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// An issued document, by its id.
    Document,
    /// What is covered of a shortfall without being asked of anyone, by billing year and snapshot.
    Default,
    /// That such a cover was undone by a later snapshot, by the one that it undoes.
    DefaultReversal,
    /// What late money gives back to the reserve and the asking party, by billing year and number.
    LateMoney,
    /// That money pays a document, or no longer does, by the allocation's id.
    Allocation,
    /// The fee for a reminder, by the id of what was said.
    Reminder,
    /// What a settlement tells without a document, by billing year and snapshot.
    Settlement,
}

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Document,
        Self::Default,
        Self::DefaultReversal,
        Self::LateMoney,
        Self::Allocation,
        Self::Reminder,
        Self::Settlement,
    ];

    /// As it is written in the API and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Default => "default",
            Self::DefaultReversal => "default_reversal",
            Self::LateMoney => "late_money",
            Self::Allocation => "allocation",
            Self::Reminder => "reminder",
            Self::Settlement => "settlement",
        }
    }

    /// The kind that is written so.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A voucher before it has its place in the series.
#[derive(Debug, Clone)]
pub struct NewVoucher {
    /// Its id.
    pub id: String,
    /// Whose books: an organisation number, ten digits.
    pub issuer: String,
    /// The agreement that it belongs to.
    pub agreement_id: String,
    /// Its date, whose year is that of the series.
    pub dated_on: NaiveDate,
    /// What it is, in a few words.
    pub text: String,
    /// What it tells of.
    pub source: Source,
    /// Who did what it tells of.
    pub by: By,
    /// When it was posted.
    pub at: DateTime<Utc>,
    /// Its sides.
    pub voucher: posting::Voucher,
}

/// A voucher in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// Its id.
    pub id: String,
    /// Whose books: an organisation number, ten digits.
    pub issuer: String,
    /// The year of the series.
    pub year: i64,
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// The agreement that it belongs to.
    pub agreement_id: String,
    /// Its date.
    pub dated_on: NaiveDate,
    /// What it is, in a few words.
    pub text: String,
    /// What it tells of.
    pub source: Source,
    /// Who did what it tells of.
    pub by: By,
    /// When it was posted.
    pub recorded_at: DateTime<Utc>,
    /// The checksum of the one before in the series.
    pub previous_sha256: String,
    /// Its own.
    pub sha256: String,
    /// Its sides, which sum to zero.
    pub entries: Vec<Entry>,
}

/// Posts vouchers, each with the next number of its issuer's year, in their order within it: the series are held from here to
/// the end of the transaction.
///
/// What has a voucher already is [`Error::Conflict`], and nothing is posted.
pub async fn post(tx: &mut Tx, new: Vec<NewVoucher>) -> Result<Vec<Voucher>, Error> {
    // In the order of their names, so that no two transactions wait for each other.
    let mut series: BTreeMap<(String, i64), Vec<NewVoucher>> = BTreeMap::new();
    for one in new {
        series.entry((one.issuer.clone(), i64::from(one.dated_on.year()))).or_default().push(one);
    }
    let mut posted = Vec::new();
    for ((issuer, year), new) in series {
        let count = i64::try_from(new.len()).unwrap_or(i64::MAX);
        let first = numbers::next_of(tx, &format!("{issuer}{COUNTER}"), year, count).await?;
        let mut before = previous(tx, &issuer, year, first).await?;
        for (number, one) in (first..).zip(new) {
            let voucher = one.placed(number, &before);
            before.clone_from(&voucher.sha256);
            posted.push(voucher);
        }
    }
    for some in posted.chunks(AT_ONCE) {
        store(tx, some).await?;
    }
    Ok(posted)
}

/// Stores vouchers that have their places.
async fn store(tx: &mut Tx, vouchers: &[Voucher]) -> Result<(), Error> {
    sql!(tx.insert_all(
        "INSERT INTO vouchers (id, issuer, year, number, agreement_id, dated_on, text, source_kind, source_id,
                               recorded_by_kind, recorded_by_id, recorded_by_name, recorded_at, previous_sha256, sha256) ",
        vouchers,
        |voucher| [
            &voucher.id,
            &voucher.issuer,
            voucher.year,
            voucher.number,
            &voucher.agreement_id,
            voucher.dated_on,
            &voucher.text,
            voucher.source.kind.as_str(),
            &voucher.source.id,
            &voucher.by.kind,
            &voucher.by.id,
            &voucher.by.name,
            voucher.recorded_at,
            &voucher.previous_sha256,
            &voucher.sha256,
        ]
    ))
    .on(VOUCHERS)?;
    let sides = vouchers
        .iter()
        .flat_map(|voucher| (1_i64..).zip(&voucher.entries).map(move |(ordinal, entry)| (&voucher.id, ordinal, entry)));
    let sides: Vec<_> = sides.collect();
    for some in sides.chunks(AT_ONCE) {
        sql!(tx.insert_all("INSERT INTO voucher_entries (voucher_id, ordinal, account, ore) ", some, |side| [
            side.0,
            side.1,
            side.2.account.to_string(),
            side.2.amount.ore()
        ]))
        .on(ENTRIES)?;
    }
    Ok(())
}

/// One voucher.
pub async fn get(tx: &mut Tx, id: &str) -> Result<Voucher, Error> {
    let found: Option<row::VoucherRow> = row::select!(tx.fetch_optional("WHERE v.id = $1", id)).on(VOUCHERS)?;
    let found = found.ok_or_else(|| Error::NotFound { what: "voucher", id: id.to_owned() })?;
    row::with_entries(tx, found).await
}

/// The voucher of a thing, where it has one.
pub async fn of(tx: &mut Tx, source: &Source) -> Result<Option<Voucher>, Error> {
    let found: Option<row::VoucherRow> = row::select!(tx.fetch_optional(
        "WHERE v.source_kind = $1 AND v.source_id = $2",
        source.kind.as_str(),
        &source.id,
    ))
    .on(VOUCHERS)?;
    match found {
        Some(found) => row::with_entries(tx, found).await.map(Some),
        None => Ok(None),
    }
}

/// The checksum of the voucher before.
async fn previous(tx: &mut Tx, issuer: &str, year: i64, number: i64) -> Result<String, Error> {
    if number == 1 {
        return Ok(BEGINNING.to_owned());
    }
    let found: Option<(String,)> = sql!(tx.fetch_optional(
        "SELECT sha256 FROM vouchers WHERE issuer = $1 AND year = $2 AND number = $3",
        issuer,
        year,
        number - 1,
    ))
    .on(VOUCHERS)?;
    found.map(|(sha256,)| sha256).ok_or_else(|| corrupt(VOUCHERS, "number", &format!("{issuer} {year} {}", number - 1)))
}

impl NewVoucher {
    /// With its place in its series, after the voucher with the checksum `before`.
    fn placed(self, number: i64, before: &str) -> Voucher {
        let mut voucher = Voucher {
            year: i64::from(self.dated_on.year()),
            number,
            id: self.id,
            issuer: self.issuer,
            agreement_id: self.agreement_id,
            dated_on: self.dated_on,
            text: self.text,
            source: self.source,
            by: self.by,
            recorded_at: moment(self.at),
            entries: self.voucher.entries().to_vec(),
            previous_sha256: before.to_owned(),
            sha256: String::new(),
        };
        voucher.sha256 = voucher.checksum();
        voucher
    }
}

impl Voucher {
    /// SHA-256 of everything that is said here, as canonical JSON.
    fn checksum(&self) -> String {
        let side = |entry: &Entry| serde_json::json!([entry.account.to_string(), entry.amount.ore()]);
        let members = serde_json::json!({
            "agreement_id": self.agreement_id,
            "dated_on": self.dated_on.to_string(),
            "entries": self.entries.iter().map(side).collect::<Vec<_>>(),
            "id": self.id,
            "issuer": self.issuer,
            "number": self.number,
            "previous_sha256": self.previous_sha256,
            "recorded_at": written(self.recorded_at),
            "recorded_by_id": self.by.id,
            "recorded_by_kind": self.by.kind,
            "recorded_by_name": self.by.name,
            "source_id": self.source.id,
            "source_kind": self.source.kind.as_str(),
            "text": self.text,
            "year": self.year,
        });
        sha256(canonical(&members).as_bytes())
    }
}
