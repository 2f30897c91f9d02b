//! The pages about payments.
//!
//! | address | is |
//! | --- | --- |
//! | `/betalningar?visa=` | what has come and gone: all, to match, matched, or invoices that are overpaid |
//! | `/betalningar/{id}` | one payment: what it pays, what it may be for, moved, given back, taken back |
//! | `/betalningar/ny?faktura=` | one that is written in by hand |
//! | `/betalningar/bortfall?avtal=&ar=` | parties that have not paid in spite of a reminder |
//! | `/betalningar/importera` | the bank's file |
//! | `/betalningar/importer/{id}` | what an import did |

mod by_hand;
mod defaults;
mod import;
mod list;
mod one;
mod steps;

use samfin_core::json::Json;
use samfin_core::say;
use uuid::Uuid;

use super::form::Names;
use super::visitor::Visitor;
use super::words::{Key, Words, key, t};
use crate::app::payments::{Kind, Payment};
use crate::app::scope::{On, Right};
use crate::http::problem::Problem;

pub(super) use by_hand::{new_payment, register_payment};
pub(super) use defaults::default_proposals;
pub(super) use import::{import_page, import_payments, show_import};
pub(super) use list::list_payments;
pub(super) use one::show_payment;
pub(super) use steps::change_payment;

/// Whether the reader may handle payments.
fn handles(visitor: &Visitor) -> bool {
    visitor.app.scope().may(Right::Bill, On::Anything)
}

fn address(id: &str) -> String {
    format!("/betalningar/{id}")
}

/// The id in an address.
fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns ingen sådan betalning. Välj en i listan över betalningar.",
            "There is no such payment. Choose one in the list of payments."
        ))
    })
}

/// Which way the money went, and whether it was taken back.
fn direction(words: Words, payment: &Payment) -> String {
    let way = match payment.kind {
        Kind::Received => t!(words, "payments-received"),
        Kind::Refunded => t!(words, "payments-refunded"),
        Kind::PaidOut => t!(words, "payments-paid-out"),
    };
    if payment.reverses_id.is_some() {
        format!("{way}, {}", t!(words, "payments-takes-back"))
    } else if payment.reversed_by.is_some() {
        format!("{way}, {}", t!(words, "payments-taken-back"))
    } else {
        way
    }
}

/// Kronor as people write them, as the API reads them: `1 234,50` is `1234.50`. What is no amount is refused there.
fn amount(text: &str) -> Json<'static> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    Json::String(text.replace(',', ".").replace('\u{2212}', "-").into())
}

/// A text, or nothing.
fn text(value: &str) -> Json<'_> {
    if value.is_empty() { Json::Null } else { Json::String(value.into()) }
}

/// The fields of these forms, and where they stand in the API's bodies.
static NAMES: Names = Names { field, label, stale: key!("people-stale") };

fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer.rsplit('/').next()? {
        "invoice" => "faktura",
        "amount" => "belopp",
        "paid_on" => "dag",
        "note" => "anteckning",
        "kind" => "pengar",
        "reason" => "skal",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "faktura" => key!("payments-invoice"),
        "forslag" => key!("payments-suggested"),
        "betald" => key!("payments-paid-document"),
        "belopp" => key!("money-amount"),
        "dag" => key!("payments-day"),
        "anteckning" => key!("payments-note"),
        "pengar" => key!("payments-way"),
        "fil" => key!("payments-file"),
        _ => key!("people-reason"),
    }
}
