//! Invoices from the issuer's own customer ledger: what was attested here is the basis of an invoice there, whose number and
//! dates come back once. From then on the document is as final as one that was issued here.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use samfin_core::billing::document::Issued;
use samfin_core::billing::identifiers::{Identifier as _, InvoiceNumber, OcrReference};
use samfin_core::billing::organisation::IssuedBy;

use super::call::duplicate;
use super::details::Years;
use super::issue::{Ready, locked, posted};
use super::series::Series;
use super::{Invoice, Whole, recheck, store, wholes};
use crate::app::ledger::Clerk;
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{Tx, numbers};

/// What the ledger gave the invoice that it made of a basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerIssue {
    /// The document here.
    pub id: String,
    /// The revision that the ledger has made its invoice of.
    pub revision: i64,
    /// The ledger's number.
    pub number: InvoiceNumber,
    /// The ledger's date.
    pub issued_on: NaiveDate,
    /// When it is to be paid.
    pub due_on: NaiveDate,
    /// The reference that a payment carries, where the ledger gives one.
    pub ocr: Option<OcrReference>,
}

impl Desk {
    /// Registers what the ledger has issued, all or none, in the order of the list.
    pub async fn register_ledger_issues(&self, wanted: Vec<LedgerIssue>) -> Result<Vec<Whole>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        self.require_key()?;
        let (now, scope) = (self.now(), self.scope().clone());
        let day = in_sweden(now).date();
        let year = i64::from(day.year());
        let clerk = Clerk::new(self, self.by());
        let ids: Vec<String> = wanted.iter().map(|given| given.id.clone()).collect();
        let issued = self.write((wanted, scope, clerk), move |tx, (wanted, scope, clerk)| {
            Box::pin(async move {
                let revisions: Vec<_> = wanted.iter().map(|given| (given.id.clone(), given.revision)).collect();
                let drafts = locked(tx, scope, Right::Bill, &revisions).await?;
                recheck::drafts(tx, &drafts).await?;
                let (mut ready, mut years) = (Vec::with_capacity(wanted.len()), Years::on(day));
                years.read(tx, &drafts).await?;
                for (draft, given) in drafts.into_iter().zip(wanted) {
                    ready.push((Ready::check(tx, draft, IssuedBy::External, &mut years).await?, given));
                }
                recheck::series(tx, ready.iter().map(|(one, _)| one), day, |_| Series::External).await?;
                // From here on the series are held.
                let (mut done, mut told) = (Vec::with_capacity(ready.len()), Vec::new());
                for (one, given) in ready {
                    let after = register(tx, &one, given, (year, now)).await?;
                    let event = Event::new("invoice.issued_externally", &after.id).within(&after.agreement_id);
                    told.push(event.from(&one.draft).to(&after));
                    done.push((one.agreement, after));
                }
                let issued = posted(tx, clerk, done).await?;
                let issued = wholes(tx, issued, &mut years).await?;
                Ok((issued, told.into_iter().collect()))
            })
        });
        let issued = issued.await;
        self.parking(&ids, issued).await
    }
}

async fn register(
    tx: &mut Tx,
    Ready { draft, agreement, issuer }: &Ready,
    given: &LedgerIssue,
    (year, now): (i64, DateTime<Utc>),
) -> Result<Invoice, Error> {
    let key = Series::External.key(issuer);
    // Taking the number holds the issuer's series, so that nobody else registers the same invoice now.
    let number = numbers::next(tx, &key, year).await?;
    if let Some(first) = store::with_number_text(tx, &key, given.number.as_str()).await? {
        return Err(duplicate(&first));
    }
    let place = Issued {
        number: given.number.as_str().to_owned(),
        issued_on: given.issued_on,
        due_on: given.due_on,
        ocr: given.ocr.as_ref().map(|ocr| ocr.as_str().to_owned()).unwrap_or_default(),
        interest_margin_percent: agreement.invoicing.interest_margin_percent.normalize().to_string(),
    };
    Ok(store::issue(tx, draft, store::Number { issuer: key, year, number }, place, now).await?)
}
