//! What an organisation must be, and what is said when it is not.

use super::*;
use crate::billing::document::VatTreatment;
use crate::billing::identifiers::AccountNumber;

const WHOLE: &str = r#"{
    "name": "Region Jämtland Härjedalen", "organisation_number": "232100-0214", "external_id": "K-17",
    "address": { "lines": ["Exempelgatan 1"], "postal_code": "831 00", "city": "Östersund", "country": "SE" },
    "endpoint": { "scheme": "0007", "id": "2321000214" },
    "buyer_reference": "123456", "buyer_reference_pattern": "[0-9]{6}", "contact": "Ekonomi",
    "bankgiro": "339-8328", "plusgiro": "18 97 50-3", "iban": "SE35 5000 0000 0549 1000 0003", "bic": "ESSESESS",
    "vat_number": "SE232100021401", "f_tax": true, "whole_kronor": true, "issued_by": "external",
    "attestations_required": 2,
    "accounts": { "receivable": "1510", "payable": "2440", "bank": "1930", "vat_25": "2611", "rounding": "3740",
        "income": { "*": "3990", "secretary": "3991" }, "dimensions": { "secretary": { "1": "4711", "6": "SAM27" } } }
}"#;

fn issues(text: &str) -> Vec<(String, &'static str)> {
    match Organisation::parse(text.as_bytes()) {
        Err(Error::Invalid(issues)) => issues.into_iter().map(|issue| (issue.pointer, issue.code.as_str())).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_read_is_canonical_and_comes_back_unchanged() {
    let organisation = Organisation::parse(WHOLE.as_bytes()).expect("right");
    let text = serde_json::to_string(&organisation).expect("JSON");
    assert_eq!(serde_json::from_str::<Organisation>(&text).expect("read"), organisation);
    assert_eq!(Organisation::parse(text.as_bytes()).expect("read"), organisation);
    for canonical in [r#""2321000214""#, r#""3398328""#, r#""1897503""#, r#""SE3550000000054910000003""#] {
        assert!(text.contains(canonical), "{canonical} in {text}");
    }
}

#[test]
fn little_is_needed_and_nothing_about_accounts_is_assumed() {
    let text = r#"{ "name": "A", "organisation_number": "2321000214" }"#;
    let organisation = Organisation::parse(text.as_bytes()).expect("right");
    assert_eq!((organisation.issued_by, organisation.attestations_required), (IssuedBy::Samfin, 1));
    assert_eq!((organisation.f_tax, organisation.whole_kronor, organisation.accounts.as_ref()), (false, false, None));
    assert!(!organisation.can_be_paid());
    assert_eq!(organisation.participant(Id::parse("a").expect("an id")), None, "there is no address");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let text = r#"{
        "organisation_number": "232100-0215", "external_id": "", "nmae": "A",
        "address": { "lines": [], "postal_code": "831 00", "country": "se" },
        "endpoint": { "scheme": "0088", "id": "7300010000002" },
        "buyer_reference": "12345", "buyer_reference_pattern": "[0-9]{6}",
        "bankgiro": "339-8329", "plusgiro": "x", "iban": "SE", "bic": "x", "vat_number": "SE21200025020",
        "f_tax": "yes", "issued_by": "nobody", "attestations_required": 3,
        "accounts": { "receivable": "12345678901", "payable": "2440", "bank": "1930", "income": { "Å": "1" },
            "dimensions": { "a": { "0": "x", "1": "" } } }
    }"#;
    let mut found = issues(text);
    found.sort();
    let expected = [
        ("/accounts/dimensions/a/0", "identifier-format"),
        ("/accounts/dimensions/a/1", "text-length"),
        ("/accounts/income/Å", "id-format"),
        ("/accounts/receivable", "identifier-format"),
        ("/accounts/rounding", "missing-field"),
        ("/address/city", "missing-field"),
        ("/address/country", "identifier-format"),
        ("/address/lines", "out-of-range"),
        ("/attestations_required", "out-of-range"),
        ("/bankgiro", "check-digit"),
        ("/bic", "identifier-format"),
        ("/buyer_reference", "identifier-format"),
        ("/endpoint/id", "check-digit"),
        ("/external_id", "text-length"),
        ("/f_tax", "wrong-type"),
        ("/iban", "identifier-format"),
        ("/issued_by", "unknown-value"),
        ("/name", "missing-field"),
        ("/nmae", "unknown-field"),
        ("/organisation_number", "check-digit"),
        ("/plusgiro", "identifier-format"),
        ("/vat_number", "identifier-format"),
    ];
    let expected: Vec<_> = expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), *code)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_vat_number_is_the_organisations_own() {
    let text = r#"{ "name": "A", "organisation_number": "2321000214", "vat_number": "SE212000250201" }"#;
    assert_eq!(issues(text), [("/vat_number".to_owned(), "conflicting-fields")]);
}

#[test]
fn a_cost_without_a_line_of_its_own_has_that_of_every_cost() {
    let accounts = Organisation::parse(WHOLE.as_bytes()).expect("right").accounts.expect("accounts");
    let id = |text| Id::parse(text).expect("an id");
    let income = |cost| accounts.income_of(&id(cost)).map(AccountNumber::as_str);
    assert_eq!((income("secretary"), income("hall")), (Some("3991"), Some("3990")));
    assert_eq!(
        accounts.dimensions_of(&id("secretary")).and_then(|objects| objects.get("6")).map(String::as_str),
        Some("SAM27")
    );
    assert_eq!(accounts.dimensions_of(&id("hall")), None);
    let vat = |percent| accounts.vat_of(&VatTreatment::Standard { percent }).map(AccountNumber::as_str);
    assert_eq!((vat(25), vat(12)), (Some("2611"), None));
}

#[test]
fn on_a_document_it_stands_with_digits_only() {
    let organisation = Organisation::parse(WHOLE.as_bytes()).expect("right");
    let participant = organisation.participant(Id::parse("rjh").expect("an id")).expect("an address");
    assert_eq!(participant.organisation_number, "2321000214");
    assert_eq!((participant.bankgiro.as_deref(), participant.plusgiro.as_deref()), (Some("3398328"), Some("1897503")));
    assert_eq!(participant.endpoint.map(|endpoint| endpoint.scheme).as_deref(), Some("0007"));
    assert_eq!(participant.reference.as_deref(), Some("123456"));
}
