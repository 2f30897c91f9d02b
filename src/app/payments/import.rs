//! The bank's files: each is taken once and whole, each of its payments once whatever file it comes in, and what carries an
//! invoice's reference pays that invoice. Everything else waits for an officer.

use std::collections::{BTreeSet, HashMap};

use samfin_core::billing::document::{Document, Form};
use samfin_core::billing::matching::{Candidate, Incoming as Known, Match, find};
use samfin_core::{Code, Issue, Ore, say};
use samfin_documents::camt;

use super::accounts::Accounts;
use super::entries::{Arrival, booked};
use super::{Allocation, Entry, Kind, standing, store};
use crate::app::invoices::Invoice;
use crate::app::ledger::Clerk;
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::payments::{Import, Payment};
use crate::storage::{Tx, invoices};

/// A file and what became of its payments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file.
    pub import: Import,
    /// Those of its payments that were new, in its order.
    pub payments: Vec<Matched>,
}

/// A payment of a file and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The payment.
    pub payment: super::Whole,
    /// Documents that it may be for, the likeliest first; none when all of it pays something.
    pub suggested: Vec<String>,
}

impl Desk {
    /// Books the payments of a bank's file.
    pub async fn import_payments<B>(&self, bytes: B, file_name: String) -> Result<Imported, Error>
    where
        B: AsRef<[u8]> + Send + 'static,
    {
        self.require(Right::Bill, On::Service)?;
        let read = move || camt::read(bytes.as_ref()).map(|read| (read, sha256(bytes.as_ref())));
        let (file, file_sha256) = self.pool.heavy(read).await?.map_err(|fault| refused(&fault))?;
        let (by, now, import_id, desk) = (self.by(), self.now(), self.new_id(), self.clone());
        let import = self
            .write((file, file_sha256, file_name), move |tx, (file, file_sha256, file_name)| {
                let (by, import_id, desk) = (by.clone(), import_id.clone(), desk.clone());
                Box::pin(async move {
                    let accounts = Accounts::load(tx).await?;
                    let (entries, passed_over) = booked(file, &accounts)?;
                    for organisation in organisations(file, &accounts, &entries) {
                        store::turn(tx, &organisation).await?;
                    }
                    if let Some(first) = store::import_with_file(tx, file_sha256).await? {
                        return Err(Error::DuplicateImport { first: first.id });
                    }
                    let mut new = Vec::with_capacity(entries.len());
                    let mut known = 0;
                    for entry in entries {
                        if store::is_booked(tx, &entry.key).await? {
                            known += 1;
                        } else {
                            new.push(entry);
                        }
                    }
                    let import = Import {
                        id: import_id,
                        file_sha256: file_sha256.clone(),
                        file_name: file_name.clone(),
                        message_id: file.message_id.clone(),
                        booked: i64::try_from(new.len()).unwrap_or_default(),
                        known,
                        passed_over,
                        by,
                        recorded_at: now,
                    };
                    store::insert_import(tx, &import).await?;
                    let mut told = vec![Event::new("payment_import.received", &import.id).to(&import)];
                    let mut issued = Issued::default();
                    for entry in new {
                        told.push(book(tx, &desk, &import, entry, &mut issued).await?);
                    }
                    Ok((import, told.into_iter().collect()))
                })
            })
            .await?;
        self.payment_import(import.id).await
    }

    /// A file and what has become of its payments by now.
    pub async fn payment_import(&self, id: String) -> Result<Imported, Error> {
        self.require(Right::ReadDrafts, On::Service)?;
        let (scope, today) = (self.scope().clone(), self.today());
        self.db
            .read((id, scope), move |tx, (id, scope)| {
                Box::pin(async move {
                    let import = store::import(tx, id).await?;
                    let (mut payments, mut open) = (Vec::new(), HashMap::new());
                    for payment in store::of_import(tx, id).await? {
                        let suggested = if payment.rest() > 0 {
                            if !open.contains_key(&payment.organisation) {
                                let found = standing::open_of_issuer(tx, &payment.organisation, today).await?;
                                open.insert(payment.organisation.clone(), found);
                            }
                            let open = open.get(&payment.organisation).map(Vec::as_slice).unwrap_or_default();
                            suggestions(tx, &payment, open).await?.into_iter().map(|(invoice, _)| invoice.id).collect()
                        } else {
                            Vec::new()
                        };
                        payments.push(Matched { payment: super::whole(tx, scope, payment).await?, suggested });
                    }
                    Ok(Imported { import, payments })
                })
            })
            .await
    }

    /// Files from the newest on, at most `limit` of those before the id `before`.
    pub async fn payment_imports(&self, before: Option<String>, limit: i64) -> Result<Vec<Import>, Error> {
        self.require(Right::ReadDrafts, On::Service)?;
        self.db
            .read(before, move |tx, before| {
                Box::pin(async move { Ok(store::imports(tx, before.as_deref(), limit).await?) })
            })
            .await
    }
}

/// The issued invoices of each organisation, read once.
#[derive(Default)]
struct Issued(HashMap<String, Vec<Invoice>>);

impl Issued {
    async fn of(&mut self, tx: &mut Tx, organisation: &str) -> Result<&[Invoice], Error> {
        if !self.0.contains_key(organisation) {
            let found = invoices::of_issuer(tx, organisation).await?;
            self.0.insert(organisation.to_owned(), found);
        }
        Ok(self.0.get(organisation).map(Vec::as_slice).unwrap_or_default())
    }
}

/// Books one payment, and lets it pay the invoice whose reference it carries.
async fn book(tx: &mut Tx, desk: &Desk, import: &Import, new: Arrival, issued: &mut Issued) -> Result<Event, Error> {
    let all: Vec<Candidate> =
        issued.of(tx, &new.organisation).await?.iter().map(|one| candidate(one, one.document.totals.payable)).collect();
    let pays = new.pays(&all);
    let payer = pays.first().and_then(|(id, _)| all.iter().find(|one| one.id == *id)).map(|one| one.payer.clone());
    let payment = store::NewPayment {
        id: desk.new_id(),
        kind: Kind::Received,
        organisation: new.organisation,
        counterparty: new.payer.or(payer),
        amount: new.amount.ore(),
        paid_on: new.booked_on,
        note: None,
        refunds_id: None,
        reverses_id: None,
        entry: Some(Entry { import_id: import.id.clone(), key: new.key, told: new.told }),
        by: import.by.clone(),
        at: import.recorded_at,
    };
    store::insert(tx, &payment).await?;
    let (mut told, clerk) = (Event::new("payment.registered", &payment.id), Clerk::new(desk, import.by.clone()));
    for (invoice_id, amount) in pays {
        let invoice = invoices::get(tx, &invoice_id).await?;
        let allocation = Allocation {
            id: desk.new_id(),
            payment_id: payment.id.clone(),
            invoice_id,
            amount: amount.ore(),
            reason: None,
            by: import.by.clone(),
            recorded_at: import.recorded_at,
        };
        clerk.allocate(tx, &invoice, &allocation).await?;
        told = told.within(invoice.agreement_id);
    }
    let stored: Payment = store::get(tx, &payment.id).await?;
    Ok(told.to(&stored))
}

/// What an officer may look at for a payment of which something pays nothing, the likeliest first, with what is left of each:
/// among the open documents of its organisation, and the one whose reference it has although nothing is left of it.
pub(super) async fn suggestions(
    tx: &mut Tx,
    payment: &Payment,
    open: &[(Invoice, Ore)],
) -> Result<Vec<(Invoice, Ore)>, Error> {
    let told = payment.entry.as_ref().map(|entry| &entry.told);
    let mut all: Vec<(Invoice, Ore)> = open.to_vec();
    if let Some(ocr) = told.and_then(|told| told.ocr.as_ref()) {
        let digits: String = ocr.chars().filter(char::is_ascii_digit).collect();
        for invoice in invoices::called(tx, &digits).await? {
            let is_own = invoice.document.form == Form::Invoice
                && invoice.document.seller.organisation_number == payment.organisation;
            if is_own && all.iter().all(|(known, _)| known.id != invoice.id) {
                all.push((invoice, Ore::ZERO));
            }
        }
    }
    let known = Known {
        amount: Ore::from_ore(payment.rest()).unwrap_or_default(),
        ocr: told.and_then(|told| told.ocr.clone()),
        payer: payment.counterparty.clone(),
        payer_name: told.and_then(|told| told.payer_name.clone()),
        text: told.and_then(|told| told.text.clone()),
    };
    let candidates: Vec<Candidate> = all.iter().map(|(invoice, left)| candidate(invoice, *left)).collect();
    let ids = match find(&known, &candidates) {
        Match::Exact(id) => vec![id],
        Match::Suggested(ids) => ids,
        Match::None => Vec::new(),
    };
    Ok(ids.iter().filter_map(|id| all.iter().find(|(invoice, _)| invoice.id == *id).cloned()).collect())
}

fn candidate(invoice: &Invoice, left: Ore) -> Candidate {
    let Document { buyer, issued, .. } = &invoice.document;
    Candidate {
        id: invoice.id.clone(),
        number: issued.as_ref().map(|issued| issued.number.clone()).unwrap_or_default(),
        ocr: issued.as_ref().map(|issued| issued.ocr.clone()).unwrap_or_default(),
        payer: buyer.organisation_number.clone(),
        payer_name: buyer.name.clone(),
        left,
    }
}

/// Whose money the file is about, the lowest number first.
fn organisations(file: &camt::Statements, accounts: &Accounts, entries: &[Arrival]) -> BTreeSet<String> {
    let own = file.statements.iter().filter_map(|statement| accounts.owner(&statement.account));
    own.map(str::to_owned).chain(entries.iter().map(|entry| entry.organisation.clone())).collect()
}

/// Nothing of a file that is not whole is taken.
fn refused(fault: &camt::Fault) -> Error {
    let detail = say!(
        "Filen går inte att läsa in, och inget av den har bokförts.",
        "The file cannot be imported, and nothing of it has been booked."
    );
    let issue = Issue::new(fault.place().pointer(), Code::UnknownValue, fault.text());
    Error::ImportRejected(detail, vec![issue])
}
