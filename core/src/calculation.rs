//! The calculation: a request in, an exact split out.
//!
//! ```text
//! costs -> allocation -> (defaults) -> positions -> transfers
//! ```

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::agreement::CostKind;
use crate::allocation::{Allocation, allocate};
use crate::cost::{self, CostOfYear};
use crate::error::ShownIssue;
use crate::settlement::transfers;
use crate::trace::Explanation;
use crate::{Code, Error, Fixed, Id, Issue, Lang, Ore, Request, say, work};

/// The result of a calculation (calculation contract § 8).
#[derive(Debug, Clone, PartialEq)]
pub struct Calculation {
    /// The calendar year.
    pub year: i32,
    /// The party that invoices the others that year.
    pub host: Id,
    /// Σ costs, before any reduction.
    pub total: Ore,
    /// Every cost, in the agreement's order.
    pub costs: Vec<CostResult>,
    /// Who bears what of each cost; zero lines left out.
    pub lines: Vec<Line>,
    /// Every party, in the agreement's order.
    pub parties: Vec<PartyResult>,
    /// What the default policy did; none when everyone contributes.
    pub default: Option<DefaultResult>,
    /// Who pays whom.
    pub transfers: Vec<Transfer>,
    /// What is left for the year after.
    pub closing: Closing,
    /// What is worth knowing.
    pub warnings: Vec<Issue>,
    /// Why each figure is what it is, when asked for.
    pub explanation: Option<Explanation>,
}

/// A cost in the calculated year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostResult {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Hours of a staff cost, 2 decimals; null for others and when the outcome is an amount.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub hours: Option<Fixed>,
    /// Kronor per hour before index, 2 decimals; null as for hours.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub rate: Option<Fixed>,
    /// Days of the year on which it is active.
    pub active_days: u32,
    /// Kronor, before any reduction.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// Kronor by which it is reduced.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reduction: Ore,
    /// Hours lost by the reduction; null as for hours.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub hours_lost: Option<Fixed>,
}

/// What a party bears of a cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// The id of the cost.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub cost: Id,
    /// The id of the party.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Kronor; never zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
}

/// A party's position in the calculated year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyResult {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Percent of the total that it is allocated, 6 decimals; 0 when the total is 0.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub share_percent: Fixed,
    /// Σ its lines, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub allocated: Ore,
    /// What it does not contribute.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub shortfall: Ore,
    /// What it takes on of others' shortfall.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub cover: Ore,
    /// `allocated − shortfall + cover`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub payable: Ore,
    /// Σ the costs it provides.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub provided: Ore,
    /// What it lays out as host.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub advance: Ore,
    /// `payable + advance − provided`: above zero it pays, below it receives.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub net: Ore,
    /// What it owes by this year's shortfall.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub debt: Ore,
}

/// A payment between payers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfer {
    /// Who pays: a party's id, or `reserve`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub from: Id,
    /// Who receives: a party's id, or `reserve`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub to: Id,
    /// Kronor, above zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
}

/// What the default policy did. No calculation has one yet: requests in which a party falls short are refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DefaultResult {
    /// Σ shortfalls.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub shortfall: Ore,
}

/// What is left for the year after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    /// Money set aside.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub reserve: Ore,
    /// What parties owe, by id, in party order.
    #[serde(serialize_with = "as_map")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub debts: Vec<(Id, Ore)>,
}

fn as_map<S: Serializer>(debts: &[(Id, Ore)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(debts.len()))?;
    for (party, amount) in debts {
        map.serialize_entry(party, amount)?;
    }
    map.end()
}

/// A [`Calculation`] as it is answered to a reader of one language.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answer<'a> {
    /// The calendar year.
    pub year: i32,
    /// Always `SEK`.
    pub currency: &'static str,
    /// The id of the party that invoices the others that year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub host: &'a Id,
    /// Σ costs in kronor, before any reduction.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub total: Ore,
    /// Every cost, in the agreement's order.
    pub costs: &'a [CostResult],
    /// Who bears what of each cost; zero lines left out.
    pub lines: &'a [Line],
    /// Every party, in the agreement's order.
    pub parties: &'a [PartyResult],
    /// What the default policy did; null when everyone contributes.
    pub default: &'a Option<DefaultResult>,
    /// Who pays whom.
    pub transfers: &'a [Transfer],
    /// What is left for the year after.
    pub closing: &'a Closing,
    /// What is worth knowing.
    pub warnings: Vec<ShownIssue<'a>>,
    /// Why each figure is what it is; only with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Explanation>, nullable = false))]
    pub explanation: Option<&'a Explanation>,
}

impl Calculation {
    /// The JSON of the result, for a reader of `lang`.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> Answer<'_> {
        Answer {
            year: self.year,
            currency: "SEK",
            host: &self.host,
            total: self.total,
            costs: &self.costs,
            lines: &self.lines,
            parties: &self.parties,
            default: &self.default,
            transfers: &self.transfers,
            closing: &self.closing,
            warnings: self.warnings.iter().map(|warning| warning.shown(lang)).collect(),
            explanation: self.explanation.as_ref(),
        }
    }
}

/// Calculates the year that `request` asks about; with `explain` also why each figure is what it is.
///
/// # Errors
///
/// [`Error::Invalid`] when a key cannot be evaluated (a statistic is missing, no one is to be
/// charged, bounds cannot hold), an amount is too large, or the work is; every issue is listed.
pub fn calculate(request: &Request, explain: bool) -> Result<Calculation, Error> {
    refuse_shortfalls(request)?;
    let costs = costs_of_year(request, explain)?;
    work::check(request, &costs)?;
    let allocation = allocate(request, &costs, explain).map_err(Error::Invalid)?;
    let sums = Sums::of(request, &costs, &allocation);
    sums.into_calculation(request, costs, allocation, explain).ok_or_else(too_large_in_all)
}

/// Until the default policy is carried out, a shortfall is refused rather than left out.
fn refuse_shortfalls(request: &Request) -> Result<(), Error> {
    let full = rust_decimal::Decimal::ONE_HUNDRED;
    let short = request.events.iter().enumerate().filter(|(_, event)| event.contributes_percent < full);
    let issues: Vec<Issue> = short
        .map(|(i, event)| {
            let name = &request.agreement.parties[event.party].name;
            let detail = say!(
                "bortfallet för {name} kan inte räknas i den här versionen; ta bort händelsen för att se fördelningen utan bortfall",
                "the shortfall of {name} cannot be calculated in this version; remove the event to see the split without it"
            );
            Issue::new(format!("/events/{i}"), Code::WaterfallMissing, detail)
        })
        .collect();
    if issues.is_empty() { Ok(()) } else { Err(Error::Invalid(issues)) }
}

fn costs_of_year(request: &Request, explain: bool) -> Result<Vec<CostOfYear>, Error> {
    let mut issues: Vec<Issue> = Vec::new();
    let mut costs = Vec::with_capacity(request.agreement.costs.len());
    for position in 0..request.agreement.costs.len() {
        match cost::of_year(request, position, explain) {
            Ok(cost) => costs.push(cost),
            Err(issue) if issues.contains(&issue) => {}
            Err(issue) => issues.push(issue),
        }
    }
    if issues.is_empty() { Ok(costs) } else { Err(Error::Invalid(issues)) }
}

fn too_large_in_all() -> Error {
    let detail = say!(
        "kostnaderna blir tillsammans 10^15 kronor eller mer; kontrollera beloppen",
        "the costs together come to 10^15 kronor or more; check the amounts"
    );
    Error::one(Issue::new("/agreement/costs", Code::AmountTooLarge, detail))
}

/// Sums in öre, wide enough for any agreement.
struct Sums {
    host: usize,
    total: i128,
    set_aside: i128,
    allocated: Vec<i128>,
    provided: Vec<i128>,
}

impl Sums {
    fn of(request: &Request, costs: &[CostOfYear], allocation: &Allocation) -> Self {
        let agreement = &request.agreement;
        let host = agreement.host.of_year(request.year);
        let none = vec![0; agreement.parties.len()];
        let mut sums = Self { host, total: 0, set_aside: 0, allocated: none.clone(), provided: none };
        for (cost, year) in agreement.costs.iter().zip(costs) {
            let amount = year.amount.wide();
            sums.total += amount;
            match cost.kind {
                CostKind::Reserve(_) => sums.set_aside += amount,
                _ => sums.provided[cost.provided_by.unwrap_or(host)] += amount,
            }
        }
        for line in &allocation.lines {
            sums.allocated[line.party] += line.amount.wide();
        }
        debug_assert_eq!(sums.allocated.iter().sum::<i128>(), sums.total, "parts sum to the whole");
        sums
    }

    /// None when a sum is 10^15 kronor or more.
    fn into_calculation(
        self,
        request: &Request,
        costs: Vec<CostOfYear>,
        allocation: Allocation,
        explain: bool,
    ) -> Option<Calculation> {
        let agreement = &request.agreement;
        let net: Vec<i128> = self.allocated.iter().zip(&self.provided).map(|(a, p)| a - p).collect();
        let payments = transfers(agreement, self.host, &net, -self.set_aside);
        let transfers = payments
            .into_iter()
            .map(|payment| Some(Transfer { from: payment.from, to: payment.to, amount: Ore::from_wide(payment.ore)? }))
            .collect::<Option<Vec<_>>>()?;
        let parties = agreement
            .parties
            .iter()
            .enumerate()
            .map(|(i, party)| {
                let allocated = Ore::from_wide(self.allocated[i])?;
                Some(PartyResult {
                    id: party.id.clone(),
                    name: party.name.clone(),
                    share_percent: Fixed::ratio(self.allocated[i] * 100, self.total, 6),
                    allocated,
                    shortfall: Ore::ZERO,
                    cover: Ore::ZERO,
                    payable: allocated,
                    provided: Ore::from_wide(self.provided[i])?,
                    advance: Ore::ZERO,
                    net: Ore::from_wide(net[i])?,
                    debt: Ore::ZERO,
                })
            })
            .collect::<Option<Vec<_>>>()?;
        let results = agreement.costs.iter().zip(costs).map(|(cost, year)| CostResult {
            id: cost.id.clone(),
            name: cost.name.clone(),
            hours: year.hours,
            rate: year.rate,
            active_days: year.active.map_or(0, crate::date::Days::count),
            amount: year.amount,
            reduction: Ore::ZERO,
            hours_lost: year.hours.map(|_| Fixed::new(0, 2)),
        });
        let lines = allocation.lines.iter().map(|line| Line {
            cost: agreement.costs[line.cost].id.clone(),
            party: agreement.parties[line.party].id.clone(),
            amount: line.amount,
        });
        let debts = request.opening.debts.iter().map(|(party, debt)| (agreement.parties[*party].id.clone(), *debt));
        Some(Calculation {
            year: request.year,
            host: agreement.parties[self.host].id.clone(),
            total: Ore::from_wide(self.total)?,
            costs: results.collect(),
            lines: lines.collect(),
            parties,
            default: None,
            transfers,
            closing: Closing {
                reserve: Ore::from_wide(request.opening.reserve.wide() + self.set_aside)?,
                debts: debts.collect(),
            },
            warnings: allocation.warnings,
            explanation: explain.then(|| Explanation { lines: allocation.traces, default: Vec::new() }),
        })
    }
}
