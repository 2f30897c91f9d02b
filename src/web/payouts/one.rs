//! `/utbetalningar/{id}`: one payout basis and the step to take now.

use actix_web::{HttpResponse, get, post, web};
use maud::{Markup, html};
use samfin_core::billing::document::Form as Paper;
use samfin_core::json::Json;

use super::{NAMES, address, id_of, no_such_payout};
use crate::app::invoices::{Status, Whole};
use crate::app::scope::{On, Right};
use crate::clock::in_sweden;
use crate::http::bodies::{IncomingBody, ReasonBody};
use crate::http::problem::Problem;
use crate::web::form::{Form, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::invoices::{lacking, returned, stale};
use crate::web::layout::Page;
use crate::web::money::{about, paper, standing};
use crate::web::parts::in_swedish;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

const ATTEST: &str = "attestera";
const RETURN: &str = "skicka-tillbaka";
const ISSUE: &str = "utfarda";
const INCOMING: &str = "faktura";
const ROUTE: &str = "POST /utbetalningar/{id}";

/// One payout basis.
#[get("/utbetalningar/{id}")]
pub(in crate::web) async fn show_payout(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let found = payout(&visitor, &id).await?;
    page(&visitor, &found, None).await
}

/// Takes a step.
#[post("/utbetalningar/{id}")]
pub(in crate::web) async fn change_payout(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let Sent(fields) = sent;
    let id = payout(&visitor, &id).await?.invoice.id;
    match step(&visitor, &id, &fields).await {
        Ok(()) => Ok(see(&address(&id))),
        Err(problem) => {
            let refused = Refused::by(&NAMES, visitor.words, fields, problem)?;
            let found = payout(&visitor, &id).await?;
            page(&visitor, &found, Some(&refused)).await
        }
    }
}

async fn payout(visitor: &Visitor, id: &str) -> Result<Whole, Problem> {
    let found = visitor.app.invoice(id_of(id)?).await?;
    if found.invoice.document.form == Paper::Payout { Ok(found) } else { Err(no_such_payout()) }
}

async fn step(visitor: &Visitor, id: &str, fields: &Fields) -> Result<(), Problem> {
    let desk = visitor.once(ROUTE, fields);
    match fields.step() {
        ATTEST => {
            desk.attest_invoice(id.to_owned(), fields.revision()).await?;
        }
        RETURN => {
            let reason = ("reason".into(), Json::String(fields.get("skal").replace("\r\n", "\n").into()));
            let reason = ReasonBody::parse(Json::Object(vec![reason]).to_text().as_bytes())?;
            desk.return_invoice(id.to_owned(), fields.revision(), reason).await?;
        }
        ISSUE => {
            desk.issue_invoices(vec![(id.to_owned(), fields.revision())]).await?;
        }
        _ => {
            let body = Json::Object(vec![
                ("number".into(), Json::String(fields.get("nummer").into())),
                ("issued_on".into(), Json::String(fields.get("dag").into())),
            ]);
            let (number, issued_on) = IncomingBody::parse(body.to_text().as_bytes())?;
            desk.register_incoming_invoice(id.to_owned(), number, issued_on).await?;
        }
    }
    Ok(())
}

async fn page(visitor: &Visitor, found: &Whole, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let (words, document) = (visitor.words, &found.invoice.document);
    let sees_history = visitor.app.scope().may(Right::ReadDrafts, On::Agreement(&found.invoice.agreement_id));
    let history = if sees_history { visitor.app.invoice_history(found.invoice.id.clone()).await? } else { Vec::new() };
    let missing = visitor.app.gaps(std::slice::from_ref(found)).await?.remove(&found.invoice.id);
    let number = document.issued.as_ref().map_or_else(|| t!(words, "payouts-draft"), |issued| issued.number.clone());
    let title = t!(words, "payouts-one", number = number, employer = document.seller.name.as_str());
    let content = html! {
        p.crumb { a href=(format!("/utbetalningar?avtal={}&ar={}", found.invoice.agreement_id, document.year)) { (t!(words, "payouts-title")) } }
        p.finding { (finding(words, found)) }
        (returned(words, found, &history))
        @if found.stale { (stale(words, found)) }
        @if let Some(missing) = &missing { (lacking(words, found, missing)) }
        div.halves {
            div {
                (lines(words, found))
                (steps(visitor, Form::new(words, &NAMES, refused), found))
            }
            (facts(words, found))
        }
    };
    let actions = html! { a.btn href=(format!("/api/v1/invoices/{}/pdf", found.invoice.id)) { "PDF" } };
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: Some(actions), content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    Ok(response)
}

/// Where it stands, and what waits.
fn finding(words: Words, found: &Whole) -> String {
    let format = words.format();
    let document = &found.invoice.document;
    let owed = t!(
        words,
        "payouts-owed",
        host = document.buyer.name.as_str(),
        employer = document.seller.name.as_str(),
        amount = format.kronor_and_ore(document.totals.payable)
    );
    let waits = match (found.invoice.status, &found.payment) {
        (Status::Discarded, _) => t!(words, "payouts-discarded"),
        (Status::Draft, _) if found.invoice.attested < i64::from(found.attestations_required) => {
            t!(words, "payouts-waits-attest", attested = found.invoice.attested, needed = found.attestations_required)
        }
        (Status::Draft, _) => t!(words, "payouts-waits-issue"),
        (Status::Issued, Some(paying)) if paying.standing.left.is_zero() => t!(words, "payouts-is-paid"),
        (Status::Issued, _) if found.incoming.is_none() => t!(words, "payouts-waits-invoice"),
        (Status::Issued, _) => t!(words, "payouts-waits-payment"),
    };
    format!("{owed} {waits}")
}

fn lines(words: Words, found: &Whole) -> Markup {
    let format = words.format();
    let document = &found.invoice.document;
    html! {
        section.card aria-labelledby="rader" {
            h2 #rader { (about(words, document)) }
            table.money {
                caption.sr { (about(words, document)) }
                thead { tr { th scope="col" { (t!(words, "money-about")) } th.n scope="col" { (t!(words, "money-amount")) } } }
                tbody {
                    @for line in &document.lines {
                        tr {
                            th scope="row" { (in_swedish(words, &line.text)) span.below { (in_swedish(words, &line.explanation)) } }
                            td.n { (format.kronor_and_ore(line.amount)) }
                        }
                    }
                }
                tfoot {
                    @if !document.totals.vat.is_zero() { tr { th scope="row" { (t!(words, "payouts-vat")) } td.n { (format.kronor_and_ore(document.totals.vat)) } } }
                    tr { th scope="row" { (paper::payable(words, document)) } td.n { (format.kronor_and_ore(document.totals.payable)) } }
                }
            }
        }
    }
}

/// The steps that the reader may take now, the one that waits unfolded.
fn steps(visitor: &Visitor, form: Form<'_>, found: &Whole) -> Markup {
    let words = visitor.words;
    let may = |right| visitor.app.scope().may(right, On::Agreement(&found.invoice.agreement_id));
    let (id, revision) = (&found.invoice.id, found.invoice.revision);
    let is_own = found.invoice.created_by.id == visitor.app.scope().actor.id();
    let is_draft = found.invoice.status == Status::Draft;
    let is_attested = found.invoice.attested >= i64::from(found.attestations_required);
    let left = found.payment.as_ref().map(|paying| paying.standing.left).filter(|left| !left.is_zero());
    let amount = words.format().kronor_and_ore(found.invoice.document.totals.payable);
    let step = |name: String, what: String, fields: Markup| Step {
        name,
        what: html! { p { (what) } },
        address: "",
        revision: Some(revision),
        fields,
        is_next: true,
    };
    let address = address(id);
    html! {
        @if is_draft && !is_attested && may(Right::Attest) && is_own { p.note { (t!(words, "payouts-own")) } }
        @if is_draft && !is_attested && !found.stale && may(Right::Attest) && !is_own {
            @let back = form.step(RETURN);
            @let reason = back.text("skal", "", None, true);
            (form.step(ATTEST).folded(visitor, &Step { address: &address, ..step(t!(words, "payouts-attest"), t!(words, "payouts-attest-what", amount = amount.as_str()), html! {}) }))
            (back.folded(visitor, &Step { address: &address, is_next: false, ..step(t!(words, "invoice-return"), t!(words, "invoice-return-what"), reason) }))
        }
        @if is_draft && is_attested && !found.stale && may(Right::Bill) {
            (form.step(ISSUE).folded(visitor, &Step { address: &address, ..step(t!(words, "payouts-issue"), t!(words, "payouts-issue-what"), html! {}) }))
        }
        @if found.invoice.status == Status::Issued && found.incoming.is_none() && may(Right::Bill) {
            @let incoming = form.step(INCOMING);
            @let fields = html! {
                (incoming.line("nummer", "", "off", 100))
                (incoming.day("dag", "", Some(key!("payouts-their-day-how")), true))
            };
            (incoming.folded(visitor, &Step { address: &address, ..step(t!(words, "payouts-incoming"), t!(words, "payouts-incoming-what"), fields) }))
        }
        @if may(Right::Bill) && found.invoice.status != Status::Discarded {
            p.note { a href=(format!("/fakturor/{id}")) { (t!(words, "payouts-more-steps")) } }
        }
        @if left.is_some() && may(Right::Bill) {
            p.acts { a.btn href=(format!("/betalningar/ny?faktura={id}")) { (t!(words, "payouts-pay")) } }
        }
    }
}

fn facts(words: Words, found: &Whole) -> Markup {
    let format = words.format();
    let document = &found.invoice.document;
    html! {
        section.card aria-labelledby="uppgifter" {
            h2 #uppgifter { (t!(words, "payouts-facts")) }
            dl.facts {
                div { dt { (t!(words, "payouts-employer")) } dd { (document.seller.name) @for line in paper::identity_of_seller(words, &document.seller) { span.below { (line) } } } }
                div { dt { (t!(words, "payouts-host")) } dd { (document.buyer.name) @for line in paper::identity(words, &document.buyer) { span.below { (line) } } } }
                @for (name, value) in paper::references(words, document).into_iter().chain(paper::payment(words, document)) {
                    div { dt { (name) } dd { (value) } }
                }
                @if let Some(issued) = &document.issued { div { dt { (t!(words, "money-due")) } dd { (format.date(issued.due_on)) } } }
                @if let Some(paying) = &found.payment {
                    div { dt { (t!(words, "money-state")) } dd { (standing(words, paying.standing.status)) } }
                    div { dt { (t!(words, "money-left")) } dd { (format.kronor_and_ore(paying.standing.left)) } }
                }
                @if let Some(incoming) = &found.incoming {
                    div { dt { (t!(words, "payouts-their-number")) } dd { (incoming.number) ", " (format.date(incoming.issued_on)) } }
                }
                div { dt { (t!(words, "payouts-written")) } dd { (found.invoice.created_by.name) } }
                @for one in found.attestations.iter().filter(|one| one.counts) {
                    div { dt { (t!(words, "payouts-attested")) } dd { (one.by.name) ", " (format.date(in_sweden(one.recorded_at).date())) } }
                }
            }
        }
    }
}
