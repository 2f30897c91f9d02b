//! `/parter` and `/parter/{party}`: what each party pays, is asked for and has paid; and one party's own page.
//!
//! | address | is |
//! | --- | --- |
//! | `/parter?avtal=&ar=` | every party of an agreement in a year |
//! | `/parter/{party}?avtal=&ar=` | one party's own page |
//! | `/parter/{party}/budget.xlsx?avtal=&ar=` | its figures for its own budget |
//! | `/part/{party}` | where that page was before |
//!
//! A party's officer sees its own party alone, and lands there.

mod budget;
mod documents;
mod list;
mod one;

use chrono::Datelike as _;
use rust_decimal::Decimal;
use samfin_core::date::day_or_last;
use samfin_core::{Ore, Party, Request, say};
use uuid::Uuid;

use super::parts::chosen;
use super::visitor::Visitor;
use crate::app::dialogue::{Asked, PER_INHABITANT, Variation};
use crate::http::problem::Problem;
use crate::http::query::Query;

pub(super) use budget::party_budget;
pub(super) use list::list_parties;
pub(super) use one::{kind_name, kind_plural, moved_page, own_page};

/// How many years are looked ahead, the year itself included.
const YEARS: i32 = 4;

/// Which agreement and year an address asks for.
struct Where {
    /// None when there is no agreement to choose.
    agreement: Option<String>,
    year: i32,
}

impl Where {
    async fn read(visitor: &Visitor, text: &str) -> Result<Self, Problem> {
        let mut query = Query::read(text, &["avtal", "ar"]);
        let year = query.whole("ar", 2000, 2100).unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
        let asked = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
        query.finish()?;
        Ok(Self { agreement: chosen(visitor, asked.as_ref()).await?, year })
    }
}

/// The agreement itself, from `year` on.
fn coming(agreement: String, year: i32, years: i32) -> Asked {
    Asked {
        agreement,
        years: (year..=(year + years - 1).min(2100)).collect(),
        year: 0,
        columns: vec![Variation::default()],
        baseline: 0,
        active: 0,
    }
}

/// Refuses a party that the reader is not there for, as one that is not there.
fn require_own(visitor: &Visitor, agreement: &str, party: &str) -> Result<(), Problem> {
    match visitor.app.scope().only_for(agreement) {
        Some(own) if !own.contains(party) => Err(no_such_party()),
        _ => Ok(()),
    }
}

fn no_such_party() -> Problem {
    Problem::not_found(say!(
        "Det finns ingen sådan part i avtalet. Välj en part i översikten.",
        "There is no such party in the agreement. Choose a party in the overview."
    ))
}

/// A party's page.
pub(super) fn address(agreement: &str, party: &(impl std::fmt::Display + ?Sized), year: i32) -> String {
    format!("/parter/{party}?avtal={agreement}&ar={year}")
}

/// Inhabitants on 31 December before a year.
fn inhabitants(request: &Request, year: i32, party: &Party) -> Option<Decimal> {
    let series = request.statistics.series(PER_INHABITANT)?;
    Some(series.value(party, day_or_last(year - 1, 12, 31))?.value).filter(|value| !value.is_zero())
}

/// Kronor for each inhabitant.
fn each(amount: Ore, people: Decimal) -> Option<Decimal> {
    Decimal::new(amount.ore(), 2).checked_div(people)
}
