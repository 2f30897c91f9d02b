//! `/attest`: what waits for the reader's attestation, with what it is, how it came about and what is new since last year.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, get};
use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::{Form, Occasion};

use super::lacking::lacking;
use super::sums::Sums;
use super::{steps, wording};
use crate::app::audit::SentBack;
use crate::app::invoices::{By, Filter, Missing, Only, Whole};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::web::layout::{Page, Place};
use crate::web::parts::in_swedish;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many are shown at once; those that are attested make room for more.
const AT_ONCE: usize = 50;
/// How many documents of the year before are looked through.
const BEFORE: i64 = 500;

/// The inbox.
#[get("/attest")]
pub(in crate::web) async fn list_waiting(visitor: Visitor) -> Result<HttpResponse, Problem> {
    visitor.app.require(Right::Attest, On::Anything)?;
    let words = visitor.words;
    let waiting = waiting(&visitor).await?;
    let before = before(&visitor, &waiting).await?;
    let back = visitor.app.sent_back(&waiting).await?;
    let gaps = visitor.app.gaps(&waiting).await?;
    let total = Sums::of(&waiting).told(words);
    let content = html! {
        @if waiting.is_empty() {
            p.finding { (t!(words, "waiting-none")) }
            p { a href="/fakturor" { (t!(words, "invoices-title")) } }
        } @else {
            p.finding { (t!(words, "waiting-count", count = waiting.len(), total = total)) }
            p.note { a href="/fakturor?visa=attest" { (t!(words, "waiting-many")) } }
        }
        @for one in &waiting { (card(&visitor, one, &before, (back.get(&one.invoice.id), gaps.get(&one.invoice.id)))) }
    };
    let title = t!(words, "waiting-title");
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Waiting), actions: None, content }))
}

/// What the reader can attest, the newest first: drafts are read on until there are enough, since those of others may stand
/// behind many that the reader has made or attested.
async fn waiting(visitor: &Visitor) -> Result<Vec<Whole>, Problem> {
    let filter = Filter { only: Some(Only::ToAttest), ..Filter::default() };
    let (mut waiting, mut before) = (Vec::new(), None);
    loop {
        let page = visitor.app.invoices(filter.clone(), before, i64::try_from(AT_ONCE).unwrap_or(i64::MAX)).await?;
        let is_last = page.len() < AT_ONCE;
        before = page.last().map(|one| one.invoice.id.clone());
        waiting.extend(page.into_iter().filter(|one| is_for(visitor, one)));
        if is_last || waiting.len() >= AT_ONCE {
            waiting.truncate(AT_ONCE);
            return Ok(waiting);
        }
    }
}

/// Whether the reader can attest it as it stands: a draft with too few attestations, not what is stale, their own, or what they
/// have attested already.
pub(in crate::web) fn is_for(visitor: &Visitor, one: &Whole) -> bool {
    let actor = &visitor.app.scope().actor;
    let me = |by: &By| by.kind == actor.kind() && by.id == actor.id();
    one.is_waiting()
        && !one.stale
        && visitor.app.scope().may(Right::Attest, On::Agreement(&one.invoice.agreement_id))
        && !me(&one.invoice.created_by)
        && !one.attestations.iter().any(|attestation| attestation.counts && me(&attestation.by))
}

/// Agreement, year, payer, seller, and which part of the year.
type Place4 = (String, i32, String, String, i64);

fn place(one: &Whole, year: i32) -> Option<Place4> {
    let document = &one.invoice.document;
    let part = match document.occasion {
        Occasion::Instalment { number, .. } => i64::from(number),
        Occasion::Settlement => 0,
        _ => return None,
    };
    let (payer, seller) = (document.buyer.party.to_string(), document.seller.party.to_string());
    Some((one.invoice.agreement_id.clone(), year, payer, seller, part))
}

/// What the same parts of the years before came to.
async fn before(visitor: &Visitor, waiting: &[Whole]) -> Result<BTreeMap<Place4, Ore>, Problem> {
    let mut years: Vec<(String, i32)> =
        waiting.iter().map(|one| (one.invoice.agreement_id.clone(), one.invoice.document.year - 1)).collect();
    years.sort();
    years.dedup();
    let mut sums = BTreeMap::new();
    for (agreement, year) in years {
        let filter = Filter { agreement: Some(agreement), year: Some(year), ..Filter::default() };
        for one in visitor.app.invoices(filter, None, BEFORE).await? {
            let Some(place) = place(&one, year) else { continue };
            let sum: &mut Ore = sums.entry(place).or_insert(Ore::ZERO);
            *sum = Ore::from_wide(sum.wide() + wording::payable(&one.invoice.document).wide()).unwrap_or_default();
        }
    }
    Ok(sums)
}

fn card(
    visitor: &Visitor,
    one: &Whole,
    before: &BTreeMap<Place4, Ore>,
    (back, missing): (Option<&SentBack>, Option<&Vec<Missing>>),
) -> Markup {
    let (words, document, id) = (visitor.words, &one.invoice.document, &one.invoice.id);
    let amount = words.format().kronor_and_ore(wording::payable(document));
    html! {
        section.card aria-labelledby=(format!("a-{id}")) {
            h2 id=(format!("a-{id}")) {
                a href=(wording::address(&one.invoice)) { (wording::other(document)) ": " (wording::occasion(words, document)) }
            }
            p.figure { (amount) @if document.form == Form::Payout { " " span.mark { (t!(words, "waiting-out")) } } }
            @if let Some(back) = back {
                p { strong { (t!(words, "invoice-returned", by = back.by.as_str())) } ": " (back.reason) }
            }
            p { (since(words, one, before)) }
            ul.list {
                @for line in &document.lines { li { (in_swedish(words, &line.text)) " · " (words.format().kronor_and_ore(line.amount)) ". " (in_swedish(words, &line.explanation)) } }
            }
            @if let Some(missing) = missing { (lacking(words, one, missing)) }
            div.steps-of { (steps::attesting(visitor, one, None, "/attest")) }
        }
    }
}

/// What is new since the year before.
fn since(words: Words, one: &Whole, before: &BTreeMap<Place4, Ore>) -> String {
    let document = &one.invoice.document;
    let (year, now) = (document.year - 1, wording::payable(document));
    match place(one, year).and_then(|place| before.get(&place)) {
        None => t!(words, "waiting-new", year = year),
        Some(then) => {
            let change = Ore::from_wide(now.wide() - then.wide()).unwrap_or_default();
            let (then, change) = (words.format().kronor_and_ore(*then), words.format().change(change));
            t!(words, "waiting-since", year = year, then = then, change = change)
        }
    }
}
