//! What the form of an organisation holds, and what the API reads of it.

use samfin_core::billing::organisation::{IssuedBy, Organisation as Details};
use samfin_core::json::Json;

use super::accounts;
use crate::web::form::Names;
use crate::web::forms::Fields;
use crate::web::words::{Key, key};

/// The fields and what they are called.
pub(super) static NAMES: Names = Names { field, label, stale: key!("organisations-stale") };

/// The fields that are one text each, by what the API calls them.
const TEXTS: [(&str, &str); 12] = [
    ("namn", "name"),
    ("orgnr", "organisation_number"),
    ("externt", "external_id"),
    ("referens", "buyer_reference"),
    ("monster", "buyer_reference_pattern"),
    ("kontakt", "contact"),
    ("bankgiro", "bankgiro"),
    ("plusgiro", "plusgiro"),
    ("iban", "iban"),
    ("bic", "bic"),
    ("momsnr", "vat_number"),
    ("utfardas", "issued_by"),
];

/// The field that holds what a pointer leads to.
fn field(pointer: &str) -> Option<&'static str> {
    let mut parts = pointer.split('/').skip(1);
    let (first, second) = (parts.next()?, parts.next().unwrap_or_default());
    let among = |pairs: &'static [(&'static str, &'static str)], wanted: &str| {
        pairs.iter().find(|(_, name)| *name == wanted).map(|(field, _)| *field)
    };
    match first {
        "address" => Some(match second {
            "postal_code" => "postnr",
            "city" => "ort",
            "country" => "land",
            _ => "rader",
        }),
        "endpoint" => Some(if second == "scheme" { "eschema" } else { "eadress" }),
        "f_tax" => Some("fskatt"),
        "whole_kronor" => Some("hela"),
        "attestations_required" => Some("attester"),
        "accounts" => Some(match second {
            "income" => accounts::COSTS,
            // The dimensions without a column of their own are written line by line.
            "dimensions" => match pointer.split('/').nth(4) {
                Some(number) if accounts::OBJECTS.iter().all(|(_, known)| *known != number) => accounts::DIMENSIONS,
                _ => accounts::COSTS,
            },
            "other" => {
                among(&accounts::OTHER, pointer.split('/').nth(3).unwrap_or_default()).unwrap_or(accounts::COSTS)
            }
            single => among(&accounts::SINGLE, single).unwrap_or("konto-kund"),
        }),
        text => among(&TEXTS, text),
    }
}

/// What a field is called.
fn label(field: &str) -> Key {
    match field {
        "namn" => key!("organisations-name"),
        "orgnr" => key!("organisations-number"),
        "externt" => key!("organisations-external"),
        "rader" => key!("organisations-lines"),
        "postnr" => key!("organisations-postal-code"),
        "ort" => key!("organisations-city"),
        "land" => key!("organisations-country"),
        "eschema" => key!("organisations-scheme"),
        "eadress" => key!("organisations-endpoint"),
        "referens" => key!("organisations-reference"),
        "monster" => key!("organisations-pattern"),
        "kontakt" => key!("organisations-contact"),
        "bankgiro" => key!("organisations-bankgiro"),
        "plusgiro" => key!("organisations-plusgiro"),
        "iban" => key!("organisations-iban"),
        "bic" => key!("organisations-bic"),
        "momsnr" => key!("organisations-vat"),
        "fskatt" => key!("organisations-f-tax"),
        "hela" => key!("organisations-whole"),
        "utfardas" => key!("organisations-issued-by"),
        "attester" => key!("organisations-attestations"),
        "konto-kund" => key!("organisations-receivable"),
        "konto-lev" => key!("organisations-payable"),
        "konto-bank" => key!("organisations-bank"),
        "konto-ore" => key!("organisations-rounding"),
        "konto-moms-25" => key!("organisations-vat-25"),
        "konto-moms-12" => key!("organisations-vat-12"),
        "konto-moms-6" => key!("organisations-vat-6"),
        "konto-reserv" => key!("organisations-reserve"),
        "konto-tackning" => key!("organisations-cover"),
        "konto-utfort" => key!("organisations-provided"),
        "konto-bortfall" => key!("organisations-shortfall"),
        "konto-utlagg" => key!("organisations-outlay"),
        "konto-egen" => key!("organisations-own-share"),
        "konto-senare" => key!("organisations-carry"),
        "konto-ing-25" => key!("organisations-input-vat-25"),
        "konto-ing-12" => key!("organisations-input-vat-12"),
        "konto-ing-6" => key!("organisations-input-vat-6"),
        "konto-ranta" => key!("organisations-interest"),
        "konto-avgift" => key!("organisations-fee"),
        accounts::COSTS => key!("organisations-costs"),
        _ => key!("organisations-dimensions"),
    }
}

/// What stands in a field when the form is opened.
pub(super) fn usual(details: Option<&Details>, field: &str) -> String {
    let Some(of) = details else {
        return match field {
            "land" => "SE".to_owned(),
            "eschema" => "0007".to_owned(),
            "attester" => "1".to_owned(),
            "utfardas" => "samfin".to_owned(),
            _ => String::new(),
        };
    };
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
    match field {
        "namn" => of.name.clone(),
        "orgnr" => of.organisation_number.to_string(),
        "externt" => of.external_id.clone().unwrap_or_default(),
        "rader" => of.address.as_ref().map(|address| address.lines.join("\n")).unwrap_or_default(),
        "postnr" => of.address.as_ref().map(|address| address.postal_code.clone()).unwrap_or_default(),
        "ort" => of.address.as_ref().map(|address| address.city.clone()).unwrap_or_default(),
        "land" => of.address.as_ref().map_or_else(|| "SE".to_owned(), |address| address.country.clone()),
        "eschema" => endpoint(of).map_or_else(|| "0007".to_owned(), |(scheme, _)| scheme),
        "eadress" => endpoint(of).map(|(_, id)| id).unwrap_or_default(),
        "referens" => of.buyer_reference.clone().unwrap_or_default(),
        "monster" => text(of.buyer_reference_pattern.as_ref().map(|one| one as &dyn ToString)),
        "kontakt" => of.contact.clone().unwrap_or_default(),
        "bankgiro" => text(of.bankgiro.as_ref().map(|one| one as &dyn ToString)),
        "plusgiro" => text(of.plusgiro.as_ref().map(|one| one as &dyn ToString)),
        "iban" => text(of.iban.as_ref().map(|one| one as &dyn ToString)),
        "bic" => text(of.bic.as_ref().map(|one| one as &dyn ToString)),
        "momsnr" => text(of.vat_number.as_ref().map(|one| one as &dyn ToString)),
        "utfardas" => word(of.issued_by).to_owned(),
        "attester" => of.attestations_required.to_string(),
        account => accounts::usual(of.accounts.as_ref(), account),
    }
}

fn endpoint(of: &Details) -> Option<(String, String)> {
    let endpoint: samfin_core::billing::document::Endpoint = of.endpoint.clone()?.into();
    Some((endpoint.scheme, endpoint.id))
}

pub(super) fn word(issued_by: IssuedBy) -> &'static str {
    IssuedBy::WORDS.iter().find(|(_, known)| *known == issued_by).map_or("samfin", |(word, _)| word)
}

/// The form as the API reads it; the field in which a name stands twice, otherwise.
pub(super) fn read(fields: &Fields) -> Result<String, &'static str> {
    let mut members: Vec<(_, Json<'_>)> = Vec::new();
    for (field, name) in TEXTS {
        if let Some(text) = fields.filled(field) {
            members.push((name.into(), Json::String(text.into())));
        }
    }
    let filled = |names: &[&str]| names.iter().any(|name| fields.filled(name).is_some());
    if filled(&["rader", "postnr", "ort"]) {
        let lines = fields.get("rader").lines().map(str::trim).filter(|line| !line.is_empty());
        let mut address: Vec<(_, Json<'_>)> =
            vec![("lines".into(), Json::Array(lines.map(|line| Json::String(line.into())).collect()))];
        for (field, name) in [("postnr", "postal_code"), ("ort", "city"), ("land", "country")] {
            if let Some(text) = fields.filled(field) {
                address.push((name.into(), Json::String(text.into())));
            }
        }
        members.push(("address".into(), Json::Object(address)));
    }
    if let Some(id) = fields.filled("eadress") {
        let scheme = Json::String(fields.get("eschema").into());
        members.push((
            "endpoint".into(),
            Json::Object(vec![("scheme".into(), scheme), ("id".into(), Json::String(id.into()))]),
        ));
    }
    for (field, name) in [("fskatt", "f_tax"), ("hela", "whole_kronor")] {
        members.push((name.into(), Json::Bool(fields.filled(field).is_some())));
    }
    if let Some(count) = fields.filled("attester") {
        members.push(("attestations_required".into(), Json::Number(count.into())));
    }
    members.push(("accounts".into(), accounts::read(fields)?));
    Ok(Json::Object(members).to_text())
}
