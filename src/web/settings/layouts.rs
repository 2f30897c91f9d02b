//! `/installningar/organisationer/{id}/layouter`: in which layouts an organisation's files are written.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::{Id, say};

use super::layout_fields::{NAMES, body, fields};
use super::one::id_of;
use crate::app::budgets::Expected;
use crate::app::export_layouts::{ExportLayout, Exports, NewLayout};
use crate::app::organisations::Organisation;
use crate::app::scope::{On, Right};
use crate::http::bodies::{ExportLayoutBody, ReasonBody};
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

const WRITE: &str = "skriv";
const DELETE: &str = "ta-bort";
const NEW: &str = "ny";

fn address(organisation: &str) -> String {
    format!("/installningar/organisationer/{organisation}/layouter")
}

/// The layouts of an organisation.
#[get("/installningar/organisationer/{id}/layouter")]
pub(in crate::web) async fn show_layouts(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    page(&visitor, id_of(&id)?, None).await
}

/// Writes or deletes one.
#[post("/installningar/organisationer/{id}/layouter")]
pub(in crate::web) async fn change_layouts(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields)) = (id_of(&id)?, sent);
    visitor.app.require(Right::WriteOrganisations, On::Service)?;
    let refused = match carry_out(&visitor, &id, &fields).await {
        Ok(()) => return Ok(see(&address(&id))),
        Err(Trouble::Field(field, reason)) => Refused::field(fields, field, reason),
        Err(Trouble::Refused(problem)) => Refused::by(&NAMES, visitor.words, fields, problem)?,
    };
    page(&visitor, id, Some(&refused)).await
}

/// Why a form was not carried out.
enum Trouble {
    Field(&'static str, String),
    Refused(Problem),
}

impl<E: Into<Problem>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

async fn carry_out(visitor: &Visitor, id: &str, fields: &Fields) -> Result<(), Trouble> {
    let words = visitor.words;
    let name = Id::parse(fields.get("namn")).ok_or_else(|| Trouble::Field("namn", t!(words, "layouts-name-wrong")))?;
    let desk = visitor.once("POST /installningar/organisationer/{id}/layouter", fields);
    let expected = match fields.step() {
        DELETE if fields.filled("ja").is_none() => return Err(Trouble::Field("ja", t!(words, "layouts-delete-tick"))),
        DELETE => {
            let reason =
                Json::Object(vec![("reason".into(), Json::String(fields.get("skal").replace("\r\n", "\n").into()))]);
            let reason = ReasonBody::parse(reason.to_text().as_bytes())?;
            return Ok(desk.delete_export_layout(id.to_owned(), name, fields.revision(), Some(reason)).await?);
        }
        NEW => Expected::Nothing,
        WRITE => Expected::Revision(fields.revision()),
        _ => return Err(Trouble::Refused(unknown_step())),
    };
    let kept = ExportLayoutBody::parse(body(fields).to_text().as_bytes())?;
    let (organisation, exports, layout) = (id.to_owned(), kept.exports, kept.layout);
    drop(desk.put_export_layout(NewLayout { organisation, name, exports, layout }, expected).await?);
    Ok(())
}

fn unknown_step() -> Problem {
    Problem::not_found(say!(
        "Formuläret säger inte vad som ska göras med layouten. Öppna sidan på nytt.",
        "The form does not say what is to be done with the layout. Open the page anew."
    ))
}

async fn page(visitor: &Visitor, id: String, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let layouts = visitor.app.export_layouts(id.clone()).await?;
    let organisation = visitor.app.organisation(id).await?;
    let writes = visitor.app.scope().may(Right::WriteOrganisations, On::Service);
    let content = html! {
        p.crumb {
            a href="/installningar" { (t!(words, "account-settings")) } " / "
            a href="/installningar/organisationer" { (t!(words, "organisations-title")) } " / "
            a href=(super::address(&organisation.id)) { (organisation.details.name) }
        }
        p.finding { (t!(words, "layouts-finding", count = layouts.len())) }
        p { (t!(words, "layouts-what")) }
        @for one in &layouts { (shown(visitor, &organisation, one, writes, refused)) }
        @if writes { (adding(visitor, &organisation.id, refused)) }
    };
    let title = t!(words, "layouts-title");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

pub(super) fn purpose(words: Words, exports: Exports) -> String {
    match exports {
        Exports::Invoices => t!(words, "layouts-for-invoices"),
        Exports::Ledger => t!(words, "layouts-for-ledger"),
    }
}

fn shown(
    visitor: &Visitor,
    organisation: &Organisation,
    one: &ExportLayout,
    writes: bool,
    refused: Option<&Refused>,
) -> Markup {
    let (words, to) = (visitor.words, address(&organisation.id));
    let refused = refused.filter(|refused| refused.fields.step() != NEW && refused.fields.get("namn") == one.name);
    let form = Form::new(words, &NAMES, refused).of(&one.name);
    let (write, delete) = (form.step(WRITE), form.step(DELETE));
    let heading = format!("layout-{}", one.name);
    let name = html! { input type="hidden" name="namn" value=(one.name); };
    html! {
        section.card aria-labelledby=(heading) {
            h2 id=(heading) { (one.name) }
            p { (purpose(words, one.exports)) }
            @if writes {
                (write.folded(visitor, &Step {
                    name: t!(words, "layouts-change"),
                    what: html! {},
                    address: &to,
                    revision: Some(one.revision),
                    fields: html! { (name) (fields(&write, Some(one))) },
                    is_next: false,
                }))
                (delete.folded(visitor, &Step {
                    name: t!(words, "layouts-delete"),
                    what: html! { p { (t!(words, "layouts-delete-what")) } },
                    address: &to,
                    revision: Some(one.revision),
                    fields: html! { (name) (delete.text("skal", "", None, true)) (delete.tick("ja", false, &t!(words, "layouts-delete-sure"))) },
                    is_next: false,
                }))
            }
        }
    }
}

fn adding(visitor: &Visitor, organisation: &str, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = Form::new(words, &NAMES, refused).step(NEW);
    form.folded(
        visitor,
        &Step {
            name: t!(words, "layouts-new"),
            what: html! { p { (t!(words, "layouts-new-what")) } },
            address: &address(organisation),
            revision: None,
            fields: html! { (form.noted("namn", "", key!("layouts-name-how"), 64)) (fields(&form, None)) },
            is_next: true,
        },
    )
}
