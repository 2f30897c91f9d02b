//! Every voucher sums to zero, and the books of a whole year say what the calculation says.

use std::collections::BTreeMap;

use proptest::prelude::*;
use samfin_core::billing::called::Called;
use samfin_core::billing::credit::{What, credit};
use samfin_core::billing::document::Form;
use samfin_core::billing::draft::{Call, Remainder, draft};
use samfin_core::billing::instalment::parts;
use samfin_core::billing::posting::{Account, Voucher, of_default, of_document, of_payment, of_payout, of_row};
use samfin_core::billing::roles::Roles;
use serde_json::json;

use crate::drafts::{call, issued, small};
use crate::sample::{ore, year};

fn book(books: &mut BTreeMap<Account, i64>, voucher: &Voucher) {
    assert_eq!(voucher.entries().iter().map(|entry| entry.amount.ore()).sum::<i64>(), 0, "{voucher:?}");
    for entry in voucher.entries() {
        assert_ne!(entry.amount.ore(), 0);
        *books.entry(entry.account.clone()).or_default() += entry.amount.ore();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_books_of_a_year_are_its_calculation(year in year(), after in 0_usize..13, percent in 0_i64..200, carry: bool) {
        let (agreement, budget) = (year.agreement(), year.calculation());
        let outcome = year.outcome(percent).calculation();
        let mut documents = Vec::new();
        for part in parts(&agreement.invoicing, 2027).into_iter().take(after) {
            call(&agreement, &budget, &Call::Instalment(part), &mut documents);
        }
        let settlement = Call::Settlement(if carry { Remainder::Carry } else { Remainder::Invoice });
        let rows = call(&agreement, &outcome, &settlement, &mut documents).rows;
        let mut books = BTreeMap::new();
        for document in &documents {
            book(&mut books, &of_document(&agreement, document).unwrap());
        }
        for row in &rows {
            if let Some(voucher) = of_row(&agreement, row) {
                book(&mut books, &voucher);
            }
        }
        if let Some(voucher) = of_default(&outcome) {
            book(&mut books, &voucher);
        }
        let hub = &agreement.parties[Roles::of(&agreement, 2027).hub()].id;
        for (terms, cost) in agreement.costs.iter().zip(&outcome.costs) {
            let is_reserve = matches!(terms.kind, samfin_core::agreement::CostKind::Reserve(_));
            let account = Account::Income(cost.id.clone());
            let expected = if is_reserve { 0 } else { -cost.amount.ore() };
            prop_assert_eq!(books.get(&account).copied().unwrap_or_default(), expected);
            let paid = !is_reserve && agreement.parties[terms.provided_by.unwrap()].id != *hub;
            let expected = if paid { cost.amount.ore() - cost.reduction.ore() } else { 0 };
            let provided = books.get(&Account::Provided(cost.id.clone())).copied().unwrap_or_default();
            prop_assert_eq!(provided, expected);
        }
        // Everything that was asked for is paid: nobody owes anything.
        for document in &documents {
            let payout = document.lines[0].bearer == document.seller.party;
            let sign = if document.form == Form::CreditNote { -1 } else { 1 };
            let amount = samfin_core::Ore::from_ore(sign * document.totals.payable.ore()).unwrap();
            let paid = if payout { of_payout(&document.seller.party, amount) } else { of_payment(&document.buyer.party, amount) };
            book(&mut books, &paid.unwrap());
        }
        let open = books.iter().filter(|(account, _)| matches!(account, Account::Receivable(_) | Account::Payable(_)));
        prop_assert!(open.clone().all(|(_, sum)| *sum == 0));
    }
}

fn told(voucher: &Voucher) -> Vec<String> {
    voucher.entries().iter().map(|entry| format!("{:?} {}", entry.account, entry.amount)).collect()
}

#[test]
fn an_invoice_and_its_credit_are_each_other_s_mirror() {
    let mut year = small("4000.00");
    year.request["agreement"]["costs"][0]["vat"] = json!("standard_25");
    let agreement = year.agreement();
    let mut documents = Vec::new();
    call(&agreement, &year.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    let invoice = of_document(&agreement, &documents[0]).unwrap();
    assert_eq!(
        told(&invoice),
        [r#"Receivable(Id("b")) 1500.00"#, r#"Income(Id("hall")) -1200.00"#, "OutputVat(25) -300.00"]
    );
    let back = credit(&documents[0], &[], &What::Remaining, None).unwrap();
    let mirror: Vec<_> = of_document(&agreement, &back).unwrap().entries().iter().map(|e| -e.amount.ore()).collect();
    assert_eq!(mirror, invoice.entries().iter().map(|e| e.amount.ore()).collect::<Vec<_>>());
}

#[test]
fn what_is_carried_leaves_the_year_and_comes_back_in_the_next() {
    let (budget, outcome) = (small("4000.00"), small("3000.00"));
    let agreement = budget.agreement();
    let mut documents = Vec::new();
    call(&agreement, &budget.calculation(), &Call::Settlement(Remainder::Invoice), &mut documents);
    let called = Called::of(&documents);
    let carry = Call::Settlement(Remainder::Carry);
    let rows = draft(&agreement, &outcome.calculation(), &[], &carry, &called, None).unwrap().rows;
    let b = rows.iter().find(|row| row.buyer.as_str() == "b").unwrap();
    assert_eq!(told(&of_row(&agreement, b).unwrap()), [r#"Income(Id("hall")) 300.00"#, "Carry -300.00"]);
    let d = rows.iter().find(|row| row.buyer.as_str() == "d").unwrap();
    assert_eq!(of_row(&agreement, d), None);
    let settled =
        samfin_core::billing::settlement::settle(&agreement, &outcome.calculation(), &[], &called, Remainder::Carry);
    let brought = settled.unwrap().carried;
    let mut next = budget.clone();
    next.request["year"] = 2028.into();
    let whole = Call::Settlement(Remainder::Invoice);
    let drafts = draft(&agreement, &next.calculation(), &brought, &whole, &Called::default(), None).unwrap();
    let invoice = issued(drafts.documents[0].clone(), 1);
    assert_eq!(
        told(&of_document(&agreement, &invoice).unwrap()),
        [r#"Receivable(Id("b")) 900.00"#, r#"Income(Id("hall")) -1200.00"#, "Carry 300.00"]
    );
    assert_eq!(invoice.totals.payable, ore("900.00"));
}

/// The reserve and the host cover what nobody was asked for.
#[test]
fn a_reserve_that_covers_is_used() {
    let mut year = small("4000.00");
    year.request["opening"] = json!({ "reserve": "200.00" });
    year.request["events"] = json!([{ "party": "b", "contributes_percent": "0", "cause": "no_budget" }]);
    year.request["agreement"]["default_policy"] = json!([{ "type": "reserve" }, { "type": "carry_forward" }]);
    let voucher = of_default(&year.calculation()).unwrap();
    assert_eq!(told(&voucher), ["Cover -1200.00", "Outlay 1000.00", "Reserve 200.00"]);
    assert_eq!(of_default(&small("4000.00").calculation()), None);
}
