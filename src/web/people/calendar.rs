//! `POST /delade`: an address to an agreement's calendar, which calendar programs subscribe to.

use actix_web::{HttpRequest, HttpResponse, post};
use maud::{Markup, html};
use samfin_core::json::Json;

use super::form::{PEOPLE, Refused, people_form};
use super::shares::all;
use super::{origin, secret};
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::bodies::NewShareLinkBody;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Sent};
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

/// The word of the form among those of the page.
pub(super) const STEP: &str = "kalender";

/// Makes a link to a calendar, and shows it this once.
#[post("/delade")]
pub(in crate::web) async fn make_calendar_share(
    visitor: Visitor,
    request: HttpRequest,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (words, Sent(fields)) = (visitor.words, sent);
    let made = async {
        let mut members = vec![
            ("agreement".into(), Json::String(fields.get("avtal").into())),
            ("name".into(), Json::String(fields.get("namn").into())),
            ("shows".into(), Json::String("calendar".into())),
        ];
        members.extend(fields.filled("sista-dag").map(|day| ("expires_on".into(), Json::String(day.into()))));
        let new = NewShareLinkBody::parse(Json::Object(members).to_text().as_bytes())?;
        // Sent twice it makes two: an answer that is repeated has no secret to show.
        Ok::<_, Problem>(visitor.app.create_share_link(new).await?)
    };
    match made.await {
        Ok((link, given)) => {
            let heading = t!(words, "shares-made", name = link.name.as_str());
            let told = given.map(|given| {
                let address = format!("{}/api/v1/shared-calendars/{given}", origin(&request));
                let day = words.format().date(in_sweden(link.expires_at).date());
                secret(&visitor, &heading, &t!(words, "shares-calendar-made", day = day), &address)
            });
            all(&visitor, None, None, told).await
        }
        Err(problem) => all(&visitor, None, Some(Refused::by(&PEOPLE, words, fields, problem)?), None).await,
    }
}

/// The form, for those who may share the calendar of some agreement.
pub(super) async fn form(visitor: &Visitor, refused: Option<&Refused>) -> Result<Markup, Problem> {
    let words = visitor.words;
    let mut agreements = visitor.app.agreements(None, 100).await?;
    agreements.retain(|one| visitor.app.scope().may(Right::ShareLinks, On::Agreement(&one.id)));
    let among: Vec<Choice> = agreements.into_iter().map(|one| Choice { value: one.id, name: one.name }).collect();
    let form = people_form(words, refused).step(STEP);
    Ok(html! {
        @if !among.is_empty() {
            section.card.read #kalender aria-labelledby="kalender-rubrik" {
                h2 #kalender-rubrik { (t!(words, "shares-calendar-new")) }
                (form.reasons())
                p { (t!(words, "shares-calendar-what")) }
                form method="post" action="/delade" {
                    (form.hidden(visitor))
                    (form.choice("avtal", "", &among, None))
                    div.fields {
                        (form.line("namn", "", "off", 200))
                        (form.day("sista-dag", "", Some(key!("shares-calendar-day-how")), false))
                    }
                    div.acts { button.btn type="submit" { (t!(words, "shares-new-do")) } }
                }
            }
        }
    })
}
