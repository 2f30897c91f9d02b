//! The Swedish words of a document's lines. Documents are Swedish, whoever reads the page beside them.

use std::collections::HashMap;

use super::called::Key;
use super::document::{Credited, Item};
use super::draft::Call;
use super::roles::Side;
use crate::figures::{NO_BREAK_SPACE, grouped};
use crate::{Calculation, Fixed, Id, Lang, Ore};

/// What the lines of one call are told from.
pub(super) struct Words<'a> {
    year: i32,
    call: &'a Call,
    /// By cost: its name, amount and reduction.
    costs: HashMap<&'a Id, (&'a str, Ore, Ore)>,
}

impl<'a> Words<'a> {
    pub(super) fn of(calculation: &'a Calculation, call: &'a Call) -> Self {
        let costs = calculation.costs.iter().map(|cost| (&cost.id, (cost.name.as_str(), cost.amount, cost.reduction)));
        Self { year: calculation.year, call, costs: costs.collect() }
    }

    /// What a line is, in a few words.
    pub(super) fn text(&self, key: &Key, bearer: &str, total: Ore) -> String {
        let what = match &key.item {
            // What is settled in the year after is taken out of the year that it is of.
            Item::Carried { year } if *year == self.year => return format!("Förs till {}, {bearer}", year + 1),
            Item::Carried { year } => return format!("Överfört från {year}, {bearer}"),
            // A cost that has left the agreement is known by its id.
            Item::Cost { cost } => self.costs.get(cost).map_or(cost.as_str(), |(name, _, _)| name),
            Item::Shortfall => "Bortfall",
            Item::Cover if total.is_negative() => "Minskad verksamhet",
            Item::Cover => "Täckning av bortfall",
            Item::Advance => "Förskott",
            Item::Interest => "Dröjsmålsränta",
            Item::Fee => "Avgift",
        };
        format!("{what}, {bearer}")
    }

    /// How the amount came about, in a sentence.
    pub(super) fn explanation(&self, key: &Key, total: Ore, called: Ore) -> String {
        let year = self.year;
        let basis = match &key.item {
            Item::Cost { cost } => match self.costs.get(cost).filter(|_| !total.is_zero()) {
                None => format!("Ingår inte längre för {year}"),
                Some((_, amount, _)) if key.side == Side::Charge => {
                    let share = Fixed::ratio(total.wide() * 100, amount.wide(), 2).to_string();
                    format!("{} % av {} för {year}", grouped(&share, Lang::Sv), kronor(*amount))
                }
                Some((_, amount, reduction)) if reduction.is_zero() => {
                    format!("Kostnaden {} för {year}", kronor(*amount))
                }
                Some((_, amount, reduction)) => {
                    format!("Kostnaden {} för {year}, minskad med {}", kronor(*amount), kronor(*reduction))
                }
            },
            Item::Carried { year: own } if *own == year => {
                format!(
                    "Skillnaden {}, regleras {}",
                    kronor(Ore::from_wide(-total.wide()).unwrap_or_default()),
                    year + 1
                )
            }
            Item::Carried { year: from } if total.is_negative() => {
                format!("Överskott {from}, {} till godo {year}", kronor(total))
            }
            Item::Carried { year: from } => format!("Underskott {from}, {} att betala {year}", kronor(total)),
            Item::Cover if total.is_negative() => {
                format!("Lägre betalning när verksamheten minskar, {} för {year}", kronor(total))
            }
            Item::Cover => format!("Andel av vad andra parter inte bidrar med, {} för {year}", kronor(total)),
            _ => format!("Vad parten inte bidrar med av sin andel, {} för {year}", kronor(total)),
        };
        let part = match self.call {
            Call::Instalment(part) if part.of == 1 => "; hela året".to_owned(),
            Call::Instalment(part) => format!("; delbetalning {} av {}", part.number, part.of),
            Call::Settlement(_) => "; slutavräkning".to_owned(),
            Call::Correction(_) => "; rättelse".to_owned(),
        };
        let before = match key.side {
            _ if called.is_zero() => String::new(),
            Side::Charge => format!(", tidigare fakturerat {}", kronor(called)),
            Side::Payout => format!(", tidigare utbetalt {}", kronor(called)),
        };
        format!("{basis}{part}{before}")
    }
}

/// What is caught up from earlier parts of the year; none when nothing is.
pub(super) fn caught_up(ore: i128) -> Option<String> {
    let amount = kronor(Ore::from_wide(ore.abs())?);
    match ore {
        0 => None,
        1.. => Some(format!("I beloppet ingår {amount} från tidigare delar av året.")),
        _ => Some(format!("Beloppet är minskat med {amount} för tidigare delar av året, som blev för stora.")),
    }
}

/// Which invoices a credit of the year changes (mervärdesskattelagen 2023:200, 17:22); none when there are none.
pub(super) fn changes(invoices: &[Credited]) -> Option<String> {
    let told = |invoice: &Credited| format!("{} av den {}", invoice.number, invoice.issued_on);
    match invoices {
        [] => None,
        [one] => Some(format!("Ändrar faktura {}.", told(one))),
        [first @ .., last] => {
            let first = first.iter().map(told).collect::<Vec<_>>().join(", ");
            Some(format!("Ändrar fakturorna {first} och {}.", told(last)))
        }
    }
}

/// `163 400,00 kr`, on one line.
pub(super) fn kronor(amount: Ore) -> String {
    format!("{}{NO_BREAK_SPACE}kr", grouped(&amount.to_string(), Lang::Sv))
}
