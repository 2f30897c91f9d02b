//! `/installningar/organisationer`: the legal entities that are known.

use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::billing::organisation::Organisation as Details;
use uuid::Uuid;

use super::address;
use crate::app::organisations::{Filter, Organisation};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many stand on a page.
const PER_PAGE: usize = 100;

/// The organisations: `?efter=` those that come after one.
#[get("/installningar/organisationer")]
pub(in crate::web) async fn list_organisations(
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let query = Query::read(request.query_string(), &["efter"]);
    let after = query.raw("efter").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    let words = visitor.words;
    let fetched = i64::try_from(PER_PAGE + 1).unwrap_or(i64::MAX);
    let mut found = visitor.app.organisations(Filter::default(), after, fetched).await?;
    let has_more = found.len() > PER_PAGE;
    found.truncate(PER_PAGE);
    let content = html! {
        p.crumb { a href="/installningar" { (t!(words, "account-settings")) } }
        p.finding { (t!(words, "organisations-what")) }
        @if !found.is_empty() { (scrolled(&t!(words, "organisations-title"), &table(words, &found))) }
        @if has_more && let Some(last) = found.last() {
            p.more { a.btn href=(format!("/installningar/organisationer?efter={}", last.id)) { (t!(words, "people-more")) } }
        }
    };
    let title = t!(words, "organisations-title");
    let writes = visitor.app.scope().may(Right::WriteOrganisations, On::Service);
    let actions = writes
        .then(|| html! { a.btn.btn-p href="/installningar/organisationer/ny" { (t!(words, "organisations-new")) } });
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions, content }))
}

fn table(words: Words, found: &[Organisation]) -> Markup {
    html! {
        table.money {
            caption.sr { (t!(words, "organisations-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "organisations-name")) }
                    th scope="col" { (t!(words, "organisations-number")) }
                    th scope="col" { (t!(words, "organisations-reference")) }
                    th scope="col" { (t!(words, "organisations-lacks")) }
                }
            }
            tbody {
                @for Organisation { id, details, .. } in found {
                    tr {
                        th scope="row" { a href=(address(id)) { (details.name) } }
                        td data-name=(t!(words, "organisations-number")) { (details.organisation_number) }
                        td data-name=(t!(words, "organisations-reference")) { (details.buyer_reference.as_deref().unwrap_or("–")) }
                        td data-name=(t!(words, "organisations-lacks")) { (lacks(words, details)) }
                    }
                }
            }
        }
    }
}

/// What it has not got of what invoices to it and from it need.
fn lacks(words: Words, details: &Details) -> String {
    let lacks = [
        (details.address.is_none(), t!(words, "organisations-lacks-address")),
        (details.buyer_reference.is_none(), t!(words, "organisations-lacks-reference")),
        (!details.can_be_paid(), t!(words, "organisations-lacks-account")),
        (details.accounts.is_none(), t!(words, "organisations-lacks-coding")),
    ];
    let lacks: Vec<String> = lacks.into_iter().filter(|(is_lacking, _)| *is_lacking).map(|(_, name)| name).collect();
    if lacks.is_empty() { t!(words, "organisations-lacks-nothing") } else { lacks.join(", ") }
}
