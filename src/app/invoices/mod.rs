//! Invoices, credit notes, internal postings and payouts: drafted by a call, attested, issued, credited.
//!
//! | is | may |
//! | --- | --- |
//! | draft | be called again, attested, discarded |
//! | attested by enough | be issued; whatever changes it takes the attestations away |
//! | issued | be credited, and changed by nothing |

mod attest;
mod bundle;
mod call;
mod credit;
mod details;
mod external;
mod files;
mod gaps;
mod incoming;
mod issue;
mod late;
mod late_effect;
mod narrowing;
mod of_year;
mod only;
mod progress;
mod recheck;
mod returned;
mod series;
mod table;

use std::collections::{BTreeSet, HashMap};

use samfin_core::Id;
use samfin_core::billing::document::Form;
use samfin_core::billing::identifiers::Identifier as _;
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::billing::payment::PaymentStatus;
use serde::{Deserialize, Serialize};

use super::organisations::{Organisation, with_numbers};
use super::payments::{Paying, grouped, money};
use super::scope::{Grant, On, Right, Role, Scope};
use super::{Desk, Error};
use crate::storage::invoices::{self as store, Reach};
use crate::storage::{Tx, periods};

pub use crate::storage::invoices::{Attestation, By, Incoming, Invoice, Status};
pub use bundle::MOST_IN_A_BUNDLE;
pub(super) use call::{Basis, Occurrence, Wanted};
pub use call::{Called, NewCall, Row, Why};
pub use credit::{NewCredit, What};
pub(in crate::app) use details::Years;

pub use crate::storage::late_money::LateMoney;
pub use details::Missing;
pub use external::LedgerIssue;
pub use files::{File, FileKind};
pub use issue::MOST_AT_ONCE;
pub use late::NewLateMoney;
pub(in crate::app) use late::lates;
pub use late_effect::{Debt, LateEffect};
pub use narrowing::Choices;
pub use only::Only;
pub use progress::{BATCH_ROUTE, Progress};
use series::issuer;
pub use table::{Exported, MOST_IN_A_TABLE, TableFile};

/// A document with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The document.
    pub invoice: Invoice,
    /// Whether it is a draft whose year has changed since: call it again.
    pub stale: bool,
    /// Where it gets its number, or got it.
    pub issued_by: IssuedBy,
    /// How many must attest it before it is issued.
    pub attestations_required: i32,
    /// Who attested what, those too that no longer count.
    pub attestations: Vec<Attestation>,
    /// What takes it back.
    pub credits: Vec<store::Credit>,
    /// How it stands with money, when it is issued and asks for some or gives some back by itself.
    #[serde(default)]
    pub payment: Option<Paying>,
    /// For a payout basis, the employer's invoice, once it is there.
    pub incoming: Option<Incoming>,
}

impl Whole {
    /// Whether it is a draft that somebody must attest.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.invoice.status == Status::Draft && self.invoice.attested < i64::from(self.attestations_required)
    }
}

/// Which documents are listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of an agreement.
    pub agreement: Option<String>,
    /// Those of a calendar year; only with an agreement.
    pub year: Option<i32>,
    /// Those that stand so.
    pub status: Option<Status>,
    /// Those that ask this party.
    pub payer: Option<Id>,
    /// Those of this sort.
    pub form: Option<Form>,
    /// Those that stand so with money.
    pub payment_status: Option<PaymentStatus>,
    /// Those of which something is to be done.
    pub only: Option<Only>,
}

impl Desk {
    /// One document with what belongs to it.
    pub async fn invoice(&self, id: String) -> Result<Whole, Error> {
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((id, scope), move |tx, (id, scope)| {
                Box::pin(async move {
                    let invoice = seen(tx, scope, id).await?;
                    whole(tx, invoice, &mut Years::on(today)).await
                })
            })
            .await
    }

    /// Documents from the newest on, at most `limit` of those before the id `before`.
    pub async fn invoices(&self, filter: Filter, before: Option<String>, limit: i64) -> Result<Vec<Whole>, Error> {
        match &filter.agreement {
            Some(agreement) => self.require_in(Right::ReadInvoices, agreement)?,
            None => self.require(Right::ReadInvoices, On::Anything)?,
        }
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((filter, before, scope), move |tx, (filter, before, scope)| {
                Box::pin(async move {
                    let period = match (&filter.agreement, filter.year) {
                        (Some(agreement), Some(year)) => match periods::find(tx, agreement, i64::from(year)).await? {
                            Some(period) => Some(period.id),
                            None => return Ok(Vec::new()),
                        },
                        _ => None,
                    };
                    let wanted = store::Wanted {
                        agreement: filter.agreement.clone(),
                        period,
                        status: filter.status.or(filter.only.map(Only::status)),
                        payer: filter.payer.as_ref().map(Id::to_string),
                        form: filter.form,
                        perhaps: filter.perhaps(today),
                    };
                    let reaches = reaches(scope);
                    let (mut found, mut years, mut before) = (Vec::new(), Years::on(today), before.clone());
                    let most = usize::try_from(limit).unwrap_or_default();
                    // How a document stands with money is worked out, not stored: pages are read until enough stand so.
                    loop {
                        let page = store::page(tx, &wanted, reaches.as_deref(), before.as_deref(), limit).await?;
                        let is_last = page.len() < most || !filter.looks_closer();
                        before = page.last().map(|invoice| invoice.id.clone());
                        let page = wholes(tx, page, &mut years).await?;
                        found.extend(page.into_iter().filter(|one| filter.takes(one)));
                        if is_last || found.len() >= most {
                            found.truncate(most);
                            return Ok(found);
                        }
                    }
                })
            })
            .await
    }

    /// Who is acting, as it is written beside what they do.
    pub(in crate::app) fn by(&self) -> By {
        let actor = &self.scope().actor;
        By { kind: actor.kind().to_owned(), id: actor.id().to_owned(), name: actor.name().to_owned() }
    }
}

/// The document, if the caller sees it; otherwise there is none.
pub(in crate::app) async fn seen(tx: &mut Tx, scope: &Scope, id: &str) -> Result<Invoice, Error> {
    require_reader(scope)?;
    shown(scope, store::get(tx, id).await?)
}

fn require_reader(scope: &Scope) -> Result<(), Error> {
    if !scope.is_somebody() {
        return Err(Error::Unauthenticated);
    }
    let reads = scope.grants().iter().any(|grant| grant.role.has(Right::ReadInvoices));
    if reads { Ok(()) } else { Err(Error::Forbidden) }
}

fn shown(scope: &Scope, invoice: Invoice) -> Result<Invoice, Error> {
    if sees(scope, &invoice) {
        return Ok(invoice);
    }
    Err(crate::storage::Error::NotFound { what: "invoice", id: invoice.id }.into())
}

/// Whether the caller sees the document.
pub(in crate::app) fn sees(scope: &Scope, invoice: &Invoice) -> bool {
    let document = &invoice.document;
    let parties =
        (invoice.status == Status::Issued).then(|| (document.buyer.party.as_str(), document.seller.party.as_str()));
    reaches_document(scope, &invoice.agreement_id, parties)
}

/// Whether the caller sees an issued document of an agreement between two parties.
pub(in crate::app) fn sees_of(scope: &Scope, agreement: &str, payer: &str, seller: &str) -> bool {
    reaches_document(scope, agreement, Some((payer, seller)))
}

/// What is not issued is between no parties yet.
fn reaches_document(scope: &Scope, agreement: &str, parties: Option<(&str, &str)>) -> bool {
    let sees = |grant: &Grant| {
        if !grant.role.has(Right::ReadInvoices) || grant.agreement.as_ref().is_some_and(|own| own != agreement) {
            return false;
        }
        let own = |party: &str| grant.party.as_deref() == Some(party);
        grant.role != Role::PartyOfficer || parties.is_some_and(|(payer, seller)| own(payer) || own(seller))
    };
    scope.grants().iter().any(sees)
}

/// The document, if the caller sees it and may do this in its agreement.
pub(in crate::app) async fn for_step(tx: &mut Tx, scope: &Scope, right: Right, id: &str) -> Result<Invoice, Error> {
    let mut found = for_steps(tx, scope, right, &[id]).await?;
    found.pop().ok_or_else(|| Error::Broken("of one document none was read".to_owned()))
}

/// The documents in the order of their ids, if the caller sees them and may do this in their agreements.
async fn for_steps(tx: &mut Tx, scope: &Scope, right: Right, ids: &[&str]) -> Result<Vec<Invoice>, Error> {
    require_reader(scope)?;
    let mut documents = Vec::with_capacity(ids.len());
    for invoice in store::several(tx, ids).await? {
        let invoice = shown(scope, invoice)?;
        scope.require(right, On::Agreement(&invoice.agreement_id))?;
        documents.push(invoice);
    }
    Ok(documents)
}

/// What of the agreements the caller sees; none: everything.
pub(in crate::app) fn reaches(scope: &Scope) -> Option<Vec<Reach>> {
    if scope.grants().iter().any(|grant| {
        grant.agreement.is_none() && grant.role.has(Right::ReadInvoices) && grant.role != Role::PartyOfficer
    }) {
        return None;
    }
    let reach = |grant: &Grant| {
        let own = grant.role == Role::PartyOfficer;
        let party = own.then(|| grant.party.clone()).flatten();
        Reach { agreement: grant.agreement.clone(), party, drafts: !own }
    };
    // Whoever is there for a party is there for none that is not named.
    let sees = |grant: &&Grant| {
        grant.role.has(Right::ReadInvoices) && (grant.role != Role::PartyOfficer || grant.party.is_some())
    };
    Some(scope.grants().iter().filter(sees).map(reach).collect())
}

/// A document with what belongs to it.
pub(in crate::app) async fn whole(tx: &mut Tx, invoice: Invoice, years: &mut Years) -> Result<Whole, Error> {
    let whole = wholes(tx, vec![invoice], years).await?.pop();
    whole.ok_or_else(|| Error::Broken("of one document none was read".to_owned()))
}

/// Documents with what belongs to them, in a few questions for all.
async fn wholes(tx: &mut Tx, invoices: Vec<Invoice>, years: &mut Years) -> Result<Vec<Whole>, Error> {
    let ids: Vec<&str> = invoices.iter().map(|invoice| invoice.id.as_str()).collect();
    let payouts = invoices.iter().filter(|invoice| invoice.document.form == Form::Payout);
    let payouts: Vec<&str> = payouts.map(|invoice| invoice.id.as_str()).collect();
    let mut attestations = grouped(store::attestations(tx, &ids).await?);
    let mut incoming: HashMap<String, Incoming> = store::incoming(tx, &payouts).await?.into_iter().collect();
    let money = money(tx, &invoices, years.today()).await?;
    // What is issued is made from nothing any more: its year is not read.
    years.read(tx, invoices.iter().filter(|invoice| invoice.issue.is_none())).await?;
    let required = required_of_issued(tx, &invoices).await?;
    let mut all = Vec::with_capacity(invoices.len());
    for (invoice, money) in invoices.into_iter().zip(money) {
        let document = &invoice.document;
        let (stale, issued_by, attestations_required) = if let Some(issue) = &invoice.issue {
            (false, numbered_by(issue), required.get(&issuer(document).organisation_number).copied().unwrap_or(1))
        } else {
            let year = years.of(tx, &invoice).await?;
            let stale = invoice.status == Status::Draft && year.has_left(&invoice);
            (stale, year.issued_by(document), year.attestations_required(document))
        };
        all.push(Whole {
            stale,
            issued_by,
            attestations_required,
            attestations: attestations.remove(&invoice.id).unwrap_or_default(),
            credits: money.credits,
            payment: money.paying,
            incoming: incoming.remove(&invoice.id),
            invoice,
        });
    }
    Ok(all)
}

/// How many must attest the documents of those who have issued some of these, by organisation number.
async fn required_of_issued(tx: &mut Tx, invoices: &[Invoice]) -> Result<HashMap<String, i32>, Error> {
    let issued = invoices.iter().filter(|invoice| invoice.issue.is_some());
    let numbers: BTreeSet<&str> = issued.map(|one| issuer(&one.document).organisation_number.as_str()).collect();
    let numbers: Vec<&str> = numbers.into_iter().collect();
    let required =
        |one: Organisation| (one.details.organisation_number.as_str().to_owned(), one.details.attestations_required);
    Ok(with_numbers(tx, &numbers).await?.into_iter().map(required).collect())
}

/// Where a document got its number.
fn numbered_by(issue: &store::Issue) -> IssuedBy {
    if series::is_external(&issue.number) { IssuedBy::External } else { IssuedBy::Samfin }
}
