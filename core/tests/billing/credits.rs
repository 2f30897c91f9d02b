//! Credits never pass an invoice, and together they are it to the öre.

use proptest::prelude::*;
use samfin_core::billing::called::Called;
use samfin_core::billing::credit::{CreditError, What, credit};
use samfin_core::billing::document::{Document, Form, Item, Totals, VatTreatment};
use samfin_core::billing::draft::{Call, Remainder};
use samfin_core::{Id, Ore};

use crate::drafts::{call, issued, small};
use crate::sample::{kronor, ore, year};

/// An issued invoice with these amounts in öre.
fn invoice(amounts: &[i64], percent: u8, whole_kronor: bool) -> Document {
    let year = small("4000.00");
    let mut documents = Vec::new();
    call(&year.agreement(), &year.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    let mut invoice = documents.swap_remove(0);
    let line = invoice.lines[0].clone();
    invoice.vat = if percent == 0 { VatTreatment::OutsideScope } else { VatTreatment::Standard { percent } };
    let lines = amounts.iter().enumerate().map(|(i, amount)| {
        let item = Item::Cost { cost: Id::parse(&format!("c{i}")).unwrap() };
        samfin_core::billing::document::Line { item, amount: ore(&kronor(*amount)), ..line.clone() }
    });
    invoice.lines = lines.collect();
    invoice.totals = Totals::of(invoice.lines.iter().map(|line| line.amount), &invoice.vat, whole_kronor).unwrap();
    invoice
}

fn sum(credits: &[Document], part: fn(&Totals) -> Ore) -> i64 {
    credits.iter().map(|credit| part(&credit.totals).ore()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn credits_of_a_whole_invoice_are_it_to_the_ore(
        amounts in proptest::collection::vec(1_i64..5_000_000, 1..6),
        percent in prop_oneof![Just(0_u8), Just(6), Just(12), Just(25)],
        whole_kronor: bool,
        steps in proptest::collection::vec((0_usize..6, 1_i64..100), 0..12),
    ) {
        let invoice = invoice(&amounts, percent, whole_kronor);
        let mut credits: Vec<Document> = Vec::new();
        for (line, share) in steps {
            let line = line % amounts.len();
            let ask = (amounts[line] * share / 100).max(1);
            if let Ok(one) = credit(&invoice, &credits, &What::Lines(vec![(line, ore(&kronor(ask)))]), None) {
                prop_assert_eq!(one.totals.payable.ore(), one.totals.net.ore() + one.totals.vat.ore() + one.totals.rounding.ore());
                let exact = one.totals.net.ore() * i64::from(percent);
                prop_assert!((one.totals.vat.ore() * 100 - exact).abs() < 200, "within an öre and a half of its own");
                credits.push(one);
            }
            prop_assert!(sum(&credits, |t| t.payable) <= invoice.totals.payable.ore());
        }
        match credit(&invoice, &credits, &What::Remaining, None) {
            Ok(rest) => credits.push(rest),
            Err(error) => prop_assert_eq!(error, CreditError::NothingToCredit),
        }
        for part in [|t: &Totals| t.net, |t: &Totals| t.vat, |t: &Totals| t.rounding, |t: &Totals| t.payable] {
            prop_assert_eq!(sum(&credits, part), part(&invoice.totals).ore());
        }
        prop_assert_eq!(credit(&invoice, &credits, &What::Remaining, None), Err(CreditError::NothingToCredit));
    }

    #[test]
    fn what_is_credited_is_as_if_it_had_not_been_called(year in year()) {
        let (agreement, calculation) = (year.agreement(), year.calculation());
        let mut documents = Vec::new();
        call(&agreement, &calculation, &Call::Settlement(Remainder::Invoice), &mut documents);
        let creditable: Vec<Document> = documents.iter().filter(|one| one.form != Form::CreditNote).cloned().collect();
        let credits: Vec<Document> =
            creditable.iter().map(|one| credit(one, &[], &What::Remaining, None).unwrap()).collect();
        for (one, back) in creditable.iter().zip(&credits) {
            prop_assert_eq!(back.form == Form::CreditNote, one.form == Form::Invoice);
            prop_assert_eq!(back.lines.len(), one.lines.len());
        }
        prop_assert_eq!(Called::of(creditable.iter().chain(&credits)).all().count(), 0);
    }
}

#[test]
fn a_credit_says_what_it_changes_and_never_passes_it() {
    let invoice = invoice(&[10_000, -4_000], 25, false);
    let ask = |lines: &[(usize, &str)]| What::Lines(lines.iter().map(|(line, amount)| (*line, ore(amount))).collect());
    let exceeds = |asked, expected: &str, actual: &str| {
        Err(CreditError::Exceeds { asked, expected: ore(expected), actual: ore(actual) })
    };
    assert_eq!(credit(&invoice, &[], &ask(&[(0, "100.01")]), None), exceeds(Some(0), "100.00", "100.01"));
    assert_eq!(credit(&invoice, &[], &ask(&[(0, "-1.00")]), None), exceeds(Some(0), "100.00", "-1.00"));
    assert_eq!(credit(&invoice, &[], &ask(&[(0, "100.00")]), None), exceeds(None, "60.00", "100.00"));
    let twice = ask(&[(0, "1.00"), (0, "1.00")]);
    assert_eq!(credit(&invoice, &[], &twice, None), Err(CreditError::NoSuchLine { asked: 1, line: 0 }));
    assert_eq!(credit(&invoice, &[], &ask(&[(2, "1.00")]), None), Err(CreditError::NoSuchLine { asked: 0, line: 2 }));
    assert_eq!(credit(&invoice, &[], &ask(&[]), None), Err(CreditError::NothingToCredit));

    let part = credit(&invoice, &[], &ask(&[(0, "50.00")]), Some("Lokalen stod tom.")).unwrap();
    assert_eq!((part.form, part.totals.payable), (Form::CreditNote, ore("62.50")));
    assert_eq!(part.notes, ["Lokalen stod tom.", "Krediterar 2027-0001 av den 2027-01-01."]);
    assert_eq!(part.credits.as_ref().unwrap().number, "2027-0001");
    assert_eq!((part.issued.is_none(), part.buyer == invoice.buyer), (true, true));
    let earlier = [part];
    assert_eq!(credit(&invoice, &earlier, &ask(&[(0, "50.01")]), None), exceeds(Some(0), "50.00", "50.01"));
    let mut draft = invoice.clone();
    draft.issued = None;
    assert_eq!(credit(&draft, &[], &What::Remaining, None), Err(CreditError::NotCreditable));
    assert_eq!(credit(&earlier[0], &[], &What::Remaining, None), Err(CreditError::NotCreditable));
}

/// What stands in an invoice is taken back, also where it would be reckoned otherwise today.
#[test]
fn vat_is_taken_back_as_it_stands() {
    let mut invoice = invoice(&[10_000, 5_000], 25, false);
    invoice.totals.vat = ore("37.51");
    invoice.totals.payable = ore("187.51");
    let half = credit(&invoice, &[], &What::Lines(vec![(1, ore("50.00"))]), None).unwrap();
    let rest = credit(&invoice, std::slice::from_ref(&half), &What::Remaining, None).unwrap();
    assert_eq!((half.totals.vat, rest.totals.vat), (ore("12.50"), ore("25.01")));
}

/// A settlement that gives back part of the only invoice counts against it, though its lines have words of their own.
#[test]
fn a_settlement_counts_against_the_invoice_it_names() {
    let (budget, less) = (small("4000.00"), small("1200.00"));
    let mut documents = Vec::new();
    call(&budget.agreement(), &budget.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    let settled = call(&budget.agreement(), &less.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    let back = issued(settled.documents[0].clone(), 9);
    let rest = credit(&documents[0], &[back], &What::Remaining, None).unwrap();
    assert_eq!((documents[0].totals.net, rest.totals.net), (ore("1200.00"), ore("360.00")));
}
