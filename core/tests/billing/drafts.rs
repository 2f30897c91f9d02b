//! A year of calls sums to the year, whatever changed on the way.

use std::collections::BTreeMap;

use proptest::prelude::*;
use samfin_core::billing::called::{Called, Key};
use samfin_core::billing::document::{Address, Document, Form, Issued, Item, Occasion, Participant, VatTreatment};
use samfin_core::billing::draft::{Call, Draft, Drafts, Remainder, Why, draft};
use samfin_core::billing::instalment::{Part, parts};
use samfin_core::billing::obligation::obligations;
use samfin_core::billing::roles::{Roles, Side, Way};
use samfin_core::{Agreement, Calculation, Id};
use serde_json::{Value, json};

use crate::sample::{Year, ore, year};

fn participant(party: &Id) -> Participant {
    let address =
        Address { lines: vec![], postal_code: "83121".into(), city: "Östersund".into(), country: "SE".into() };
    let organisation_number = "2120000803".to_owned();
    Participant {
        party: party.clone(),
        name: party.to_string(),
        organisation_number,
        vat_number: None,
        f_tax: false,
        address,
        endpoint: None,
        reference: None,
        contact: None,
        bankgiro: None,
        plusgiro: None,
        iban: None,
        bic: None,
    }
}

/// The document of a draft, issued as the `number`th.
pub(crate) fn issued(draft: Draft, number: usize) -> Document {
    let (seller, buyer) = (participant(&draft.seller), participant(&draft.buyer));
    let mut document = draft.into_document(seller, buyer, false).unwrap();
    let day = |text: &str| text.parse().unwrap();
    document.issued = Some(Issued {
        number: format!("2027-{number:04}"),
        issued_on: day("2027-01-01"),
        due_on: day("2027-01-31"),
        ocr: String::new(),
        interest_margin_percent: "8".into(),
    });
    document
}

/// Drafts a call and issues everything in it after what there is.
pub(crate) fn call(
    agreement: &Agreement,
    calculation: &Calculation,
    call: &Call,
    documents: &mut Vec<Document>,
) -> Drafts {
    let drafts =
        draft(agreement, calculation, &[], call, &Called::of(documents.iter()), Some("HSN 2026/123 § 45")).unwrap();
    for one in &drafts.documents {
        documents.push(issued(one.clone(), documents.len() + 1));
    }
    drafts
}

/// What each key comes to in all, without own shares, zeros left out.
fn owed(agreement: &Agreement, calculation: &Calculation) -> BTreeMap<Key, i64> {
    let roles = Roles::of(agreement, 2027);
    let not_own = |side, bearer: &Id| roles.ends(side, agreement.position(bearer.as_str()).unwrap()).way != Way::Own;
    let mut owed = BTreeMap::new();
    for one in obligations(agreement, calculation).into_iter().filter(|o| not_own(o.side, &o.bearer)) {
        *owed.entry(Key::new(one.side, one.item, one.bearer, &one.vat)).or_default() += one.amount.ore();
    }
    owed
}

fn was_called(documents: &[Document]) -> BTreeMap<Key, i64> {
    Called::of(documents).all().map(|(key, _, amount)| (key.clone(), amount.ore())).collect()
}

/// Σ per side and payer, which is what a document must have asked for also where its lines cancel out.
fn sums(agreement: &Agreement, amounts: &BTreeMap<Key, i64>) -> BTreeMap<(Side, usize, usize, VatTreatment), i64> {
    let roles = Roles::of(agreement, 2027);
    let mut sums = BTreeMap::new();
    for (key, ore) in amounts {
        let ends = roles.ends(key.side, agreement.position(key.bearer.as_str()).unwrap());
        *sums.entry((key.side, ends.seller, ends.buyer, key.vat.clone())).or_default() += ore;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

fn all_parts(agreement: &Agreement) -> Vec<Part> {
    parts(&agreement.invoicing, 2027)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_year_of_calls_sums_to_the_year(year in year()) {
        let (agreement, calculation) = (year.agreement(), year.calculation());
        let mut documents = Vec::new();
        for part in all_parts(&agreement) {
            let drafts = call(&agreement, &calculation, &Call::Instalment(part), &mut documents);
            for document in &drafts.documents {
                let net: i64 = document.lines.iter().map(|line| line.amount.ore()).sum();
                prop_assert!(net > 0 || part.is_last() && matches!(document.form, Form::Payout | Form::Internal));
            }
            prop_assert!(!part.is_last() || drafts.rows.iter().all(|row| row.why != Why::Waits));
        }
        prop_assert_eq!(sums(&agreement, &was_called(&documents)), sums(&agreement, &owed(&agreement, &calculation)));
        let mut more = documents.clone();
        call(&agreement, &calculation, &Call::Settlement(Remainder::Invoice), &mut more);
        prop_assert_eq!(more.len(), documents.len(), "nothing is left to settle");
    }

    #[test]
    fn an_outcome_is_settled_exactly_whatever_was_called(year in year(), after in 0_usize..13, percent in 0_i64..200) {
        let (agreement, budget) = (year.agreement(), year.calculation());
        let outcome = year.outcome(percent).calculation();
        let mut documents = Vec::new();
        for part in all_parts(&agreement).into_iter().take(after) {
            call(&agreement, &budget, &Call::Instalment(part), &mut documents);
        }
        let drafts = call(&agreement, &outcome, &Call::Settlement(Remainder::Invoice), &mut documents);
        for document in &drafts.documents {
            let net: i64 = document.lines.iter().map(|line| line.amount.ore()).sum();
            prop_assert!(net > 0 || matches!(document.form, Form::Payout | Form::Internal));
            prop_assert_eq!(document.occasion, Occasion::Settlement);
        }
        prop_assert_eq!(sums(&agreement, &was_called(&documents)), sums(&agreement, &owed(&agreement, &outcome)));
    }

    #[test]
    fn input_order_never_matters(year in year(), turn in 0_usize..8) {
        let mut turned = year.clone();
        let list = turned.request["agreement"]["parties"].as_array_mut().unwrap();
        let turn = turn % list.len();
        list.rotate_left(turn);
        let told = |year: &Year, backwards: bool| {
            let (agreement, calculation) = (year.agreement(), year.calculation());
            let mut documents = Vec::new();
            for part in all_parts(&agreement) {
                call(&agreement, &calculation, &Call::Instalment(part), &mut documents);
                if backwards {
                    documents.reverse();
                }
            }
            was_called(&documents)
        };
        prop_assert_eq!(told(&year, false), told(&turned, true));
    }
}

/// Three parties share 1 200 kr a year with quarterly calls; B's part is 90 kr a quarter, under the minimum of 150.
pub(crate) fn small(amount: &str) -> Year {
    Year {
        request: json!({ "year": 2027, "agreement": {
        "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
        "invoicing": { "instalments": 4, "minimum_amount": "150.00" },
        "parties": [{ "id": "a", "name": "A kommun", "kind": "municipality" }, { "id": "b", "name": "B kommun", "kind": "municipality" },
                    { "id": "c", "name": "C kommun", "kind": "municipality" }, { "id": "d", "name": "D kommun", "kind": "municipality" }],
        "costs": [{ "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": amount },
                    "key": { "type": "shares", "shares": { "a": "10", "b": "30", "c": "60", "d": "0" } } }] } }),
    }
}

fn told(drafts: &Drafts) -> Vec<String> {
    let documents = drafts.documents.iter().map(|d| {
        let net: i64 = d.lines.iter().map(|line| line.amount.ore()).sum();
        format!("{:?} {} {}", d.form, d.buyer, net / 100)
    });
    documents.chain(drafts.rows.iter().map(|row| format!("{:?} {} {}", row.why, row.buyer, row.net))).collect()
}

#[test]
fn a_small_amount_waits_and_is_seen() {
    let year = small("1200.00");
    let (agreement, calculation) = (year.agreement(), year.calculation());
    let mut documents = Vec::new();
    let told: Vec<_> = all_parts(&agreement)
        .into_iter()
        .map(|part| told(&call(&agreement, &calculation, &Call::Instalment(part), &mut documents)))
        .collect();
    assert_eq!(told[0], ["Invoice c 180", "Own a 30.00", "Waits b 90.00", "Zero d 0.00"]);
    assert_eq!(told[1], ["Invoice b 180", "Invoice c 180", "Own a 60.00", "Zero d 0.00"]);
    assert_eq!(told[2], ["Invoice c 180", "Own a 90.00", "Waits b 90.00", "Zero d 0.00"]);
    assert_eq!(told[3], ["Invoice b 180", "Invoice c 180", "Own a 120.00", "Zero d 0.00"]);
    let b = documents.iter().find(|document| document.buyer.party.as_str() == "b").unwrap();
    assert_eq!(b.notes, ["I beloppet ingår 90,00\u{a0}kr från tidigare delar av året."]);
    assert_eq!(b.decision_reference.as_deref(), Some("HSN 2026/123 § 45"));
}

#[test]
fn what_was_called_too_much_waits_until_the_last_call_and_names_its_invoices() {
    let (budget, less) = (small("4000.00"), small("1200.00"));
    let agreement = budget.agreement();
    let parts = all_parts(&agreement);
    let mut documents = Vec::new();
    call(&agreement, &budget.calculation(), &Call::Instalment(parts[0]), &mut documents);
    call(&agreement, &budget.calculation(), &Call::Instalment(parts[1]), &mut documents);
    let third = call(&agreement, &less.calculation(), &Call::Instalment(parts[2]), &mut documents);
    assert_eq!(told(&third), ["Own a 90.00", "Waits b -330.00", "Waits c -660.00", "Zero d 0.00"]);
    let last = call(&agreement, &less.calculation(), &Call::Instalment(parts[3]), &mut documents);
    assert_eq!(told(&last), ["CreditNote b 240", "CreditNote c 480", "Own a 120.00", "Zero d 0.00"]);
    let credit = &last.documents[0];
    let named: Vec<_> = credit.credits.iter().chain(&credit.credits_also).map(|one| one.number.as_str()).collect();
    assert_eq!(named, ["2027-0001", "2027-0003"], "two invoices are changed");
    assert_eq!(credit.notes[1], "Ändrar fakturorna 2027-0001 av den 2027-01-01 och 2027-0003 av den 2027-01-01.");
    assert_eq!(
        credit.lines[0].explanation.replace('\u{a0}', " "),
        "30,00 % av 1 200,00 kr för 2027; delbetalning 4 av 4, tidigare fakturerat 600,00 kr"
    );
}

#[test]
fn a_correction_calls_what_should_have_been_called_by_now() {
    let (budget, more) = (small("4000.00"), small("4400.00"));
    let agreement = budget.agreement();
    let part = all_parts(&agreement)[1];
    let mut documents = Vec::new();
    call(&agreement, &budget.calculation(), &Call::Instalment(part), &mut documents);
    let drafts = call(&agreement, &more.calculation(), &Call::Correction(part), &mut documents);
    assert_eq!(told(&drafts), ["Invoice b 60", "Invoice c 120", "Own a 220.00", "Zero d 0.00"], "nothing waits");
    assert_eq!(drafts.documents[0].period.to.to_string(), "2027-06-30");
}

#[test]
fn a_changed_treatment_takes_back_and_asks_anew() {
    let year = small("4000.00");
    let mut taxed = year.clone();
    taxed.request["agreement"]["costs"][0]["vat"] = json!("standard_25");
    let agreement = year.agreement();
    let mut documents = Vec::new();
    call(&agreement, &year.calculation(), &Call::Instalment(all_parts(&agreement)[3]), &mut documents);
    let drafts = call(&taxed.agreement(), &taxed.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    assert_eq!(
        told(&drafts),
        ["CreditNote b 1200", "Invoice b 1200", "CreditNote c 2400", "Invoice c 2400", "Own a 400.00", "Zero d 0.00"]
    );
    assert_eq!(drafts.documents[0].credits.as_ref().unwrap().number, "2027-0001");
    assert_eq!(drafts.documents[0].notes, ["Ändrar faktura 2027-0001 av den 2027-01-01."]);
    assert_eq!(drafts.documents[1].vat, VatTreatment::Standard { percent: 25 });
    assert_eq!(drafts.documents[1].notes, Vec::<String>::new());
}

#[test]
fn a_party_that_left_the_agreement_is_not_forgotten() {
    let year = small("4000.00");
    let agreement = year.agreement();
    let mut documents = Vec::new();
    call(&agreement, &year.calculation(), &Call::Instalment(all_parts(&agreement)[3]), &mut documents);
    let mut without = year.clone();
    without.request["agreement"]["parties"].as_array_mut().unwrap().remove(1);
    let shares = without.request["agreement"]["costs"][0]["key"]["shares"].as_object_mut().unwrap();
    assert_eq!(shares.remove("b"), Some(Value::from("30")));
    let called = Called::of(&documents);
    let error =
        draft(&without.agreement(), &without.calculation(), &[], &Call::Settlement(Remainder::Invoice), &called, None)
            .unwrap_err();
    assert!(error.to_string().contains("\"b\" has been invoiced for the year but is not in the agreement"), "{error}");
}

#[test]
fn costs_come_first_then_what_is_not_contributed_then_cover() {
    let mut year = small("4000.00");
    year.request["events"] = json!([{ "party": "b", "contributes_percent": "50", "cause": "partial_budget" }]);
    year.request["agreement"]["default_policy"] = json!([{ "type": "redistribute" }]);
    let agreement = year.agreement();
    let drafts = call(&agreement, &year.calculation(), &Call::Settlement(Remainder::Invoice), &mut Vec::new());
    let lines = drafts.documents.iter().flat_map(|one| &one.lines);
    let told: Vec<_> = lines.map(|line| format!("{} {}", line.text, line.amount)).collect();
    assert_eq!(
        told,
        [
            "Lokal, B kommun 1200.00",
            "Bortfall, B kommun -600.00",
            "Lokal, C kommun 2400.00",
            "Täckning av bortfall, C kommun 514.29",
        ]
    );
}

/// An interest invoice does not lessen what is called; a credited instalment is called again.
#[test]
fn only_what_belongs_to_the_year_counts() {
    let year = small("4000.00");
    let agreement = year.agreement();
    let mut documents = Vec::new();
    call(&agreement, &year.calculation(), &Call::Instalment(all_parts(&agreement)[3]), &mut documents);
    let mut interest = documents[0].clone();
    interest.occasion = Occasion::Interest;
    interest.lines[0].item = Item::Interest;
    let mut credit = documents[0].clone();
    (credit.form, credit.occasion) = (Form::CreditNote, Occasion::Credit);
    let key = Key::new(Side::Charge, documents[0].lines[0].item.clone(), Id::parse("b").unwrap(), &documents[0].vat);
    assert_eq!(Called::of([&documents[0], &interest]).amount(&key), ore("1200.00"));
    assert_eq!(Called::of([&documents[0], &credit]).amount(&key), ore("0.00"));
}
