//! `/utbetalningar`: the payout bases of an agreement's year.

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::billing::document::Form as Paper;
use uuid::Uuid;

use super::address;
use crate::app::invoices::Status;
use crate::app::payments::Stood;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::Page;
use crate::web::money::{about, scrolled, standing};
use crate::web::parts::chosen;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many agreements are offered.
const MOST_AGREEMENTS: i64 = 200;

/// The payout bases of a year.
#[get("/utbetalningar")]
pub(in crate::web) async fn list_payouts(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["avtal", "ar"]);
    let year = query.whole("ar", 2000, 2100).unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
    let asked = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    visitor.app.require(Right::ReadInvoices, On::Anything)?;
    let (words, agreement) = (visitor.words, chosen(&visitor, asked.as_ref()).await?);
    let mut found = match &agreement {
        Some(agreement) => visitor.app.year_documents(agreement.clone(), year, None).await?,
        None => Vec::new(),
    };
    found.retain(|one| one.invoice.document.form == Paper::Payout);
    let agreements = visitor.app.agreements(None, MOST_AGREEMENTS).await?;
    let content = html! {
        form.filter method="get" action="/utbetalningar" {
            div.field {
                label for="avtal" { (t!(words, "log-agreement")) }
                select #avtal name="avtal" {
                    @for one in &agreements { option value=(one.id) selected[Some(&one.id) == agreement.as_ref()] { (one.name) } }
                }
            }
            div.field {
                label for="ar" { (t!(words, "payouts-year")) }
                input #ar name="ar" type="number" min="2000" max="2100" value=(year);
            }
            div.acts { button.btn type="submit" { (t!(words, "log-show")) } }
        }
        p.finding { (finding(words, year, &found)) }
        @if !found.is_empty() { (scrolled(&t!(words, "payouts-title"), &table(words, &found))) }
        p.note { (t!(words, "payouts-note")) }
    };
    let title = t!(words, "payouts-title");
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }))
}

fn finding(words: Words, year: i32, found: &[Stood]) -> String {
    let left: i128 = found.iter().filter_map(|one| one.standing).map(|standing| standing.left.wide()).sum();
    let left = words.format().kronor_and_ore(Ore::from_wide(left).unwrap_or_default());
    let drafts = found.iter().filter(|one| one.invoice.status == Status::Draft).count();
    t!(words, "payouts-finding", count = found.len(), year = year, drafts = drafts, left = left)
}

fn table(words: Words, found: &[Stood]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "payouts-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "money-number")) }
                    th scope="col" { (t!(words, "payouts-employer")) }
                    th scope="col" { (t!(words, "money-about")) }
                    th.n scope="col" { (t!(words, "money-amount")) }
                    th.n scope="col" { (t!(words, "money-left")) }
                    th scope="col" { (t!(words, "money-state")) }
                }
            }
            tbody {
                @for one in found {
                    @let document = &one.invoice.document;
                    tr {
                        th scope="row" {
                            a href=(address(&one.invoice.id)) {
                                (document.issued.as_ref().map_or_else(|| t!(words, "payouts-draft"), |issued| issued.number.clone()))
                            }
                        }
                        td { (document.seller.name) }
                        td { (about(words, document)) }
                        td.n data-name=(t!(words, "money-amount")) { (format.kronor_and_ore(document.totals.payable)) }
                        td.n data-name=(t!(words, "money-left")) {
                            @if let Some(standing) = one.standing { (format.kronor_and_ore(standing.left)) }
                        }
                        td { @if let Some(of) = one.standing { (standing(words, of.status)) } @else { (t!(words, "payouts-draft")) } }
                    }
                }
            }
        }
    }
}
