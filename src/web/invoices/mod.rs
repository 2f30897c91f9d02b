//! The pages about invoices.
//!
//! | address | shows |
//! | --- | --- |
//! | `/fakturor?visa=&avtal=&ar=&part=&fore=` | all that the reader sees, the newest first, to tick |
//! | `/fakturor/valda?gor=&v=` | what will be done to those that were ticked, before it is done |
//! | `/fakturor/valda.zip?form=&v=` | the PDFs or e-invoices of those that were ticked |
//! | `/fakturor.xlsx`, `/fakturor.csv` | the register, with the same filters as the page |
//! | `/fakturor/underlag.csv?layout=` | the drafts for another customer ledger, in a layout that it reads |
//! | `/fakturor/kundreskontra?v=` | what the own customer ledger gave the invoices that it made |
//! | `/fakturor/utfardade/<key>` | how far the files of a batch have come |
//! | `/fakturor/<id>` | one, as on paper, with how it came about and the steps that can be taken |
//! | `/attest` | what waits for an approver |

mod basis_file;
mod download;
mod lacking;
mod ledger;
mod list;
mod narrowing;
mod one;
mod paper;
mod selected;
mod steps;
mod sums;
mod table;
mod waiting;
pub(super) mod wording;

use samfin_core::say;
use uuid::Uuid;

use super::form::{Form, Names, Refused};
use super::words::{Key, Words, key};
use crate::http::problem::Problem;

pub(super) use basis_file::basis_csv;
pub(super) use download::{download_selected, register_csv, register_xlsx};
pub(super) use lacking::lacking;
pub(super) use ledger::{register_ledger_issues, show_ledger_issues};
pub(super) use list::list_invoices;
pub(super) use one::{returned, show_invoice};
pub(super) use selected::{carry_out_selected, show_progress, show_selected};
pub(super) use steps::{change_invoice, stale};
pub(super) use waiting::{is_for, list_waiting};

/// The fields of the forms about invoices.
static INVOICES: Names = Names { field, label, stale: key!("invoice-stale") };

fn invoice_form(words: Words, refused: Option<&Refused>) -> Form<'_> {
    Form::new(words, &INVOICES, refused)
}

fn field(pointer: &str) -> Option<&'static str> {
    match pointer {
        "/reason" => Some("skal"),
        "/until" => Some("till"),
        _ if pointer.starts_with("/lines") => Some("rader"),
        _ => None,
    }
}

fn label(field: &str) -> Key {
    match field {
        "till" => key!("invoice-until"),
        "rader" => key!("invoice-credit-lines"),
        "ja" => key!("invoice-discard-sure"),
        _ => key!("invoice-reason"),
    }
}

/// The id of a document in an address.
fn id_of(text: &str) -> Result<String, Problem> {
    Uuid::try_parse(text).map(|id| id.to_string()).map_err(|_| {
        Problem::not_found(say!(
            "Det finns ingen sådan faktura. Alla fakturor står på /fakturor.",
            "There is no such invoice. All invoices are listed at /fakturor."
        ))
    })
}
