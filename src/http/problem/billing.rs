//! What can be in the way of a step of the billing year.

use actix_web::http::header::{HeaderValue, LINK};
use samfin_core::{Text, say};

use super::{Entry, Problem, Service};
use crate::app;

/// The problem that an error of the billing year is.
pub(super) fn problem(error: app::Error) -> Problem {
    match error {
        app::Error::PreviewStale { current, differences } => stale_preview(&current, &differences),
        app::Error::FourEyes => Problem::new(
            Service::FourEyes,
            say!(
                "Du har själv skrivit det här underlaget. Den som attesterar ska vara en annan.",
                "You have written this document yourself. Whoever attests it must be somebody else."
            ),
        ),
        app::Error::OverLimit(detail) => Problem::new(Service::OverLimit, detail),
        app::Error::DetailsMissing(missing) => details_missing(missing),
        app::Error::AttestationMissing(detail) => Problem::new(Service::AttestationMissing, detail),
        app::Error::DuplicateInvoice { detail, first } => {
            let problem = Problem::new(Service::DuplicateInvoice, detail);
            linked(problem, &format!("/api/v1/invoices/{first}"))
        }
        app::Error::DuplicateImport { first } => {
            let detail = say!(
                "Filen är redan inläst, som {first}. Inget har bokförts igen.",
                "The file has been imported already, as {first}. Nothing has been booked again."
            );
            linked(Problem::new(Service::DuplicateImport, detail), &format!("/api/v1/payment-imports/{first}"))
        }
        app::Error::PaymentExceeds { pointer, detail } => Problem::at(pointer, Service::PaymentExceeds, detail),
        app::Error::AnotherPayer { pointer, detail } => Problem::at(pointer, Service::AnotherPayer, detail),
        app::Error::MissingRate(detail) => Problem::new(Service::MissingRate, detail),
        app::Error::Immutable(detail) => Problem::new(Service::InvoiceImmutable, detail),
        app::Error::NoEInvoice(detail) => Problem::new(Service::NoEInvoice, detail),
        app::Error::CreditExceeds { pointer, detail } => Problem::at(pointer, Service::CreditExceeds, detail),
        app::Error::Parked(why) => parked(&why),
        app::Error::AccountsMissing(missing) => accounts_missing(missing),
        app::Error::KeyMissing => Problem::new(
            Service::KeyMissing,
            say!(
                "Det som tar ett nummer eller flyttar pengar görs en enda gång: skicka huvudet Idempotency-Key.",
                "What takes a number or moves money is done once: send the header Idempotency-Key."
            ),
        ),
        error => Problem::internal(error.to_string()),
    }
}

/// What was found, and that only this agreement stands still.
fn parked(why: &Text) -> Problem {
    let detail = Text::new(
        format!("Avtalet är parkerat: det som är lagrat hänger inte ihop. {} Inget har ändrats.", why.sv),
        format!("The agreement is parked: what is stored does not hold together. {} Nothing has changed.", why.en),
    );
    Problem::new(Service::AgreementParked, detail)
}

/// A problem with the address of the first of what is there twice.
fn linked(problem: Problem, first: &str) -> Problem {
    match HeaderValue::from_str(&format!("<{first}>; rel=\"duplicate\"")) {
        Ok(link) => problem.with_header(LINK, link),
        Err(_) => problem,
    }
}

/// One problem for each party, with everything that it lacks.
fn details_missing(missing: Vec<app::invoices::Missing>) -> Problem {
    let parties = missing.len();
    let detail = match parties {
        1 => say!("En part saknar uppgifter för fakturering.", "A party lacks invoicing details."),
        _ => say!("{parties} parter saknar uppgifter för fakturering.", "{parties} parties lack invoicing details."),
    };
    let mut problem = Problem::new(Service::DetailsMissing, detail);
    let entry = |app::invoices::Missing { party, gaps }| {
        let (sv, en): (Vec<_>, Vec<_>) = gaps.into_iter().map(|gap| (gap.detail.sv, gap.detail.en)).unzip();
        let detail = Text::new(sv.join("; "), en.join("; "));
        Entry { pointer: format!("/parties/{party}"), kind: Service::DetailsMissing.into(), detail }
    };
    problem.0.errors = missing.into_iter().map(entry).collect();
    problem
}

/// One problem for each account.
fn accounts_missing(missing: Vec<Text>) -> Problem {
    let detail = say!(
        "Organisationen saknar konton för det som är bokfört.",
        "The organisation lacks accounts for what is posted."
    );
    let mut problem = Problem::new(Service::AccountsMissing, detail);
    let entry = |detail| Entry { pointer: "/accounts".to_owned(), kind: Service::AccountsMissing.into(), detail };
    problem.0.errors = missing.into_iter().map(entry).collect();
    problem
}

/// What was previewed is not what there is now, and why.
fn stale_preview(current: &str, differences: &[app::periods::Cause]) -> Problem {
    let causes: Vec<Text> = differences.iter().map(|cause| cause.text()).collect();
    let (sv, en): (Vec<_>, Vec<_>) = causes.iter().map(|cause| (cause.sv.as_str(), cause.en.as_str())).unzip();
    let (sv, en) = (sv.join("; "), en.join("; "));
    let detail = say!(
        "Sedan förhandsvisningen: {sv}. Förhandsvisa igen och skicka det nya fingeravtrycket {current}.",
        "Since the preview: {en}. Preview it again and send the new fingerprint {current}."
    );
    Problem::at("/fingerprint", Service::PreviewStale, detail)
}
