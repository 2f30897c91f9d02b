//! One organisation: its form, with what somebody else has made of it meanwhile when that is so.

use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::billing::organisation::Organisation as Details;
use samfin_core::{Id, say};
use uuid::Uuid;

use super::accounts::{DIMENSIONS, OTHER, cost_at};
use super::fields::{NAMES, read, usual};
use super::{address, coding, pattern};
use crate::app::Error;
use crate::app::organisations::Organisation;
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::problem::Problem;
use crate::web::form::{Choice, Form, Refused, Sent, revision, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

/// The empty form.
#[get("/installningar/organisationer/ny")]
pub(in crate::web) async fn new_organisation(visitor: Visitor) -> Result<HttpResponse, Problem> {
    visitor.app.require(Right::WriteOrganisations, On::Service)?;
    Ok(page(&visitor, None, &[], None))
}

/// Adds an organisation.
#[post("/installningar/organisationer/ny")]
pub(in crate::web) async fn make_organisation(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    visitor.app.require(Right::WriteOrganisations, On::Service)?;
    let done = async {
        let details = details(&visitor, &fields)?;
        let desk = visitor.once("POST /installningar/organisationer/ny", &fields);
        Ok::<_, Trouble>(desk.create_organisation(details).await.map_err(Problem::from)?)
    };
    match done.await {
        Ok(made) => Ok(see(&address(&made.id))),
        Err(trouble) => Ok(page(&visitor, None, &[], Some(&trouble.shown(&visitor, fields, &[])?))),
    }
}

/// One organisation.
#[get("/installningar/organisationer/{id}")]
pub(in crate::web) async fn show_organisation(
    visitor: Visitor,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let found = visitor.app.organisation(id_of(&id)?).await?;
    let costs = coding::costs(&visitor, &found.details).await?;
    Ok(page(&visitor, Some(&found), &costs, None))
}

/// Writes over an organisation, at the revision that was read.
#[post("/installningar/organisationer/{id}")]
pub(in crate::web) async fn change_organisation(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields)) = (id_of(&id)?, sent);
    visitor.app.require(Right::WriteOrganisations, On::Service)?;
    let done = async {
        let details = details(&visitor, &fields)?;
        let desk = visitor.once("POST /installningar/organisationer/{id}", &fields);
        let written = desk.replace_organisation(id.clone(), fields.revision(), details).await;
        Ok::<_, Trouble>(written.map_err(Problem::from)?)
    };
    match done.await {
        Ok(written) => Ok(see(&address(&written.id))),
        Err(trouble) => {
            let found = visitor.app.organisation(id).await?;
            let costs = coding::costs(&visitor, &found.details).await?;
            let refused = trouble.shown(&visitor, fields, &costs)?;
            Ok(page(&visitor, Some(&found), &costs, Some(&refused)))
        }
    }
}

/// Why a form was not carried out.
enum Trouble {
    Field(&'static str, String),
    Refused(Problem),
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl Trouble {
    fn shown(self, visitor: &Visitor, fields: Fields, costs: &[(Id, String)]) -> Result<Refused, Problem> {
        let words = visitor.words;
        let problem = match self {
            Self::Field(field, reason) => return Ok(Refused::field(fields, field, reason)),
            Self::Refused(problem) => problem,
        };
        // The rows of the costs are one field: each reason says whose row it is about.
        let rows: Vec<Option<String>> = problem.faults().map(|(at, _, _)| cost_at(at)).collect();
        let mut refused = Refused::by(&NAMES, words, fields, problem)?;
        for (reason, cost) in refused.reasons.iter_mut().zip(rows) {
            if let Some(cost) = cost {
                reason.text = format!("{}: {}", coding::called(words, costs, &cost), reason.text);
            }
        }
        Ok(refused)
    }
}

fn details(visitor: &Visitor, fields: &Fields) -> Result<Details, Trouble> {
    let body = read(fields).map_err(|field| Trouble::Field(field, t!(visitor.words, "organisations-twice")))?;
    Ok(Details::parse(body.as_bytes()).map_err(|error| Problem::from(Error::from(error)))?)
}

pub(super) fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns ingen sådan organisation. Välj en i listan.",
            "There is no such organisation. Choose one in the list."
        ))
    })
}

fn page(
    visitor: &Visitor,
    found: Option<&Organisation>,
    costs: &[(Id, String)],
    refused: Option<&Refused>,
) -> HttpResponse {
    let words = visitor.words;
    let details = found.map(|found| &found.details);
    let form = Form::new(words, &NAMES, refused);
    let writes = visitor.app.scope().may(Right::WriteOrganisations, On::Service);
    let to = found.map_or_else(|| address("ny"), |found| address(&found.id));
    let content = html! {
        p.crumb {
            a href="/installningar" { (t!(words, "account-settings")) } " / "
            a href="/installningar/organisationer" { (t!(words, "organisations-title")) }
        }
        (form.reasons())
        @if let Some(found) = found {
            @let at = in_sweden(found.changed_at);
            p.finding { (t!(words, "organisations-revision", revision = found.revision, day = words.format().date(at.date()))) }
        } @else { p.finding { (t!(words, "organisations-new-what")) } }
        form method="post" action=(to) {
            (form.hidden(visitor))
            @if let Some(found) = found { (revision(found.revision)) }
            // What a reader may not change it may still read.
            fieldset.plain disabled[!writes] {
                (sections(&form, details, costs))
            }
            @if writes { div.acts { button.btn.btn-p type="submit" { (t!(words, "people-save")) } } }
        }
    };
    let title = details.map_or_else(|| t!(words, "organisations-new"), |details| details.name.clone());
    let actions = found.map(|found| {
        html! { a.btn href=(format!("{}/layouter", address(&found.id))) { (t!(words, "layouts-title")) } }
    });
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    response
}

fn sections(form: &Form<'_>, details: Option<&Details>, costs: &[(Id, String)]) -> Markup {
    let words = form.words;
    let of = |field: &str| usual(details, field);
    let choices = |all: &[(&str, String)]| {
        all.iter().map(|(value, name)| Choice { value: (*value).to_owned(), name: name.clone() }).collect::<Vec<_>>()
    };
    let schemes =
        choices(&[("0007", t!(words, "organisations-scheme-0007")), ("0088", t!(words, "organisations-scheme-0088"))]);
    let issued = choices(&[
        ("samfin", t!(words, "organisations-issued-here")),
        ("external", t!(words, "organisations-issued-elsewhere")),
    ]);
    let attested = choices(&[
        ("1", t!(words, "organisations-attest-one")),
        ("2", t!(words, "organisations-attest-two")),
        ("0", t!(words, "organisations-attest-none")),
    ]);
    html! {
        section.card.read aria-labelledby="vem" {
            h2 #vem { (t!(words, "organisations-who")) }
            (form.line("namn", &of("namn"), "off", 200))
            (form.noted("orgnr", &of("orgnr"), key!("organisations-number-how"), 20))
            (form.text("rader", &of("rader"), Some(key!("organisations-lines-how")), false))
            (form.maybe("postnr", &of("postnr"), None, 20))
            (form.maybe("ort", &of("ort"), None, 200))
            (form.maybe("land", &of("land"), Some(key!("organisations-country-how")), 2))
            (form.maybe("kontakt", &of("kontakt"), Some(key!("organisations-contact-how")), 200))
            (form.maybe("externt", &of("externt"), Some(key!("organisations-external-how")), 200))
        }
        section.card.read aria-labelledby="mottagare" {
            h2 #mottagare { (t!(words, "organisations-as-buyer")) }
            (form.maybe("referens", &of("referens"), Some(key!("organisations-reference-how")), 200))
            (form.maybe("monster", &of("monster"), Some(key!("organisations-pattern-how")), 100))
            (pattern::in_words(form, &of("monster")))
            (form.choice("eschema", &of("eschema"), &schemes, None))
            (form.maybe("eadress", &of("eadress"), Some(key!("organisations-endpoint-how")), 40))
        }
        section.card.read aria-labelledby="avsandare" {
            h2 #avsandare { (t!(words, "organisations-as-seller")) }
            (form.maybe("bankgiro", &of("bankgiro"), None, 20))
            (form.maybe("plusgiro", &of("plusgiro"), None, 20))
            (form.maybe("iban", &of("iban"), None, 50))
            (form.maybe("bic", &of("bic"), None, 20))
            (form.maybe("momsnr", &of("momsnr"), Some(key!("organisations-vat-how")), 20))
            (form.tick("fskatt", details.is_some_and(|details| details.f_tax), &t!(words, "organisations-f-tax")))
            (form.tick("hela", details.is_some_and(|details| details.whole_kronor), &t!(words, "organisations-whole")))
            (form.choice("utfardas", &of("utfardas"), &issued, Some(key!("organisations-issued-how"))))
            (form.choice("attester", &of("attester"), &attested, Some(key!("organisations-attest-how"))))
        }
        section.card.read aria-labelledby="konton" {
            h2 #konton { (t!(words, "organisations-accounts")) }
            p { (t!(words, "organisations-accounts-what")) }
            (form.maybe("konto-kund", &of("konto-kund"), None, 20))
            (form.maybe("konto-lev", &of("konto-lev"), None, 20))
            (form.maybe("konto-bank", &of("konto-bank"), None, 20))
            (form.maybe("konto-ore", &of("konto-ore"), None, 20))
            (form.maybe("konto-moms-25", &of("konto-moms-25"), None, 20))
            (form.maybe("konto-moms-12", &of("konto-moms-12"), None, 20))
            (form.maybe("konto-moms-6", &of("konto-moms-6"), None, 20))
            (form.maybe("konto-reserv", &of("konto-reserv"), None, 20))
            (form.maybe("konto-tackning", &of("konto-tackning"), None, 20))
            (coding::table(form, details, costs))
            // Few organisations have others, so there is nothing to read for the rest.
            @if !form.value(DIMENSIONS, "").is_empty() || !of(DIMENSIONS).is_empty() {
                (form.text(DIMENSIONS, &of(DIMENSIONS), Some(key!("organisations-dimensions-how")), false))
            }
            h3 { (t!(words, "organisations-seldom")) }
            p.note { (t!(words, "organisations-seldom-how")) }
            div.fields {
                @for (field, _) in OTHER { (form.maybe(field, &of(field), None, 20)) }
            }
        }
    }
}
