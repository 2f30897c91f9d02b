//! A settlement balances to the öre, and what it carries is settled in the next year.

use proptest::prelude::*;
use samfin_core::billing::called::Called;
use samfin_core::billing::document::{Document, Form, Item};
use samfin_core::billing::draft::{Call, Remainder, Why, draft};
use samfin_core::billing::instalment::parts;
use samfin_core::billing::settlement::settle;

use crate::drafts::{call, issued, small};
use crate::sample::{ore, year};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_settlement_balances_to_the_ore(year in year(), after in 0_usize..13, percent in 0_i64..200) {
        let (agreement, budget) = (year.agreement(), year.calculation());
        let outcome = year.outcome(percent).calculation();
        let mut documents = Vec::new();
        for part in parts(&agreement.invoicing, 2027).into_iter().take(after) {
            call(&agreement, &budget, &Call::Instalment(part), &mut documents);
        }
        let called = Called::of(&documents);
        let invoiced = settle(&agreement, &outcome, &[], &called, Remainder::Invoice).unwrap();
        let carried = settle(&agreement, &outcome, &[], &called, Remainder::Carry).unwrap();
        prop_assert_eq!((invoiced.balance(), carried.balance()), (0, 0));
        let new = draft(&agreement, &outcome, &[], &Call::Settlement(Remainder::Invoice), &called, None).unwrap();
        for (position, party) in invoiced.parties.iter().enumerate() {
            let lines = |payout: bool| new.documents.iter()
                .filter(|d| (d.seller == party.party) == payout)
                .flat_map(|d| d.lines.iter().map(move |line| (line, if d.form == Form::CreditNote { -1 } else { 1 })))
                .filter(|(line, _)| line.bearer == party.party)
                .map(|(line, sign)| sign * line.amount.ore()).sum::<i64>();
            // Where amounts of one payer cancel out there is no document, and a row shows them.
            let rows: i64 = new.rows.iter().filter(|row| row.why == Why::Zero).flat_map(|row| &row.lines)
                .filter(|line| line.bearer == party.party).map(|line| line.amount.ore()).sum();
            prop_assert_eq!(lines(false) + lines(true) + rows, party.to_pay.ore() + party.to_receive.ore());
            let forward: i64 = carried.carried.iter().filter(|c| c.bearer == party.party).map(|c| c.amount.ore()).sum();
            prop_assert_eq!(forward, carried.parties[position].carried.ore());
            prop_assert_eq!(forward, party.to_pay.ore());
        }
    }
}

/// 4 000 kr were called for 2027 and it came to 3 000: B has 300 kr and C 600 kr coming in 2028.
#[test]
fn what_is_carried_lessens_the_next_year() {
    let (budget, outcome) = (small("4000.00"), small("3000.00"));
    let agreement = budget.agreement();
    let mut documents: Vec<Document> = Vec::new();
    call(&agreement, &budget.calculation(), &Call::Instalment(parts(&agreement.invoicing, 2027)[3]), &mut documents);
    let called = Called::of(&documents);
    let settled = settle(&agreement, &outcome.calculation(), &[], &called, Remainder::Carry).unwrap();
    let told: Vec<_> = settled.carried.iter().map(|c| (c.year, c.bearer.as_str(), c.amount)).collect();
    assert_eq!(told, [(2027, "b", ore("-300.00")), (2027, "c", ore("-600.00"))]);
    let carry = Call::Settlement(Remainder::Carry);
    let drafts = draft(&agreement, &outcome.calculation(), &[], &carry, &called, None).unwrap();
    assert_eq!(drafts.documents, []);
    assert_eq!(drafts.rows.iter().filter(|row| row.why == Why::Carried).count(), 2);

    let mut next = budget.clone();
    next.request["year"] = 2028.into();
    let (agreement, calculation) = (next.agreement(), next.calculation());
    let part = parts(&agreement.invoicing, 2028)[1];
    let drafts =
        draft(&agreement, &calculation, &settled.carried, &Call::Instalment(part), &Called::default(), None).unwrap();
    let lines: Vec<_> = drafts.documents[0].lines.iter().map(|line| (line.text.as_str(), line.amount)).collect();
    assert_eq!(lines, [("Lokal, B kommun", ore("600.00")), ("Överfört från 2027, B kommun", ore("-150.00"))]);
    assert_eq!(
        drafts.documents[0].lines[1].explanation.replace('\u{a0}', " "),
        "Överskott 2027, -300,00 kr till godo 2028; delbetalning 2 av 4"
    );
    // And it is settled once.
    let documents: Vec<_> = drafts.documents.into_iter().map(|one| issued(one, 1)).collect();
    assert!(matches!(documents[0].lines[1].item, Item::Carried { year: 2027 }));
    let settled =
        settle(&agreement, &calculation, &settled.carried, &Called::of(&documents), Remainder::Invoice).unwrap();
    assert_eq!(settled.parties[1].to_pay, ore("450.00"));
    assert_eq!(settled.balance(), -90_000, "what was carried is of the year before");
}
