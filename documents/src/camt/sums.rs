//! What the file says of itself, held against what stands in it: nothing is lost on the way.

use samfin_core::Ore;

use super::fault::{Fault, Place, Total};
use super::tree::Element;
use super::value::{count, direction, money, plain};
use super::{Detail, Direction, Entry, Status};

/// The payments of an entry come to its amount.
pub(super) fn details(amount: Ore, details: &[Detail], place: Place) -> Result<(), Fault> {
    same(Total::Details, amount, details.iter().map(|detail| detail.amount.wide()).sum(), place)
}

/// `Btch`: how many payments a group has, and what they come to; banks may state it and leave the payments out.
pub(super) fn batch(group: &Element, details: &[Detail], place: Place) -> Result<(), Fault> {
    let Some(batch) = group.at(&["Btch"]).filter(|_| !details.is_empty()) else { return Ok(()) };
    if let Some(number) = batch.at(&["NbOfTxs"]) {
        as_many(Total::BatchCount, count(number, place)?, details.len(), place)?;
    }
    match batch.at(&["TtlAmt"]) {
        // In version .02 payments may have no amounts of their own.
        Some(total) if details.iter().all(|detail| !detail.amount.is_zero()) => {
            let sum = details.iter().map(|detail| detail.amount.wide()).sum();
            same(Total::Batch, money(total, place)?, sum, place)
        }
        _ => Ok(()),
    }
}

/// `TxsSummry`: how many entries there are, and what they come to, whichever way they go.
pub(super) fn summary(statement: &Element, entries: &[Entry], place: Place) -> Result<(), Fault> {
    let Some(summary) = statement.at(&["TxsSummry"]) else { return Ok(()) };
    for (name, total, number, way) in [
        ("TtlNtries", Total::Entries, Total::EntryCount, None),
        ("TtlCdtNtries", Total::Credits, Total::CreditCount, Some(Direction::Credit)),
        ("TtlDbtNtries", Total::Debits, Total::DebitCount, Some(Direction::Debit)),
    ] {
        let Some(stated) = summary.at(&[name]) else { continue };
        let counted = || entries.iter().filter(|entry| way.is_none_or(|way| entry.direction == way));
        if let Some(stated) = stated.at(&["NbOfNtries"]) {
            as_many(number, count(stated, place)?, counted().count(), place)?;
        }
        if let Some(stated) = stated.at(&["Sum"]) {
            same(total, plain(stated, place)?, counted().map(|entry| entry.amount.wide()).sum(), place)?;
        }
    }
    Ok(())
}

/// camt.053: the balance at the start and all that was booked come to the balance at the end.
pub(super) fn balances(statement: &Element, entries: &[Entry], place: Place) -> Result<(), Fault> {
    let (Some(opening), Some(closing)) = (balance(statement, "OPBD", place)?, balance(statement, "CLBD", place)?)
    else {
        return Ok(());
    };
    let booked = entries.iter().filter(|entry| entry.status == Status::Booked);
    let sum: i128 = booked.map(|entry| signed(entry.amount, entry.direction)).sum();
    if opening + sum == closing {
        return Ok(());
    }
    let (stated, counted) = (Ore::from_wide(closing).unwrap_or_default(), Ore::from_wide(opening + sum));
    Err(Fault::Sum { place, total: Total::Balance, stated, counted })
}

fn balance(statement: &Element, code: &str, place: Place) -> Result<Option<i128>, Fault> {
    let Some(found) = statement.all("Bal").find(|balance| balance.text_at(&["Tp", "CdOrPrtry", "Cd"]) == Some(code))
    else {
        return Ok(None);
    };
    match (found.at(&["Amt"]), found.at(&["CdtDbtInd"])) {
        (Some(amount), Some(way)) => Ok(Some(signed(money(amount, place)?, direction(way, place)?))),
        _ => Err(Fault::Missing { place, element: "Bal/Amt".to_owned() }),
    }
}

fn signed(amount: Ore, way: Direction) -> i128 {
    match way {
        Direction::Credit => amount.wide(),
        Direction::Debit => -amount.wide(),
    }
}

/// Whether a message is on one page.
pub(super) fn is_only_page(pagination: &Element) -> bool {
    pagination.text_at(&["PgNb"]) == Some("1") && matches!(pagination.text_at(&["LastPgInd"]), Some("true" | "1"))
}

fn same(total: Total, stated: Ore, counted: i128, place: Place) -> Result<(), Fault> {
    if stated.wide() == counted {
        return Ok(());
    }
    Err(Fault::Sum { place, total, stated, counted: Ore::from_wide(counted) })
}

fn as_many(total: Total, stated: usize, counted: usize, place: Place) -> Result<(), Fault> {
    if stated == counted { Ok(()) } else { Err(Fault::Count { place, total, stated, counted }) }
}
