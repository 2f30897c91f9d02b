//! Vouchers as a SIE 4I file (SIE-gruppen's *SIE filformat*, edition 4B), for an accounting system to read.
//!
//! ```text
//! #FLAGGA 0
//! #PROGRAM "samfin" "0.1.0"
//! #FORMAT PC8
//! #GEN 20270103
//! #SIETYP 4
//! #ORGNR 232100-0214
//! #FNAMN "Region Jämtland Härjedalen"
//! #DIM 6 "Projekt"
//! #OBJEKT 6 "SAM27" "SAM27"
//! #VER "SF" 1 20270102 "Faktura 2027-0001, Bergs kommun" 20270102
//! {
//! #TRANS 1510 {} 1250.00 20270102 "berg"
//! #TRANS 3990 {6 "SAM27"} -1000.00 20270102 "hall"
//! #TRANS 2611 {} -250.00
//! }
//! ```
//!
//! The chart of accounts is the reader's own, so accounts are not declared. Characters are those of code page 437 ("PC8"):
//! what it lacks becomes its nearest letter, or a question mark (`pc8`).

mod pc8;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use samfin_core::billing::identifiers::{AccountNumber, Identifier as _, OrganisationNumber};
use samfin_core::{Ore, Text, say};

use pc8::Bytes;

/// What a file is about.
#[derive(Debug, Clone)]
pub struct File {
    /// Which samfin wrote it.
    pub version: String,
    /// The day that it is written.
    pub written_on: NaiveDate,
    /// Whose books.
    pub organisation_number: OrganisationNumber,
    /// What that one is called.
    pub name: String,
    /// The vouchers, in the order of their numbers.
    pub vouchers: Vec<Voucher>,
}

/// A voucher (*verifikation*).
#[derive(Debug, Clone)]
pub struct Voucher {
    /// Its number in samfin's series.
    pub number: i64,
    /// Its date.
    pub dated_on: NaiveDate,
    /// What it is.
    pub text: String,
    /// When it was posted.
    pub posted_on: NaiveDate,
    /// Its sides.
    pub sides: Vec<Side>,
}

/// A side of a voucher.
#[derive(Debug, Clone)]
pub struct Side {
    /// The account in the organisation's own chart.
    pub account: AccountNumber,
    /// Objects by dimension.
    pub objects: Vec<(u16, String)>,
    /// Kronor: debit above zero.
    pub amount: Ore,
    /// What of the account it is about: a party or a cost.
    pub text: Option<String>,
}

/// The series of every voucher: one that the reader has no vouchers of its own in.
pub const SERIES: &str = "SF";

/// Why a file cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// SIE has only account numbers of digits.
    #[error("the account {0} is not a number")]
    NotDigits(String),
    /// A voucher that does not sum to zero, which samfin does not store.
    #[error("voucher {0} does not sum to zero")]
    Unbalanced(i64),
}

impl Error {
    /// For people.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotDigits(account) => say!(
                "kontot {account} kan inte stå i en SIE-fil, som bara har konton av siffror",
                "the account {account} cannot be in a SIE file, which has only accounts of digits"
            ),
            Self::Unbalanced(number) => {
                say!("verifikation {number} summerar inte till noll", "voucher {number} does not sum to zero")
            }
        }
    }
}

/// The bytes of a file.
///
/// # Errors
///
/// See [`Error`]; nothing is written then.
pub fn sie(file: &File) -> Result<Vec<u8>, Error> {
    let mut out = Bytes::default();
    out.line(&["#FLAGGA 0"]);
    out.line(&["#PROGRAM ", &quoted("samfin"), " ", &quoted(&file.version)]);
    out.line(&["#FORMAT PC8"]);
    out.line(&["#GEN ", &day(file.written_on)]);
    out.line(&["#SIETYP 4"]);
    let number = file.organisation_number.as_str();
    let (start, end) = number.split_at(number.len().saturating_sub(4));
    out.line(&["#ORGNR ", start, "-", end]);
    out.line(&["#FNAMN ", &quoted(&file.name)]);
    let objects: BTreeSet<(u16, &str)> = file
        .vouchers
        .iter()
        .flat_map(|voucher| &voucher.sides)
        .flat_map(|side| &side.objects)
        .map(|(dimension, object)| (*dimension, object.as_str()))
        .collect();
    let dimensions: BTreeSet<u16> = objects.iter().map(|(dimension, _)| *dimension).collect();
    for dimension in dimensions {
        out.line(&["#DIM ", &dimension.to_string(), " ", &quoted(&name_of(dimension))]);
    }
    for (dimension, object) in objects {
        out.line(&["#OBJEKT ", &dimension.to_string(), " ", &quoted(object), " ", &quoted(object)]);
    }
    for voucher in &file.vouchers {
        write(&mut out, voucher)?;
    }
    Ok(out.into_bytes())
}

fn write(out: &mut Bytes, voucher: &Voucher) -> Result<(), Error> {
    if voucher.sides.iter().map(|side| side.amount.wide()).sum::<i128>() != 0 {
        return Err(Error::Unbalanced(voucher.number));
    }
    let (number, dated_on) = (voucher.number.to_string(), day(voucher.dated_on));
    out.line(&[
        "#VER ",
        &quoted(SERIES),
        " ",
        &number,
        " ",
        &dated_on,
        " ",
        &quoted(&voucher.text),
        " ",
        &day(voucher.posted_on),
    ]);
    out.line(&["{"]);
    for side in &voucher.sides {
        let account = side.account.as_str();
        if !account.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Error::NotDigits(account.to_owned()));
        }
        let objects = side.objects.iter().map(|(dimension, object)| format!("{dimension} {}", quoted(object)));
        let objects = objects.collect::<Vec<_>>().join(" ");
        let about = side.text.as_ref().map(|text| format!(" {dated_on} {}", quoted(text))).unwrap_or_default();
        out.line(&["#TRANS ", account, " {", &objects, "} ", &side.amount.to_string(), &about]);
    }
    out.line(&["}"]);
    Ok(())
}

fn day(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// What the specification calls the dimensions that it reserves.
fn name_of(dimension: u16) -> String {
    match dimension {
        1 => "Kostnadsställe".to_owned(),
        2 => "Kostnadsbärare".to_owned(),
        6 => "Projekt".to_owned(),
        7 => "Anställd".to_owned(),
        8 => "Kund".to_owned(),
        9 => "Leverantör".to_owned(),
        10 => "Faktura".to_owned(),
        other => format!("Dimension {other}"),
    }
}

/// A text in quotation marks. Readers differ in what a backslash before anything but a quotation mark means, so there is none.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push('/'),
            control if control.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests;
