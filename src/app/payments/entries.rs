//! The payments of a bank's file: what of it is money that has come, to whom, and by what it is known again.

use std::collections::HashMap;

use chrono::NaiveDate;
use samfin_core::billing::identifiers::Identifier as _;
use samfin_core::billing::matching::{Candidate, Incoming as Known, Match, find};
use samfin_core::{Code, Issue, Ore, say};
use samfin_documents::camt::{Detail, Direction, Entry, Kind, Payer, Statement, Statements, Status};

use super::accounts::{Accounts, written};
use crate::app::Error;
use crate::digest::sha256;
use crate::storage::payments::Told;

/// A payment of a file.
pub(super) struct Arrival {
    /// Whose account it came to: an organisation number.
    pub(super) organisation: String,
    /// Who paid, where the bank or the account says so.
    pub(super) payer: Option<String>,
    /// Kronor above zero.
    pub(super) amount: Ore,
    pub(super) booked_on: NaiveDate,
    /// What makes it one and the same in every file.
    pub(super) key: String,
    pub(super) told: Told,
    /// The references that the payer gave, with how much of the payment each is for.
    references: Vec<(Option<String>, Option<Ore>)>,
}

impl Arrival {
    /// The invoices that its references point at, with the amount for each; none unless all of them do, and all of the payment
    /// is accounted for.
    pub(super) fn pays(&self, invoices: &[Candidate]) -> Vec<(String, Ore)> {
        let is_single = self.references.len() == 1;
        let mut pays = Vec::with_capacity(self.references.len());
        for (ocr, amount) in &self.references {
            let amount = if is_single { Some(self.amount) } else { *amount };
            let Some(amount) = amount.filter(|amount| !amount.is_zero() && !amount.is_negative()) else {
                return Vec::new();
            };
            let known = Known { amount, ocr: ocr.clone(), payer: self.payer.clone(), ..Known::default() };
            let Match::Exact(id) = find(&known, invoices) else { return Vec::new() };
            pays.push((id, amount));
        }
        let payer = |id: &String| invoices.iter().find(|one| one.id == *id).map(|one| &one.payer);
        let one_payer = pays.windows(2).all(|two| payer(&two[0].0) == payer(&two[1].0));
        let sum: i128 = pays.iter().map(|(_, amount)| amount.wide()).sum();
        if one_payer && sum == self.amount.wide() { pays } else { Vec::new() }
    }
}

/// The payments of a file that have come to a known organisation, and how many of its entries are no such payment: money that
/// went out, what is not booked, what takes an earlier entry back, and the sums of a statement whose payments the bank tells in
/// a notification.
pub(super) fn booked(file: &Statements, accounts: &Accounts) -> Result<(Vec<Arrival>, i64), Error> {
    let (mut found, mut passed_over, mut seen) = (Vec::new(), 0, HashMap::new());
    for (place, statement) in file.statements.iter().enumerate() {
        for entry in &statement.entries {
            for detail in &entry.details {
                let Some(booked_on) = is_payment(file.kind, entry, detail) else {
                    passed_over += 1;
                    continue;
                };
                let Some(organisation) = owner(statement, detail, accounts) else {
                    return Err(nobodys(place, statement));
                };
                let position = i64::try_from(found.len()).unwrap_or_default() + passed_over + 1;
                found.push(one(statement, entry, detail, booked_on, organisation, position, accounts, &mut seen));
            }
        }
    }
    Ok((found, passed_over))
}

/// The day that it was booked, when it is money that has come.
fn is_payment(kind: Kind, entry: &Entry, detail: &Detail) -> Option<NaiveDate> {
    let came = entry.direction == Direction::Credit && entry.status == Status::Booked && !entry.reversal;
    let is_above_zero = !detail.amount.is_zero() && !detail.amount.is_negative();
    let is_only_a_sum = kind == Kind::Statement
        && detail.references.is_empty()
        && detail.text.is_none()
        && detail.payer == Payer::default()
        && detail.bank_reference.is_none();
    entry.booked_on.or(entry.value_on).filter(|_| came && is_above_zero && !is_only_a_sum)
}

/// Whose account it came to: the one that the payer wrote, else the statement's.
fn owner<'a>(statement: &Statement, detail: &Detail, accounts: &'a Accounts) -> Option<&'a str> {
    let written = detail.receiver_account.as_ref().and_then(|account| accounts.owner(account));
    written.or_else(|| accounts.owner(&statement.account))
}

#[expect(clippy::too_many_arguments, reason = "everything that the file says of one payment, once")]
fn one(
    statement: &Statement,
    entry: &Entry,
    detail: &Detail,
    booked_on: NaiveDate,
    organisation: &str,
    position: i64,
    accounts: &Accounts,
    seen: &mut HashMap<String, u32>,
) -> Arrival {
    let account = written(&statement.account);
    let reference = detail.bank_reference.clone().or_else(|| entry.reference.clone());
    let ocrs: Vec<&str> = detail.references.iter().filter_map(|one| one.ocr.as_deref()).collect();
    let ocr = (!ocrs.is_empty()).then(|| ocrs.join(", "));
    let payer_account = detail.payer.account.as_ref().map(written);
    // Where the bank gives no reference, what the payer says is the next best.
    let known_by = reference.clone().unwrap_or_else(|| {
        format!("{}/{}", ocr.as_deref().unwrap_or_default(), payer_account.as_deref().unwrap_or_default())
    });
    let what = format!("{account}\n{known_by}\n{booked_on}\n{}", detail.amount);
    let ordinal = seen.entry(what.clone()).and_modify(|count| *count += 1).or_insert(1);
    let number = detail.payer.organisation_number.as_ref().map(|number| number.as_str().to_owned());
    let by_account = detail.payer.account.as_ref().and_then(|account| accounts.owner(account)).map(str::to_owned);
    Arrival {
        organisation: organisation.to_owned(),
        payer: number.or(by_account),
        amount: detail.amount,
        booked_on,
        key: sha256(format!("{what}\n{ordinal}").as_bytes()),
        told: Told {
            position,
            account,
            reference,
            ocr,
            text: detail.text.clone(),
            payer_name: detail.payer.name.clone(),
            payer_account,
        },
        references: detail.references.iter().map(|one| (one.ocr.clone(), one.amount)).collect(),
    }
}

/// Money that has come to nobody who is known is not booked, and neither is the rest of the file.
fn nobodys(place: usize, statement: &Statement) -> Error {
    let account = written(&statement.account);
    let detail = say!(
        "Kontot {account} är ingen organisations. Lägg in det hos den som har det och läs in filen igen; inget har bokförts.",
        "The account {account} is no organisation's. Add it to the one that has it and import the file again; nothing has been booked."
    );
    let hint = say!(
        "ingen organisation, eller flera, har kontot {account}",
        "no organisation, or several, has the account {account}"
    );
    let issue = Issue::new(format!("/statements/{place}/account"), Code::UnknownReference, hint);
    Error::ImportRejected(detail, vec![issue])
}
