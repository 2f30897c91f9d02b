//! Issued documents: every number is there once, nothing was put in, taken out or edited, and no more is taken back than
//! was asked for.

use std::collections::BTreeMap;

use samfin_core::{Text, say};

use super::{Check, Fault, Faults, edited};
use crate::storage::audit::BEGINNING;
use crate::storage::{Error, Tx, invoices, numbers};

/// What the checks are called.
pub(super) const SERIES: &str = "invoice_series";
pub(super) const DOCUMENTS: &str = "invoices";

/// So many rows at a time.
const ROWS: i64 = 200;

pub(super) fn series_title() -> Text {
    say!("fakturanummer", "invoice numbers")
}

pub(super) fn documents_title() -> Text {
    say!("fakturor", "invoices")
}

/// Follows each series from 1 to where its counter stands.
pub(super) async fn series(tx: &mut Tx) -> Result<Check, Error> {
    let (mut faults, mut count, mut of) = (Faults::default(), 0_u64, 0);
    for series in invoices::series(tx).await? {
        of += 1;
        let (mut last, mut previous) = (0, BEGINNING.to_owned());
        loop {
            let links = invoices::chain(tx, &series, last, ROWS).await?;
            if links.is_empty() {
                break;
            }
            for link in links {
                count += 1;
                if link.number != last + 1 {
                    faults.add(missing(&series, last + 1, link.number - 1));
                } else if link.previous_sha256 != previous {
                    faults.add(fault(
                        &link.id,
                        say!(
                            "Dokumentet hänger inte ihop med det före i serien.",
                            "The document does not fit the one before in the series."
                        ),
                    ));
                }
                // One that cannot be read is told of among the invoices.
                if link.computed.is_some_and(|computed| computed != link.sha256) {
                    faults.add(fault(
                        &link.id,
                        say!(
                            "Dokumentet har inte den kontrollsumma som det fick när det utfärdades.",
                            "The document does not have the checksum that it got when it was issued."
                        ),
                    ));
                }
                (last, previous) = (link.number, link.sha256);
            }
        }
        let counter = numbers::last(tx, &series.issuer, series.year).await?.unwrap_or_default();
        if counter > last {
            faults.add(missing(&series, last + 1, counter));
        } else if counter < last {
            faults.add(Fault {
                place: place(&series),
                problem: say!(
                    "Räknaren står på {counter}, men nummer {last} är utfärdat: nästa faktura kan inte få sitt nummer.",
                    "The counter is at {counter}, but number {last} is issued: the next invoice cannot get its number."
                ),
                advice: edited(),
            });
        }
    }
    let fine = say!("{count} nummer i {of} serier, utan luckor", "{count} numbers in {of} series, without gaps");
    Ok(faults.check(SERIES, series_title(), fine))
}

/// Holds each document to its columns, its content to what was attested, and credits to what they take back.
pub(super) async fn documents(tx: &mut Tx) -> Result<Check, Error> {
    let (mut faults, mut count, mut after) = (Faults::default(), 0_u64, String::new());
    loop {
        let rows = invoices::traced(tx, &after, ROWS).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        for row in rows {
            count += 1;
            match row.invoice {
                Ok(invoice) if row.content_sha256.as_ref() != Some(&invoice.content_sha256) => {
                    faults.add(fault(&row.id, say!(
                        "Innehållet är inte det som attesterades: det har inte den kontrollsumma som står i content_sha256.",
                        "The content is not what was attested: it does not have the checksum that content_sha256 holds."
                    )));
                }
                Ok(_) => {}
                Err(Error::Corrupt { column, .. }) => faults.add(fault(
                    &row.id,
                    say!(
                        "{column} stämmer inte med vad dokumentet säger.",
                        "{column} does not agree with what the document says."
                    ),
                )),
                Err(error) => return Err(error),
            }
        }
    }
    let mut taken: BTreeMap<String, (i128, i64)> = BTreeMap::new();
    for (id, credit, net) in invoices::credited(tx).await? {
        let (sum, of) = taken.entry(id).or_default();
        *sum += i128::from(credit);
        *of = net;
    }
    for (id, _) in taken.iter().filter(|(_, (sum, of))| *sum > i128::from(*of)) {
        faults.add(fault(
            id,
            say!("Mer har krediterats än vad fakturan är på.", "More has been credited than the invoice asks for."),
        ));
    }
    let fine = say!("{count} dokument, som de attesterades", "{count} documents, as they were attested");
    Ok(faults.check(DOCUMENTS, documents_title(), fine))
}

fn place(series: &invoices::Series) -> String {
    format!("number_series {} {}", series.issuer, series.year)
}

fn missing(series: &invoices::Series, from: i64, to: i64) -> Fault {
    let problem = if from == to {
        say!("Nummer {from} saknas.", "Number {from} is missing.")
    } else {
        say!("Nummer {from}–{to} saknas.", "Numbers {from} to {to} are missing.")
    };
    Fault { place: place(series), problem, advice: edited() }
}

fn fault(id: &str, problem: Text) -> Fault {
    Fault { place: format!("invoices {id}"), problem, advice: edited() }
}
