//! A change of an adopted year that is settled in the year after (*förs framåt*) instead of in the year itself.

use std::collections::BTreeMap;

use super::called::Key;
use super::document::{Item, VatTreatment};
use super::obligation::obligations;
use super::roles::{Roles, Side, Way};
use super::settlement::Carried;
use crate::{Agreement, Calculation, Id, Ore};

/// What each party is to pay more (above zero) or less in the year after, by VAT treatment, because the year came to `after`
/// instead of `before`. A party whose amounts sum to less than `materiality` kronor either way is left out: for it the year
/// itself makes up the difference.
///
/// Whoever asks for the year's money bears its own difference, and payouts are settled in their year. Both calculations are
/// of the same year, each of its agreement.
///
/// ```
/// use samfin_core::{Ore, Request, billing::forward::forward, calculate};
/// let of = |price: &str| Request::parse(r#"{ "year": 2027, "agreement": {
///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "PRICE" },
///                  "key": { "type": "equal" } } ] } }"#.replace("PRICE", price).as_bytes()).unwrap();
/// let (before, after) = (of("100.00"), of("90.00"));
/// let (old, new) = (calculate(&before, false)?, calculate(&after, false)?);
/// let carried = forward((&before.agreement, &old), (&after.agreement, &new), Ore::ZERO);
/// assert_eq!(carried.len(), 1, "A is the host");
/// assert_eq!((carried[0].bearer.as_str(), carried[0].amount.to_string()), ("b", "-5.00".to_owned()));
/// let threshold = "5.01".parse().unwrap();
/// assert_eq!(forward((&before.agreement, &old), (&after.agreement, &new), threshold), []);
/// # Ok::<(), samfin_core::Error>(())
/// ```
#[must_use]
pub fn forward(
    before: (&Agreement, &Calculation),
    after: (&Agreement, &Calculation),
    materiality: Ore,
) -> Vec<Carried> {
    let year = after.1.year;
    let mut differences: BTreeMap<Id, BTreeMap<VatTreatment, (VatTreatment, i128)>> = BTreeMap::new();
    for ((agreement, calculation), sign) in [(before, -1), (after, 1)] {
        let roles = Roles::of(agreement, year);
        for one in obligations(agreement, calculation) {
            let Some(party) = agreement.position(one.bearer.as_str()) else { continue };
            if one.side != Side::Charge || roles.ends(one.side, party).way == Way::Own {
                continue;
            }
            // As documents tell treatments apart.
            let key = Key::new(one.side, Item::Carried { year }, one.bearer.clone(), &one.vat).vat;
            let of_party = differences.entry(one.bearer).or_default();
            of_party.entry(key).or_insert((one.vat, 0)).1 += sign * one.amount.wide();
        }
    }
    let material = |amounts: &BTreeMap<VatTreatment, (VatTreatment, i128)>| {
        amounts.values().map(|(_, ore)| ore).sum::<i128>().abs() >= materiality.wide()
    };
    let carried = differences.into_iter().filter(|(_, amounts)| material(amounts));
    carried
        .flat_map(|(bearer, amounts)| amounts.into_values().map(move |(vat, ore)| (bearer.clone(), vat, ore)))
        .filter(|(_, _, ore)| *ore != 0)
        .filter_map(|(bearer, vat, ore)| Some(Carried { year, bearer, vat, amount: Ore::from_wide(ore)? }))
        .collect()
}
