//! What can be done to a document from its page: each step says what it will do, and is refused in its own form.

use actix_web::{HttpResponse, post, web};
use maud::{Markup, html};
use samfin_core::billing::document::{Form as Paper, Occasion};
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::billing::payment::PaymentStatus;
use samfin_core::json::Json;
use samfin_core::{Ore, say};

use super::table::is_unattested;
use super::{id_of, invoice_form, ledger, one, wording};
use crate::app::import::written_number;
use crate::app::invoices::{Status, Whole};
use crate::app::payments::{NewClaim, Paying};
use crate::app::scope::{On, Right};
use crate::http::bodies::{CreditBody, DeferralBody, ReasonBody};
use crate::http::problem::Problem;
use crate::web::form::{Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::language::own_address;
use crate::web::parts::in_swedish;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

const ROUTE: &str = "POST /fakturor/{id}";

/// Whether the reader may send a reminder of it now.
pub(super) fn may_remind(visitor: &Visitor, one: &Whole) -> bool {
    let is_late = |paying: &Paying| paying.standing.status == PaymentStatus::Overdue && !paying.standing.left.is_zero();
    one.invoice.document.form == Paper::Invoice
        && one.payment.as_ref().is_some_and(is_late)
        && visitor.app.scope().may(Right::Bill, On::Agreement(&one.invoice.agreement_id))
}

/// The steps that can be taken now, the next one open. `fee` is what a reminder adds.
pub(super) fn steps(visitor: &Visitor, one: &Whole, fee: Ore, refused: Option<&Refused>) -> Markup {
    let may = |right| visitor.app.scope().may(right, On::Agreement(&one.invoice.agreement_id));
    let is_issued = one.invoice.status == Status::Issued;
    let left = one.payment.as_ref().filter(|payment| !payment.standing.left.is_zero());
    html! {
        @if one.invoice.status == Status::Draft {
            @if one.stale { (stale(visitor.words, one)) }
            @if may(Right::Attest) && !one.stale && is_unattested(one) { (attesting(visitor, one, refused, "")) }
            @if may(Right::Bill) {
                @if !is_unattested(one) && !one.stale { (issuing(visitor, one, refused)) }
                (simple(visitor, one, refused, Simple::Discard))
            }
        }
        @if is_issued && may(Right::Bill) {
            @if let Some(payment) = left.filter(|_| one.invoice.document.form == Paper::Invoice) {
                @if may_remind(visitor, one) { (simple(visitor, one, refused, Simple::Remind(fee))) }
                @if payment.standing.status == PaymentStatus::Disputed {
                    (simple(visitor, one, refused, Simple::Resolve))
                } @else {
                    (simple(visitor, one, refused, Simple::Dispute))
                }
                (simple(visitor, one, refused, Simple::Defer))
            }
            @if can_be_credited(one) { (crediting(visitor, one, refused)) }
        }
    }
}

fn can_be_credited(one: &Whole) -> bool {
    let taken: i64 = one.credits.iter().map(|credit| credit.net.abs()).sum();
    one.invoice.document.form != Paper::CreditNote && taken < one.invoice.document.totals.net.ore().abs()
}

/// That the draft no longer says what the year says, and where to mend that.
pub(in crate::web) fn stale(words: Words, one: &Whole) -> Markup {
    let year = format!("/ar/{}?avtal={}", one.invoice.document.year, one.invoice.agreement_id);
    html! {
        div.errors.alarm {
            h2 { (t!(words, "invoice-stale-head")) }
            @match (one.invoice.document.occasion, &one.invoice.credits_id) {
                // No call writes these anew.
                (Occasion::Credit, credits) => {
                    p {
                        (t!(words, "invoice-stale-credit"))
                        @if let Some(id) = credits { " " a href=(format!("/fakturor/{id}")) { (t!(words, "invoice-credits")) } }
                    }
                }
                (Occasion::Interest | Occasion::ReminderFee, _) => { p { (t!(words, "invoice-stale-charge")) } }
                _ => { p { (t!(words, "invoice-stale-what")) " " a href=(year) { (t!(words, "invoice-stale-year")) } } }
            }
        }
    }
}

/// Attest, or send back with a reason; `back` is the page to come back to.
pub(super) fn attesting(visitor: &Visitor, one: &Whole, refused: Option<&Refused>, back: &'static str) -> Markup {
    let (words, address) = (visitor.words, format!("/fakturor/{}", one.invoice.id));
    let form = invoice_form(words, refused);
    let to = html! { @if !back.is_empty() { input type="hidden" name="sida" value=(back); } };
    let step = |name, what, fields, is_next| Step {
        name,
        what,
        address: &address,
        revision: Some(one.invoice.revision),
        fields: html! { (to) (fields) },
        is_next,
    };
    // In the inbox there are many, and none stands open.
    let (of, is_next) = if back.is_empty() { ("", true) } else { (one.invoice.id.as_str(), false) };
    let (attest, back) = (form.step("attestera").of(of), form.step("skicka-tillbaka").of(of));
    html! {
        (attest.folded(visitor, &step(
            t!(words, "invoice-attest"),
            html! { p { (wording::attested(words, &one.invoice.document)) " " (t!(words, "invoice-attest-what")) } },
            html! {},
            is_next,
        )))
        (back.folded(visitor, &step(
            t!(words, "invoice-return"),
            html! { p { (t!(words, "invoice-return-what")) } },
            back.text("skal", "", None, true),
            false,
        )))
    }
}

fn issuing(visitor: &Visitor, one: &Whole, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    html! {
        @if one.issued_by == IssuedBy::External {
            p.note { (t!(words, "invoice-external", seller = one.invoice.document.seller.name.as_str())) }
            p { a.btn.btn-p href=(ledger::address(one)) { (t!(words, "ledger-title")) } }
        } @else {
            (invoice_form(words, refused).step("utfarda").folded(visitor, &Step {
                name: t!(words, "invoice-issue"),
                what: html! { p { (t!(words, "invoice-issue-what")) } },
                address: &format!("/fakturor/{}", one.invoice.id),
                revision: Some(one.invoice.revision),
                fields: html! {},
                is_next: true,
            }))
        }
    }
}

/// Steps that need a reason at most.
#[derive(Debug, Clone, Copy)]
enum Simple {
    Discard,
    /// With what it adds.
    Remind(Ore),
    Dispute,
    Resolve,
    Defer,
}

fn simple(visitor: &Visitor, one: &Whole, refused: Option<&Refused>, which: Simple) -> Markup {
    let words = visitor.words;
    let (word, name, what) = match which {
        Simple::Discard => ("kassera", t!(words, "invoice-discard"), discarding(words, one)),
        Simple::Remind(fee) if fee.is_zero() => {
            ("paminn", t!(words, "invoice-remind"), t!(words, "invoice-remind-free"))
        }
        Simple::Remind(fee) => {
            let fee = words.format().kronor_and_ore(fee);
            ("paminn", t!(words, "invoice-remind"), t!(words, "invoice-remind-what", fee = fee))
        }
        Simple::Dispute => ("bestrid", t!(words, "invoice-dispute"), t!(words, "invoice-dispute-what")),
        Simple::Resolve => ("avsluta-tvist", t!(words, "invoice-resolve"), t!(words, "invoice-resolve-what")),
        Simple::Defer => ("anstand", t!(words, "invoice-defer"), t!(words, "invoice-defer-what")),
    };
    let form = invoice_form(words, refused).step(word);
    let fields = html! {
        @match which {
            Simple::Discard => { (form.text("skal", "", None, true)) (form.tick("ja", false, &t!(words, "invoice-discard-sure"))) }
            Simple::Remind(_) => {}
            Simple::Defer => { (form.day("till", "", None, true)) (form.text("skal", "", None, true)) }
            Simple::Dispute | Simple::Resolve => { (form.text("skal", "", None, true)) }
        }
    };
    form.folded(
        visitor,
        &Step {
            name,
            what: html! { p { (what) } },
            address: &format!("/fakturor/{}", one.invoice.id),
            revision: Some(one.invoice.revision),
            fields,
            is_next: false,
        },
    )
}

/// What comes of discarding a draft: where its amount is asked for instead, if it is.
fn discarding(words: Words, one: &Whole) -> String {
    match one.invoice.document.occasion {
        Occasion::Instalment { .. } => t!(words, "invoice-discard-instalment"),
        Occasion::Credit => t!(words, "invoice-discard-credit"),
        Occasion::Interest | Occasion::ReminderFee => t!(words, "invoice-discard-charge"),
        _ => t!(words, "invoice-discard-what"),
    }
}

fn crediting(visitor: &Visitor, one: &Whole, refused: Option<&Refused>) -> Markup {
    let words = visitor.words;
    let form = invoice_form(words, refused).step("kreditera");
    let fields = html! {
        fieldset.ticks-list {
            legend { (form.label("rader")) }
            p.note { (t!(words, "invoice-credit-how")) }
            (form.error("rader"))
            @for (at, line) in one.invoice.document.lines.iter().enumerate() {
                @let name = format!("rad-{at}");
                div.field {
                    label for=(form.id(&name)) { (in_swedish(words, &line.text)) " · " (line.bearer_name) " (" (words.format().kronor_and_ore(line.amount)) ")" }
                    input.amount id=(form.id(&name)) name=(name) value=(form.value(&name, "")) inputmode="decimal" maxlength="30"
                        autocomplete="off" aria-invalid=[form.is_wrong("rader")];
                }
            }
        }
        (form.text("skal", "", None, true))
    };
    form.folded(
        visitor,
        &Step {
            name: t!(words, "invoice-do-credit"),
            what: html! { p { (t!(words, "invoice-credit-what")) } },
            address: &format!("/fakturor/{}", one.invoice.id),
            revision: None,
            fields,
            is_next: false,
        },
    )
}

/// Takes one of the steps.
#[post("/fakturor/{id}")]
pub(in crate::web) async fn change_invoice(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields)) = (id_of(&id)?, sent);
    let here = format!("/fakturor/{id}");
    if fields.step() == "kassera" && fields.filled("ja").is_none() {
        let refused = Refused::field(fields, "ja", t!(visitor.words, "invoice-discard-tick"));
        return one::shown(&visitor, id, Some(&refused)).await;
    }
    match carry_out(&visitor, &id, &fields).await {
        Ok(Some(to)) => Ok(see(&to)),
        Ok(None) => Ok(see(fields.filled("sida").map_or(here.as_str(), own_address))),
        Err(problem) => {
            let refused = Refused::by(&super::INVOICES, visitor.words, fields, problem)?;
            one::shown(&visitor, id, Some(&refused)).await
        }
    }
}

/// The page that shows what came of it, when that is not the document's own.
async fn carry_out(visitor: &Visitor, id: &str, fields: &Fields) -> Result<Option<String>, Problem> {
    let (desk, revision, id) = (visitor.once(ROUTE, fields), fields.revision(), id.to_owned());
    let reason = || ReasonBody::parse(object(vec![reason(fields)]).as_bytes());
    match fields.step() {
        "attestera" => drop(desk.attest_invoice(id, revision).await?),
        "skicka-tillbaka" => desk.return_invoice(id, revision, reason()?).await?,
        "utfarda" => drop(desk.issue_invoices(vec![(id, revision)]).await?),
        "kassera" => {
            desk.discard_invoice(id, revision, Some(reason()?)).await?;
            return Ok(Some("/fakturor".to_owned()));
        }
        "paminn" => drop(desk.claim(id, NewClaim::Reminder).await?),
        "bestrid" => drop(desk.claim(id, NewClaim::Dispute { reason: reason()? }).await?),
        "avsluta-tvist" => drop(desk.claim(id, NewClaim::Resolution { reason: reason()? }).await?),
        "anstand" => {
            let until = ("until", Json::String(fields.get("till").into()));
            drop(desk.claim(id, DeferralBody::parse(object(vec![until, self::reason(fields)]).as_bytes())?).await?);
        }
        "kreditera" => {
            let mut members = vec![self::reason(fields)];
            let lines = lines(fields);
            if !lines.is_empty() {
                members.push(("lines", Json::Array(lines)));
            }
            let made = desk.credit_invoice(id, CreditBody::parse(object(members).as_bytes())?).await?;
            return Ok(Some(format!("/fakturor/{}", made.invoice.id)));
        }
        _ => {
            return Err(Problem::not_found(say!(
                "Formuläret säger inte vad som ska göras med fakturan. Öppna sidan på nytt.",
                "The form does not say what is to be done with the invoice. Open the page anew."
            )));
        }
    }
    Ok(None)
}

fn reason(fields: &Fields) -> (&'static str, Json<'_>) {
    ("reason", Json::String(fields.get("skal").replace("\r\n", "\n").into()))
}

/// The amounts that were written for lines, as in the body of the API.
fn lines(fields: &Fields) -> Vec<Json<'_>> {
    let line = |(name, value): &(String, String)| {
        let at = name.strip_prefix("rad-")?.parse::<u32>().ok()?;
        let value = value.trim();
        // What is no number is sent as it is, and refused as the API refuses it.
        let amount = written_number(value).map_or_else(|_| value.to_owned(), |number| number.to_string());
        (!value.is_empty()).then(|| {
            Json::Object(vec![
                ("line".into(), Json::Number(at.to_string().into())),
                ("amount".into(), Json::String(amount.into())),
            ])
        })
    };
    fields.0.iter().filter_map(line).collect()
}

fn object(members: Vec<(&'static str, Json<'_>)>) -> String {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect()).to_text()
}
