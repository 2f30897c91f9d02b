//! `/betalningar/ny`: a payment that is written in by hand.

use actix_web::{HttpRequest, HttpResponse, get, post};
use maud::{Markup, html};
use samfin_core::billing::document::Form as Paper;
use samfin_core::json::Json;

use super::{NAMES, address, amount, handles, text};
use crate::app::Error;
use crate::app::payments::Stood;
use crate::http::bodies::PaymentBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::{Choice, Form, Refused, Sent, see};
use crate::web::layout::Page;
use crate::web::money::{about, standing};
use crate::web::visitor::Visitor;
use crate::web::words::{Words, key, t};

/// Money back to the payer.
const BACK: &str = "tillbaka";

/// The form: `?faktura=` a document by its id, number or payment reference, `&pengar=tillbaka` money back.
#[get("/betalningar/ny")]
pub(in crate::web) async fn new_payment(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = Query::read(request.query_string(), &["faktura", "pengar"]);
    let (asked, back) = (query.raw("faktura"), query.raw("pengar").is_some_and(|way| way == BACK));
    query.finish()?;
    if !handles(&visitor) {
        return Err(Error::Forbidden.into());
    }
    let known = match asked {
        Some(asked) => visitor.app.documents_called(asked).await?.into_iter().next(),
        None => None,
    };
    Ok(page(&visitor, known.as_ref(), back, None))
}

/// Registers the payment.
#[post("/betalningar/ny")]
pub(in crate::web) async fn register_payment(visitor: Visitor, sent: Sent) -> Result<HttpResponse, Problem> {
    let (words, Sent(fields)) = (visitor.words, sent);
    if !handles(&visitor) {
        return Err(Error::Forbidden.into());
    }
    let known = match called(&visitor, fields.get("faktura")).await? {
        Ok(known) => known,
        Err(reason) => return Ok(page(&visitor, None, false, Some(&Refused::field(fields, "faktura", reason)))),
    };
    let body = Json::Object(vec![
        ("invoice".into(), Json::String(known.invoice.id.as_str().into())),
        ("kind".into(), if fields.get("pengar") == BACK { Json::String("refunded".into()) } else { Json::Null }),
        ("amount".into(), amount(fields.get("belopp"))),
        ("paid_on".into(), Json::String(fields.get("dag").into())),
        ("note".into(), text(fields.get("anteckning"))),
    ]);
    let made = async {
        let new = PaymentBody::parse(body.to_text().as_bytes())?;
        Ok::<_, Problem>(visitor.once("POST /betalningar/ny", &fields).register_payment(new).await?)
    };
    match made.await {
        Ok(made) => Ok(see(&address(&made.payment.id))),
        Err(problem) => {
            let refused = Refused::by(&NAMES, words, fields, problem)?;
            Ok(page(&visitor, Some(&known), false, Some(&refused)))
        }
    }
}

/// The one document that is called so, or why it is not known.
pub(super) async fn called(visitor: &Visitor, text: &str) -> Result<Result<Stood, String>, Problem> {
    let words = visitor.words;
    let mut found = visitor.app.documents_called(text.to_owned()).await?;
    let several = found.len() > 1;
    Ok(match found.pop() {
        Some(only) if !several => Ok(only),
        Some(_) => Err(t!(words, "payments-several-called")),
        None => Err(t!(words, "payments-none-called")),
    })
}

fn page(visitor: &Visitor, known: Option<&Stood>, back: bool, refused: Option<&Refused>) -> HttpResponse {
    let words = visitor.words;
    let form = Form::new(words, &NAMES, refused);
    let issued = known.and_then(|one| one.invoice.document.issued.as_ref());
    let standing = known.and_then(|one| one.standing);
    let usual = standing.map(|standing| if back { standing.credit } else { standing.left });
    let usual =
        usual.filter(|usual| !usual.is_zero()).map(|usual| usual.to_string().replace('.', ",")).unwrap_or_default();
    let number = issued.map_or("", |issued| issued.number.as_str());
    let ways = [("", t!(words, "payments-way-usual")), (BACK, t!(words, "payments-way-back"))];
    let ways = ways.map(|(value, name)| Choice { value: value.to_owned(), name });
    let content = html! {
        p.crumb { a href="/betalningar" { (t!(words, "payments-title")) } }
        (form.reasons())
        form.card.read method="post" action="/betalningar/ny" {
            (form.hidden(visitor))
            @if let Some(known) = known { (told(words, known)) } @else { p { (t!(words, "payments-new-what")) } }
            (form.noted("faktura", number, key!("payments-invoice-how"), 100))
            (form.choice("pengar", if back { BACK } else { "" }, &ways, None))
            (form.number("belopp", &usual, None, true))
            (form.day("dag", &visitor.now().date().to_string(), Some(key!("payments-day-how")), true))
            (form.text("anteckning", "", None, false))
            div.acts { button.btn.btn-p type="submit" { (t!(words, "payments-new-do")) } }
        }
    };
    let title = t!(words, "payments-new");
    let mut response = visitor.page_of_data(&Page { title: &title, place: None, actions: None, content });
    if let Some(refused) = refused {
        *response.status_mut() = refused.status;
    }
    response
}

/// What a document asks for, and what registering a payment of it does.
fn told(words: Words, known: &Stood) -> Markup {
    let (format, document) = (words.format(), &known.invoice.document);
    let number = document.issued.as_ref().map_or("", |issued| issued.number.as_str());
    let other = if document.form == Paper::Payout { &document.seller.name } else { &document.buyer.name };
    html! {
        p {
            strong { (number) ", " (other) } " · " (about(words, document))
            @if let Some(stands) = known.standing {
                " · " (standing(words, stands.status)) ". "
                @if !stands.left.is_zero() { (t!(words, "payments-left-of", amount = format.kronor_and_ore(stands.left))) }
                @if !stands.credit.is_zero() { (t!(words, "payments-credit-of", amount = format.kronor_and_ore(stands.credit))) }
            }
        }
        p.note { (t!(words, "payments-new-does")) }
    }
}
