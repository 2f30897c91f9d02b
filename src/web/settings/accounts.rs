//! An organisation's accounts as the fields of its form: single numbers, and lines of `cost = account`.

use std::collections::BTreeMap;
use std::fmt::Display;

use samfin_core::billing::organisation::Accounts;
use samfin_core::json::Json;

use crate::web::forms::Fields;

/// The fields with one account each, by what the API calls them.
pub(super) const SINGLE: [(&str, &str); 9] = [
    ("konto-kund", "receivable"),
    ("konto-lev", "payable"),
    ("konto-bank", "bank"),
    ("konto-ore", "rounding"),
    ("konto-moms-25", "vat_25"),
    ("konto-moms-12", "vat_12"),
    ("konto-moms-6", "vat_6"),
    ("konto-reserv", "reserve"),
    ("konto-tackning", "cover"),
];

/// What stands in a field when the form is opened.
pub(super) fn usual(accounts: Option<&Accounts>, field: &str) -> String {
    let Some(of) = accounts else { return String::new() };
    let single = match field {
        "konto-kund" => Some(&of.receivable),
        "konto-lev" => Some(&of.payable),
        "konto-bank" => Some(&of.bank),
        "konto-ore" => Some(&of.rounding),
        "konto-moms-25" => of.vat_25.as_ref(),
        "konto-moms-12" => of.vat_12.as_ref(),
        "konto-moms-6" => of.vat_6.as_ref(),
        "konto-reserv" => of.reserve.as_ref(),
        "konto-tackning" => of.cover.as_ref(),
        "konto-intakt" => return lines(&of.income),
        "konto-ovriga" => return lines(&of.other),
        "dimensioner" => {
            let each = of.dimensions.iter().flat_map(|(cost, objects)| {
                objects.iter().map(move |(dimension, object)| format!("{cost} {dimension} = {object}"))
            });
            return each.collect::<Vec<_>>().join("\n");
        }
        _ => None,
    };
    single.map(ToString::to_string).unwrap_or_default()
}

fn lines<K: Display, V: Display>(of: &BTreeMap<K, V>) -> String {
    of.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join("\n")
}

/// The accounts as the API reads them; nothing when no field is filled in. The field in which a name stands twice, otherwise.
pub(super) fn read(fields: &Fields) -> Result<Json<'_>, &'static str> {
    let mut members: Vec<(_, Json<'_>)> = Vec::new();
    for (field, name) in SINGLE {
        if let Some(account) = fields.filled(field) {
            members.push((name.into(), Json::String(account.into())));
        }
    }
    let (income, other) = (pairs(fields.get("konto-intakt")), pairs(fields.get("konto-ovriga")));
    let dimensions = dimensions(fields.get("dimensioner"));
    if members.is_empty() && income.is_empty() && other.is_empty() && dimensions.is_empty() {
        return Ok(Json::Null);
    }
    for (field, name, pairs) in [("konto-intakt", "income", income), ("konto-ovriga", "other", other)] {
        if has_twice(pairs.iter().map(|(name, _)| *name)) {
            return Err(field);
        }
        let object = pairs.into_iter().map(|(name, value)| (name.into(), Json::String(value.into()))).collect();
        members.push((name.into(), Json::Object(object)));
    }
    let mut costs: Vec<(_, Json<'_>)> = Vec::new();
    for (cost, objects) in dimensions {
        if has_twice(objects.iter().map(|(dimension, _)| *dimension)) {
            return Err("dimensioner");
        }
        let object = objects.into_iter().map(|(name, value)| (name.into(), Json::String(value.into()))).collect();
        costs.push((cost.into(), Json::Object(object)));
    }
    members.push(("dimensions".into(), Json::Object(costs)));
    Ok(Json::Object(members))
}

/// `name = value` line by line; what has no `=` is a name without a value, which is then refused.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
    filled.map(|line| line.split_once('=').map_or((line, ""), |(name, value)| (name.trim(), value.trim()))).collect()
}

/// `cost dimension = object` line by line, by cost.
fn dimensions(text: &str) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut all: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (name, object) in pairs(text) {
        let (cost, dimension) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        all.entry(cost).or_default().push((dimension.trim(), object));
    }
    all
}

fn has_twice<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let mut known = std::collections::BTreeSet::new();
    names.into_iter().any(|name| !known.insert(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(filled: &[(&str, &str)]) -> Fields {
        Fields(filled.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn lines_become_accounts_and_back() {
        let filled = [
            ("konto-kund", "1510"),
            ("konto-lev", "2440"),
            ("konto-bank", "1930"),
            ("konto-ore", "3740"),
            ("konto-intakt", "* = 3990\n hall=3991 \n"),
            ("konto-ovriga", "own_share = 4690"),
            ("dimensioner", "* 6 = SAM27\nhall 1 = 4711"),
        ];
        let fields = fields(&filled);
        let text = read(&fields).expect("no name twice").to_text();
        let body = format!("{{\"name\":\"R\",\"organisation_number\":\"232100-0214\",\"accounts\":{text}}}");
        let details = samfin_core::billing::organisation::Organisation::parse(body.as_bytes()).expect("right");
        let shown = |field: &str| usual(details.accounts.as_ref(), field);
        assert_eq!(shown("konto-intakt"), "* = 3990\nhall = 3991");
        assert_eq!(shown("dimensioner"), "* 6 = SAM27\nhall 1 = 4711");
        assert_eq!(
            (shown("konto-kund"), shown("konto-moms-25"), shown("konto-ovriga")),
            ("1510".into(), String::new(), "own_share = 4690".into())
        );
    }

    #[test]
    fn nothing_is_nothing_and_a_name_twice_is_told() {
        assert_eq!(read(&fields(&[("konto-intakt", " \n ")])), Ok(Json::Null));
        assert_eq!(read(&fields(&[("konto-intakt", "* = 1\n* = 2")])), Err("konto-intakt"));
        assert_eq!(read(&fields(&[("dimensioner", "* 6 = a\n* 6 = b")])), Err("dimensioner"));
    }
}
