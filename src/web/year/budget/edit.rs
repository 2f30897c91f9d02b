//! A budget written as figures. Each field has the figure's own place in the agreement as its name, so that the form says the
//! same whatever order the figures come in.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use maud::{Markup, html};
use samfin_core::json::Json;

use super::show::{unit, written};
use crate::app::budgets::{BudgetFigures, Figure};
use crate::app::import::written_number;
use crate::http::problem::Problem;
use crate::web::form::{Form, revision};
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};
use crate::web::year::YEAR;

/// Where what the year opens with stands in the form.
const RESERVE: &str = "reserv";
/// Before a party's id: what it owes.
const DEBT: &str = "skuld/";

/// Why a budget was not written.
pub(super) struct Unwritten {
    fields: Fields,
    pub(super) status: StatusCode,
    /// The field that is wrong, where it is one, and why.
    reasons: Vec<(Option<String>, String)>,
}

impl Unwritten {
    fn is_stale(&self) -> bool {
        self.status == StatusCode::PRECONDITION_FAILED
    }
}

/// Writes the draft that a form says; why not, when it is wrong.
pub(super) async fn write(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    fields: Fields,
) -> Result<Option<Unwritten>, Problem> {
    let words = visitor.words;
    let (mut figures, mut debts, mut reserve, mut reasons) = (BTreeMap::new(), Vec::new(), None, Vec::new());
    for (name, text) in &fields.0 {
        let (is_figure, party) = (name.starts_with("costs/") || name.starts_with("bodies/"), name.strip_prefix(DEBT));
        if !is_figure && party.is_none() && name != RESERVE {
            continue;
        }
        let text = text.trim();
        if text.is_empty() {
            if is_figure {
                reasons.push((Some(name.clone()), t!(words, "budget-no-figure")));
            }
            continue;
        }
        match written_number(text) {
            Err(wrong) => reasons.push((Some(name.clone()), wrong.get(words.lang()).to_owned())),
            Ok(number) if is_figure => drop(figures.insert(name.clone(), number.normalize().to_string())),
            Ok(number) => match party {
                Some(party) => debts.push((party.to_owned().into(), Json::String(number.to_string().into()))),
                None => reserve = Some(number.to_string()),
            },
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    if !reasons.is_empty() {
        return Ok(Some(Unwritten { fields, status, reasons }));
    }
    let mut opening = Vec::new();
    opening.extend(reserve.map(|reserve| ("reserve".into(), Json::String(reserve.into()))));
    if !debts.is_empty() {
        opening.push(("debts".into(), Json::Object(debts)));
    }
    let opening = Json::Object(opening).to_canonical();
    let desk = visitor.once("POST /ar/{year}/budget", &fields);
    let done = desk.write_budget_figures(agreement.to_owned(), year, figures, opening, fields.revision()).await;
    let Err(error) = done else { return Ok(None) };
    let problem = Problem::from(error);
    let places: Vec<String> = problem.places().map(|(pointer, _)| pointer.to_owned()).collect();
    let refused = crate::web::form::Refused::by(&YEAR, words, fields, problem)?;
    let field = |at: usize| places.get(at).and_then(|pointer| field_of(pointer));
    let reasons = refused.reasons.into_iter().enumerate().map(|(at, reason)| (field(at), reason.text)).collect();
    Ok(Some(Unwritten { fields: refused.fields, status: refused.status, reasons }))
}

/// The field that a pointer of the use case leads to, where it is about what the year opens with.
fn field_of(pointer: &str) -> Option<String> {
    if pointer == "/opening/reserve" {
        return Some(RESERVE.to_owned());
    }
    pointer.strip_prefix("/opening/debts/").map(|party| format!("{DEBT}{party}"))
}

/// A field of the form.
struct Field<'f> {
    name: String,
    id: String,
    label: String,
    /// What stands in it when nothing was written.
    usual: String,
    /// Below it.
    note: Option<String>,
    unwritten: Option<&'f Unwritten>,
}

/// The form.
pub(super) fn form(
    visitor: &Visitor,
    agreement: &str,
    year: i32,
    budget: &BudgetFigures,
    unwritten: Option<&Unwritten>,
) -> Markup {
    let words = visitor.words;
    let figures: Vec<Field<'_>> =
        budget.figures.iter().enumerate().map(|(at, figure)| of_figure(words, at, figure, unwritten)).collect();
    let opening = opening(words, budget, unwritten);
    let hidden = Form::new(words, &YEAR, None).step("skriv");
    html! {
        section.card.budget aria-labelledby="skriv" {
            h2 #skriv { (t!(words, "budget-write")) }
            p { (t!(words, "budget-write-what")) }
            @if let Some(unwritten) = unwritten { (reasons(words, unwritten, &figures.iter().chain(&opening).collect::<Vec<_>>())) }
            form method="post" action=(format!("/ar/{year}/budget")) {
                (hidden.hidden(visitor))
                input type="hidden" name="avtal" value=(agreement);
                (revision(budget.newest.as_ref().map_or(0, |newest| newest.revision)))
                div.plain { @for field in &figures { (field.shown(words)) } }
                h3 { (t!(words, "budget-opening")) }
                p.note { (t!(words, "budget-opening-what")) }
                div.plain { @for field in &opening { (field.shown(words)) } }
                div.acts { button.btn type="submit" { (t!(words, "budget-save")) } }
            }
        }
    }
}

fn of_figure<'f>(words: Words, at: usize, figure: &Figure, unwritten: Option<&'f Unwritten>) -> Field<'f> {
    Field {
        name: figure.target.clone(),
        id: format!("tal-{at}"),
        label: format!("{}: {}", figure.name, unit(words, figure.counts)),
        usual: written(words, figure, figure.budgeted),
        note: Some(t!(words, "budget-agreed-is", value = written(words, figure, figure.agreed))),
        unwritten,
    }
}

fn opening<'f>(words: Words, budget: &BudgetFigures, unwritten: Option<&'f Unwritten>) -> Vec<Field<'f>> {
    let amount = |amount: samfin_core::Ore| match amount.ore() {
        0 => String::new(),
        ore => words.format().number(rust_decimal::Decimal::new(ore, 2), 2),
    };
    let owed = |at: usize| {
        let found = budget.opening.debts.iter().find(|(party, _)| *party == at);
        found.map_or_else(String::new, |(_, owed)| amount(*owed))
    };
    let field = |name: String, id: String, label: String, usual: String| Field {
        name,
        id,
        label,
        usual,
        note: None,
        unwritten,
    };
    let (reserve, label) = (amount(budget.opening.reserve), t!(words, "budget-reserve"));
    let debts = budget.parties.iter().enumerate().map(|(at, (party, name))| {
        let label = t!(words, "budget-debt", party = name.as_str());
        field(format!("{DEBT}{party}"), format!("skuld-{at}"), label, owed(at))
    });
    [field(RESERVE.to_owned(), RESERVE.to_owned(), label, reserve)].into_iter().chain(debts).collect()
}

/// Why nothing was written, with the way to each field.
fn reasons(words: Words, unwritten: &Unwritten, fields: &[&Field<'_>]) -> Markup {
    html! {
        div.errors role="alert" tabindex="-1" autofocus {
            p { strong { (t!(words, "form-refused")) } }
            ul.list {
                @for (name, text) in &unwritten.reasons {
                    li {
                        @if let Some(field) = fields.iter().find(|field| Some(&field.name) == name.as_ref()) {
                            a href=(format!("#{}", field.id)) { (field.label) } ": "
                        }
                        (text)
                    }
                }
            }
        }
    }
}

impl Field<'_> {
    fn shown(&self, words: Words) -> Markup {
        let value = self.unwritten.map_or(self.usual.as_str(), |unwritten| unwritten.fields.get(&self.name));
        let named = |(name, _): &&(Option<String>, String)| name.as_deref() == Some(&self.name);
        let wrong = self.unwritten.and_then(|unwritten| unwritten.reasons.iter().find(named));
        let is_stale = self.unwritten.is_some_and(Unwritten::is_stale) && value != self.usual;
        let ids = [wrong.map(|_| "fel"), self.note.as_ref().map(|_| "regel")].into_iter().flatten();
        let described = ids.map(|end| format!("{}-{end}", self.id)).collect::<Vec<_>>().join(" ");
        html! {
            div.field {
                label for=(self.id) { (self.label) }
                @if let Some((_, text)) = wrong { p.wrong id=(format!("{}-fel", self.id)) { (text) } }
                input.amount id=(self.id) name=(self.name) value=(value) inputmode="decimal" maxlength="30" autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[(!described.is_empty()).then_some(described)];
                @if is_stale { p.note { (t!(words, "form-now", value = if self.usual.is_empty() { "–" } else { self.usual.as_str() })) } }
                @if let Some(note) = &self.note { p.note id=(format!("{}-regel", self.id)) { (note) } }
            }
        }
    }
}
