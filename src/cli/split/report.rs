//! The split as tables for people: parties, costs, transfers, warnings.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use samfin_core::{Calculation, Lang, Ore, PartyResult, Text, default_sentences, say};

use super::facts::{Facts, reserve_net};
use crate::cli::figures::{grouped, rounded, two_decimals};
use crate::cli::table::{Align, Table};
use crate::cli::terminal::{bold, warning};

/// What marks a figure that rests on an assumption, and what keeps the others under it.
const MARK: &str = " *";
const NO_MARK: &str = "  ";

/// The whole report.
pub(in crate::cli) fn report(split: &Calculation, facts: &Facts, lang: Lang, colour: bool) -> String {
    let page = Page { split, facts, lang, colour, assumes: facts.any_assumed(split) };
    let mut parts = vec![bold(&format!("{} {}", facts.agreement, split.year), colour) + "\n", page.parties()];
    parts.push(page.section(&say!("Kostnader", "Costs"), &page.costs()));
    if !split.transfers.is_empty() {
        parts.push(page.section(&say!("Betalningar", "Transfers"), &page.transfers()));
    }
    let told = default_sentences(split);
    if !told.is_empty() {
        let lines: Vec<&str> = told.iter().map(|sentence| sentence.get(lang)).collect();
        parts.push(page.section(&say!("Bortfall", "Shortfall"), &(lines.join("\n") + "\n")));
    }
    if page.assumes {
        parts.push(page.word(&say!("* Bygger på antaganden.\n", "* Rests on assumptions.\n")));
    }
    parts.extend(split.warnings.iter().map(|found| {
        let word = warning(say!("varning:", "warning:").get(lang), colour);
        format!("{word} {} ({}, {})\n", found.detail.get(lang), found.code, found.pointer)
    }));
    parts.join("\n")
}

/// The participant that money is set aside with.
pub(super) fn reserve_name() -> Text {
    say!("Reserven", "The reserve")
}

fn kronor() -> Text {
    say!("Kronor", "Kronor")
}

struct Page<'a> {
    split: &'a Calculation,
    facts: &'a Facts,
    lang: Lang,
    colour: bool,
    /// Whether any figure is assumed; otherwise there are no marks at all.
    assumes: bool,
}

impl Page<'_> {
    fn parties(&self) -> String {
        let counted = self.facts.knows_inhabitants();
        let columns = [
            Some((Align::Left, say!("Part", "Party"))),
            counted.then(|| (Align::Right, say!("Invånare", "Inhabitants"))),
            Some((Align::Right, say!("Andel %", "Share %"))),
            Some((Align::Right, kronor())),
            counted.then(|| (Align::Right, say!("Kr/invånare", "Kr/inhabitant"))),
            Some((Align::Right, say!("Netto", "Net"))),
        ];
        let mut table = self.table(columns.into_iter().flatten());
        let resting = self.facts.resting_on_assumptions(self.split);
        for party in &self.split.parties {
            table.row(self.party(party, counted, &resting));
        }
        let reserve = reserve_net(self.split);
        if let Some(net) = reserve {
            let mut cells = vec![String::new(); if counted { 6 } else { 4 }];
            cells[0] = self.word(&reserve_name());
            if let Some(last) = cells.last_mut() {
                *last = self.figure(Some(rounded(net, 2)));
            }
            table.row(cells);
        }
        table.total(self.party_totals(counted, reserve.unwrap_or_default()));
        table.render(self.colour)
    }

    fn party(&self, party: &PartyResult, counted: bool, resting: &HashSet<&str>) -> Vec<String> {
        let id = party.id.as_str();
        let inhabitants = || self.figure(self.facts.inhabitants(id));
        let each = || self.figure(self.facts.per_inhabitant(id, party.payable).map(|each| rounded(each, 2)));
        let cells = [
            Some(party.name.clone()),
            counted.then(inhabitants),
            Some(self.figure(Some(two_decimals(&party.share_percent.to_string())))),
            Some(self.marked(party.payable, resting.contains(id))),
            counted.then(each),
            Some(self.figure(Some(party.net))),
        ];
        cells.into_iter().flatten().collect()
    }

    /// Inhabitants are not summed: a region's are its municipalities' over again.
    fn party_totals(&self, counted: bool, reserve: Decimal) -> Vec<String> {
        let parties = &self.split.parties;
        let sum =
            |of: fn(&PartyResult) -> Ore| parties.iter().map(|party| Decimal::new(of(party).ore(), 2)).sum::<Decimal>();
        let shares: Decimal =
            parties.iter().filter_map(|party| party.share_percent.to_string().parse::<Decimal>().ok()).sum();
        let cells = [
            Some(self.word(&say!("Summa", "Total"))),
            counted.then(String::new),
            Some(self.figure(Some(rounded(shares, 2)))),
            Some(self.marked(rounded(sum(|party| party.payable), 2), self.assumes)),
            counted.then(String::new),
            Some(self.figure(Some(rounded(sum(|party| party.net) + reserve, 2)))),
        ];
        cells.into_iter().flatten().collect()
    }

    fn costs(&self) -> String {
        let mut table = self.table([
            (Align::Left, say!("Kostnad", "Cost")),
            (Align::Right, say!("Timmar", "Hours")),
            (Align::Right, say!("Timpris", "Hourly rate")),
            (Align::Right, kronor()),
        ]);
        for cost in &self.split.costs {
            let amount = self.marked(cost.amount, self.facts.is_assumed(cost.id.as_str()));
            table.row(vec![cost.name.clone(), self.figure(cost.hours), self.figure(cost.rate), amount]);
        }
        let total = self.marked(self.split.total, self.assumes);
        table.total(vec![self.word(&say!("Summa", "Total")), String::new(), String::new(), total]);
        table.render(self.colour)
    }

    fn transfers(&self) -> String {
        let mut table = self.table([
            (Align::Left, say!("Från", "From")),
            (Align::Left, say!("Till", "To")),
            (Align::Right, kronor()),
        ]);
        let reserve = self.word(&reserve_name());
        let mut names: HashMap<&str, &str> =
            self.split.parties.iter().map(|party| (party.id.as_str(), party.name.as_str())).collect();
        names.insert("reserve", &reserve);
        for transfer in &self.split.transfers {
            let name = |id: &str| names.get(id).map_or_else(|| id.to_owned(), |name| (*name).to_owned());
            table.row(vec![
                name(transfer.from.as_str()),
                name(transfer.to.as_str()),
                self.figure(Some(transfer.amount)),
            ]);
        }
        table.render(self.colour)
    }

    fn word(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    fn section(&self, title: &Text, content: &str) -> String {
        format!("{}\n{content}", bold(title.get(self.lang), self.colour))
    }

    fn table(&self, columns: impl IntoIterator<Item = (Align, Text)>) -> Table {
        Table::new(columns.into_iter().map(|(align, name)| (align, self.word(&name))).collect())
    }

    fn figure(&self, figure: Option<impl ToString>) -> String {
        figure.map_or_else(String::new, |figure| grouped(&figure.to_string(), self.lang))
    }

    fn marked(&self, amount: impl ToString, assumed: bool) -> String {
        let mark = match (self.assumes, assumed) {
            (false, _) => "",
            (true, true) => MARK,
            (true, false) => NO_MARK,
        };
        self.figure(Some(amount)) + mark
    }
}
