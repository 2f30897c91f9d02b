//! `/installningar/referensrantor`: the reference rates that interest on late payment follows.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post};
use chrono::{Datelike as _, NaiveDate};
use maud::{Markup, html};
use samfin_core::json::Json;

use crate::app::import::written_number;
use crate::app::payments::Rate;
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::bodies::RateBody;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Form, Names, Refused, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

const ADDRESS: &str = "/installningar/referensrantor";

static NAMES: Names = Names { field, label, stale: key!("people-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    match pointer {
        "/from" => Some("fran"),
        "/percent" => Some("procent"),
        _ => None,
    }
}

fn label(field: &str) -> Key {
    if field == "fran" { key!("rates-from") } else { key!("rates-percent") }
}

/// The rates.
#[get("/installningar/referensrantor")]
pub(in crate::web) async fn show_rates(visitor: Visitor) -> Result<HttpResponse, Problem> {
    page(&visitor, None).await
}

/// Enters a rate.
#[post("/installningar/referensrantor")]
pub(in crate::web) async fn enter_rate(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    visitor.app.require(Right::Bill, On::Service)?;
    let done = async {
        let new = RateBody::parse(body(&fields).to_text().as_bytes())?;
        let desk = visitor.once("POST /installningar/referensrantor", &fields);
        Ok::<_, Problem>(desk.enter_reference_rate(new).await?)
    };
    match done.await {
        Ok(_) => Ok(see(ADDRESS)),
        Err(problem) => page(&visitor, Some(&Refused::by(&NAMES, visitor.words, fields, problem)?)).await,
    }
}

/// What is no number is sent as it is, and refused there.
fn body(fields: &Fields) -> Json<'_> {
    let written = fields.get("procent");
    let percent = written_number(written).map_or_else(|_| written.to_owned(), |number| number.to_string());
    Json::Object(vec![
        ("from".into(), Json::String(fields.get("fran").into())),
        ("percent".into(), Json::String(percent.into())),
    ])
}

async fn page(visitor: &Visitor, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let rates = visitor.app.reference_rates().await?;
    let today = visitor.now().date();
    let in_force = rates.iter().filter(|rate| rate.from <= today).max_by_key(|rate| rate.from);
    let percent = in_force.map(|rate| words.format().percent(rate.percent, 2));
    let content = html! {
        p.crumb { a href="/installningar" { (t!(words, "account-settings")) } }
        p.finding {
            @match percent {
                Some(percent) => { (t!(words, "rates-finding", percent = percent)) }
                None => { (t!(words, "rates-none")) }
            }
        }
        @if visitor.app.scope().may(Right::Bill, On::Service) { (entering(visitor, &rates, refused)) }
        @if !rates.is_empty() { (scrolled(&t!(words, "rates-title"), &table(words, &rates))) }
    };
    let title = t!(words, "rates-title");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn entering(visitor: &Visitor, rates: &[Rate], refused: Option<&Refused>) -> Markup {
    let (words, year) = (visitor.words, visitor.now().year());
    let form = Form::new(words, &NAMES, refused);
    // A rate holds for a half-year: those of this year and the ones beside it.
    let days = (year - 1..=year + 1).flat_map(|year| [1, 7].map(|month| NaiveDate::from_ymd_opt(year, month, 1)));
    let days: Vec<NaiveDate> = days.flatten().collect();
    let among: Vec<Choice> =
        days.iter().map(|day| Choice { value: day.to_string(), name: words.format().date(*day) }).collect();
    let missing = days.iter().find(|day| rates.iter().all(|rate| rate.from != **day));
    html! {
        section.card.read aria-labelledby="ny" {
            h2 #ny { (t!(words, "rates-new")) }
            (form.reasons())
            p { (t!(words, "rates-what")) }
            form method="post" action=(ADDRESS) {
                (form.hidden(visitor))
                div.fields {
                    (form.choice("fran", &missing.map(ToString::to_string).unwrap_or_default(), &among, None))
                    (form.number("procent", "", Some(key!("rates-percent-how")), true))
                }
                div.acts { button.btn.btn-p type="submit" { (t!(words, "rates-do")) } }
            }
        }
    }
}

/// The rates, the newest first.
fn table(words: Words, rates: &[Rate]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "rates-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "rates-from")) }
                    th.n scope="col" { (t!(words, "rates-percent")) }
                    th scope="col" { (t!(words, "rates-by")) }
                }
            }
            tbody {
                @for one in rates.iter().rev() {
                    tr {
                        th scope="row" { (format.date(one.from)) }
                        td.n data-name=(t!(words, "rates-percent")) { (format.percent(one.percent, 2)) }
                        td data-name=(t!(words, "rates-by")) { (one.by.name) ", " (format.date(in_sweden(one.recorded_at).date())) }
                    }
                }
            }
        }
    }
}
