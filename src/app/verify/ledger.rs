//! The books: every voucher sums to zero and is where it was posted, and everything that is to be posted is, once, as it is
//! posted today.

use std::collections::HashMap;
use std::sync::Arc;

use samfin_core::billing::document::Totals;
use samfin_core::{Agreement, Request, Text, calculate, say};

use super::ledger_money::money;
use super::{Check, Fault, Faults, edited};
use crate::app::invoices::lates;
use crate::app::ledger::{Covered, default_of, given_back, issuer_of, late_of, settled, voucher_of};
use crate::storage::audit::BEGINNING;
use crate::storage::invoices::{self, Status};
use crate::storage::late_money::{self, LateMoney};
use crate::storage::vouchers::{self, SourceKind, Voucher};
use crate::storage::{Error, Tx, numbers, periods};

/// What the checks are called.
pub(super) const SERIES: &str = "voucher_series";
pub(super) const POSTINGS: &str = "postings";

/// So many rows at a time.
const ROWS: i64 = 200;

pub(super) fn series_title() -> Text {
    say!("verifikationer", "vouchers")
}

pub(super) fn postings_title() -> Text {
    say!("bokföring", "postings")
}

/// Follows each series from 1 to where its counter stands; each voucher sums to zero and is as it was posted.
pub(super) async fn series(tx: &mut Tx) -> Result<Check, Error> {
    let (mut faults, mut count, mut of) = (Faults::default(), 0_u64, 0);
    for series in vouchers::series(tx).await? {
        of += 1;
        let counter = series.counter();
        let place = format!("number_series {counter} {}", series.year);
        let (mut last, mut previous) = (0, BEGINNING.to_owned());
        loop {
            let links = vouchers::chain(tx, &series, last, ROWS).await?;
            if links.is_empty() {
                break;
            }
            for link in links {
                count += 1;
                if link.number != last + 1 {
                    faults.add(missing(&place, last + 1, link.number - 1));
                } else if link.previous_sha256 != previous {
                    faults.add(fault(
                        &link.id,
                        say!(
                            "Verifikationen hänger inte ihop med den före i serien.",
                            "The voucher does not fit the one before in the series."
                        ),
                    ));
                }
                look_at(&mut faults, &link);
                (last, previous) = (link.number, link.sha256);
            }
        }
        let at = numbers::last(tx, &counter, series.year).await?.unwrap_or_default();
        if at > last {
            faults.add(missing(&place, last + 1, at));
        } else if at < last {
            let problem = say!(
                "Räknaren står på {at}, men nummer {last} är bokfört: nästa verifikation kan inte få sitt nummer.",
                "The counter is at {at}, but number {last} is posted: the next voucher cannot get its number."
            );
            faults.add(Fault { place, problem, advice: edited() });
        }
    }
    let fine = say!(
        "{count} verifikationer i {of} serier, utan luckor, var och en i balans",
        "{count} vouchers in {of} series, without gaps, each of them balanced"
    );
    Ok(faults.check(SERIES, series_title(), fine))
}

fn look_at(faults: &mut Faults, link: &vouchers::Link) {
    if link.sum != 0 {
        let problem = say!("Sidorna summerar inte till noll.", "The sides do not sum to zero.");
        faults.add(fault(&link.id, problem));
    }
    match &link.computed {
        Ok(computed) if *computed != link.sha256 => {
            let problem = say!(
                "Verifikationen har inte den kontrollsumma som den fick när den bokfördes.",
                "The voucher does not have the checksum that it got when it was posted."
            );
            faults.add(fault(&link.id, problem));
        }
        Ok(_) => {}
        Err(Error::Corrupt { table, column, .. }) => {
            let problem = say!("{table}.{column} går inte att läsa.", "{table}.{column} cannot be read.");
            faults.add(fault(&link.id, problem));
        }
        Err(error) => faults.add(fault(&link.id, say!("{error}.", "{error}."))),
    }
}

/// Holds every issued document, and every year with a default, to its voucher.
pub(super) async fn postings(tx: &mut Tx) -> Result<Check, Error> {
    let (mut faults, mut agreements) = (Faults::default(), Agreements::default());
    let (mut count, mut after) = (0_u64, String::new());
    let mut posted = vouchers::sourced(tx, SourceKind::Document).await?;
    loop {
        let rows = invoices::traced(tx, &after, ROWS).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        for row in rows {
            // One that cannot be read is told of among the invoices.
            let Ok(invoice) = row.invoice else { continue };
            let (Status::Issued, Some(issued)) = (invoice.status, &invoice.document.issued) else { continue };
            count += 1;
            let document = &invoice.document;
            let lines = document.lines.iter().map(|line| line.amount);
            let whole_kronor = document.totals.rounding.ore() != 0;
            if Totals::of(lines, &document.vat, whole_kronor) != Some(document.totals) {
                let problem = say!(
                    "Raderna summerar inte till dokumentets summor.",
                    "The lines do not sum to the document's totals."
                );
                faults.add(Fault { place: format!("invoices {}", invoice.id), problem, advice: edited() });
            }
            let Some(agreement) = agreements.of(tx, &invoice.period_id, invoice.snapshot).await? else { continue };
            let expected = voucher_of(&agreement, document).ok().flatten();
            match (posted.remove(&invoice.id), expected) {
                (None, None) => {}
                (None, Some(_)) => faults.add(unposted(format!("invoices {}", invoice.id))),
                (Some(found), expected) => {
                    let same = expected.is_some_and(|expected| expected.entries() == found.entries);
                    if !same || found.issuer != issuer_of(document) || found.dated_on != issued.issued_on {
                        faults.add(otherwise(&found));
                    }
                }
            }
        }
    }
    for id in vouchers::without_source(tx).await? {
        faults.add(fault(
            &id,
            say!("Det som verifikationen berättar om finns inte.", "What the voucher tells of is not there."),
        ));
    }
    defaults(tx, &mut faults).await?;
    settlements(tx, &mut faults).await?;
    late_money(tx, &mut faults).await?;
    money(tx, &mut faults).await?;
    let fine = say!(
        "{count} utfärdade dokument, vart och ett bokfört en gång",
        "{count} issued documents, each of them posted once"
    );
    Ok(faults.check(POSTINGS, postings_title(), fine))
}

/// The default of the snapshot in force of each year is posted, and those of earlier ones are undone.
async fn defaults(tx: &mut Tx, faults: &mut Faults) -> Result<(), Error> {
    let mut posted = vouchers::sourced(tx, SourceKind::Default).await?;
    let mut undone = vouchers::sourced(tx, SourceKind::DefaultReversal).await?;
    for period in periods::decided(tx).await? {
        let id = default_of(&period.id, period.snapshot);
        let found = posted.remove(&id);
        let snapshot = periods::snapshot(tx, &period.id, period.snapshot).await?;
        // One that cannot be calculated is told of among the documents.
        let Ok(expected) = expected_default(&snapshot.request) else { continue };
        hold(faults, found, expected, || format!("period_snapshots {} {}", period.id, period.snapshot));
        if let Some(early) = undone.remove(&id) {
            faults.add(otherwise(&early));
        }
    }
    for (id, voucher) in posted {
        let twin = undone.remove(&id);
        let is_undone = twin.is_some_and(|twin| {
            let sums = twin.entries.iter().zip(&voucher.entries);
            twin.entries.len() == voucher.entries.len()
                && sums.into_iter().all(|(a, b)| a.account == b.account && a.amount.wide() == -b.amount.wide())
        });
        if !is_undone {
            faults.add(fault(
                &voucher.id,
                say!(
                    "Året har rättats sedan dess, men verifikationen är inte återförd.",
                    "The year has been corrected since, but the voucher is not undone."
                ),
            ));
        }
    }
    for voucher in undone.into_values() {
        faults.add(otherwise(&voucher));
    }
    Ok(())
}

/// What each settlement tells without a document is posted.
async fn settlements(tx: &mut Tx, faults: &mut Faults) -> Result<(), Error> {
    let mut posted = vouchers::sourced(tx, SourceKind::Settlement).await?;
    for period in periods::decided(tx).await? {
        // One that cannot be calculated is told of among the documents.
        let Ok(Some(settled)) = settled(tx, &period).await else { continue };
        let found = posted.remove(&settled.source);
        hold(faults, found, settled.expected, || format!("settlements {}", period.id));
    }
    for voucher in posted.into_values() {
        faults.add(otherwise(&voucher));
    }
    Ok(())
}

/// Says what is wrong with the voucher of what has no document.
fn hold(faults: &mut Faults, found: Option<Voucher>, expected: Option<Covered>, place: impl FnOnce() -> String) {
    match (found, expected) {
        (None, None) => {}
        (None, Some(_)) => faults.add(unposted(place())),
        (Some(found), expected) => {
            let is_same = |one: &Covered| one.voucher.entries() == found.entries && one.issuer == found.issuer;
            if !expected.as_ref().is_some_and(is_same) {
                faults.add(otherwise(&found));
            }
        }
    }
}

/// What late money gives back without a document is posted.
async fn late_money(tx: &mut Tx, faults: &mut Faults) -> Result<(), Error> {
    let mut posted = vouchers::sourced(tx, SourceKind::LateMoney).await?;
    for period in periods::decided(tx).await? {
        let stored = late_money::list(tx, &period.id).await?;
        for (before, one) in stored.iter().enumerate() {
            let id = late_of(&period.id, one.number);
            let snapshot = periods::snapshot(tx, &period.id, one.snapshot).await?;
            let Ok(expected) = expected_back(&snapshot.request, &stored[..=before]) else { continue };
            hold(faults, posted.remove(&id), expected, || format!("late_money {id}"));
        }
    }
    for voucher in posted.into_values() {
        faults.add(otherwise(&voucher));
    }
    Ok(())
}

/// What the last of `stored` is posted as.
fn expected_back(request: &str, stored: &[LateMoney]) -> Result<Option<Covered>, crate::app::Error> {
    let request = Request::parse(request.as_bytes())?;
    let calculation = calculate(&request, false)?;
    let lates = lates(stored)?;
    let Some((late, earlier)) = lates.split_last() else { return Ok(None) };
    Ok(given_back(&request.agreement, &calculation, earlier, late))
}

/// What a snapshot's default is posted as.
fn expected_default(request: &str) -> Result<Option<Covered>, samfin_core::Error> {
    let request = Request::parse(request.as_bytes())?;
    if request.events.is_empty() {
        return Ok(None);
    }
    Ok(Covered::of(&request.agreement, &calculate(&request, false)?))
}

/// Agreements by billing year and snapshot, each read once.
#[derive(Default)]
struct Agreements(HashMap<(String, i64), Option<Arc<Agreement>>>);

impl Agreements {
    async fn of(&mut self, tx: &mut Tx, period: &str, snapshot: i64) -> Result<Option<Arc<Agreement>>, Error> {
        let key = (period.to_owned(), snapshot);
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let stored = periods::snapshot(tx, period, snapshot).await?;
        let agreement = Request::parse(stored.request.as_bytes()).ok().map(|request| request.agreement);
        self.0.insert(key, agreement.clone());
        Ok(agreement)
    }
}

fn missing(place: &str, from: i64, to: i64) -> Fault {
    let problem = if from == to {
        say!("Nummer {from} saknas.", "Number {from} is missing.")
    } else {
        say!("Nummer {from}–{to} saknas.", "Numbers {from} to {to} are missing.")
    };
    Fault { place: place.to_owned(), problem, advice: edited() }
}

pub(super) fn unposted(place: String) -> Fault {
    let advice = say!(
        "Kör samfin migrate: det bokför det som ett äldre samfin inte har bokfört. Annars har någon raderat verifikationen.",
        "Run samfin migrate: it posts what an older samfin has not posted. Otherwise somebody has deleted the voucher."
    );
    Fault { place, problem: say!("Har ingen verifikation.", "Has no voucher."), advice }
}

pub(super) fn otherwise(voucher: &Voucher) -> Fault {
    fault(
        &voucher.id,
        say!(
            "Verifikationen är inte den som följer av det som den berättar om.",
            "The voucher is not the one that follows from what it tells of."
        ),
    )
}

fn fault(id: &str, problem: Text) -> Fault {
    Fault { place: format!("vouchers {id}"), problem, advice: edited() }
}
