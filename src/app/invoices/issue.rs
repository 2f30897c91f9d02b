//! Issuing: the number is taken last, and with it the document is final and posted. Many at once are issued together or not at all.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use samfin_core::agreement::Invoicing;
use samfin_core::billing::document::{Issued, Occasion};
use samfin_core::billing::identifiers::{Identifier as _, OcrReference};
use samfin_core::billing::instalment::parts;
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::{Agreement, say};

use super::attest::{at_revision, require_draft, stale_draft};
use super::details::Years;
use super::series::{Series, issuer};
use super::{Invoice, Whole, for_steps, recheck, store, wholes};
use crate::app::ledger::Clerk;
use crate::app::parked::hold;
use crate::app::scope::{On, Right, Scope};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{Tx, numbers};

/// The most documents that one request issues.
pub const MOST_AT_ONCE: usize = 1000;

impl Desk {
    /// Issues the revisions that the caller had read, in their order, all or none.
    pub async fn issue_invoices(&self, wanted: Vec<(String, i64)>) -> Result<Vec<Whole>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        self.require_key()?;
        let (now, scope) = (self.now(), self.scope().clone());
        let day = in_sweden(now).date();
        let clerk = Clerk::new(self, self.by());
        let ids: Vec<String> = wanted.iter().map(|(id, _)| id.clone()).collect();
        let issued = self
            .write((wanted, scope, clerk), move |tx, (wanted, scope, clerk)| {
                Box::pin(async move {
                    let drafts = locked(tx, scope, Right::Bill, wanted).await?;
                    recheck::drafts(tx, &drafts).await?;
                    let (mut ready, mut years) = (Vec::with_capacity(drafts.len()), Years::on(day));
                    years.read(tx, &drafts).await?;
                    for draft in drafts {
                        ready.push(Ready::check(tx, draft, IssuedBy::Samfin, &mut years).await?);
                    }
                    recheck::series(tx, &ready, day, |one| Series::of(one.draft.document.form)).await?;
                    // From here on the series are held.
                    let (mut done, mut told) = (Vec::with_capacity(ready.len()), Vec::new());
                    for one in ready {
                        let after = one.issue(tx, day, now).await?;
                        let event = Event::new("invoice.issued", &after.id).within(&after.agreement_id);
                        told.push(event.from(&one.draft).to(&after));
                        done.push((one.agreement, after));
                    }
                    let issued = posted(tx, clerk, done).await?;
                    let issued = wholes(tx, issued, &mut years).await?;
                    Ok((issued, told.into_iter().collect()))
                })
            })
            .await;
        let issued = self.parking(&ids, issued).await?;
        self.write_files_soon(issued.iter().map(|one| one.invoice.id.clone()).collect());
        Ok(issued)
    }
}

/// The revisions that the caller had read, if they are in force still and may be changed so, with their agreements held: those in
/// one order, so that no two requests wait for each other.
pub(super) async fn locked(
    tx: &mut Tx,
    scope: &Scope,
    right: Right,
    wanted: &[(String, i64)],
) -> Result<Vec<Invoice>, Error> {
    let ids: Vec<&str> = wanted.iter().map(|(id, _)| id.as_str()).collect();
    let seen = for_steps(tx, scope, right, &ids).await?;
    let agreements: BTreeSet<&str> = seen.iter().map(|draft| draft.agreement_id.as_str()).collect();
    for id in agreements {
        hold(tx, id).await?;
    }
    // Again: they may have changed while somebody else held the agreements.
    let mut drafts = Vec::with_capacity(wanted.len());
    for (draft, (_, revision)) in store::several(tx, &ids).await?.into_iter().zip(wanted) {
        let draft = at_revision(draft, *revision)?;
        require_draft(&draft)?;
        drafts.push(draft);
    }
    Ok(drafts)
}

/// Posts what was issued, each document with the agreement that it was made from, and gives the places of what has been taken back
/// whole to the next call.
pub(super) async fn posted(
    tx: &mut Tx,
    clerk: &Clerk,
    issued: Vec<(Arc<Agreement>, Invoice)>,
) -> Result<Vec<Invoice>, Error> {
    clerk.documents(tx, &issued).await?;
    let issued: Vec<Invoice> = issued.into_iter().map(|(_, invoice)| invoice).collect();
    for credited in issued.iter().filter_map(|one| one.credits_id.as_ref()) {
        super::credit::settle(tx, credited).await?;
    }
    Ok(issued)
}

/// A draft that may be issued.
pub(super) struct Ready {
    pub(super) draft: Invoice,
    pub(super) agreement: Arc<Agreement>,
    /// Whose number it gets.
    pub(super) issuer: String,
}

impl Ready {
    /// Checks everything that must hold, again: what was checked when it was attested may have changed.
    pub(super) async fn check(tx: &mut Tx, draft: Invoice, here: IssuedBy, years: &mut Years) -> Result<Self, Error> {
        let year = years.of(tx, &draft).await?;
        if year.has_left(&draft) {
            return Err(stale_draft(&draft));
        }
        let missing = year.missing(&draft);
        if !missing.is_empty() {
            return Err(Error::DetailsMissing(missing));
        }
        let document = &draft.document;
        let issued_by = year.issued_by(document);
        if issued_by != here {
            return Err(issued_elsewhere(&document.seller.name, issued_by));
        }
        let (by, required) = (issuer(document), year.attestations_required(document));
        if draft.attested < i64::from(required) {
            let attested = draft.attested;
            return Err(Error::AttestationMissing(say!(
                "{}: {attested} av {required} attester. Det som har ändrats sedan en attest räknas inte som attesterat.",
                "{}: {attested} of {required} attestations. What has changed since an attestation does not count as attested.";
                document.buyer.name
            )));
        }
        let (issuer, agreement) = (by.organisation_number.clone(), Arc::clone(&year.agreement));
        Ok(Self { draft, agreement, issuer })
    }

    async fn issue(&self, tx: &mut Tx, day: NaiveDate, now: DateTime<Utc>) -> Result<Invoice, Error> {
        let Self { draft, agreement, issuer } = self;
        let terms = &agreement.invoicing;
        let year = i64::from(day.year());
        let series = Series::of(draft.document.form);
        let key = series.key(issuer);
        let number = numbers::next(tx, &key, year).await?;
        let place = Issued {
            number: format!("{}{year}-{number:04}", series.prefix()),
            issued_on: day,
            due_on: due_on(draft, terms, day),
            ocr: ocr(terms, year, number)?,
            interest_margin_percent: terms.interest_margin_percent.normalize().to_string(),
        };
        Ok(store::issue(tx, draft, store::Number { issuer: key, year, number }, place, now).await?)
    }
}

/// That the number comes from the seller's own ledger, or from here.
fn issued_elsewhere(seller: &str, by: IssuedBy) -> Error {
    match by {
        IssuedBy::External => Error::InvalidState {
            detail: say!(
                "{seller} fakturerar ur sin egen kundreskontra (issued_by: external): det här är ett fakturaunderlag. Registrera reskontrans nummer och datum i stället.",
                "{seller} invoices from its own customer ledger (issued_by: external): this is an invoice basis. Register the ledger's number and dates instead."
            ),
            legal: vec!["external-issue"],
        },
        IssuedBy::Samfin => Error::InvalidState {
            detail: say!(
                "Det här underlaget får sitt nummer här: {seller} fakturerar inte ur en egen kundreskontra, eller så är det ingen faktura. Utfärda det.",
                "This document gets its number here: {seller} does not invoice from a ledger of its own, or it is no invoice. Issue it."
            ),
            legal: vec!["issue"],
        },
    }
}

fn due_on(draft: &Invoice, terms: &Invoicing, day: NaiveDate) -> NaiveDate {
    if let Occasion::Instalment { number, .. } = draft.document.occasion
        && let Some(part) = parts(terms, draft.document.year).into_iter().find(|part| part.number == number)
    {
        return part.due_if_issued(day, terms);
    }
    let days = u64::try_from(terms.due_days).unwrap_or_default();
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// The reference that a payment carries: the year and the number, six digits of it.
fn ocr(terms: &Invoicing, year: i64, number: i64) -> Result<String, Error> {
    let made = OcrReference::make(&format!("{year}{number:06}"), terms.ocr);
    let made = made.ok_or_else(|| Error::Broken(format!("no payment reference for {year}-{number}")))?;
    Ok(made.as_str().to_owned())
}
