//! A value written by hand. One for a place and day that is known corrects it: what was known before stays to be seen.

use actix_web::{HttpResponse, post, web};
use maud::{Markup, html};
use samfin_core::json::Json;

use super::series::{Asked, code_of, shown};
use super::{NAMES, address, series_of};
use crate::app::import::written_number;
use crate::http::bodies::NewObservations;
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::language::escaped;
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

/// The form, folded.
pub(super) fn adding(visitor: &Visitor, series: &str, asked: &Asked, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = Form::new(words, &NAMES, refused).step("lagg-till");
    form.folded(
        visitor,
        &Step {
            name: t!(words, "statistics-add"),
            what: html! { p { (t!(words, "statistics-add-what")) } },
            address: &address(series),
            revision: None,
            fields: html! {
                div.fields {
                    (form.noted("plats", asked.place(), key!("statistics-place-how"), 200))
                    (form.day("dag", &asked.day(), None, true))
                }
                div.fields {
                    (form.number("varde", "", None, true))
                    (form.maybe("kalla", "", Some(key!("statistics-source-how")), 200))
                    (form.day("publicerad", "", Some(key!("statistics-published-how")), false))
                }
            },
            is_next: false,
        },
    )
}

/// Adds a value.
#[post("/statistik/{series}")]
pub(in crate::web) async fn add_observation(
    visitor: Visitor,
    series: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (series, Sent(fields)) = (series_of(&series)?, sent);
    let done = async {
        let (_, new) = NewObservations::parse(body(&fields).as_bytes())?;
        let desk = visitor.once("POST /statistik/{series}", &fields);
        Ok::<_, Problem>(desk.add_observations(series.clone(), new).await?)
    };
    match done.await {
        Ok(added) => {
            let one = added
                .first()
                .map_or_else(String::new, |one| format!("?plats={}&dag={}", escaped(&one.for_code), one.date));
            Ok(see(&format!("{}{one}", address(&series))))
        }
        Err(problem) => {
            let refused = Refused::by(&NAMES, visitor.words, fields, problem)?;
            shown(&visitor, series, &Asked::default(), Some(&refused)).await
        }
    }
}

/// The observation as in the body of the API; what is no number is sent as it is, and refused there.
fn body(fields: &Fields) -> String {
    let number = |text: &str| written_number(text).map_or_else(|_| text.to_owned(), |number| number.to_string());
    let mut members = vec![
        ("for", code_of(fields.get("plats"))),
        ("date", fields.get("dag").to_owned()),
        ("value", number(fields.get("varde"))),
    ];
    for (name, field) in [("source", "kalla"), ("published_at", "publicerad")] {
        members.extend(fields.filled(field).map(|text| (name, text.to_owned())));
    }
    let members = members.into_iter().map(|(name, value)| (name.into(), Json::String(value.into())));
    Json::Object(members.collect()).to_text()
}
