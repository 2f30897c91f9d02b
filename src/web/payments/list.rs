//! `/betalningar`: money that has come in and gone out, the newest first.

use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::payment::Standing;
use uuid::Uuid;

use super::{address, direction, handles};
use crate::app::invoices::Invoice;
use crate::app::payments::{Listed, Payment, Wanted};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many payments stand on a page.
const PER_PAGE: usize = 50;

/// Which payments are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown {
    #[default]
    All,
    ToMatch,
    Matched,
    Overpaid,
}

const SHOWN: &[(&str, Shown)] = &[
    ("alla", Shown::All),
    ("att-matcha", Shown::ToMatch),
    ("matchade", Shown::Matched),
    ("overbetalda", Shown::Overpaid),
];

/// The payments: `?visa=` which, `&fore=` those before one.
#[get("/betalningar")]
pub(in crate::web) async fn list_payments(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["visa", "fore"]);
    let shown = query.word("visa", SHOWN).unwrap_or_default();
    let before = query.raw("fore").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    let words = visitor.words;
    let (finding, table) = if shown == Shown::Overpaid {
        let found = visitor.app.overpaid().await?;
        (t!(words, "payments-overpaid-count", count = found.len()), overpaid(&visitor, &found))
    } else {
        let wanted =
            Wanted { with_rest: shown == Shown::ToMatch, without_rest: shown == Shown::Matched, ..Wanted::default() };
        let is_first = before.is_none();
        let fetched = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
        let mut found = visitor.app.payment_list(wanted, before, fetched).await?;
        let more = (found.len() > PER_PAGE).then(|| found[PER_PAGE - 1].payment.id.clone());
        found.truncate(PER_PAGE);
        (said(words, shown, &found, more.is_some() || !is_first), table(words, shown, &found, more))
    };
    let title = t!(words, "payments-title");
    let content = html! {
        (tabs(words, shown))
        p.finding { (finding) }
        (scrolled(&title, &table))
        @if visitor.app.scope().may(Right::ReadDrafts, On::Anything) {
            p.note { a href="/betalningar/bortfall" { (t!(words, "defaults-title")) } }
        }
    };
    let actions = handles(&visitor).then(|| {
        html! {
            a.btn.btn-p href="/betalningar/importera" { (t!(words, "payments-import")) }
            a.btn href="/betalningar/ny" { (t!(words, "payments-new")) }
        }
    });
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions, content }))
}

fn tabs(words: Words, here: Shown) -> Markup {
    let name = |shown: Shown| match shown {
        Shown::All => t!(words, "payments-all"),
        Shown::ToMatch => t!(words, "payments-to-match"),
        Shown::Matched => t!(words, "payments-matched"),
        Shown::Overpaid => t!(words, "payments-overpaid"),
    };
    html! {
        nav.tabs aria-label=(t!(words, "payments-show")) {
            @for (word, shown) in SHOWN {
                a href=(if *shown == Shown::All { "/betalningar".to_owned() } else { format!("/betalningar?visa={word}") })
                    aria-current=[(*shown == here).then_some("page")] { (name(*shown)) }
            }
        }
    }
}

fn said(words: Words, shown: Shown, found: &[Listed], is_part: bool) -> String {
    let count = found.len();
    let rest = found.iter().map(|one| i128::from(one.payment.rest())).sum();
    let rest = words.format().kronor_and_ore(Ore::from_wide(rest).unwrap_or_default());
    match shown {
        Shown::ToMatch if is_part => t!(words, "payments-part-to-match", count = count, rest = rest),
        Shown::ToMatch => t!(words, "payments-count-to-match", count = count, rest = rest),
        _ if is_part => t!(words, "payments-part", count = count),
        _ => t!(words, "payments-count", count = count),
    }
}

fn table(words: Words, shown: Shown, found: &[Listed], more: Option<String>) -> Markup {
    let format = words.format();
    let visa = SHOWN.iter().find(|(_, one)| *one == shown).map_or("alla", |(word, _)| word);
    html! {
        @if !found.is_empty() {
            table.money {
                caption.sr { (t!(words, "payments-title")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "payments-day")) }
                        th scope="col" { (t!(words, "payments-who")) }
                        th.n scope="col" { (t!(words, "money-amount")) }
                        th scope="col" { (t!(words, "payments-pays")) }
                        th.n scope="col" { (t!(words, "payments-rest")) }
                    }
                }
                tbody {
                    @for one in found {
                        tr {
                            th scope="row" { a href=(address(&one.payment.id)) { (format.date(one.payment.paid_on)) } }
                            td {
                                (one.counterparty.clone().unwrap_or_else(|| t!(words, "payments-nobody")))
                                span.below { (direction(words, &one.payment)) }
                            }
                            td.n data-name=(t!(words, "money-amount")) { (format.kronor_and_ore(amount(&one.payment))) }
                            td data-name=(t!(words, "payments-pays")) { (pays(one)) }
                            td.n data-name=(t!(words, "payments-rest")) {
                                @if one.payment.rest() != 0 { (format.kronor_and_ore(ore(one.payment.rest()))) }
                            }
                        }
                    }
                }
            }
        }
        @if let Some(last) = more {
            p.more { a.btn href=(format!("/betalningar?visa={visa}&fore={last}")) { (t!(words, "payments-more")) } }
        }
    }
}

/// The documents that it pays, each a way to it.
fn pays(one: &Listed) -> Markup {
    html! {
        @for (at, pays) in one.pays.iter().enumerate() {
            @if at > 0 { ", " }
            a href=(format!("/fakturor/{}", pays.invoice_id)) { (pays.number) }
        }
    }
}

/// The invoices that somebody has paid too much of, with what may be done.
fn overpaid(visitor: &Visitor, found: &[(Invoice, Standing)]) -> Markup {
    let (words, format) = (visitor.words, visitor.words.format());
    html! {
        @if !found.is_empty() {
            table.money {
                caption.sr { (t!(words, "payments-overpaid")) }
                thead {
                    tr {
                        th scope="col" { (t!(words, "money-number")) }
                        th scope="col" { (t!(words, "payments-who")) }
                        th.n scope="col" { (t!(words, "payments-owed")) }
                        th.n scope="col" { (t!(words, "payments-paid")) }
                        th.n scope="col" { (t!(words, "payments-credit")) }
                    }
                }
                tbody {
                    @for (invoice, standing) in found {
                        tr {
                            th scope="row" {
                                @let number = invoice.document.issued.as_ref().map_or("", |issued| issued.number.as_str());
                                @if handles(visitor) { a href=(format!("/betalningar/ny?faktura={}&pengar=tillbaka", invoice.id)) { (number) } } @else { (number) }
                            }
                            td { (invoice.document.buyer.name) }
                            td.n data-name=(t!(words, "payments-owed")) { (format.kronor_and_ore(standing.owed)) }
                            td.n data-name=(t!(words, "payments-paid")) { (format.kronor_and_ore(standing.paid)) }
                            td.n data-name=(t!(words, "payments-credit")) { (format.kronor_and_ore(standing.credit)) }
                        }
                    }
                }
            }
            @if handles(visitor) { p.note { (t!(words, "payments-overpaid-do")) } }
        }
    }
}

fn amount(payment: &Payment) -> Ore {
    ore(payment.amount)
}

fn ore(amount: i64) -> Ore {
    Ore::from_ore(amount).unwrap_or_default()
}
