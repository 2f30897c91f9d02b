//! Seller and buyer, with address and numbers.

use samfin_core::billing::document::{Document, Form, Participant};
use serde::Serialize;

use super::super::numbers;
use crate::words;

#[derive(Serialize)]
pub(super) struct Person {
    /// On which side: `Mottagare`.
    role: &'static str,
    name: String,
    address: Vec<String>,
    identity: Vec<String>,
}

pub(super) fn seller(document: &Document) -> Person {
    let role = match document.form {
        Form::Invoice | Form::CreditNote => "Från",
        Form::Internal => "Från enhet",
        Form::Payout => "Betalas till",
    };
    Person { identity: who_sells(&document.seller), ..person(&document.seller, role) }
}

pub(super) fn buyer(document: &Document) -> Person {
    let role = match document.form {
        Form::Invoice | Form::CreditNote => "Till",
        Form::Internal => "Till enhet",
        Form::Payout => "Betalas av",
    };
    person(&document.buyer, role)
}

fn person(participant: &Participant, role: &'static str) -> Person {
    Person { role, name: participant.name.clone(), address: address(participant), identity: identity(participant) }
}

fn identity(participant: &Participant) -> Vec<String> {
    let number = format!("Org.nr {}", numbers::organisation(&participant.organisation_number));
    let vat_number = participant.vat_number.as_ref().map(|number| format!("Momsreg.nr {number}"));
    [Some(number), vat_number].into_iter().flatten().collect()
}

/// With the note on F-tax, which only matters of whoever is paid.
fn who_sells(seller: &Participant) -> Vec<String> {
    let f_tax = seller.f_tax.then(|| words::F_TAX.to_owned());
    identity(seller).into_iter().chain(f_tax).collect()
}

fn address(participant: &Participant) -> Vec<String> {
    let address = &participant.address;
    let town = format!("{} {}", numbers::postal_code(&address.postal_code), address.city);
    let country = (address.country != "SE").then(|| address.country.clone());
    let all = address.lines.iter().cloned().chain([town]).chain(country);
    all.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What stands at the foot of every page: who, which numbers, where to pay.
pub(super) fn footer(seller: &Participant) -> Vec<Vec<String>> {
    let who = [vec![seller.name.clone()], address(seller)].concat();
    let accounts = numbers::accounts(seller).into_iter().map(|(label, number)| format!("{label} {number}"));
    let electronic = seller.endpoint.iter().map(|endpoint| format!("Peppol-id {}:{}", endpoint.scheme, endpoint.id));
    vec![who, who_sells(seller), accounts.chain(electronic).collect()]
}
