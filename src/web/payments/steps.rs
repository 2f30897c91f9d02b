//! What may be done with a payment: let it pay a document, or no longer; give back; take back.

use actix_web::{HttpResponse, post, web};
use maud::{Markup, html};
use samfin_core::Ore;
use samfin_core::json::Json;

use super::by_hand::called;
use super::one::page;
use super::{NAMES, address, amount, handles, id_of, text};
use crate::app::Error;
use crate::app::payments::{Kind, Looked};
use crate::http::bodies::{AllocationBody, ReasonBody, RefundBody};
use crate::http::problem::Problem;
use crate::web::form::{Choice, Form, Refused, Sent, Step, see};
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;
use crate::web::words::{key, t};

const PAY: &str = "betala";
const TAKE: &str = "ta-bort";
const REFUND: &str = "aterbetala";
const REVERSE: &str = "ta-tillbaka";
const ROUTE: &str = "POST /betalningar/{id}";

/// Takes a step.
#[post("/betalningar/{id}")]
pub(in crate::web) async fn change_payment(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields)) = (id_of(&id)?, sent);
    if !handles(&visitor) {
        return Err(Error::Forbidden.into());
    }
    let done = match fields.step() {
        PAY | TAKE => move_money(&visitor, &id, &fields).await?,
        REFUND => refund(&visitor, &id, &fields).await.map_err(Trouble::Refused),
        _ => reverse(&visitor, &id, &fields).await.map_err(Trouble::Refused),
    };
    match done {
        Ok(to) => Ok(see(&address(&to))),
        Err(trouble) => {
            let refused = match trouble {
                Trouble::Field(field, reason) => Refused::field(fields, field, reason),
                Trouble::Refused(problem) => Refused::by(&NAMES, visitor.words, fields, problem)?,
            };
            let looked = visitor.app.look_at_payment(id).await?;
            Ok(page(&visitor, &looked, Some(&refused)))
        }
    }
}

/// Why a step was not taken.
enum Trouble {
    Field(&'static str, String),
    Refused(Problem),
}

/// Lets the payment pay a document, or no longer.
async fn move_money(visitor: &Visitor, id: &str, fields: &Fields) -> Result<Result<String, Trouble>, Problem> {
    let takes = fields.step() == TAKE;
    let field = ["betald", "forslag"].into_iter().find(|name| fields.filled(name).is_some()).unwrap_or("faktura");
    let known = match called(visitor, fields.get(field)).await? {
        Ok(known) => known,
        Err(reason) => return Ok(Err(Trouble::Field(field, reason))),
    };
    let written = fields.get("belopp");
    let amount =
        if takes { amount(&format!("-{}", written.trim_start_matches(['-', '\u{2212}']))) } else { amount(written) };
    let item = Json::Object(vec![
        ("invoice".into(), Json::String(known.invoice.id.as_str().into())),
        ("amount".into(), amount),
    ]);
    let body = Json::Object(vec![
        ("items".into(), Json::Array(vec![item])),
        ("reason".into(), text(fields.get("skal"))),
        ("for_another_payer".into(), Json::Bool(fields.filled("annan").is_some())),
    ]);
    if takes && fields.filled("skal").is_none() {
        return Ok(Err(Trouble::Field("skal", t!(visitor.words, "payments-say-why"))));
    }
    let done = async {
        let new = AllocationBody::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.once(ROUTE, fields).allocate_payment(id.to_owned(), new).await?)
    };
    Ok(done.await.map(|done| done.payment.id).map_err(Trouble::Refused))
}

async fn refund(visitor: &Visitor, id: &str, fields: &Fields) -> Result<String, Problem> {
    let body = Json::Object(vec![
        ("amount".into(), amount(fields.get("belopp"))),
        ("paid_on".into(), Json::String(fields.get("dag").into())),
        ("note".into(), text(fields.get("anteckning"))),
    ]);
    let new = RefundBody::parse(body.to_text().as_bytes())?;
    Ok(visitor.once(ROUTE, fields).refund_payment(id.to_owned(), new).await?.payment.id)
}

async fn reverse(visitor: &Visitor, id: &str, fields: &Fields) -> Result<String, Problem> {
    let body = Json::Object(vec![("reason".into(), text(fields.get("skal")))]);
    let reason = ReasonBody::parse(body.to_text().as_bytes())?;
    Ok(visitor.once(ROUTE, fields).reverse_payment(id.to_owned(), reason).await?.payment.id)
}

/// The steps that may be taken now, the one that waits unfolded.
pub(super) fn steps(visitor: &Visitor, form: Form<'_>, looked: &Looked) -> Markup {
    let payment = &looked.whole.payment;
    let is_still_there = payment.reverses_id.is_none() && payment.reversed_by.is_none();
    let rest = payment.rest();
    let moves = is_still_there && payment.kind != Kind::Refunded;
    html! {
        @if moves && rest > 0 { (pay(visitor, form.step(PAY), looked)) }
        @if moves && payment.allocated > 0 { (take(visitor, form.step(TAKE), looked)) }
        @if payment.kind == Kind::Received && rest > 0 { (give(visitor, form.step(REFUND), looked)) }
        @if is_still_there { (back(visitor, form.step(REVERSE), looked)) }
    }
}

fn pay(visitor: &Visitor, form: Form<'_>, looked: &Looked) -> Markup {
    let (words, format) = (visitor.words, visitor.words.format());
    let rest = ore(looked.whole.payment.rest());
    let open = looked.suggested.first().map(|(_, left)| *left).filter(|left| !left.is_zero());
    let first = open.map_or(rest, |left| rest.min(left));
    let named = looked.suggested.iter().map(|(invoice, left)| {
        let number = invoice.document.issued.as_ref().map_or("", |issued| issued.number.as_str());
        let left = format.kronor_and_ore(*left);
        let name =
            t!(words, "payments-choice", number = number, who = invoice.document.buyer.name.as_str(), left = left);
        Choice { value: invoice.id.clone(), name }
    });
    let other = Choice { value: String::new(), name: t!(words, "payments-other-document") };
    let choices: Vec<_> = named.chain([other]).collect();
    let usual = looked.suggested.first().map_or("", |(invoice, _)| invoice.id.as_str());
    let step = Step {
        name: t!(words, "payments-let-pay"),
        what: html! {
            p {
                @if looked.suggested.is_empty() { (t!(words, "payments-no-suggestion")) } @else { (t!(words, "payments-suggestions")) }
            }
        },
        address: &address(&looked.whole.payment.id),
        revision: None,
        fields: html! {
            @if !looked.suggested.is_empty() { (form.choice("forslag", usual, &choices, None)) }
            (form.maybe("faktura", "", Some(key!("payments-invoice-how")), 100))
            (form.number("belopp", &written(first), None, true))
            (form.tick("annan", false, &t!(words, "payments-for-another")))
            (form.text("skal", "", None, false))
        },
        is_next: true,
    };
    form.folded(visitor, &step)
}

fn take(visitor: &Visitor, form: Form<'_>, looked: &Looked) -> Markup {
    let (words, format) = (visitor.words, visitor.words.format());
    let paid = paid(looked);
    let choices: Vec<_> = paid
        .iter()
        .map(|(id, number, amount)| {
            let name =
                t!(words, "payments-taken-choice", number = number.as_str(), amount = format.kronor_and_ore(*amount));
            Choice { value: id.clone(), name }
        })
        .collect();
    let step = Step {
        name: t!(words, "payments-take"),
        what: html! { p { (t!(words, "payments-take-what")) } },
        address: &address(&looked.whole.payment.id),
        revision: None,
        fields: html! {
            (form.choice("betald", "", &choices, None))
            (form.number("belopp", &paid.first().map(|(.., amount)| written(*amount)).unwrap_or_default(), None, true))
            (form.text("skal", "", None, true))
        },
        is_next: false,
    };
    form.folded(visitor, &step)
}

fn give(visitor: &Visitor, form: Form<'_>, looked: &Looked) -> Markup {
    let words = visitor.words;
    let rest = ore(looked.whole.payment.rest());
    let step = Step {
        name: t!(words, "payments-refund"),
        what: html! { p { (t!(words, "payments-refund-what", rest = words.format().kronor_and_ore(rest))) } },
        address: &address(&looked.whole.payment.id),
        revision: None,
        fields: html! {
            (form.number("belopp", &written(rest), None, true))
            (form.day("dag", &visitor.now().date().to_string(), Some(key!("payments-day-how")), true))
            (form.text("anteckning", "", None, false))
        },
        is_next: false,
    };
    form.folded(visitor, &step)
}

fn back(visitor: &Visitor, form: Form<'_>, looked: &Looked) -> Markup {
    let (words, format) = (visitor.words, visitor.words.format());
    let step = Step {
        name: t!(words, "payments-reverse"),
        what: html! {
            p { (t!(words, "payments-reverse-what")) }
            ul.list {
                @for (_, number, amount) in paid(looked) {
                    li { (t!(words, "payments-reverse-of", number = number, amount = format.kronor_and_ore(amount))) }
                }
            }
        },
        address: &address(&looked.whole.payment.id),
        revision: None,
        fields: form.text("skal", "", None, true),
        is_next: false,
    };
    form.folded(visitor, &step)
}

/// The documents that the payment pays now, by id and number, with how much of each.
fn paid(looked: &Looked) -> Vec<(String, String, Ore)> {
    let sum = |id: &str| looked.whole.allocations.iter().filter(|one| one.invoice_id == id).map(|one| one.amount).sum();
    let of = |stood: &crate::app::payments::Stood| {
        let number = stood.invoice.document.issued.as_ref().map(|issued| issued.number.clone()).unwrap_or_default();
        (stood.invoice.id.clone(), number, ore(sum(&stood.invoice.id)))
    };
    looked.documents.iter().map(of).filter(|(.., amount)| !amount.is_zero()).collect()
}

/// As it is written in a field.
fn written(amount: Ore) -> String {
    amount.to_string().replace('.', ",")
}

fn ore(amount: i64) -> Ore {
    Ore::from_ore(amount).unwrap_or_default()
}
