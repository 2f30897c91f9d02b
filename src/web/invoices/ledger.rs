//! `/fakturor/kundreskontra`: what the own customer ledger gave the invoices that it made of bases here, one or many at once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post};
use maud::{Markup, html};
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::json::Json;

use super::selected::wanted;
use super::table::is_unattested;
use super::wording;
use crate::app::invoices::{Status, Whole};
use crate::app::scope::{On, Right};
use crate::http::bodies::LedgerIssuesBody;
use crate::http::problem::Problem;
use crate::web::form::{Form, Many, Names, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::{Page, Place};
use crate::web::visitor::Visitor;
use crate::web::words::{Key, key, t};

/// The fields of each document, as they are sent; the first is which one it is.
const EACH: [&str; 5] = ["v", "nummer", "dag", "forfaller", "ocr"];

static NAMES: Names = Names { field, label, stale: key!("invoice-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/number" => "nummer",
        "/issued_on" => "dag",
        "/due_on" => "forfaller",
        "/ocr" => "ocr",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "nummer" => key!("ledger-number"),
        "dag" => key!("ledger-day"),
        "forfaller" => key!("ledger-due"),
        _ => key!("ledger-ocr"),
    }
}

/// The form for those that were ticked.
#[get("/fakturor/kundreskontra")]
pub(in crate::web) async fn show_ledger_issues(
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let fields = Fields(form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect());
    visitor.app.require(Right::Bill, On::Anything)?;
    shown(&visitor, &wanted(&fields)?, None).await
}

/// Registers all of them, or none.
#[post("/fakturor/kundreskontra")]
pub(in crate::web) async fn register_ledger_issues(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    visitor.app.require(Right::Bill, On::Anything)?;
    let (wanted, each) = (wanted(&fields)?, fields.each(&EACH));
    let done = async {
        let issues = LedgerIssuesBody::parse(body(&each).to_text().as_bytes())?;
        let desk = visitor.once("POST /fakturor/kundreskontra", &fields);
        Ok::<_, Problem>(desk.register_ledger_issues(issues).await?)
    };
    match done.await {
        Ok(_) => Ok(see("/fakturor?visa=skickade")),
        Err(problem) => {
            let refused = Many::by(&NAMES, visitor.words, each, problem, place)?;
            shown(&visitor, &wanted, Some(&refused)).await
        }
    }
}

/// Which document, and where in what is said of it: `/items/1/number`.
fn place(pointer: &str) -> Option<(usize, String)> {
    let (at, rest) = pointer.strip_prefix("/items/")?.split_once('/')?;
    Some((at.parse().ok()?, format!("/{rest}")))
}

fn body(each: &[Fields]) -> Json<'_> {
    let one = |fields: &Fields| {
        let (id, revision) = fields.get("v").split_once(':').unwrap_or_default();
        let (id, revision) = (id.to_owned(), revision.parse::<u32>().unwrap_or(0).to_string());
        let text = |name: &str| Json::String(fields.get(name).to_owned().into());
        let mut members = vec![
            ("id".into(), Json::String(id.into())),
            ("revision".into(), Json::Number(revision.into())),
            ("number".into(), text("nummer")),
            ("issued_on".into(), text("dag")),
            ("due_on".into(), text("forfaller")),
        ];
        members.extend(fields.filled("ocr").map(|_| ("ocr".into(), text("ocr"))));
        Json::Object(members)
    };
    Json::Object(vec![("items".into(), Json::Array(each.iter().map(one).collect()))])
}

/// Whether a document waits for what the ledger gives it.
pub(super) fn waits(one: &Whole) -> bool {
    one.issued_by == IssuedBy::External && one.invoice.status == Status::Draft && !one.stale && !is_unattested(one)
}

/// The form for one document.
pub(super) fn address(one: &Whole) -> String {
    format!("/fakturor/kundreskontra?v={}:{}", one.invoice.id, one.invoice.revision)
}

async fn shown(visitor: &Visitor, wanted: &[(String, i64)], refused: Option<&Many>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let mut found = Vec::with_capacity(wanted.len());
    for (id, _) in wanted {
        let one = visitor.app.invoice(id.clone()).await?;
        // After a refusal the documents stay in the order in which they were written about.
        if refused.is_some() || waits(&one) {
            found.push(one);
        }
    }
    let form = |at: usize, one: &'_ Whole| {
        let refused = refused.and_then(|many| many.of(at));
        (wording::other(&one.invoice.document).to_owned(), Form::new(words, &NAMES, refused))
    };
    let content = html! {
        p.crumb { a href="/fakturor" { (t!(words, "invoices-title")) } }
        @if let Some(refused) = refused {
            (refused.reasons(words, found.iter().enumerate().map(|(at, one)| {
                let (name, known) = form(at, one);
                (name, known.of(&one.invoice.id))
            })))
        }
        @if found.is_empty() {
            p.finding { (t!(words, "ledger-none")) }
            p { a.btn href="/fakturor" { (t!(words, "selected-back")) } }
        } @else {
            p.finding { (t!(words, "ledger-what", count = found.len())) }
            form method="post" action="/fakturor/kundreskontra" {
                (Form::new(words, &NAMES, None).hidden(visitor))
                @for (at, one) in found.iter().enumerate() {
                    (fields(visitor, one, form(at, one).1.of(&one.invoice.id)))
                }
                div.acts.bulk {
                    button.btn.btn-p type="submit" { (t!(words, "ledger-do", count = found.len())) }
                    a.btn href="/fakturor" { (t!(words, "selected-back")) }
                }
            }
        }
    };
    let title = t!(words, "ledger-title");
    let page = Page { title: &title, place: Some(Place::Invoices), actions: None, content };
    let mut response = visitor.page_of_data(&page);
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn fields(visitor: &Visitor, one: &Whole, form: Form<'_>) -> Markup {
    let (words, document) = (visitor.words, &one.invoice.document);
    let (heading, today) = (format!("underlag-{}", one.invoice.id), visitor.now().date().to_string());
    html! {
        section.card.read aria-labelledby=(heading) {
            h2 id=(heading) { (wording::other(document)) }
            p {
                a href=(format!("/fakturor/{}", one.invoice.id)) { (wording::occasion(words, document)) }
                ", " (words.format().kronor_and_ore(wording::payable(document)))
            }
            input type="hidden" name="v" value=(format!("{}:{}", one.invoice.id, one.invoice.revision));
            div.fields {
                (form.line("nummer", "", "off", 40))
                (form.maybe("ocr", "", Some(key!("ledger-ocr-how")), 30))
            }
            div.fields {
                (form.day("dag", &today, None, true))
                (form.day("forfaller", "", None, true))
            }
        }
    }
}
