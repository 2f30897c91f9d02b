//! A year on the overview: the sentence, how far it has come, the money, and the step to take now.

use std::collections::BTreeMap;

use maud::{Markup, html};
use samfin_core::Ore;

use super::address;
use super::next::{Next, waiting as waits};
use super::progress::Money;
use super::seen::Seen;
use crate::app::periods::payable;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::invoices::is_for;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

/// The four steps of a year, in their order.
const STEPS: [Key; 4] =
    [key!("year-step-budget"), key!("year-step-instalments"), key!("year-step-outcome"), key!("year-step-settle")];

/// What the overview says of a year.
pub(in crate::web) struct Summary {
    /// Sentence, steps, figures and button.
    pub(in crate::web) head: Markup,
    /// What has come and is left of each party whose documents the reader sees; none where it sees no documents.
    pub(in crate::web) money: Option<BTreeMap<String, Paid>>,
    /// Whether there is a step that the reader can take.
    pub(in crate::web) has_step: bool,
}

/// What a party has paid, and has left to pay.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::web) struct Paid {
    /// What has come.
    pub(in crate::web) paid: Ore,
    /// What is left to come.
    pub(in crate::web) left: Ore,
}

/// The year of an agreement. Its step is a filled button when `is_first`: a page has one.
pub(in crate::web) async fn summary(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    is_first: bool,
) -> Result<Summary, Problem> {
    let words = visitor.words;
    let Some(seen) = Seen::of(visitor, agreement, year).await? else {
        let may = visitor.app.scope().may(Right::Write, On::Agreement(agreement));
        let head = html! { @if may { (button(&address(agreement, year, ""), &t!(words, "year-plan"), is_first)) } };
        return Ok(Summary { head, money: None, has_step: may });
    };
    let waiting = seen.documents.iter().any(|one| is_for(visitor, one));
    let step = step(visitor, agreement, year, seen.next, waiting);
    let bills = visitor.app.scope().may(Right::Bill, On::Agreement(agreement));
    let budget = payable(&seen.snapshot.result)?.iter().map(|(.., amount)| amount.wide()).sum();
    let head = html! {
        p.finding { (seen.finding(words)) " " a.how href=(address(agreement, year, "")) { (t!(words, "year-title", year = year)) } }
        (line(words, seen.done()))
        @if seen.sees_all { (figures(words, Ore::from_wide(budget).unwrap_or_default(), &seen.money())) }
        @if bills { (waits(words, seen.drafts, agreement, year)) }
        @if let Some((href, name)) = &step { (button(href, name, is_first)) }
    };
    let by_party = || {
        let own = seen.money_by_party().into_iter();
        own.map(|(party, money)| (party.to_owned(), Paid { paid: money.paid(), left: money.left() })).collect()
    };
    let money = (!seen.documents.is_empty()).then(by_party);
    Ok(Summary { head, money, has_step: step.is_some() })
}

/// Where the reader takes the step that comes now, and what it is called; an approver's is to attest.
fn step(visitor: &Visitor, agreement: &str, year: i32, next: Next, waiting: bool) -> Option<(String, String)> {
    let may = |right| visitor.app.scope().may(right, On::Agreement(agreement));
    if waiting {
        return Some(("/attest".to_owned(), t!(visitor.words, "start-attest")));
    }
    let (href, name, right) = next.way(visitor.words, agreement, year)?;
    may(right).then_some((href, name))
}

fn button(href: &str, name: &str, is_first: bool) -> Markup {
    html! { p.todo { a.btn.btn-p[is_first] href=(href) { (name) } } }
}

/// Each step, and whether it is done, under way or to come: in words, since colour alone says nothing.
fn line(words: Words, done: [bool; 4]) -> Markup {
    let now = done.iter().position(|done| !done);
    html! {
        ol.line aria-label=(t!(words, "start-steps")) {
            @for (number, (name, is_done)) in STEPS.into_iter().zip(done).enumerate() {
                @let (class, state) = match is_done {
                    true => ("done", t!(words, "start-step-done")),
                    false if now == Some(number) => ("now", t!(words, "start-step-now")),
                    false => ("later", t!(words, "start-step-later")),
                };
                li class=(class) { strong { (words.get(name)) } " " span.u { (state) } }
            }
        }
    }
}

fn figures(words: Words, budget: Ore, money: &Money) -> Markup {
    let format = words.format();
    let one = |name: String, amount: Ore, note: String| {
        html! { div { dt { (name) } dd { strong { (format.kronor(amount)) } @if !note.is_empty() { " " span.u { (note) } } } } }
    };
    let late = if money.late().is_zero() {
        t!(words, "start-late-none")
    } else {
        t!(words, "start-late", amount = format.kronor(money.late()))
    };
    html! {
        dl.keys {
            (one(t!(words, "year-budget"), budget, t!(words, "start-without-vat")))
            (one(t!(words, "start-invoiced"), money.owed(), t!(words, "start-with-vat")))
            (one(t!(words, "start-paid"), money.paid(), String::new()))
            (one(t!(words, "start-unpaid"), money.left(), late))
        }
    }
}
