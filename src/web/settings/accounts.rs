//! An organisation's accounts as the fields of its form: single numbers, and a row for each cost.

use std::collections::{BTreeMap, BTreeSet};

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

/// The fields with accounts that are needed now and then.
pub(super) const OTHER: [(&str, &str); 10] = [
    ("konto-utfort", "provided"),
    ("konto-bortfall", "shortfall"),
    ("konto-utlagg", "outlay"),
    ("konto-egen", "own_share"),
    ("konto-senare", "carry"),
    ("konto-ing-25", "input_vat_25"),
    ("konto-ing-12", "input_vat_12"),
    ("konto-ing-6", "input_vat_6"),
    ("konto-ranta", "interest"),
    ("konto-avgift", "fee"),
];

/// The table of costs, as a field of the form.
pub(super) const COSTS: &str = "konto-kostnader";
/// The fields of a row: whose it is, and what stands in it.
pub(super) const COST: &str = "kostnad";
pub(super) const INCOME: &str = "intakt";
/// The objects of a cost, with the numbers of their dimensions in SIE.
pub(super) const OBJECTS: [(&str, &str); 2] = [("stalle", "1"), ("projekt", "6")];
/// Objects of other dimensions, line by line.
pub(super) const DIMENSIONS: &str = "dimensioner";
/// Every cost that has no row of its own.
pub(super) const ANY: &str = "*";

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
        DIMENSIONS => {
            let each = of.dimensions.iter().flat_map(|(cost, objects)| {
                let others = objects.iter().filter(|(dimension, _)| !has_column(dimension));
                others.map(move |(dimension, object)| format!("{cost} {dimension} = {object}"))
            });
            return each.collect::<Vec<_>>().join("\n");
        }
        field => {
            let name = OTHER.iter().find(|(known, _)| *known == field).map(|(_, name)| *name);
            name.and_then(|name| of.other.iter().find(|(other, _)| other.as_str() == name)).map(|(_, account)| account)
        }
    };
    single.map(ToString::to_string).unwrap_or_default()
}

fn has_column(dimension: &str) -> bool {
    OBJECTS.iter().any(|(_, known)| *known == dimension)
}

/// The costs that have something of their own, by id, each with what stands in its row.
pub(super) fn rows(accounts: Option<&Accounts>) -> BTreeMap<String, Fields> {
    let mut rows: BTreeMap<String, Fields> = BTreeMap::new();
    let Some(of) = accounts else { return rows };
    let mut put = |cost: String, field: &str, value: String| {
        rows.entry(cost).or_default().0.push((field.to_owned(), value));
    };
    for (cost, account) in &of.income {
        put(cost.to_string(), INCOME, account.to_string());
    }
    for (cost, objects) in &of.dimensions {
        for (field, dimension) in OBJECTS {
            if let Some(object) = objects.get(dimension) {
                put(cost.to_string(), field, object.clone());
            }
        }
    }
    rows
}

/// The rows as they were sent.
pub(super) fn sent(fields: &Fields) -> Vec<Fields> {
    fields.each(&[COST, INCOME, OBJECTS[0].0, OBJECTS[1].0])
}

/// The cost whose row a JSON pointer leads to.
pub(super) fn cost_at(pointer: &str) -> Option<String> {
    let rest = pointer.strip_prefix("/accounts/income/").or_else(|| pointer.strip_prefix("/accounts/dimensions/"))?;
    Some(rest.split('/').next()?.replace("~1", "/").replace("~0", "~"))
}

/// The accounts as the API reads them; nothing when no field is filled in. The field in which a name stands twice, otherwise.
pub(super) fn read(fields: &Fields) -> Result<Json<'static>, &'static str> {
    let text = |text: &str| Json::String(text.to_owned().into());
    let filled = |known: &[(&'static str, &'static str)]| -> Vec<_> {
        let there = known.iter().filter_map(|(field, name)| Some((*name, fields.filled(field)?)));
        there.map(|(name, account)| (name.into(), text(account))).collect()
    };
    let (mut members, other) = (filled(&SINGLE), filled(&OTHER));
    let mut income = BTreeMap::new();
    let mut dimensions: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in sent(fields) {
        let cost = row.get(COST).to_owned();
        let objects: Vec<_> =
            OBJECTS.iter().filter_map(|(field, number)| Some((*number, row.filled(field)?))).collect();
        if row.filled(INCOME).is_none() && objects.is_empty() {
            continue;
        }
        if !seen.insert(cost.clone()) {
            return Err(COSTS);
        }
        for (number, object) in objects {
            dimensions.entry(cost.clone()).or_default().insert(number.to_owned(), object.to_owned());
        }
        income.extend(row.filled(INCOME).map(|account| (cost, account.to_owned())));
    }
    for (cost, dimension, object) in lines(fields.get(DIMENSIONS)) {
        if dimensions.entry(cost.to_owned()).or_default().insert(dimension.to_owned(), object.to_owned()).is_some() {
            return Err(DIMENSIONS);
        }
    }
    if members.is_empty() && other.is_empty() && income.is_empty() && dimensions.is_empty() {
        return Ok(Json::Null);
    }
    let object = |map: BTreeMap<String, String>| {
        Json::Object(map.iter().map(|(name, value)| (name.clone().into(), text(value))).collect())
    };
    members.push(("income".into(), object(income)));
    members.push(("other".into(), Json::Object(other)));
    let dimensions = dimensions.into_iter().map(|(cost, objects)| (cost.into(), object(objects)));
    members.push(("dimensions".into(), Json::Object(dimensions.collect())));
    Ok(Json::Object(members))
}

/// `cost dimension = object` line by line; what is missing is empty, which is then refused.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (name, object) = line.split_once('=').unwrap_or((line, ""));
        let (cost, dimension) = name.trim().split_once(char::is_whitespace).unwrap_or((name.trim(), ""));
        (cost, dimension.trim(), object.trim())
    })
}

#[cfg(test)]
mod tests {
    use samfin_core::billing::organisation::Other;

    use super::*;

    fn fields(filled: &[(&str, &str)]) -> Fields {
        Fields(filled.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn row<'f>(cost: &'f str, income: &'f str, project: &'f str) -> [(&'f str, &'f str); 4] {
        [(COST, cost), (INCOME, income), ("stalle", ""), ("projekt", project)]
    }

    #[test]
    fn rows_become_accounts_and_back() {
        let single = [
            ("konto-kund", "1510"),
            ("konto-lev", "2440"),
            ("konto-bank", "1930"),
            ("konto-ore", "3740"),
            ("konto-egen", "4690"),
            (DIMENSIONS, "hall 7 = 12\n"),
        ];
        let rows = [row("*", "3990", "SAM27"), row("hall", " 3991 ", ""), row("work", "", ""), row("", "", "")];
        let fields = fields(&[&single[..], &rows.concat()].concat());
        let text = read(&fields).expect("no name twice").to_text();
        let body = format!("{{\"name\":\"R\",\"organisation_number\":\"232100-0214\",\"accounts\":{text}}}");
        let details = samfin_core::billing::organisation::Organisation::parse(body.as_bytes()).expect("right");
        let shown = |field: &str| usual(details.accounts.as_ref(), field);
        assert_eq!(
            ["konto-kund", "konto-moms-25", "konto-egen", "konto-avgift", DIMENSIONS].map(shown),
            ["1510", "", "4690", "", "hall 7 = 12"]
        );
        let rows = super::rows(details.accounts.as_ref());
        let told: Vec<_> =
            rows.iter().map(|(cost, row)| (cost.as_str(), row.get(INCOME), row.get("projekt"))).collect();
        assert_eq!(told, [("*", "3990", "SAM27"), ("hall", "3991", "")]);
    }

    #[test]
    fn every_account_that_the_api_knows_has_a_field() {
        let other = Other::ALL.map(Other::as_str);
        assert_eq!(OTHER.map(|(_, name)| name), other);
    }

    #[test]
    fn nothing_is_nothing_and_a_name_twice_is_told() {
        assert_eq!(read(&fields(&row("*", " ", ""))), Ok(Json::Null));
        assert_eq!(read(&fields(&[row("*", "1", ""), row("*", "2", "")].concat())), Err(COSTS));
        assert_eq!(read(&fields(&[(DIMENSIONS, "* 7 = a\n* 7 = b")])), Err(DIMENSIONS));
        let cost = |pointer| cost_at(pointer);
        assert_eq!((cost("/accounts/income/hall"), cost("/accounts/bank")), (Some("hall".to_owned()), None));
    }
}
