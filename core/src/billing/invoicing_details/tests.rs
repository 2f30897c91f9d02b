//! Who is invoiced, and what is asked for.

use super::*;
use crate::billing::identifiers::ReferencePattern;

const AGREEMENT: &str = r#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": { "rotate": ["r", "a"], "starting": 2027 },
    "parties": [
        { "id": "r", "name": "Region R", "kind": "region", "organisation_number": "232100-0214" },
        { "id": "r-board", "name": "Nämnden", "kind": "other", "organisation_number": "2321000214" },
        { "id": "a", "name": "A", "kind": "municipality", "organisation_number": "212000-2502" },
        { "id": "b", "name": "B", "kind": "municipality", "organisation_number": "212000-2501", "payer": "a" },
        { "id": "c", "name": "C", "kind": "municipality", "organisation_number": "212000-2510" },
        { "id": "d", "name": "D", "kind": "association", "shares_costs": false },
        { "id": "e", "name": "E", "kind": "municipality", "member_to": "2026-12-31" } ],
    "costs": [
        { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "1.00" }, "key": { "type": "equal" } },
        { "id": "work", "name": "Arbete", "type": "purchase", "amount": { "per_year": "1.00" }, "key": { "type": "equal" },
          "provided_by": "d", "vat": "standard_25", "from": "2027-01-01", "to": "2027-12-31" } ] }"#;

fn organisation(number: &str, more: &str) -> Organisation {
    let text = format!(r#"{{ "name": "X", "organisation_number": "{number}" {more} }}"#);
    Organisation::parse(text.as_bytes()).expect("an organisation")
}

/// What is missing for each party, of those for whom anything is.
fn missing(agreement: &str, year: i32, organisations: &[Organisation]) -> Vec<(String, Vec<&'static str>)> {
    let agreement = Agreement::parse(agreement.as_bytes()).expect("an agreement");
    let find = |number: &OrganisationNumber| organisations.iter().find(|found| found.organisation_number == *number);
    let details = invoicing_details(&agreement, year, find);
    let told = details.into_iter().filter(|details| !details.gaps.is_empty());
    told.map(|of| (of.party.id.to_string(), of.gaps.iter().map(|gap| gap.kind.as_str()).collect())).collect()
}

fn expected(of: &[(&str, &[&'static str])]) -> Vec<(String, Vec<&'static str>)> {
    of.iter().map(|(party, gaps)| ((*party).to_owned(), gaps.to_vec())).collect()
}

#[test]
fn each_party_has_its_part() {
    let agreement = Agreement::parse(AGREEMENT.as_bytes()).expect("an agreement");
    let parts = |year| -> Vec<(&str, bool)> {
        let details = invoicing_details(&agreement, year, |_| None);
        details.iter().map(|of| (of.part.as_str(), of.is_owed)).collect()
    };
    let others = [("through_payer", false), ("invoiced", false)];
    assert_eq!(parts(2027)[..3], [("host", false), ("internal", false), ("invoiced", false)]);
    assert_eq!(parts(2027)[3..], [others[0], others[1], ("not_invoiced", true), ("not_invoiced", false)]);
    assert_eq!(parts(2028)[..3], [("invoiced", false), ("invoiced", false), ("host", false)]);
    assert_eq!(parts(2028)[5], ("not_invoiced", false), "the cost has ended");
    assert_eq!(parts(2026)[6], ("invoiced", false), "still a member then");
}

#[test]
fn what_is_missing_is_told_for_those_whom_it_concerns() {
    let unknown = expected(&[
        ("r", &["no-organisation"]),
        ("r-board", &["no-organisation"]),
        ("a", &["no-organisation"]),
        ("c", &["no-organisation"]),
        ("d", &["no-organisation-number"]),
    ]);
    assert_eq!(missing(AGREEMENT, 2027, &[]), unknown);
    let bare = [organisation("232100-0214", ""), organisation("212000-2502", ""), organisation("212000-2510", "")];
    let wanting = expected(&[
        ("r", &["no-address", "no-payment-account", "no-vat-number", "no-accounts"]),
        ("a", &["no-address", "no-buyer-reference"]),
        ("c", &["no-address", "no-buyer-reference"]),
        ("d", &["no-organisation-number"]),
    ]);
    assert_eq!(missing(AGREEMENT, 2027, &bare), wanting);
    let agreement = AGREEMENT.replace("\"payer\": \"a\"", "\"payer\": \"b\"");
    assert_eq!(missing(&agreement, 2027, &bare)[2], ("b".to_owned(), vec!["wrong-organisation-number"]));
}

#[test]
fn an_issuer_needs_accounts_for_what_it_issues() {
    let address = r#", "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" }"#;
    let accounts = |income: &str, vat: &str| {
        format!(
            r#"{address}, "vat_number": "SE232100021401", "issued_by": "external", "accounts": {{ "receivable": "1510",
            "payable": "2440", "bank": "1930", "rounding": "3740", {vat} "income": {{ {income} }} }}"#
        )
    };
    let of_host = |more: &str| missing(AGREEMENT, 2027, &[organisation("232100-0214", more)])[0].clone();
    assert_eq!(of_host(&accounts(r#""work": "3991""#, "")).1, ["account-missing", "account-missing"]);
    let whole = accounts(r#""*": "3990""#, r#""vat_25": "2611","#);
    assert_eq!(of_host(&whole).0, "a", "nothing is missing for the host");
    let here = whole.replace(r#""issued_by": "external","#, "");
    assert_eq!(of_host(&here), ("r".to_owned(), vec!["no-payment-account"]));
}

#[test]
fn a_reference_that_the_buyer_does_not_accept_is_told() {
    let mut buyer = organisation("212000-2502", r#", "buyer_reference": "123""#);
    buyer.buyer_reference_pattern = ReferencePattern::parse("BK[0-9]{2,5}").ok();
    let told = missing(AGREEMENT, 2027, &[buyer]);
    assert!(told.contains(&("a".to_owned(), vec!["no-address", "buyer-reference-misfit"])), "{told:?}");
}
