//! Per party the lines of a year sum to what it is to pay, and per employer to what it provides.

use std::collections::BTreeMap;

use proptest::prelude::*;
use samfin_core::billing::document::{Item, VatTreatment};
use samfin_core::billing::obligation::obligations;
use samfin_core::billing::roles::{Roles, Side, Way};
use serde_json::json;

use crate::sample::{Year, ore, year};

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_sum_to_what_each_is_to_pay_and_is_owed(year in year()) {
        let (agreement, calculation) = (year.agreement(), year.calculation());
        let all = obligations(&agreement, &calculation);
        let roles = Roles::of(&agreement, 2027);
        for (position, party) in calculation.parties.iter().enumerate() {
            let sum = |side| all.iter().filter(|o| o.side == side && o.bearer == party.id).map(|o| o.amount.ore()).sum::<i64>();
            prop_assert_eq!(sum(Side::Charge), party.payable.ore());
            let owed = if position == roles.hub() { 0 } else { party.provided.ore() };
            prop_assert_eq!(sum(Side::Payout), owed);
        }
    }

    #[test]
    fn a_shortfall_takes_no_treatment_below_zero_and_no_vat_arises_within_an_entity(year in year()) {
        let (agreement, calculation) = (year.agreement(), year.calculation());
        let roles = Roles::of(&agreement, 2027);
        let mut borne: BTreeMap<_, (i64, i64)> = BTreeMap::new();
        for o in obligations(&agreement, &calculation) {
            let ends = roles.ends(o.side, agreement.position(o.bearer.as_str()).unwrap());
            prop_assert!(ends.way == Way::Document || o.vat == VatTreatment::OutsideScope);
            prop_assert!(o.item != Item::Cover || o.vat == VatTreatment::OutsideScope);
            let sums = borne.entry((o.side, o.bearer, o.vat)).or_default();
            match o.item {
                Item::Cost { .. } => sums.0 += o.amount.ore(),
                Item::Shortfall => sums.1 += o.amount.ore(),
                _ => {}
            }
        }
        for (cost, shortfall) in borne.into_values() {
            prop_assert!(shortfall <= 0 && (shortfall == 0 || cost + shortfall >= 0));
        }
    }
}

/// B bears 300 outside the scope and 100 with VAT and contributes three quarters: 75 and 25 less.
#[test]
fn a_shortfall_is_spread_over_treatments() {
    let cost = |id: &str, vat: &str, amount: &str| json!({ "id": id, "name": id, "type": "purchase", "vat": vat, "amount": { "per_year": amount }, "key": { "type": "equal" } });
    let request = json!({ "year": 2027,
        "events": [{ "party": "b", "contributes_percent": "75", "cause": "partial_budget" }],
        "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
            "default_policy": [{ "type": "redistribute" }],
            "parties": [{ "id": "a", "name": "A", "kind": "region" }, { "id": "b", "name": "B", "kind": "region" },
                        { "id": "c", "name": "C", "kind": "region" }],
            "costs": [cost("one", "outside_scope", "900.00"), cost("two", "standard_25", "300.00")] } });
    let year = Year { request };
    let told: Vec<_> = obligations(&year.agreement(), &year.calculation())
        .into_iter()
        .filter(|o| o.bearer.as_str() != "a" && !matches!(o.item, Item::Cost { .. }))
        .map(|o| (o.bearer.to_string(), o.item, o.vat.group(), o.amount))
        .collect();
    let row = |bearer: &str, item, vat: &str, amount| (bearer.to_owned(), item, vat.to_owned(), ore(amount));
    assert_eq!(
        told,
        [
            row("b", Item::Shortfall, "outside_scope", "-75.00"),
            row("b", Item::Shortfall, "standard_25", "-25.00"),
            row("c", Item::Cover, "outside_scope", "50.00"),
        ]
    );
}
