//! `/sa-raknar-vi`: how a figure is made, step by step with the numbers put in.
//!
//! | the address names | the page tells |
//! | --- | --- |
//! | a party | what it pays: every cost it bears, shortfalls, what is paid and to whom |
//! | a cost | what it comes to, and who bears what of it |
//! | neither | every cost and every party, each with a link |
//!
//! The sentences are the core's: the same as those of the command line.

mod address;
mod all;
mod cost;
mod party;

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::{Calculation, Ore, Sentence, say};

pub(super) use address::Followed;

use super::layout::Page;
use super::parts::{chosen, listed, names};
use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::dialogue::{Asked, Single};
use crate::http::problem::Problem;

/// The most years that are calculated before the one that is shown.
const MOST_YEARS: i32 = 10;

/// How a figure is made.
#[get("/sa-raknar-vi")]
pub(super) async fn follow(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let asked = Followed::read(request.query_string());
    let Some(agreement) = chosen(&visitor, asked.agreement.as_ref()).await? else {
        return Err(Problem::not_found(say!(
            "Det finns inget avtal att räkna på än. Lägg in ett först.",
            "There is no agreement to calculate yet. Add one first."
        )));
    };
    let year = asked.year.unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
    let first = asked.from.filter(|first| (year - MOST_YEARS + 1..=year).contains(first)).unwrap_or(year);
    let columns = Asked {
        agreement: agreement.clone(),
        years: (first..=year).collect(),
        year: usize::try_from(year - first).unwrap_or(0),
        columns: vec![asked.column.clone()],
        baseline: 0,
        active: 0,
    };
    let asked = Followed { agreement: Some(agreement), year: Some(year), from: Some(first), ..asked };
    let content = visitor
        .app
        .follow(columns, move |single, calculation| {
            let told = Told { words, single, calculation, asked: Followed { column: single.asked.clone(), ..asked } };
            told.content()
        })
        .await?
        .ok_or_else(nothing_of_that_name)?;
    let title = t!(words, "explain-title");
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }))
}

fn nothing_of_that_name() -> Problem {
    Problem::not_found(say!(
        "Parten eller kostnaden i adressen finns inte i avtalet. Följ länken från ett belopp i stället.",
        "The party or the cost of the address is not in the agreement. Follow the link from an amount instead."
    ))
}

/// What the parts of the page tell of.
struct Told<'t> {
    words: Words,
    single: &'t Single,
    calculation: &'t Calculation,
    asked: Followed,
}

impl Told<'_> {
    /// The page; none when it names a party or a cost that is not there.
    fn content(&self) -> Option<Markup> {
        let part = match (&self.asked.party, &self.asked.cost) {
            (Some(party), _) => party::page(self, party)?,
            (None, Some(cost)) => cost::page(self, cost)?,
            (None, None) => all::page(self),
        };
        Some(html! {
            (self.crumb())
            @for gone in &self.single.gone { p.notice { (t!(self.words, "explain-gone", what = gone.as_str())) } }
            (part)
            (self.rests_on())
        })
    }

    /// The way back, widest first.
    fn crumb(&self) -> Markup {
        let words = self.words;
        let all = Followed { party: None, cost: None, ..self.asked.clone() };
        html! {
            p.crumb {
                a href=(self.asked.comparison()) { (self.single.agreement().name) }
                @if self.single.asked.scenario.is_some() { " · " (self.single.name) }
                @if self.single.asked.is_varied() { " " (t!(words, "explain-varied")) }
                " · "
                @if self.asked.party.is_none() && self.asked.cost.is_none() {
                    (self.calculation.year)
                } @else {
                    a href=(all.address()) { (t!(words, "explain-whole", year = self.calculation.year)) }
                }
            }
        }
    }

    /// What the figures are calculated from.
    fn rests_on(&self) -> Markup {
        let words = self.words;
        let (single, format) = (self.single, words.format());
        let basis = format!("/underlag?avtal={}&version={}", single.id, single.version);
        let first = single.years[0];
        html! {
            section.card aria-labelledby="grund" {
                h2 #grund { (t!(words, "explain-rests")) }
                ul.list {
                    li {
                        a href=(basis) { (t!(words, "explain-version", version = single.version)) }
                        @if !single.adopted { " " (t!(words, "explain-draft")) }
                    }
                    @if let Some(revision) = single.budget { li { (t!(words, "explain-budget", year = first, revision = revision)) } }
                    @if first != self.calculation.year { li { (t!(words, "explain-from", first = first)) } }
                    @if !single.request.opening.reserve.is_zero() {
                        li { (t!(words, "explain-opening", amount = format.kronor_and_ore(single.request.opening.reserve))) }
                    }
                    li { (t!(words, "explain-exact")) }
                }
            }
        }
    }

    /// Who got the öre that were left when the parts of a cost were rounded, and why.
    fn odd(&self, cost: &str) -> Option<String> {
        let words = self.words;
        let explanation = self.calculation.explanation.as_ref()?;
        let names = names(&self.calculation.parties);
        let lines = explanation.lines.iter().filter(|line| line.cost.as_str() == cost && line.rounded_up);
        let up: Vec<&str> = lines.filter_map(|line| names.get(&line.party).copied()).collect();
        if up.is_empty() {
            return Some(t!(words, "explain-even"));
        }
        let unit = self.single.agreement().rounding_unit;
        let left = Ore::from_wide(unit.wide() * i128::try_from(up.len()).ok()?)?;
        let unit = if unit.ore() == 1 { "ore" } else { "krona" };
        let left = words.format().kronor_and_ore(left);
        Some(t!(words, "explain-odd", unit = unit, left = left, who = listed(words, &up)))
    }

    /// Whether a cost rests on assumed figures.
    fn is_assumed(&self, cost: &str) -> bool {
        self.single.agreement().costs.iter().any(|known| known.id.as_str() == cost && known.is_assumed())
    }

    fn kronor(&self, amount: Ore) -> String {
        self.words.format().kronor_and_ore(amount)
    }
}

/// The steps of the core, each an item of a list.
fn steps(steps: &[Sentence]) -> Markup {
    html! { @for step in steps { li { (step.text) } } }
}
