//! That the lines of a closed year's documents are what the year was divided into: nothing more was asked of anybody, nothing is
//! left, and nothing stands on another party or cost.

use samfin_core::{Text, say};

use super::{Check, Fault, Faults, edited};
use crate::app::ledger::not_as_divided;
use crate::storage::periods::{self, Status};
use crate::storage::{Error, Tx};

pub(super) const NAME: &str = "allocation";

pub(super) fn title() -> Text {
    say!("fördelning", "allocation")
}

/// Settles each closed year once more, from its issued documents: there is nothing to ask for, and what was carried is what is
/// carried.
pub(super) async fn check(tx: &mut Tx) -> Result<Check, Error> {
    let (mut faults, mut count) = (Faults::default(), 0_u64);
    for period in periods::decided(tx).await? {
        if period.status != Status::Closed {
            continue;
        }
        // One that cannot be calculated is told of among the documents.
        let Ok(parties) = not_as_divided(tx, &period).await else { continue };
        count += 1;
        for party in parties {
            let year = period.year;
            faults.add(Fault {
                place: format!("periods {}", period.id),
                problem: say!(
                    "Raderna på de utfärdade dokumenten för {party} är inte det som följer av fördelningen av {year}.",
                    "The lines of the issued documents of {party} are not what follows from the split of {year}."
                ),
                advice: edited(),
            });
        }
    }
    let fine = say!(
        "{count} stängda år, varje rad på deras dokument som den fördelades",
        "{count} closed years, every line of their documents as it was divided"
    );
    Ok(faults.check(NAME, title(), fine))
}
