//! The demo's billing year, as its people would have run it: adopted in December, called, attested by somebody else, issued, paid
//! by most.

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use samfin_core::Ore;
use samfin_core::billing::document::Form;

use super::{YEAR, at, broken};
use crate::app::invoices::{NewCall, Whole};
use crate::app::once::Request;
use crate::app::payments::{NewClaim, NewPayment, NewRate};
use crate::app::scope::{Role, Scope};
use crate::app::{App, Desk};
use crate::cli::failure::Failure;

/// When the year is adopted.
const ADOPTED: &str = "2026-12-04T09:00:00Z";
/// When its parts are called and issued, in their order.
const CALLED: [&str; 2] = ["2026-12-15T09:00:00Z", "2027-06-01T08:00:00Z"];
/// When what has come in of them by then is registered.
const REGISTERED: [&str; 2] = ["2027-01-29T09:00:00Z", "2027-06-30T09:00:00Z"];
/// When whoever has paid nothing of the second part is reminded: its invoices were due on the first of July.
const REMINDED: &str = "2027-08-16T08:00:00Z";
/// When interest on it is drafted: it waits for somebody who attests it. The reference rate is an example.
const INTEREST: &str = "2027-10-14T08:00:00Z";
/// The reference rate of the second half of the year, an example, from its first day.
const RATE: (&str, Decimal) = ("2027-07-01", Decimal::from_parts(2, 0, 0, false, 0));
/// What the decision is called.
const DECISION: &str = "EXEMPEL § 45";

/// Whoever does what is done.
pub(super) struct People {
    pub(super) officer: Scope,
    pub(super) approver: Scope,
}

impl People {
    pub(super) fn of(roles: &[(Role, Scope)]) -> Option<Self> {
        let with = |wanted| roles.iter().find(|(role, _)| *role == wanted).map(|(_, scope)| scope.clone());
        Some(Self { officer: with(Role::Officer)?, approver: with(Role::Approver)? })
    }
}

/// Runs the year up to what the demo's clock has seen of it.
pub(super) async fn run(app: &App, agreement: &str, people: &People) -> Result<(), Failure> {
    let officer = |day| at(app, day).map(|app| app.desk(people.officer.clone()));
    adopt(&officer(ADOPTED)?, agreement).await?;
    let mut issued = Vec::new();
    for ((number, day), registered) in (1..).zip(CALLED).zip(REGISTERED) {
        let part = issue(&at(app, day)?, agreement, number, people).await?;
        let (invoices, payouts): (Vec<_>, Vec<_>) =
            part.into_iter().partition(|whole| whole.invoice.document.form == Form::Invoice);
        if invoices.is_empty() {
            return Err(broken("no invoice"));
        }
        pay(&officer(registered)?, &invoices, number == 1).await?;
        pay(&officer(registered)?, &payouts, true).await?;
        issued = invoices;
    }
    if let Some(unpaid) = issued.last() {
        let id = &unpaid.invoice.id;
        officer(REMINDED)?.claim(id.clone(), NewClaim::Reminder).await?;
        let desk = officer(INTEREST)?;
        let from = RATE.0.parse().map_err(|_| broken("no day"))?;
        desk.enter_reference_rate(NewRate { from, percent: RATE.1 }).await?;
        desk.charge_interest(id.clone(), None).await?;
    }
    Ok(())
}

async fn adopt(desk: &Desk, agreement: &str) -> Result<(), Failure> {
    let preview = desk.preview_period(agreement.to_owned(), YEAR).await?;
    let (planned, _) = desk.plan_period(agreement.to_owned(), YEAR, preview.fingerprint, None).await?;
    desk.adopt_period(agreement.to_owned(), YEAR, planned.revision, DECISION.to_owned()).await?;
    Ok(())
}

/// Calls a part and issues it, but for what is paid out of the second: that waits for somebody who attests it.
async fn issue(app: &App, agreement: &str, number: i32, people: &People) -> Result<Vec<Whole>, Failure> {
    let officer = app.desk(people.officer.clone());
    let called = officer.call(agreement.to_owned(), YEAR, NewCall::Instalment(number)).await?;
    let approver = app.desk(people.approver.clone());
    let mut ready = Vec::new();
    for Whole { invoice, .. } in called.documents {
        if number == 1 || invoice.document.form != Form::Payout {
            let Whole { invoice, .. } = approver.attest_invoice(invoice.id, invoice.revision).await?;
            ready.push((invoice.id, invoice.revision));
        }
    }
    let request = Request::once_only("demo".to_owned(), format!("{YEAR}-{number}"), agreement.to_owned());
    Ok(app.desk_for(people.officer.clone(), Arc::new(request)).issue_invoices(ready).await?)
}

/// Registers what has come in: each pays the whole, one a day. Unless all do, the last pays nothing and the one before it half.
async fn pay(desk: &Desk, issued: &[Whole], all_pay: bool) -> Result<(), Failure> {
    for ((left, day), Whole { invoice, .. }) in (0..issued.len()).rev().zip(0..).zip(issued) {
        let whole = invoice.document.totals.payable;
        let amount = match left {
            0 if !all_pay => continue,
            1 if !all_pay => Ore::from_ore(whole.ore() / 2).unwrap_or(whole),
            _ => whole,
        };
        let first: Option<NaiveDate> =
            invoice.document.issued.as_ref().and_then(|issued| issued.issued_on.checked_add_days(Days::new(20 + day)));
        let paid_on = first.ok_or_else(|| broken("no day"))?;
        let new = NewPayment { invoice: invoice.id.clone(), kind: None, amount, paid_on, note: None };
        desk.register_payment(new).await?;
    }
    Ok(())
}
