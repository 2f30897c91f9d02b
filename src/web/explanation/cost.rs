//! What a cost comes to, and who bears what of it.

use maud::{Markup, html};
use samfin_core::explain;

use super::{Followed, Told, steps};
use crate::web::parts::{assumed, followed, names};
use crate::web::words::t;

pub(super) fn page(told: &Told<'_>, id: &str) -> Option<Markup> {
    let (words, year) = (told.words, told.calculation.year);
    let result = told.calculation.costs.iter().find(|cost| cost.id.as_str() == id)?;
    let all = explain(told.calculation, Some(told.single.agreement()), words.lang(), |line| line.cost.as_str() == id);
    let cost = all.into_iter().find(|cost| cost.cost.as_str() == id)?;
    let names = names(&told.calculation.parties);
    let of_party = |party: &str| Followed { party: None, cost: None, ..told.asked.clone() }.party(party).cost(id);
    Some(html! {
        p.finding {
            (t!(words, "explain-cost", cost = result.name.as_str(), amount = told.kronor(result.amount), year = year))
            @if told.is_assumed(id) { " " (assumed(words)) }
        }
        section.card aria-labelledby="steg" {
            h2 #steg { (t!(words, "explain-what-it-costs")) }
            @if cost.lines.is_empty() { p { (t!(words, "explain-no-cost")) } }
            ol.trace { (steps(&cost.steps)) }
            @if !result.reduction.is_zero() {
                p { (t!(words, "explain-reduced", amount = told.kronor(result.reduction))) }
            }
        }
        @if !cost.lines.is_empty() {
            section.card aria-labelledby="delar" {
                h2 #delar { (t!(words, "explain-who-bears")) }
                table.borne {
                    caption.sr { (t!(words, "explain-lines-caption", cost = result.name.as_str())) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "explain-party")) }
                            th scope="col" { (t!(words, "explain-how")) }
                            th.n scope="col" { (t!(words, "explain-bears")) }
                        }
                    }
                    tbody {
                        @for line in &cost.lines {
                            tr {
                                th scope="row" { (names.get(&line.party).copied().unwrap_or_default()) }
                                td { ul { (steps(&line.steps)) } }
                                td.n { (followed(&of_party(line.party.as_str()).address(), told.kronor(line.amount))) }
                            }
                        }
                    }
                    tfoot {
                        tr {
                            th scope="row" colspan="2" { (t!(words, "explain-total")) }
                            td.n { (told.kronor(result.amount)) }
                        }
                    }
                }
                @if let Some(odd) = told.odd(id) { p.note { (odd) } }
            }
        }
    })
}
