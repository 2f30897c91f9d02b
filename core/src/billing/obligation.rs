//! What a year comes to, gross: what every party bears and what every employer provides, line by line.
//!
//! For every party the lines sum to its `payable` exactly. A cost keeps its VAT treatment; a shortfall lessens a party's
//! treatments in proportion to what it bears in each; cover is a contribution and outside the scope of VAT. Between boards
//! of one legal entity, and for a payer's own share, no VAT arises (mervärdesskattelagen 2023:200: a supply has two sides).

use std::collections::{BTreeMap, HashMap};

use super::document::{Item, VatTreatment};
use super::proportion::divide;
use super::roles::{Roles, Side, Way};
use crate::agreement::{CostKind, Vat};
use crate::{Agreement, Calculation, Id, Ore};

/// One line of what a year comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Which way it goes.
    pub side: Side,
    /// Who bears it, or for a payout who provides it.
    pub bearer: Id,
    /// What it is for.
    pub item: Item,
    /// How it is taxed.
    pub vat: VatTreatment,
    /// Kronor for the whole year without VAT; never zero.
    pub amount: Ore,
}

/// What the year of `calculation` comes to: charges, then payouts; costs in the agreement's order, then shortfall, then
/// cover, and within each the parties in the agreement's order.
///
/// The calculation must be one of this agreement.
///
/// ```
/// use samfin_core::{Request, billing::obligation::obligations, calculate};
/// let request = Request::parse(br#"{ "year": 2027, "agreement": {
///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "provided_by": "b", "vat": "standard_25",
///                  "amount": { "per_year": "100.01" }, "key": { "type": "equal" } } ] } }"#)?;
/// let told: Vec<_> = obligations(&request.agreement, &calculate(&request, false)?)
///     .into_iter().map(|o| format!("{:?} {} {} {}", o.side, o.bearer, o.vat.group(), o.amount)).collect();
/// // A is the host: its own share is not taxed. What B provides, B is owed.
/// assert_eq!(told, ["Charge a outside_scope 50.01", "Charge b standard_25 50.00", "Payout b standard_25 100.01"]);
/// # Ok::<(), samfin_core::Error>(())
/// ```
#[must_use]
pub fn obligations(agreement: &Agreement, calculation: &Calculation) -> Vec<Obligation> {
    let roles = Roles::of(agreement, calculation.year);
    let mut all = charges(agreement, calculation, &roles);
    all.extend(payouts(agreement, calculation, &roles));
    all
}

fn charges(agreement: &Agreement, calculation: &Calculation, roles: &Roles<'_>) -> Vec<Obligation> {
    let unit = agreement.rounding_unit.wide();
    let taxed: Vec<bool> =
        (0..agreement.parties.len()).map(|party| roles.ends(Side::Charge, party).way == Way::Document).collect();
    let vats: HashMap<&Id, VatTreatment> =
        agreement.costs.iter().map(|cost| (&cost.id, treatment(&cost.vat))).collect();
    let charge =
        |bearer: &Id, item, vat, amount| Obligation { side: Side::Charge, bearer: bearer.clone(), item, vat, amount };

    let mut charges = Vec::with_capacity(calculation.lines.len());
    // By party: what it bears in each treatment.
    let mut borne: Vec<BTreeMap<VatTreatment, i128>> = vec![BTreeMap::new(); agreement.parties.len()];
    for line in &calculation.lines {
        let Some(party) = agreement.position(line.party.as_str()) else { continue };
        let vat = vats.get(&line.cost).filter(|_| taxed[party]).cloned().unwrap_or(VatTreatment::OutsideScope);
        *borne[party].entry(vat.clone()).or_default() += line.amount.wide();
        charges.push(charge(&line.party, Item::Cost { cost: line.cost.clone() }, vat, line.amount));
    }
    for (party, borne) in calculation.parties.iter().zip(&borne).filter(|(party, _)| !party.shortfall.is_zero()) {
        let ids: Vec<Id> = borne.keys().map(tie).collect();
        let weights: Vec<(&Id, i128)> = ids.iter().zip(borne.values().copied()).collect();
        let parts = divide(party.shortfall.wide(), &weights, unit);
        let parts = borne.keys().zip(parts).filter(|(_, part)| *part != 0);
        charges.extend(
            parts.filter_map(|(vat, part)| {
                Some(charge(&party.id, Item::Shortfall, vat.clone(), Ore::from_wide(-part)?))
            }),
        );
    }
    let covers = calculation.parties.iter().filter(|party| !party.cover.is_zero());
    charges.extend(covers.map(|party| charge(&party.id, Item::Cover, VatTreatment::OutsideScope, party.cover)));
    charges
}

/// What is owed to every employer that is not the one who collects the money, after reductions.
fn payouts(agreement: &Agreement, calculation: &Calculation, roles: &Roles<'_>) -> Vec<Obligation> {
    let host = agreement.host.of_year(calculation.year);
    let costs = agreement.costs.iter().zip(&calculation.costs);
    let provided = costs.filter(|(cost, _)| !matches!(cost.kind, CostKind::Reserve(_)));
    provided
        .filter_map(|(cost, year)| {
            let employer = cost.provided_by.unwrap_or(host);
            let vat = match roles.ends(Side::Payout, employer).way {
                Way::Own => return None,
                Way::Internal => VatTreatment::OutsideScope,
                Way::Document => treatment(&cost.vat),
            };
            let amount =
                Ore::from_wide(year.amount.wide() - year.reduction.wide()).filter(|amount| !amount.is_zero())?;
            let item = Item::Cost { cost: cost.id.clone() };
            Some(Obligation { side: Side::Payout, bearer: roles.id(employer).clone(), item, vat, amount })
        })
        .collect()
}

/// The treatment that an agreement gives a cost.
fn treatment(vat: &Vat) -> VatTreatment {
    match vat {
        Vat::OutsideScope => VatTreatment::OutsideScope,
        Vat::Standard(percent) => VatTreatment::Standard { percent: *percent },
        Vat::Exempt(reason) => VatTreatment::Exempt { reason: reason.clone() },
    }
}

/// What an odd öre between two treatments is decided by when nothing else does.
pub(super) fn tie(vat: &VatTreatment) -> Id {
    Id::parse(&vat.group().replace('_', "-")).unwrap_or_else(Id::reserve)
}
