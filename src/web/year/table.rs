//! Each party's year: what was budgeted, invoiced, came out and is left to settle.

use maud::{Markup, html};
use samfin_core::Ore;

use super::own::Own;
use crate::app::periods::{Amounts, PartyAmounts};
use crate::web::explanation::Followed;
use crate::web::money::scrolled;
use crate::web::parts::followed;
use crate::web::words::{Words, key, t};

/// What is left to settle with a party: what it pays and is left over, less what it gets.
pub(super) fn to_settle(party: &PartyAmounts) -> Ore {
    Ore::from_wide(party.to_pay.wide() + party.carried.wide()).unwrap_or_default()
}

/// The table of an adopted year. What is the host's own is not among what has been asked for.
pub(super) fn amounts(words: Words, agreement: &str, year: i32, amounts: &Amounts, own: &Own) -> Markup {
    let format = words.format();
    let sum = |of: &dyn Fn(&PartyAmounts) -> Ore| {
        let sum = amounts.parties.iter().map(|party| of(party).wide()).sum();
        format.kronor_and_ore(Ore::from_wide(sum).unwrap_or_default())
    };
    let asked = |party: &PartyAmounts| if own.holds(&party.party) { Ore::ZERO } else { party.called };
    let title = t!(words, "year-amounts");
    let [budget, called, outcome, settle] =
        [key!("year-budget"), key!("year-called"), key!("year-outcome"), key!("year-to-settle")]
            .map(|key| words.get(key));
    let table = html! {
        table.money {
            caption.sr { (title) }
            thead {
                tr {
                    th scope="col" { (t!(words, "start-party")) }
                    @for head in [&budget, &called, &outcome, &settle] { th.n scope="col" { (head) } }
                }
            }
            tbody {
                @for party in &amounts.parties {
                    tr {
                        th scope="row" { (party.name) }
                        td.n data-name=(budget) { (followed(&Followed::of_year(agreement, year).party(&party.party).address(), format.kronor_and_ore(party.budget))) }
                        td.n data-name=(called) {
                            @if own.holds(&party.party) { (t!(words, "year-own")) } @else { (format.kronor_and_ore(party.called)) }
                        }
                        td.n data-name=(outcome) { (format.kronor_and_ore(party.outcome)) }
                        td.n data-name=(settle) { (signed(words, to_settle(party))) }
                    }
                }
            }
            tfoot {
                tr {
                    th scope="row" { (t!(words, "start-sum")) }
                    td.n data-name=(budget) { (sum(&|party| party.budget)) }
                    td.n data-name=(called) { (sum(&asked)) }
                    td.n data-name=(outcome) { (sum(&|party| party.outcome)) }
                    td.n data-name=(settle) { (sum(&to_settle)) }
                }
            }
        }
    };
    html! {
        (scrolled(&title, &table))
        p.note { (t!(words, "year-called-how")) }
    }
}

/// The table of a year that is not adopted: what each party would pay.
pub(super) fn budget(words: Words, parties: &[(String, String, Ore)]) -> Markup {
    let format = words.format();
    let sum = Ore::from_wide(parties.iter().map(|(.., amount)| amount.wide()).sum()).unwrap_or_default();
    html! {
        table.record {
            caption.sr { (t!(words, "year-amounts")) }
            thead { tr { th scope="col" { (t!(words, "start-party")) } th.n scope="col" { (t!(words, "year-budget")) } } }
            tbody { @for (_, name, amount) in parties { tr { th scope="row" { (name) } td.n { (format.kronor_and_ore(*amount)) } } } }
            tfoot { tr { th scope="row" { (t!(words, "start-sum")) } td.n { (format.kronor_and_ore(sum)) } } }
        }
    }
}

/// An amount with its sign: above zero the party is to pay, below it gets back.
pub(super) fn signed(words: Words, amount: Ore) -> String {
    let plain = words.format().kronor_and_ore(amount);
    if amount > Ore::ZERO { format!("+{plain}") } else { plain }
}
