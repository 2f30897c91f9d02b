//! `/scenarier/bortfall`: what do we do if a party cannot contribute? Choose parties, and see every rule side by side.
//!
//! The address is that of a comparison with one column: `?avtal=<id>&s=avtal;bort=ragunda;regel=all-share&ar=2027`.

mod cards;
mod outcome;
mod tested;

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::Party;

use super::usual_year;
use crate::app::dialogue::{Asked, Rule, Shortfall, Variation};
use crate::http::problem::Problem;
use crate::web::compare::state::State;
use crate::web::compare::{chosen, no_agreement};
use crate::web::layout::{Page, Place};
use crate::web::names::{listed, short_name_in, short_name_of};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};
use outcome::Outcome;

/// How many years a rule is followed.
const YEARS: i32 = 4;

/// Every rule for one shortfall.
#[get("/scenarier/bortfall")]
pub(in crate::web) async fn explore_shortfall(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = request.query_string();
    let state = State::read(query);
    if form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "redigerar") {
        // The form's fields are in the column now: what is left is an address to share.
        let to = format!("/scenarier/bortfall?{}", only_column(&state).query());
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish());
    }
    let agreement = chosen(&visitor, &state).await?.ok_or_else(no_agreement)?;
    let usual = usual_year(&visitor, &agreement).await?;
    let year = state.year.unwrap_or(usual);
    let last = (year + YEARS - 1).min(2100);
    let columns = state.columns.into_iter().take(1).collect();
    let asked = Asked { agreement, years: (year..=last).collect(), year: 0, columns, baseline: 0, active: 0 };
    let words = visitor.words;
    let content = visitor.app.explore_shortfall(asked, move |found| View { words, found, usual }.content()).await?;
    let title = t!(words, "shortfall-title");
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Scenarios), actions: None, content }))
}

fn only_column(state: &State) -> State {
    State {
        agreement: state.agreement.clone(),
        columns: state.columns.first().cloned().into_iter().collect(),
        year: state.year,
        ..State::default()
    }
}

/// The page, in the reader's words.
struct View<'v> {
    words: Words,
    found: &'v Shortfall,
    usual: i32,
}

impl View<'_> {
    fn content(&self) -> Markup {
        let (words, found) = (self.words, self.found);
        let agreement = found.agreement();
        let is_short = found.column(0).calculation.default.is_some();
        html! {
            (self.crumb())
            @for gone in &found.gone { p.note { (t!(words, "compare-gone", what = gone.as_str())) } }
            (self.form())
            p.finding { (self.finding()) }
            @if is_short {
                h2.h-sec { (t!(words, "shortfall-side-by-side", year = found.year())) }
                div.rules { @for rule in 0..found.rules.len() { (cards::card(self, rule)) } }
                p.note { (t!(words, "shortfall-note", host = short_name_of(words, agreement, &found.column(0).calculation.host))) }
            }
            @if let Some(tested) = &found.stressed { (tested::section(self, tested)) } @else { p.note { (t!(words, "stress-too-much")) } }
        }
    }

    fn crumb(&self) -> Markup {
        let (words, found) = (self.words, self.found);
        html! {
            p.crumb {
                a href=(format!("/scenarier?avtal={}", found.id)) { (t!(words, "scenarios-title")) } " · "
                (t!(words, "compare-of", agreement = found.agreement().name.as_str(), version = found.version))
                @if let Some(scenario) = &found.scenario {
                    " · " a href=(format!("/scenarier/{}", scenario.id)) { (scenario.name) }
                }
                @if !found.asked.levers.is_empty() { " " (t!(words, "compare-varied")) }
            }
        }
    }

    /// Who cannot contribute, which rule is looked at closely, and which year.
    fn form(&self) -> Markup {
        let (words, found) = (self.words, self.found);
        let parties = found.agreement().parties.iter().filter(|party| party.shares_costs);
        let column = Variation { without: None, rule: None, ..found.asked.clone() };
        let state = State { agreement: Some(found.id.clone()), columns: vec![column], ..State::default() };
        html! {
            form.card.shortfall method="get" action="/scenarier/bortfall" {
                @for (name, value) in state.hidden() { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="redigerar" value="0";
                // No party is called so: what is ticked is always written out.
                input type="hidden" name="o.bort" value="-";
                fieldset {
                    legend { (t!(words, "shortfall-who")) }
                    div.ticks {
                        @for party in parties {
                            label.chip {
                                input type="checkbox" name="bort" value=(party.id) checked[found.without.contains(&party.id.to_string())];
                                span { (self.short(party)) }
                            }
                        }
                    }
                }
                div.field {
                    label for="regel" { (t!(words, "shortfall-closely")) }
                    select #regel name="regel" {
                        @for (i, rule) in found.rules.iter().enumerate() {
                            option value=(rule.as_variation().unwrap_or_default()) selected[i == found.chosen] { (self.name(rule)) }
                        }
                    }
                }
                div.field {
                    label for="ar" { (t!(words, "compare-year")) }
                    select #ar name="ar" {
                        @let first = self.usual.min(found.year());
                        @for year in first..=(self.usual + YEARS - 1).max(found.year()).min(2100) {
                            option value=(year) selected[year == found.year()] { (year) }
                        }
                    }
                }
                button.btn type="submit" { (t!(words, "shortfall-show")) }
            }
        }
    }

    /// The answer: what is missing, what the agreement's rule does about it, and what another would.
    fn finding(&self) -> String {
        let (words, found) = (self.words, self.found);
        if found.without.is_empty() {
            return t!(words, "shortfall-nobody");
        }
        let Some(own) = Outcome::of(&found.column(0).calculation) else {
            return t!(words, "shortfall-nothing", year = found.year());
        };
        let names: Vec<String> = own.short.iter().map(|party| self.short_of(&party.id)).collect();
        let amount = words.format().kronor(own.missing);
        let mut said =
            vec![t!(words, "finding-missing", who = listed(words, &names), amount = amount, year = found.year())];
        said.push(t!(words, "shortfall-own", what = self.in_short(&own)));
        if let Some(other) = self.other() {
            let outcome = Outcome::of(&found.column(other).calculation);
            let rule = self.name(&found.rules[other]);
            said.extend(
                outcome.map(|outcome| t!(words, "shortfall-other", rule = rule, what = self.in_short(&outcome))),
            );
        }
        said.join(" ")
    }

    /// The rule to set beside the agreement's: the one looked at closely, or that everyone shares.
    fn other(&self) -> Option<usize> {
        let rules = &self.found.rules;
        let everyone = || rules.iter().position(|rule| rule.id() == "all-share");
        let any = || (rules.len() > 1).then_some(1);
        Some(self.found.chosen).filter(|chosen| *chosen > 0).or_else(everyone).or_else(any)
    }

    /// What a rule does, in a few words.
    fn in_short(&self, outcome: &Outcome<'_>) -> String {
        let (words, format) = (self.words, self.words.format());
        let mut said = Vec::new();
        if !outcome.reserve.is_zero() {
            said.push(t!(words, "short-reserve", amount = format.kronor(outcome.reserve)));
        }
        if let Some((party, percent)) = &outcome.most {
            let (name, amount) = (self.short_of(&party.id), format.kronor(party.cover));
            let percent = percent.map_or_else(|| "–".to_owned(), |percent| format.percent(percent, 1));
            said.push(if outcome.coverers == 1 {
                t!(words, "short-one-covers", party = name, amount = amount, percent = percent)
            } else {
                t!(words, "short-covers", party = name, amount = amount, percent = percent)
            });
        }
        if !outcome.lowered.is_zero() {
            said.push(t!(words, "short-lowered", amount = format.kronor(outcome.lowered)));
        }
        if !outcome.hours.is_zero() {
            said.push(t!(words, "short-hours", hours = format.number(outcome.hours, 0)));
        }
        if !outcome.carried.is_zero() {
            let host = self.short_of(&self.found.column(0).calculation.host);
            said.push(t!(words, "short-carried", host = host, amount = format.kronor(outcome.carried)));
        }
        if !outcome.uncovered.is_zero() {
            said.push(t!(words, "finding-uncovered", amount = format.kronor(outcome.uncovered)));
        }
        let said: Vec<String> = said.iter().map(|part| part.trim_end_matches('.').to_owned()).collect();
        listed(words, &said)
    }

    fn name(&self, rule: &Rule) -> String {
        let (words, preset) = (self.words, rule.preset.as_ref());
        let own_is_empty = self.found.agreement().default_policy.is_empty();
        match preset.map(|preset| preset.name.get(words.lang())) {
            Some(name) if rule.is_own => t!(words, "shortfall-own-named", rule = name),
            Some(name) => name.to_owned(),
            None if own_is_empty => t!(words, "shortfall-own-none"),
            None => t!(words, "shortfall-own-rule"),
        }
    }

    fn short(&self, party: &Party) -> String {
        short_name_in(self.words, self.found.agreement(), party)
    }

    fn short_of(&self, id: &samfin_core::Id) -> String {
        short_name_of(self.words, self.found.agreement(), id)
    }
}
