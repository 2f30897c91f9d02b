//! The final settlement of a year (*slutavräkning*): what each should pay and be paid, against what was asked for.
//!
//! Its documents are those of the call [`Call::Settlement`](super::draft::Call); here are the figures per party, what is
//! carried to the next year instead of being invoiced, and the proof that it all balances.

use std::collections::BTreeMap;

use super::called::{Called, Key};
use super::document::{Item, VatTreatment};
use super::draft::{Remainder, gone};
use super::obligation::{Obligation, obligations};
use super::roles::{Roles, Side, Way};
use crate::{Agreement, Calculation, Error, Id, Ore};

/// An amount that is settled in a later year than the one it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The year that it is of.
    pub year: i32,
    /// Who bears it.
    pub bearer: Id,
    /// How it is taxed: as what it comes from.
    pub vat: VatTreatment,
    /// Kronor without VAT: above zero the bearer has paid too little, below it too much.
    pub amount: Ore,
}

/// A settled year, in kronor without VAT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Every party, in the agreement's order.
    pub parties: Vec<Position>,
    /// What is carried to the next year, by party and treatment; empty when the difference is invoiced.
    pub carried: Vec<Carried>,
    /// What the year puts into the reserve; below zero it takes from it.
    pub to_reserve: Ore,
}

/// What a party should pay and be paid for a year, and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The party.
    pub party: Id,
    /// What it should pay: its `payable` and what was carried to the year.
    pub payable: Ore,
    /// What it was asked for. Of the party that asks, what it should pay: nobody asks itself.
    pub called: Ore,
    /// `payable − called` when it is invoiced or credited, else zero.
    pub to_pay: Ore,
    /// `payable − called` when it is carried to the next year, else zero.
    pub carried: Ore,
    /// What it should be paid for what it provides.
    pub provided: Ore,
    /// What it has been paid for that. Of the party that asks, all of it.
    pub paid_out: Ore,
    /// `provided − paid_out`.
    pub to_receive: Ore,
    /// What it lays out as host.
    pub advance: Ore,
}

/// Settles the year of `calculation`, which has the outcome as `actuals`; `brought` is what was carried to the year.
///
/// # Errors
///
/// `unknown-reference` when a party that has been called is not in the agreement any more.
///
/// ```
/// use samfin_core::billing::{called::Called, draft::Remainder, settlement::settle};
/// use samfin_core::{Request, calculate};
/// let request = Request::parse(br#"{ "year": 2027, "actuals": { "hall": { "amount": "90.01" } }, "agreement": {
///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" },
///                  "key": { "type": "equal" } } ] } }"#)?;
/// let outcome = calculate(&request, false)?;
/// let settled = settle(&request.agreement, &outcome, &[], &Called::default(), Remainder::Carry)?;
/// assert_eq!(settled.carried[0].amount.to_string(), "45.00");
/// assert_eq!(settled.balance(), 0);
/// # Ok::<(), samfin_core::Error>(())
/// ```
pub fn settle(
    agreement: &Agreement,
    calculation: &Calculation,
    brought: &[Carried],
    called: &Called,
    remainder: Remainder,
) -> Result<Settled, Error> {
    let roles = Roles::of(agreement, calculation.year);
    let count = agreement.parties.len();
    let (mut asked, mut paid, mut from_before) = (vec![0; count], vec![0; count], vec![0; count]);
    // By party and treatment: what should have been asked for less what was.
    let mut left: BTreeMap<(usize, VatTreatment), (VatTreatment, i128)> = BTreeMap::new();
    let own = |party| roles.ends(Side::Charge, party).way == Way::Own;
    let position = |party: &Id| agreement.position(party.as_str()).ok_or_else(|| gone(party));
    let mut count_in = |party: usize, vat: &VatTreatment, key: VatTreatment, ore: i128| {
        left.entry((party, key)).or_insert_with(|| (vat.clone(), 0)).1 += ore;
    };
    for one in brought {
        from_before[position(&one.bearer)?] += one.amount.wide();
    }
    for one in obligations(agreement, calculation).into_iter().chain(brought.iter().map(Carried::obligation)) {
        let party = position(&one.bearer)?;
        if one.side == Side::Charge && !own(party) {
            let key = Key::new(one.side, one.item, one.bearer, &one.vat);
            count_in(party, &one.vat, key.vat, one.amount.wide());
        }
    }
    for (key, vat, amount) in called.all() {
        let party = position(&key.bearer)?;
        match key.side {
            Side::Payout => paid[party] += amount.wide(),
            Side::Charge if own(party) => {}
            Side::Charge => {
                asked[party] += amount.wide();
                count_in(party, vat, key.vat.clone(), -amount.wide());
            }
        }
    }

    let parties = calculation.parties.iter().enumerate().map(|(i, party)| {
        let payable = party.payable.wide() + from_before[i];
        let called = if own(i) { payable } else { asked[i] };
        let paid_out = if i == roles.hub() { party.provided.wide() } else { paid[i] };
        let invoiced = remainder == Remainder::Invoice;
        Position {
            party: party.id.clone(),
            payable: ore(payable),
            called: ore(called),
            to_pay: ore(if invoiced { payable - called } else { 0 }),
            carried: ore(if invoiced { 0 } else { payable - called }),
            provided: party.provided,
            paid_out: ore(paid_out),
            to_receive: ore(party.provided.wide() - paid_out),
            advance: party.advance,
        }
    });
    let carried = left.into_iter().filter(|(_, (_, amount))| remainder == Remainder::Carry && *amount != 0);
    let carried = carried.map(|((party, _), (vat, amount))| Carried {
        year: calculation.year,
        bearer: agreement.parties[party].id.clone(),
        vat,
        amount: ore(amount),
    });
    let to_reserve = calculation.parties.iter().map(|party| party.net.wide()).sum::<i128>();
    Ok(Settled { parties: parties.collect(), carried: carried.collect(), to_reserve: ore(to_reserve) })
}

impl Settled {
    /// What comes in less what goes out, in öre, when everything that is left has been paid: 0, but for `brought`, which was
    /// of the year before.
    #[must_use]
    pub fn balance(&self) -> i128 {
        let came_in = |p: &Position| p.called.wide() + p.to_pay.wide() + p.carried.wide() + p.advance.wide();
        let went_out = |p: &Position| p.paid_out.wide() + p.to_receive.wide();
        self.parties.iter().map(|party| came_in(party) - went_out(party)).sum::<i128>() - self.to_reserve.wide()
    }
}

impl Carried {
    /// What it is in the year that it is carried to.
    pub(super) fn obligation(&self) -> Obligation {
        let item = Item::Carried { year: self.year };
        let (bearer, vat) = (self.bearer.clone(), self.vat.clone());
        Obligation { side: Side::Charge, bearer, item, vat, amount: self.amount }
    }
}

/// Sums of a year fit where its calculation does.
fn ore(amount: i128) -> Ore {
    Ore::from_wide(amount).unwrap_or_default()
}
