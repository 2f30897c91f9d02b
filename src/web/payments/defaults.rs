//! `/betalningar/bortfall`: parties that have not paid in spite of a reminder, each with the way to the decision that an officer
//! may register. Nothing comes of a proposal by itself.

use actix_web::{HttpRequest, HttpResponse, get};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::Agreement;
use uuid::Uuid;

use crate::app::Error;
use crate::app::payments::Proposal;
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::parts::{chosen, party_name};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The proposals of a year: `?avtal=&ar=`.
#[get("/betalningar/bortfall")]
pub(in crate::web) async fn default_proposals(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["avtal", "ar"]);
    let year = query.whole("ar", 2000, 2100).unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
    let asked = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    query.finish()?;
    visitor.app.require(Right::ReadDrafts, On::Anything)?;
    let Some(agreement) = chosen(&visitor, asked.as_ref()).await? else {
        let (words, title) = (visitor.words, t!(visitor.words, "defaults-title"));
        let content = html! { p.finding { (t!(words, "basis-nothing")) } };
        return Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }));
    };
    let (words, of) = (visitor.words, agreement.clone());
    let proposals = match visitor.app.default_proposals(of, year).await {
        Ok(proposals) => proposals,
        // A year that is not planned has none.
        Err(Error::NotFound(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let parties = visitor.app.reading(agreement.clone(), None, year).await?.agreement;
    let writes = visitor.app.scope().may(Right::Write, On::Agreement(&agreement));
    let decisions = format!("/ar/{year}/bidrag?avtal={agreement}");
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } }
        p.finding { (t!(words, "defaults-finding", count = proposals.len(), year = year)) }
        ol.steps {
            li { (t!(words, "defaults-step-late")) " " a href="/fakturor" { (t!(words, "defaults-to-invoices")) } }
            li { (t!(words, "defaults-step-reminded")) }
            li { (t!(words, "defaults-step-decided")) }
        }
        @if !proposals.is_empty() {
            (scrolled(&t!(words, "defaults-title"), &table(words, &decisions, &parties, &proposals, writes)))
            p.card-links { a href=(decisions) { (t!(words, "year-contributions")) } }
        }
    };
    let title = t!(words, "defaults-title-year", year = year);
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }))
}

/// Where the decision that a proposal is about is registered, with what is known of it filled in.
fn proposed(decisions: &str, one: &Proposal) -> String {
    let percent = one.contributes_percent.normalize().to_string().replace('.', ",");
    let filled = [("part", one.party.as_str()), ("procent", &percent), ("orsak", "late")];
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish();
    format!("{decisions}&{query}#nytt")
}

fn table(words: Words, decisions: &str, agreement: &Agreement, proposals: &[Proposal], writes: bool) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "defaults-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    th.n scope="col" { (t!(words, "defaults-of-year")) }
                    th.n scope="col" { (t!(words, "defaults-not-paid")) }
                    th.n scope="col" { (t!(words, "defaults-percent")) }
                    th.n scope="col" { (t!(words, "defaults-invoices")) }
                }
            }
            tbody {
                @for one in proposals {
                    tr {
                        th scope="row" {
                            (party_name(agreement, &one.party))
                            @if one.payer != one.party { span.below { (t!(words, "parties-payer", payer = party_name(agreement, &one.payer))) } }
                            @if writes { span.below { a href=(proposed(decisions, one)) { (t!(words, "defaults-register")) } } }
                        }
                        td.n data-name=(t!(words, "defaults-of-year")) { (format.kronor_and_ore(one.of_year)) }
                        td.n data-name=(t!(words, "defaults-not-paid")) { (format.kronor_and_ore(one.not_paid)) }
                        td.n data-name=(t!(words, "defaults-percent")) { (format.percent(one.contributes_percent, 2)) }
                        td.n data-name=(t!(words, "defaults-invoices")) { (one.invoices.len()) }
                    }
                }
            }
        }
    }
}
