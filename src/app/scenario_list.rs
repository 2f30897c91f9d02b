//! An agreement's scenarios as a list: what each costs and how it differs, figures and reasons beside each other.
//!
//! Each is calculated alone, so that one that cannot be calculated does not hide the others. A locked one is calculated
//! from its decision basis and shows what was decided on, whatever has happened since.

use rust_decimal::Decimal;
use samfin_core::agreement::PartyKind;
use samfin_core::comparison::{Comparison, compare};
use samfin_core::date::day_or_last;
use samfin_core::{Ore, Request, Text};

use super::basis::Parts;
use super::budgets::newest_version;
use super::calculate::applying;
use super::dialogue::PER_INHABITANT;
use super::scenarios::{Content, Scenario, whole};
use super::scope::{On, Right};
use super::{Desk, Error};
use crate::storage::agreements::{self, Agreement};
use crate::storage::{self, Tx, budgets, scenarios as store};

/// A part of an agreement's scenarios.
#[derive(Debug)]
pub struct Listing {
    /// The agreement.
    pub agreement: Agreement,
    /// The version that drafts are calculated with.
    pub version: i64,
    /// The agreement as it is.
    pub itself: Result<Figures, Vec<Text>>,
    /// The scenarios, in the order they came.
    pub rows: Vec<Row>,
    /// Whether others come after them.
    pub has_more: bool,
}

/// A scenario, with what it comes to, or why that cannot be said.
#[derive(Debug)]
pub struct Row {
    /// The scenario.
    pub scenario: Scenario,
    /// Its figures, or what is wrong: each reason says what to do.
    pub figures: Result<Figures, Vec<Text>>,
}

/// What a scenario comes to in its first year.
#[derive(Debug)]
pub struct Figures {
    /// The year.
    pub year: i32,
    /// Σ costs in kronor.
    pub total: Ore,
    /// The same for each inhabitant; none where they are not known.
    pub per_inhabitant: Option<Decimal>,
    /// How its inputs differ from the agreement's, in words.
    pub differs: Vec<Text>,
}

impl Desk {
    /// At most `limit` of an agreement's scenarios after the id `after`, drafts calculated for `year`.
    pub async fn list_scenarios(
        &self,
        agreement: String,
        year: i32,
        after: Option<String>,
        limit: i64,
    ) -> Result<Listing, Error> {
        let sight = self.sight(&agreement)?;
        let read = self.db.read((agreement, after, sight), move |tx, (agreement, after, sight)| {
            Box::pin(async move {
                let mut found = sight.page(tx, agreement, after.as_deref(), limit + 1).await?;
                let most = usize::try_from(limit).unwrap_or(usize::MAX);
                let has_more = found.len() > most;
                found.truncate(most);
                Ok::<_, Error>((load(tx, agreement, year, found).await?, has_more))
            })
        });
        let (loaded, has_more) = read.await?;
        self.listing(loaded, has_more).await
    }

    /// A scenario, whichever agreement it belongs to.
    pub async fn scenario_by_id(&self, id: String) -> Result<Scenario, Error> {
        self.db
            .read((id, self.clone()), |tx, (id, desk)| Box::pin(async move { Ok(seen(tx, desk, id).await?.1) }))
            .await
    }

    /// One scenario as in [`Desk::list_scenarios`], whichever agreement it belongs to.
    pub async fn listed_scenario(&self, id: String, year: i32) -> Result<(Agreement, Row), Error> {
        let loaded = self.db.read((id, self.clone()), move |tx, (id, desk)| {
            Box::pin(async move {
                let (agreement, found) = seen(tx, desk, id).await?;
                load(tx, &agreement, year, vec![found]).await
            })
        });
        let mut listing = self.listing(loaded.await?, false).await?;
        let row = listing.rows.pop().ok_or_else(|| Error::Broken("a scenario that was read is gone".to_owned()))?;
        Ok((listing.agreement, row))
    }

    async fn listing(&self, loaded: Loaded, has_more: bool) -> Result<Listing, Error> {
        let Loaded { agreement, mut parts, scenarios } = loaded;
        let version = parts.version.number;
        // One basis at a time: each may be several megabytes.
        let mut frozen = Vec::new();
        for (scenario, _) in scenarios.iter().filter(|(scenario, _)| scenario.locked.is_some()) {
            let basis = self.scenario_basis(agreement.id.clone(), scenario.id.clone()).await?;
            frozen.push(self.pool.heavy(move || Figures::of(&basis)).await?);
        }
        let work = move || {
            parts.scenarios.clear();
            let itself = Figures::of(&parts.body()?);
            let mut frozen = frozen.into_iter();
            let mut rows = Vec::with_capacity(scenarios.len());
            for (scenario, content) in scenarios {
                let figures = if scenario.locked.is_some() {
                    frozen.next().unwrap_or_else(|| Err(Vec::new()))
                } else {
                    parts.scenarios = vec![(scenario.name.clone(), content)];
                    Figures::of(&parts.body()?)
                };
                rows.push(Row { scenario, figures });
            }
            Ok::<_, Error>((itself, rows))
        };
        let (itself, rows) = self.pool.heavy(work).await??;
        Ok(Listing { agreement, version, itself, rows, has_more })
    }
}

/// A scenario with its agreement; what the one at the desk may not see is not there.
async fn seen(tx: &mut Tx, desk: &Desk, id: &str) -> Result<(String, Scenario), Error> {
    // Somebody who has no name is asked for it before anything is looked for.
    desk.require(Right::Read, On::Anything)?;
    let agreement = store::agreement_of(tx, id).await?;
    let hidden = |_| storage::Error::NotFound { what: "scenario", id: id.to_owned() };
    let sight = desk.sight(&agreement).map_err(hidden)?;
    let found = sight.get(tx, &agreement, id).await?;
    Ok((agreement, found))
}

/// What was loaded at one moment.
struct Loaded {
    agreement: Agreement,
    parts: Parts,
    scenarios: Vec<(Scenario, Content)>,
}

async fn load(tx: &mut Tx, agreement: &str, year: i32, found: Vec<Scenario>) -> Result<Loaded, Error> {
    let adopted = agreements::adopted_versions(tx, agreement).await?;
    let version = match applying(&adopted, year) {
        Some(version) => version.clone(),
        None => newest_version(tx, agreement).await?,
    };
    let budget = budgets::adopted(tx, agreement, i64::from(year)).await?;
    let mut scenarios = Vec::with_capacity(found.len());
    for scenario in found {
        scenarios.push(whole(tx, agreement, &scenario.id).await?);
    }
    let contents = scenarios.iter().map(|(scenario, content)| (scenario.name.clone(), content.clone())).collect();
    let mut parts = Parts {
        version,
        budget,
        scenarios: contents,
        baseline: None,
        years: vec![year],
        per_inhabitant: Some(PER_INHABITANT.to_owned()),
        observations: Vec::new(),
    };
    parts.load_statistics(tx, None).await?;
    // The total is told for each inhabitant where they are known; the calculation does without them.
    parts.per_inhabitant = None;
    Ok(Loaded { agreement: agreements::get(tx, agreement).await?, parts, scenarios })
}

impl Figures {
    /// The last column of the comparison in `body`, in its first year.
    fn of(body: &str) -> Result<Self, Vec<Text>> {
        let calculated = || {
            let comparison = Comparison::parse(body.as_bytes())?;
            let compared = compare(&comparison)?;
            Ok((comparison, compared))
        };
        let (comparison, compared) = calculated().map_err(reasons)?;
        let column = comparison.columns.last().ok_or_else(Vec::new)?;
        let year = compared.years.first().ok_or_else(Vec::new)?;
        let total = year.columns.last().ok_or_else(Vec::new)?.calculation.total;
        let people = inhabitants(&column.request, year.year);
        Ok(Self {
            year: year.year,
            total,
            per_inhabitant: people.and_then(|people| Decimal::new(total.ore(), 2).checked_div(people)),
            differs: compared.input_differences.into_iter().map(|difference| difference.text).collect(),
        })
    }
}

/// The inhabitants that all costs are shared by: the municipalities', or else the regions'.
fn inhabitants(request: &Request, year: i32) -> Option<Decimal> {
    let day = day_or_last(year - 1, 12, 31);
    let series = request.statistics.series(PER_INHABITANT)?;
    let sum = |kind: PartyKind| {
        let parties = request.agreement.parties.iter().filter(|party| party.shares_costs && party.kind == kind);
        let known: Option<Vec<Decimal>> = parties.map(|party| Some(series.value(party, day)?.value)).collect();
        known.map(|known| known.into_iter().sum::<Decimal>()).filter(|sum| !sum.is_zero())
    };
    sum(PartyKind::Municipality).or_else(|| sum(PartyKind::Region))
}

/// Why something cannot be calculated.
pub(super) fn reasons(error: samfin_core::Error) -> Vec<Text> {
    match error {
        samfin_core::Error::Invalid(issues) => issues.into_iter().map(|issue| issue.detail).collect(),
        samfin_core::Error::Malformed(detail) => vec![detail],
    }
}
