//! What each party bears with what is being written, beside the version before; recalculated while writing.

use maud::{Markup, html};
use samfin_core::{Calculation, Ore, Text};

use crate::app::trial::{Trial, Year};
use crate::web::words::{Words, t};

/// What is beside the form: a sentence that is also read aloud, and the table.
pub(super) fn preview(words: Words, found: Option<&Trial>, version: Option<i64>) -> Markup {
    html! {
        p #utfall-sagt role="status" { (said(words, found, version)) }
        div #utfall-tabell { @if let Some(found) = found { (content(words, found, version)) } }
    }
}

/// The same on a page where nothing is being written.
pub(super) fn still(words: Words, found: &Trial, version: Option<i64>) -> Markup {
    html! { p { (said(words, Some(found), version)) } (content(words, found, version)) }
}

fn said(words: Words, found: Option<&Trial>, version: Option<i64>) -> String {
    let Some(found) = found else { return t!(words, "edit-preview-wrong") };
    let year = found.year;
    match (&found.after, &found.before, version) {
        (Some(Ok(after)), Some(Ok(before)), Some(version)) => {
            let change = Ore::from_wide(after.total.wide() - before.total.wide()).unwrap_or_default();
            let (total, change) = (words.format().kronor(after.total), words.format().change(change));
            t!(words, "edit-preview-sum", year = year, total = total, change = change, version = version)
        }
        (Some(Ok(after)), ..) => {
            t!(words, "edit-preview-total", year = year, total = words.format().kronor(after.total))
        }
        _ => t!(words, "edit-preview-none", year = year),
    }
}

fn content(words: Words, found: &Trial, version: Option<i64>) -> Markup {
    let reasons = |year: &Year| match year {
        Err(reasons) => reasons.clone(),
        Ok(_) => Vec::new(),
    };
    let missing: Vec<Text> = found.after.as_ref().map(reasons).unwrap_or_default();
    let not_before: Vec<Text> = found.before.as_ref().map(reasons).unwrap_or_default();
    html! {
        @if !missing.is_empty() {
            ul.list { @for reason in &missing { li { (reason.get(words.lang())) } } }
        }
        @if let Some(Ok(after)) = &found.after { (table(words, after, found.before.as_ref().and_then(|year| year.as_ref().ok()), version)) }
        @if let Some(version) = version.filter(|_| !not_before.is_empty()) {
            p { (t!(words, "edit-preview-no-before", version = version, year = found.year)) }
            ul.list { @for reason in &not_before { li { (reason.get(words.lang())) } } }
        }
        p.note { (t!(words, "edit-preview-how")) }
    }
}

fn table(words: Words, after: &Calculation, before: Option<&Calculation>, version: Option<i64>) -> Markup {
    let format = words.format();
    let was = |id: &str| {
        before.and_then(|before| before.parties.iter().find(|party| party.id.as_str() == id)).map(|party| party.payable)
    };
    let gone = before
        .into_iter()
        .flat_map(|before| &before.parties)
        .filter(|old| after.parties.iter().all(|new| new.id != old.id));
    let rows = after.parties.iter().map(|party| (party.name.as_str(), was(party.id.as_str()), party.payable));
    let rows: Vec<_> = rows.chain(gone.map(|party| (party.name.as_str(), Some(party.payable), Ore::ZERO))).collect();
    html! {
        table.preview {
            caption.sr { (t!(words, "edit-preview-caption", year = after.year)) }
            thead {
                tr {
                    th scope="col" { (t!(words, "edit-party")) }
                    th.n scope="col" { (t!(words, "edit-preview-now")) }
                    @if let Some(version) = version.filter(|_| before.is_some()) { th.n scope="col" { (t!(words, "edit-preview-change", version = version)) } }
                }
            }
            tbody {
                @for (name, was, is) in rows {
                    tr {
                        th scope="row" { (name) }
                        td.n { (format.whole(is)) }
                        @if before.is_some() { td.n { (change(words, was.unwrap_or_default(), is)) } }
                    }
                }
            }
        }
    }
}

/// How much more or less, with an arrow that says the same as the sign.
fn change(words: Words, was: Ore, is: Ore) -> Markup {
    let change = Ore::from_wide(is.wide() - was.wide()).unwrap_or_default();
    let arrow = match is.cmp(&was) {
        std::cmp::Ordering::Greater => "↑ ",
        std::cmp::Ordering::Less => "↓ ",
        std::cmp::Ordering::Equal => "",
    };
    html! { span aria-hidden="true" { (arrow) } (words.format().change(change)) }
}
