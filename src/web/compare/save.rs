//! `POST /jamfor/spara`: the column that is looked at closely becomes a scenario of its own.

use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, post, web};
use maud::{Markup, html};
use samfin_core::say;

use super::state::State;
use crate::app::dialogue::Variation;
use crate::http::problem::Problem;
use crate::web::forms::{Fields, from_here};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The form under the page.
pub(super) fn form(words: Words, state: &State, token: &Markup) -> Markup {
    html! {
        form.card.save #spara method="post" action="/jamfor/spara" {
            h2 { (t!(words, "save-title")) }
            p { (t!(words, "save-what")) }
            (token)
            input #spara-fran type="hidden" name="fran" value=(state.query());
            div.save-fields {
                label for="spara-namn" {
                    (t!(words, "save-name"))
                    input #spara-namn name="namn" required maxlength="200" autocomplete="off";
                }
                label for="spara-av" {
                    (t!(words, "save-author"))
                    input #spara-av name="av" maxlength="200" autocomplete="name";
                }
                button.btn type="submit" { (t!(words, "save-do")) }
            }
        }
    }
}

/// Stores the column as a draft, and shows it in its place.
#[post("/jamfor/spara")]
pub(in crate::web) async fn save_scenario(
    visitor: Visitor,
    request: HttpRequest,
    fields: web::Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    from_here(&request)?;
    let fields = Fields(fields.into_inner());
    let mut state = State::read(fields.get("fran"));
    let agreement = state.agreement.clone().ok_or_else(missing)?;
    let column = state.columns.get_mut(state.active).ok_or_else(missing)?;
    let saved = visitor.app.save_variation(agreement, column.clone(), fields.get("namn"), fields.filled("av")).await?;
    *column = Variation { scenario: Some(saved.id), ..Variation::default() };
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, format!("/jamfor?{}", state.query()))).finish())
}

fn missing() -> Problem {
    Problem::not_found(say!(
        "Det finns inget scenario att spara i formuläret. Öppna jämförelsen på nytt.",
        "There is no scenario to store in the form. Open the comparison anew."
    ))
}
