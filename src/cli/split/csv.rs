//! The parties of a split for a spreadsheet: `;` and decimal commas in Swedish, `,` and points in English.

use samfin_core::{Calculation, Lang, say};

use super::facts::{Facts, reserve_net};
use super::report::reserve_name;
use crate::cli::figures::{plain, rounded};

pub(super) fn rows(split: &Calculation, facts: &Facts, lang: Lang) -> String {
    let header = [
        say!("id", "id"),
        say!("part", "party"),
        say!("invånare", "inhabitants"),
        say!("andel procent", "share percent"),
        say!("kronor", "kronor"),
        say!("kronor per invånare", "kronor per inhabitant"),
        say!("netto", "net"),
        say!("antagande", "assumption"),
    ];
    let mut text = line(&header.each_ref().map(|name| name.get(lang)), lang);
    let resting = facts.resting_on_assumptions(split);
    for party in &split.parties {
        let id = party.id.as_str();
        let figure = |figure: Option<String>| figure.map_or_else(String::new, |figure| plain(&figure, lang));
        let assumed = if resting.contains(id) { say!("ja", "yes") } else { say!("nej", "no") };
        let cells = [
            id,
            &harmless(&party.name),
            &figure(facts.inhabitants(id).map(|count| count.to_string())),
            &figure(Some(party.share_percent.to_string())),
            &figure(Some(party.payable.to_string())),
            &figure(facts.per_inhabitant(id, party.payable).map(|each| rounded(each, 2))),
            &figure(Some(party.net.to_string())),
            assumed.get(lang),
        ];
        text += &line(&cells, lang);
    }
    if let Some(net) = reserve_net(split) {
        let net = plain(&rounded(net, 2), lang);
        text += &line(&["reserve", reserve_name().get(lang), "", "", "", "", &net, say!("nej", "no").get(lang)], lang);
    }
    text
}

/// One line of CSV.
pub(in crate::cli) fn line(cells: &[&str], lang: Lang) -> String {
    let separator = match lang {
        Lang::Sv => ';',
        Lang::En => ',',
    };
    let quoted = |cell: &&str| {
        let needs_quotes = cell.contains([separator, '"', '\n', '\r']);
        if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { (*cell).to_owned() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string()) + "\n"
}

/// A name that a spreadsheet would run as a formula is shown as text instead.
pub(in crate::cli) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_need_quotes_get_them() {
        assert_eq!(line(&["a", "b;c", "d\"e", "1,5"], Lang::Sv), "a;\"b;c\";\"d\"\"e\";1,5\n");
        assert_eq!(line(&["a", "b"], Lang::En), "a,b\n");
    }

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("Åre kommun"), "Åre kommun");
    }
}
