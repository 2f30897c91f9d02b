//! Interest on late payment: shown first, then charged by a document that is attested and issued like any other; and the
//! reference rates that it follows.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;
use samfin_core::billing::document::{Days, Form, Occasion};
use samfin_core::billing::interest::{InterestError, ReferenceRate, first_day};
use samfin_core::billing::interest_document::interest_document;
use samfin_core::billing::payment::{LateStretch, late_interest};
use samfin_core::{Code, Issue, Ore, say};

use super::{Charge, Rate, standing};
use crate::app::invoices::{self, Invoice, Whole, Years};
use crate::app::parked::hold;
use crate::app::scope::{On, Right};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{Tx, claims, invoices as documents, periods};

/// Interest on an invoice that was or is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// The days that it is reckoned for, both included; none when they have not come yet.
    pub days: Option<Days>,
    /// Percentage points above the reference rate.
    pub margin_percent: Decimal,
    /// For each amount that was left, and each rate.
    pub stretches: Vec<LateStretch>,
    /// Kronor in all.
    pub amount: Ore,
    /// What has been charged for earlier days, drafts too.
    pub charged: Vec<Charge>,
}

/// A reference rate as somebody enters it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRate {
    /// 1 January or 1 July.
    pub from: NaiveDate,
    /// Percent a year; it can be below zero.
    pub percent: Decimal,
}

impl Desk {
    /// What interest on an invoice comes to, up to and including a day; today when none is said.
    pub async fn late_interest(&self, id: String, to: Option<NaiveDate>) -> Result<Interest, Error> {
        let (scope, today) = (self.scope().clone(), self.today());
        let to = until(to, today)?;
        self.db
            .read((id, scope), move |tx, (id, scope)| {
                Box::pin(async move {
                    let invoice = invoices::seen(tx, scope, id).await?;
                    reckon(tx, &invoice, to, today).await
                })
            })
            .await
    }

    /// Drafts a document that asks for the interest on an invoice that has not been charged yet.
    pub async fn charge_interest(&self, id: String, to: Option<NaiveDate>) -> Result<Whole, Error> {
        let (by, now, scope, draft_id) = (self.by(), self.now(), self.scope().clone(), self.new_id());
        let today = in_sweden(now).date();
        let to = until(to, today)?;
        self.write((id, scope), move |tx, (id, scope)| {
            let (by, draft_id) = (by.clone(), draft_id.clone());
            Box::pin(async move {
                let agreement = invoices::for_step(tx, scope, Right::Bill, id).await?.agreement_id;
                hold(tx, &agreement).await?;
                let invoice = documents::get(tx, id).await?;
                let interest = reckon(tx, &invoice, to, today).await?;
                let mut years = Years::on(today);
                let year = years.of(tx, &invoice).await?;
                let (seller, buyer) = (&invoice.document.seller.party, &invoice.document.buyer.party);
                let (seller, buyer) = (year.participant(seller), year.participant(buyer));
                let document = interest_document(&invoice.document, &interest.stretches, seller, buyer);
                let (Some(document), Some(days)) = (document, interest.days) else { return Err(nothing_to_charge()) };
                let draft = documents::Draft {
                    id: draft_id,
                    agreement_id: agreement.clone(),
                    period_id: invoice.period_id.clone(),
                    snapshot: periods::of(tx, &invoice.period_id).await?.snapshot,
                    ordinal: claims::charged_in(tx, &invoice.period_id).await? + 1,
                    credits_id: None,
                    document,
                    by,
                    at: now,
                };
                let made = documents::insert(tx, &draft).await?;
                let charge =
                    Charge { document_id: made.id.clone(), invoice_id: id.clone(), from: days.from, to: days.to };
                claims::charge(tx, &charge).await?;
                let told = Event::new("invoice.interest_drafted", &made.id).within(agreement).to(&made);
                Ok((invoices::whole(tx, made, &mut years).await?, told.into()))
            })
        })
        .await
    }

    /// Enters a reference rate. Of two from the same day, the one that was entered last holds; what has been charged stays.
    pub async fn enter_reference_rate(&self, new: NewRate) -> Result<Rate, Error> {
        self.require(Right::Bill, On::Service)?;
        let first_of_half_year = new.from.day() == 1 && [1, 7].contains(&new.from.month());
        if !first_of_half_year {
            let detail = say!(
                "skriv 1 januari eller 1 juli: referensräntan gäller ett halvår",
                "write 1 January or 1 July: a reference rate holds for a half-year"
            );
            return Err(Issue::new("/from", Code::OutOfRange, detail).into());
        }
        let rate = Rate {
            id: self.new_id(),
            from: new.from,
            percent: new.percent.normalize(),
            by: self.by(),
            recorded_at: self.now(),
        };
        self.write(rate, move |tx, rate| {
            Box::pin(async move {
                claims::enter_rate(tx, rate).await?;
                let told = Event::new("reference_rate.entered", rate.from.to_string()).to(rate);
                Ok((rate.clone(), told.into()))
            })
        })
        .await
    }

    /// Every reference rate in force, by its first day.
    pub async fn reference_rates(&self) -> Result<Vec<Rate>, Error> {
        self.require(Right::ReadInvoices, On::Anything)?;
        self.db.read((), |tx, ()| Box::pin(async move { Ok(claims::rates(tx).await?) })).await
    }
}

/// What interest on an invoice comes to from the day it is late, or the day after what has been charged.
async fn reckon(tx: &mut Tx, invoice: &Invoice, to: NaiveDate, today: NaiveDate) -> Result<Interest, Error> {
    let document = &invoice.document;
    let paying = standing::of(tx, invoice, today).await?;
    let is_claim = document.form == Form::Invoice && document.occasion != Occasion::Interest;
    let (Some(issued), Some(paying), true) = (&document.issued, paying, is_claim) else {
        return Err(no_interest());
    };
    let charged = claims::charges(tx, &invoice.id).await?;
    let due = first_day(Some(paying.standing.due_on), issued.issued_on);
    let after = charged.iter().filter_map(|charge| charge.to.succ_opt()).max();
    let from = after.map_or(due, |after| after.max(due));
    let margin_percent = issued.interest_margin_percent.parse::<Decimal>();
    let margin_percent = margin_percent.map_err(|_| Error::Broken("an interest margin is no number".to_owned()))?;
    let mut interest = Interest { days: None, margin_percent, stretches: Vec::new(), amount: Ore::ZERO, charged };
    // What was paid by its day was never late, and nothing is owed on fees.
    if from > to || to <= due {
        return Ok(interest);
    }
    let owed = standing::ore(document.totals.payable.ore() - paying.credited)?;
    let mut paid = Vec::with_capacity(paying.paid.len());
    for one in &paying.paid {
        // On the due day it still is in time.
        let on = if one.paid_on <= due { due.pred_opt().unwrap_or(due) } else { one.paid_on };
        paid.push((on, standing::ore(one.amount)?));
    }
    let rates: Vec<ReferenceRate> = claims::rates(tx)
        .await?
        .into_iter()
        .map(|rate| ReferenceRate { from: rate.from, percent: rate.percent })
        .collect();
    let days = Days { from, to };
    interest.stretches = late_interest(owed, &paid, days, &rates, margin_percent).map_err(refused)?;
    let sum: i64 = interest.stretches.iter().map(|late| late.interest.amount.ore()).sum();
    interest.amount = standing::ore(sum)?;
    interest.days = Some(days);
    Ok(interest)
}

/// The last day: none that has not come.
fn until(to: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, Error> {
    let to = to.unwrap_or(today);
    if to <= today {
        return Ok(to);
    }
    let detail = say!("räkna till och med {today} som mest", "reckon up to {today} at most");
    Err(Issue::new("/to", Code::OutOfRange, detail).into())
}

fn refused(error: InterestError) -> Error {
    match error {
        InterestError::MissingRate(_) => Error::MissingRate(error.text()),
        InterestError::TooLarge => Issue::new("", Code::OutOfRange, error.text()).into(),
    }
}

fn no_interest() -> Error {
    Error::InvalidState {
        detail: say!(
            "Ränta räknas bara på en utfärdad faktura, och inte på ränta.",
            "Interest is reckoned only on an issued invoice, and not on interest."
        ),
        legal: Vec::new(),
    }
}

fn nothing_to_charge() -> Error {
    Error::InvalidState {
        detail: say!(
            "Det finns ingen ränta att ta ut till och med den dagen.",
            "There is no interest to charge up to that day."
        ),
        legal: Vec::new(),
    }
}
