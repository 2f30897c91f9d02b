//! The whole message: which it is, and its accounts.

use super::account::account;
use super::fault::{Fault, Place};
use super::tree::{Element, Tree, parse};
use super::value::needed;
use super::{Kind, Statement, Statements, entry, sums};

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:";

/// Reads a file, whole or not at all.
///
/// # Errors
///
/// The first [`Fault`] that is found.
pub fn read(xml: &[u8]) -> Result<Statements, Fault> {
    let Tree { root, namespace } = parse(xml)?;
    let kind = match namespace.strip_prefix(NAMESPACE) {
        Some("camt.053.001.02" | "camt.053.001.08") => Kind::Statement,
        Some("camt.054.001.02" | "camt.054.001.08") => Kind::Notification,
        _ => return Err(Fault::OtherMessage { namespace: namespace.chars().take(100).collect() }),
    };
    let (message, each) = match kind {
        Kind::Statement => ("BkToCstmrStmt", "Stmt"),
        Kind::Notification => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    };
    let file = Place::default();
    let missing = |element: &str| Fault::Missing { place: file, element: element.to_owned() };
    if root.name != "Document" {
        return Err(missing("Document"));
    }
    let message = root.at(&[message]).ok_or_else(|| missing(message))?;
    let header = message.at(&["GrpHdr"]).ok_or_else(|| missing("GrpHdr"))?;
    let statements: Vec<Statement> = message
        .all(each)
        .enumerate()
        .map(|(index, element)| statement(element, header, file.statement(index)))
        .collect::<Result<_, _>>()?;
    if statements.is_empty() {
        return Err(missing(each));
    }
    Ok(Statements {
        message_id: needed(header, &["MsgId"], file)?.to_owned(),
        created: needed(header, &["CreDtTm"], file)?.to_owned(),
        kind,
        statements,
    })
}

fn statement(element: &Element, header: &Element, place: Place) -> Result<Statement, Fault> {
    let missing = |name: &str| Fault::Missing { place, element: name.to_owned() };
    let holder = element.at(&["Acct"]).ok_or_else(|| missing("Acct"))?;
    match holder.text_at(&["Ccy"]) {
        None | Some("SEK") => {}
        Some(other) => return Err(Fault::Currency { place, found: other.to_owned() }),
    }
    let entries: Vec<_> = element
        .all("Ntry")
        .enumerate()
        .map(|(index, entry)| entry::read(entry, place.entry(index)))
        .collect::<Result<_, _>>()?;
    // The sums of a statement that goes on in another file are those of all its pages.
    if [header.at(&["MsgPgntn"]), element.at(&["StmtPgntn"]), element.at(&["NtfctnPgntn"])]
        .into_iter()
        .flatten()
        .all(sums::is_only_page)
    {
        sums::summary(element, &entries, place)?;
        sums::balances(element, &entries, place)?;
    }
    Ok(Statement {
        id: needed(element, &["Id"], place)?.to_owned(),
        account: account(holder).ok_or_else(|| missing("Acct/Id"))?,
        entries,
    })
}
