//! `/underlag/versioner/{version}`: what a version changes in words, who has decided on it, and adopting it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::say;

use super::adoption::{Refused, adopting, body, reasons};
use super::grammar::AGREEMENT;
use super::tree::as_text;
use super::{Asked, difference, parsed, preview};
use crate::app::agreements::VersionWithDecisions;
use crate::app::scope::{On, Right};
use crate::app::trial::Wanted;
use crate::clock::in_sweden;
use crate::http::bodies::Adoption;
use crate::http::problem::Problem;
use crate::web::form::{Sent, see};
use crate::web::layout::{Page, Place};
use crate::web::parts::chosen;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The address of a version.
pub(super) fn address(id: &str, number: i64) -> String {
    format!("/underlag/versioner/{number}?avtal={id}")
}

/// One version.
#[get("/underlag/versioner/{version}")]
pub(in crate::web) async fn show_version(
    visitor: Visitor,
    request: HttpRequest,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let (id, number) = asked(&visitor, &request, &number).await?;
    let found = visitor.app.version(id, number).await?;
    page(&visitor, &found, None).await
}

/// Adopts a version, with the parties' own decisions.
#[post("/underlag/versioner/{version}")]
pub(in crate::web) async fn change_version(
    visitor: Visitor,
    request: HttpRequest,
    number: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, number) = asked(&visitor, &request, &number).await?;
    let Sent(fields) = sent;
    visitor.app.require(Right::Decide, On::Agreement(&id))?;
    let found = visitor.app.version(id.clone(), number).await?;
    let parties = parties(&found)?;
    let (body, rows) = body(&parties, &fields);
    let words = visitor.words;
    if rows.is_empty() {
        let refused = Refused {
            fields,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            reasons: vec![(None, t!(words, "adopt-none"))],
        };
        return page(&visitor, &found, Some(refused)).await;
    }
    let done = match Adoption::parse(body.as_bytes()) {
        Ok(adoption) => {
            let desk = visitor.once("POST /underlag/versioner/{version}", &fields);
            desk.adopt_version(id.clone(), number, adoption.decisions()).await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(_) => Ok(see(&address(&id, number))),
        Err(problem) => {
            let refused = Refused::by(words, fields, &rows, problem)?;
            let found = visitor.app.version(id, number).await?;
            page(&visitor, &found, Some(refused)).await
        }
    }
}

async fn asked(visitor: &Visitor, request: &HttpRequest, number: &str) -> Result<(String, i64), Problem> {
    let asked = Asked::read(request)?;
    let nothing = || {
        Problem::not_found(say!(
            "Det finns ingen sådan version. Välj en under Versioner och beslut.",
            "There is no such version. Choose one under Versions and decisions."
        ))
    };
    let id = chosen(visitor, asked.agreement.as_ref()).await?.ok_or_else(nothing)?;
    let number = number.parse::<i64>().ok().filter(|number| *number > 0).ok_or_else(nothing)?;
    Ok((id, number))
}

/// The parties of a version, by id and name.
fn parties(found: &VersionWithDecisions) -> Result<Vec<(String, String)>, Problem> {
    let tree = parsed(&found.version.document)?;
    let Some(Json::Array(items)) = tree.get("parties") else { return Ok(Vec::new()) };
    let of = |item: &Json<'_>, name: &str| as_text(item.get(name)).to_owned();
    Ok(items.iter().map(|item| (of(item, "id"), of(item, "name"))).collect())
}

async fn page(
    visitor: &Visitor,
    found: &VersionWithDecisions,
    refused: Option<Refused>,
) -> Result<HttpResponse, Problem> {
    let (words, format) = (visitor.words, visitor.words.format());
    let version = &found.version;
    let (id, number) = (version.agreement_id.as_str(), version.number);
    let parties = parties(found)?;
    let before = match number {
        1 => None,
        number => Some(visitor.app.version(id.to_owned(), number - 1).await?.version),
    };
    let may = |right| visitor.app.scope().may(right, On::Agreement(id));
    let changed = if let Some(before) = &before {
        let found = difference::between(words, &AGREEMENT, &parsed(&before.document)?, &parsed(&version.document)?);
        html! {
            section.card aria-labelledby="andrat" {
                h2 #andrat { (t!(words, "diff-title", version = number - 1)) }
                (difference::listed(words, &found))
            }
        }
    } else {
        html! {}
    };
    // What is agreed from a year on is compared in that year.
    let wanted = Wanted {
        document: version.document.clone(),
        beside: before.as_ref().map(|before| (id.to_owned(), before.number)),
        year: version.valid_from.year(),
        with_findings: false,
    };
    let trial = visitor.app.try_document(wanted).await?;
    let from = format.date(version.valid_from);
    let standing = match version.adopted_at {
        Some(at) => t!(words, "adopt-is", from = from, day = format.date(in_sweden(at).date())),
        None => t!(words, "adopt-is-not", from = from),
    };
    let content = html! {
        p.crumb { a href=(format!("/underlag?avtal={id}#versioner")) { (t!(words, "basis-title")) } " / " (t!(words, "basis-versions")) }
        (reasons(words, refused.as_ref()))
        p.finding { (standing) }
        @if let Some(note) = &version.note { p { (note) } }
        p.card-links {
            a href=(format!("/underlag?avtal={id}&version={number}")) { (t!(words, "version-read")) }
            @if may(Right::Write) { " · " a href=(format!("/underlag/andra?avtal={id}")) { (t!(words, "edit-title")) } }
        }
        (changed)
        section.card aria-labelledby="belopp" {
            h2 #belopp { (t!(words, "version-amounts", year = trial.year)) }
            (preview::still(words, &trial, before.as_ref().map(|before| before.number)))
        }
        section.card aria-labelledby="beslut" {
            h2 #beslut { (t!(words, "adopt-title")) }
            @if version.adopted_at.is_none() && may(Right::Decide) { (adopting(visitor, found, &parties, refused.as_ref())) }
            @else { (decided(words, found, &parties)) }
        }
    };
    let title = t!(words, "version-other", version = number);
    let mut response = visitor.page_of_data(&Page { title: &title, place: Some(Place::Basis), actions: None, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    Ok(response)
}

/// What each party has decided.
fn decided(words: Words, found: &VersionWithDecisions, parties: &[(String, String)]) -> Markup {
    html! {
        div.scroll {
            table.people {
                thead { tr { th scope="col" { (t!(words, "basis-party")) } th scope="col" { (t!(words, "adopt-reference")) } th scope="col" { (t!(words, "adopt-day")) } } }
                tbody {
                    @for (party, name) in parties {
                        @let decision = found.decisions.iter().find(|decision| decision.party == *party);
                        tr {
                            th scope="row" { (name) }
                            @match decision {
                                Some(decision) => {
                                    td { (decision.reference) }
                                    td { @if let Some(day) = decision.decided_on { (words.format().date(day)) } }
                                }
                                None => { td { (t!(words, "version-undecided")) } td {} }
                            }
                        }
                    }
                }
            }
        }
    }
}
