//! The versions with who has decided on them, and the year's budget.

use maud::{Markup, html};

use super::Read;
use crate::app::agreements::VersionWithDecisions;
use crate::web::words::t;

pub(super) fn versions(read: &Read<'_>) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let reading = read.reading;
    html! {
        ol.versions {
            @for one in reading.versions.iter().rev() {
                @let number = one.version.number;
                @let is_shown = number == reading.version.version.number;
                li {
                    p {
                        @if is_shown { strong { (t!(words, "version-shown", version = number)) } } @else {
                            a href=(format!("/underlag?avtal={}&version={number}", reading.id)) { (t!(words, "version-other", version = number)) }
                        }
                        " " (t!(words, "version-from", date = format.date(one.version.valid_from))) " "
                        @match one.version.adopted_at {
                            Some(at) => (t!(words, "version-adopted", date = format.date(crate::clock::in_sweden(at).date()))),
                            None => span.tag { (t!(words, "version-draft")) },
                        }
                        @if let Some(note) = &one.version.note { " " (note) }
                        " " a href=(format!("/underlag/versioner/{number}?avtal={}", reading.id)) {
                            (t!(words, "version-more")) span.sr { ", " (t!(words, "version-other", version = number)) }
                        }
                    }
                    @if one.version.adopted_at.is_some() { (decisions(read, one, is_shown)) }
                }
            }
        }
    }
}

fn decisions(read: &Read<'_>, one: &VersionWithDecisions, is_open: bool) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let parties = &read.reading.agreement.parties;
    let name = |id: &str| {
        parties.iter().find(|party| party.id.as_str() == id).map_or(id.to_owned(), |party| party.name.clone())
    };
    html! {
        details open[is_open] {
            summary { (t!(words, "version-decisions", count = one.decisions.len())) }
            ul.list {
                @for decision in &one.decisions {
                    li {
                        (name(&decision.party)) ": " (decision.reference)
                        @if let Some(day) = decision.decided_on { ", " (format.date(day)) }
                    }
                }
                @for party in &one.undecided { li { (name(party)) ": " (t!(words, "version-undecided")) } }
            }
        }
    }
}

pub(super) fn budget(read: &Read<'_>) -> Markup {
    let (words, format) = (read.words, read.words.format());
    let year = read.reading.year;
    html! {
        @match &read.reading.budget {
            None => p { (t!(words, "budget-none", year = year)) },
            Some(found) => {
                p { (t!(words, "budget-adopted", year = year, revision = found.budget.revision, date = format.date(crate::clock::in_sweden(found.budget.recorded_at).date()))) }
                @if found.changes.is_empty() { p { (t!(words, "budget-no-changes")) } }
                ul.list { @for change in &found.changes { li { (read.say(change)) } } }
            }
        }
        @if read.reading.has_draft_budget { p { span.tag { (t!(words, "version-draft")) } " " (t!(words, "budget-draft", year = year)) } }
    }
}
