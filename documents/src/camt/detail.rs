//! One payment: how much, for what, by whom.

use samfin_core::Ore;

use super::account::{account, organisation_number};
use super::fault::{Fault, Place};
use super::tree::Element;
use super::value::{direction, money};
use super::{Detail, Direction, Payer, Reference};

/// The payment of a `TxDtls`. Version .02 has its amount in `AmtDtls` only; then none may be there at all.
pub(super) fn read(element: &Element, entry: Direction, place: Place) -> Result<(Option<Ore>, Detail), Fault> {
    let amount = [&["Amt"][..], &["AmtDtls", "TxAmt", "Amt"], &["AmtDtls", "InstdAmt", "Amt"]];
    let amount = amount.iter().find_map(|path| element.at(path)).map(|amount| money(amount, place)).transpose()?;
    let against = match element.at(&["CdtDbtInd"]) {
        Some(way) => direction(way, place)? != entry,
        None => false,
    };
    let amount = amount.map(|amount| if against { negated(amount) } else { amount });
    let text: Vec<&str> = element
        .at(&["RmtInf"])
        .into_iter()
        .flat_map(|information| information.all("Ustrd"))
        .map(|line| line.text.as_str())
        .collect();
    let detail = Detail {
        amount: amount.unwrap_or_default(),
        references: references(element, place)?,
        text: Some(text.join("\n")).filter(|text| !text.is_empty()),
        payer: payer(element),
        receiver_account: element.at(&["RltdPties", "CdtrAcct"]).and_then(account),
        end_to_end_id: owned(element, &["Refs", "EndToEndId"]).filter(|id| id != "NOTPROVIDED"),
        bank_reference: owned(element, &["Refs", "AcctSvcrRef"]),
    };
    Ok((amount, detail))
}

/// What is known of an entry without details: how much, and what the bank wrote beside it.
pub(super) fn unknown(amount: Ore, entry: &Element) -> Detail {
    Detail {
        amount,
        references: Vec::new(),
        text: owned(entry, &["AddtlNtryInf"]),
        payer: Payer::default(),
        receiver_account: None,
        end_to_end_id: None,
        bank_reference: None,
    }
}

fn references(element: &Element, place: Place) -> Result<Vec<Reference>, Fault> {
    let mut references = Vec::new();
    for structured in element.at(&["RmtInf"]).into_iter().flat_map(|information| information.all("Strd")) {
        let amounts = structured.at(&["RfrdDocAmt"]);
        let paid =
            amounts.and_then(|amounts| amounts.at(&["RmtdAmt"])).map(|amount| money(amount, place)).transpose()?;
        let drawn =
            amounts.and_then(|amounts| amounts.at(&["CdtNoteAmt"])).map(|amount| money(amount, place)).transpose()?;
        let reference = Reference {
            ocr: structured.text_at(&["CdtrRefInf", "Ref"]).map(|ocr| ocr.split_whitespace().collect()),
            document: owned(structured, &["RfrdDocInf", "Nb"]),
            amount: paid.or(drawn.map(negated)),
        };
        if reference.ocr.is_some() || reference.document.is_some() {
            references.push(reference);
        }
    }
    Ok(references)
}

/// Version .08 has a choice between a party and a bank where .02 has the party at once.
fn payer(element: &Element) -> Payer {
    let Some(parties) = element.at(&["RltdPties"]) else { return Payer::default() };
    let party = parties.at(&["Dbtr", "Pty"]).or_else(|| parties.at(&["Dbtr"]));
    Payer {
        name: party.and_then(|party| owned(party, &["Nm"])),
        account: parties.at(&["DbtrAcct"]).and_then(account),
        organisation_number: party.and_then(organisation_number),
    }
}

fn owned(element: &Element, path: &[&str]) -> Option<String> {
    element.text_at(path).map(ToOwned::to_owned)
}

/// Amounts of the format are never below zero, so that every one has its opposite.
fn negated(amount: Ore) -> Ore {
    Ore::from_wide(-amount.wide()).unwrap_or_default()
}
