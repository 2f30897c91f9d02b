//! The list: a table whose rows are ticked and compared. On a phone each row is a card.

use maud::{Markup, html};
use samfin_core::Text;

use super::{differs, made, status};
use crate::app::agreements::Agreement;
use crate::app::dialogue::MAX_COLUMNS;
use crate::app::scenario_list::{Figures, Listing, Row};
use crate::app::scenarios::{Scenario, Status};
use crate::app::scope::{On, Right};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The form that the ticks belong to.
const FORM: &str = "valda";

/// Beside the heading: compare what is ticked, or make the first scenario.
pub(super) fn actions(words: Words, listing: &Listing) -> Markup {
    let id = &listing.agreement.id;
    if listing.rows.is_empty() {
        html! { a.btn.btn-p href=(format!("/jamfor?avtal={id}")) { (t!(words, "scenarios-make")) } }
    } else {
        html! {
            a.btn href=(format!("/scenarier/bortfall?avtal={id}")) { (t!(words, "scenarios-shortfall")) }
            button.btn.btn-p type="submit" form=(FORM) { (t!(words, "scenarios-compare")) }
        }
    }
}

/// Everything below the heading.
pub(super) fn content(visitor: &Visitor, listing: &Listing, all: &[Agreement]) -> Markup {
    let (words, id) = (visitor.words, &listing.agreement.id);
    html! {
        (agreements(words, listing, all))
        p.finding { (finding(words, listing)) }
        @if listing.rows.is_empty() {
            (empty(words, id))
        } @else {
            form id=(FORM) method="get" action="/jamfor" { input type="hidden" name="avtal" value=(id); }
            p.note { (t!(words, "scenarios-tick", most = MAX_COLUMNS)) }
            table.scenarios data-most=(MAX_COLUMNS) {
                caption.sr { (t!(words, "scenarios-caption", agreement = listing.agreement.name.as_str())) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "scenarios-name")) }
                        th.n scope="col" { (t!(words, "scenarios-cost")) }
                        th scope="col" { (t!(words, "scenarios-differs")) }
                        th scope="col" { (t!(words, "scenarios-status")) }
                        th scope="col" { (t!(words, "scenarios-open")) }
                    }
                }
                tbody {
                    (itself(words, listing))
                    @for row in &listing.rows { (line(visitor, row)) }
                }
            }
            @if listing.has_more && let Some(last) = listing.rows.last() {
                p.more { a.btn href=(format!("/scenarier?avtal={id}&efter={}", last.scenario.id)) { (t!(words, "scenarios-more")) } }
            }
            p.note { (t!(words, "scenarios-frozen")) }
        }
    }
}

/// Which agreement, where there are several to choose from.
fn agreements(words: Words, listing: &Listing, all: &[Agreement]) -> Markup {
    let (name, version) = (listing.agreement.name.as_str(), listing.version);
    html! {
        @if all.len() < 2 {
            p.crumb { (t!(words, "compare-of", agreement = name, version = version)) }
        } @else {
            form.choose method="get" action="/scenarier" {
                label for="avtal" { (t!(words, "scenarios-agreement")) }
                select #avtal name="avtal" {
                    @for agreement in all {
                        option value=(agreement.id) selected[agreement.id == listing.agreement.id] { (agreement.name) }
                    }
                }
                button.btn type="submit" { (t!(words, "scenarios-choose")) }
            }
        }
    }
}

/// How many there are, and what the agreement itself costs.
fn finding(words: Words, listing: &Listing) -> String {
    let count = |status: Status| listing.rows.iter().filter(|row| row.scenario.status() == status).count();
    let mut said = Vec::new();
    if let Ok(Figures { year, total, .. }) = &listing.itself {
        let total = words.format().kronor(*total);
        said.push(t!(words, "scenarios-finding-cost", year = *year, total = total));
    }
    if listing.rows.is_empty() {
        said.push(t!(words, "scenarios-finding-none"));
    } else if !listing.has_more {
        let (drafts, shared, locked) = (count(Status::Draft), count(Status::Shared), count(Status::Locked));
        let all = listing.rows.len();
        said.push(t!(words, "scenarios-finding", all = all, drafts = drafts, shared = shared, locked = locked));
    }
    said.join(" ")
}

/// How the first scenario is made.
fn empty(words: Words, id: &str) -> Markup {
    html! {
        section.card aria-labelledby="borja" {
            h2 #borja { (t!(words, "scenarios-empty")) }
            ol.steps {
                li { (t!(words, "scenarios-empty-open")) " " a href=(format!("/jamfor?avtal={id}")) { (t!(words, "scenarios-empty-open-link")) } }
                li { (t!(words, "scenarios-empty-adjust")) }
                li { (t!(words, "scenarios-empty-save")) }
            }
            p { (t!(words, "scenarios-empty-shortfall")) " " a href=(format!("/scenarier/bortfall?avtal={id}")) { (t!(words, "scenarios-shortfall")) } }
        }
    }
}

/// The agreement as it is: what the others differ from.
fn itself(words: Words, listing: &Listing) -> Markup {
    let id = &listing.agreement.id;
    let reasons = listing.itself.as_ref().err();
    html! {
        tr {
            (tick(&t!(words, "compare-itself"), "avtal", &t!(words, "scenarios-itself", version = listing.version), true))
            (cost(words, listing.itself.as_ref().ok()))
            td { (said(words, reasons, || t!(words, "compare-baseline"))) }
            td {}
            td.links {
                a href=(format!("/scenarier/bortfall?avtal={id}")) { (t!(words, "scenarios-row-shortfall")) span.sr { ": " (t!(words, "compare-itself")) } }
            }
        }
    }
}

fn line(visitor: &Visitor, row: &Row) -> Markup {
    let (words, scenario) = (visitor.words, &row.scenario);
    let name = scenario.name.as_str();
    let of = html! { span.sr { ": " (name) } };
    let reasons = row.figures.as_ref().err();
    let shortfall = format!("/scenarier/bortfall?avtal={}&s={}", scenario.agreement_id, scenario.id);
    html! {
        tr {
            (tick(name, &scenario.id, &made(words, scenario), false))
            (cost(words, row.figures.as_ref().ok()))
            td { (said(words, reasons, || differs(words, row.figures.as_ref().map_or(&[][..], |figures| &figures.differs), 3))) }
            td { (status(words, scenario)) }
            td.links {
                a href=(shortfall) { (t!(words, "scenarios-row-shortfall")) (of) }
                @if scenario.locked.is_some() {
                    a href=(format!("/underlag-for-beslut/{}", scenario.id)) { (t!(words, "scenarios-row-record")) (of) }
                } @else {
                    a href=(format!("/scenarier/{}", scenario.id)) { (steps(visitor, scenario)) (of) }
                }
            }
        }
    }
}

/// What the way to a scenario is called: after what the reader may do there.
fn steps(visitor: &Visitor, scenario: &Scenario) -> String {
    let words = visitor.words;
    if visitor.app.scope().may(Right::Decide, On::Agreement(&scenario.agreement_id)) {
        t!(words, "scenarios-row-steps")
    } else if visitor.app.may_change_scenario(scenario) {
        t!(words, "scenarios-row-delete")
    } else {
        t!(words, "scenarios-row-show")
    }
}

fn tick(name: &str, value: &str, below: &str, is_ticked: bool) -> Markup {
    html! {
        th scope="row" {
            label.tick {
                input type="checkbox" name="s" value=(value) form=(FORM) checked[is_ticked];
                span { (name) span.u { (below) } }
            }
        }
    }
}

/// What it costs in its first year, and for each inhabitant.
fn cost(words: Words, figures: Option<&Figures>) -> Markup {
    let format = words.format();
    html! {
        td.n {
            @if let Some(figures) = figures {
                strong { (format.kronor(figures.total)) }
                span.u {
                    (figures.year)
                    @if let Some(each) = figures.per_inhabitant { " · " (t!(words, "compare-each", amount = format.number(each, 2))) }
                }
            } @else { "–" }
        }
    }
}

/// What differs, or why it cannot be calculated.
fn said(words: Words, reasons: Option<&Vec<Text>>, otherwise: impl FnOnce() -> String) -> Markup {
    html! {
        @if let Some(reasons) = reasons {
            strong { (t!(words, "scenarios-refused")) }
            ul.list { @for reason in reasons.iter().take(3) { li { (reason.get(words.lang())) } } }
        } @else { (otherwise()) }
    }
}
