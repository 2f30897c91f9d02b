//! `/betalningar/bortfall`: parties that have not paid in spite of a reminder, and the decision that an officer may register.
//! Nothing comes of a proposal by itself.

use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::Datelike as _;
use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_core::{Agreement, Id, Ore};
use uuid::Uuid;

use crate::app::Error;
use crate::app::payments::Proposal;
use crate::app::periods::Contribution;
use crate::app::scope::{On, Right};
use crate::http::bodies::ContributionBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::{Choice, Form, Names, Refused, Sent, see};
use crate::web::forms::Fields;
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::parts::chosen;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, Words, key, t};

static NAMES: Names = Names { field, label, stale: key!("people-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/contributes_percent" => "procent",
        "/decided_on" => "dag",
        "/reference" => "beslut",
        "/cause" => "orsak",
        "/reason" => "skal",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "procent" => key!("defaults-percent"),
        "dag" => key!("defaults-day"),
        "beslut" => key!("defaults-reference"),
        "orsak" => key!("defaults-cause"),
        _ => key!("people-reason"),
    }
}

/// Which year of which agreement, and which party a decision is to be registered for.
struct Asked {
    agreement: String,
    year: i32,
    party: Option<String>,
}

impl Asked {
    fn address(&self, party: Option<&str>) -> String {
        let of = format!("/betalningar/bortfall?avtal={}&ar={}", self.agreement, self.year);
        party.map_or_else(|| of.clone(), |party| format!("{of}&part={party}#beslut"))
    }
}

/// The proposals of a year: `?avtal=&ar=`, `&part=` with the form for one.
#[get("/betalningar/bortfall")]
pub(in crate::web) async fn default_proposals(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["avtal", "ar", "part"]);
    let year = query.whole("ar", 2000, 2100).unwrap_or_else(|| visitor.now().year().clamp(2000, 2100));
    let asked = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
    let party = query.raw("part");
    query.finish()?;
    visitor.app.require(Right::ReadDrafts, On::Anything)?;
    let Some(agreement) = chosen(&visitor, asked.as_ref()).await? else {
        let (words, title) = (visitor.words, t!(visitor.words, "defaults-title"));
        let content = html! { p.finding { (t!(words, "basis-nothing")) } };
        return Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }));
    };
    page(&visitor, &Asked { agreement, year, party }, None).await
}

/// Registers a decision.
#[post("/betalningar/bortfall")]
pub(in crate::web) async fn register_default(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    let agreement = Uuid::try_parse(fields.get("avtal")).map(|id| id.to_string()).unwrap_or_default();
    let year = fields.get("ar").parse().unwrap_or_default();
    let asked = Asked { agreement, year, party: fields.filled("part").map(str::to_owned) };
    let done = async {
        let new = ContributionBody::parse(body(&fields).to_text().as_bytes())?;
        let desk = visitor.once("POST /betalningar/bortfall", &fields);
        Ok::<_, Problem>(desk.register_contribution(asked.agreement.clone(), asked.year, new).await?)
    };
    match done.await {
        Ok(_) => Ok(see(&asked.address(None))),
        Err(problem) => {
            let refused = Refused::by(&NAMES, visitor.words, fields, problem)?;
            page(&visitor, &asked, Some(&refused)).await
        }
    }
}

fn body(fields: &Fields) -> Json<'_> {
    let text = |name: &str| Json::String(fields.get(name).into());
    let reason = fields.filled("skal").map_or(Json::Null, |reason| Json::String(reason.into()));
    Json::Object(vec![
        ("party".into(), text("part")),
        ("contributes_percent".into(), super::amount(fields.get("procent"))),
        ("cause".into(), text("orsak")),
        ("decided_on".into(), text("dag")),
        ("reference".into(), text("beslut")),
        ("reason".into(), reason),
    ])
}

async fn page(visitor: &Visitor, asked: &Asked, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let (words, year) = (visitor.words, asked.year);
    let (agreement, id) = (&asked.agreement, asked.agreement.clone());
    let (proposals, decided) = match visitor.app.default_proposals(id.clone(), year).await {
        Ok(proposals) => (proposals, visitor.app.contributions(id, year).await?),
        // A year that is not planned has neither.
        Err(Error::NotFound(_)) => (Vec::new(), Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let parties = visitor.app.reading(agreement.clone(), None, year).await?.agreement;
    let writes = visitor.app.scope().may(Right::Write, On::Agreement(agreement));
    let chosen = proposals.iter().find(|one| Some(&one.party) == asked.party.as_ref()).filter(|_| writes);
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } }
        p.finding { (t!(words, "defaults-finding", count = proposals.len(), year = year)) }
        ol.steps {
            li { (t!(words, "defaults-step-late")) " " a href="/fakturor" { (t!(words, "defaults-to-invoices")) } }
            li { (t!(words, "defaults-step-reminded")) }
            li { (t!(words, "defaults-step-decided")) }
        }
        @if !proposals.is_empty() { (scrolled(&t!(words, "defaults-title"), &table(words, asked, &parties, &proposals, writes))) }
        @if let Some(chosen) = chosen { (form(visitor, asked, &parties, chosen, refused)) }
        @if !decided.is_empty() { (decisions(words, &parties, &decided)) }
    };
    let title = t!(words, "defaults-title-year", year = year);
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    Ok(response)
}

fn name<'a>(agreement: &'a Agreement, id: &'a str) -> &'a str {
    let party = Id::parse(id).and_then(|id| agreement.parties.iter().find(|party| party.id == id));
    party.map_or(id, |party| party.name.as_str())
}

fn table(words: Words, asked: &Asked, agreement: &Agreement, proposals: &[Proposal], writes: bool) -> Markup {
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
                            (name(agreement, &one.party))
                            @if one.payer != one.party { span.below { (t!(words, "parties-payer", payer = name(agreement, &one.payer))) } }
                            @if writes { span.below { a href=(asked.address(Some(&one.party))) { (t!(words, "defaults-register")) } } }
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

/// The decision on one proposal, with what it does before it is registered.
fn form(visitor: &Visitor, asked: &Asked, agreement: &Agreement, one: &Proposal, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = Form::new(words, &NAMES, refused);
    let causes = [
        ("no_budget", t!(words, "defaults-no-budget")),
        ("partial_budget", t!(words, "defaults-partial-budget")),
        ("dispute", t!(words, "defaults-dispute")),
        ("late", t!(words, "defaults-late")),
        ("exit", t!(words, "defaults-exit")),
        ("other", t!(words, "defaults-other")),
    ];
    let causes = causes.map(|(value, name)| Choice { value: value.to_owned(), name });
    let percent = one.contributes_percent.normalize().to_string().replace('.', ",");
    let missing = Ore::from_wide(one.of_year.wide() - one.not_paid.wide()).unwrap_or_default();
    let (who, paid) = (name(agreement, &one.party), words.format().kronor_and_ore(missing));
    html! {
        section.card.read #beslut aria-labelledby="beslut-rubrik" {
            h2 #beslut-rubrik { (t!(words, "defaults-decision", party = who)) }
            (form.reasons())
            p { (t!(words, "defaults-what", party = who, paid = paid)) }
            form method="post" action="/betalningar/bortfall" {
                (form.hidden(visitor))
                input type="hidden" name="avtal" value=(asked.agreement);
                input type="hidden" name="ar" value=(asked.year);
                input type="hidden" name="part" value=(one.party);
                (form.number("procent", &percent, Some(key!("defaults-percent-how")), true))
                (form.choice("orsak", "late", &causes, None))
                (form.day("dag", "", None, true))
                (form.noted("beslut", "", key!("defaults-reference-how"), 200))
                (form.text("skal", "", None, false))
                div.acts { button.btn.btn-p type="submit" { (t!(words, "defaults-do")) } }
            }
        }
    }
}

fn decisions(words: Words, agreement: &Agreement, decided: &[Contribution]) -> Markup {
    let format = words.format();
    html! {
        section.card aria-labelledby="registrerade" {
            h2 #registrerade { (t!(words, "defaults-decided")) }
            ul.list {
                @for one in decided {
                    li {
                        (t!(
                            words,
                            "defaults-decided-one",
                            party = name(agreement, &one.party),
                            percent = format.percent(one.contributes_percent, 2),
                            reference = one.reference.as_str(),
                            day = format.date(one.decided_on)
                        ))
                    }
                }
            }
        }
    }
}
