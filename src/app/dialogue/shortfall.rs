//! What do we do if a party cannot contribute: every rule beside every other, for the same parties and the same year.
//!
//! Each rule is a column of one comparison, so the figures are those of `POST /api/v1/comparisons`; the stress test is
//! that of `POST /api/v1/stress-tests` with the same rules.

use samfin_core::comparison::{ColumnYear, Compared, Comparison, compare};
use samfin_core::stress::{StressTest, Stressed, stress, subsets_of};
use samfin_core::{Agreement, Id, Ore, Preset, Text, calculate, preset, presets};

use super::closely::without;
use super::variation::{agreement_of, content_of, listed, own_content, still_there};
use super::{Asked, Loaded, Variation};
use crate::app::basis::Parts;
use crate::app::scenarios::{Content, Scenario};
use crate::app::{Desk, Error};

/// How much a page's stress test may be: subsets × rules × parties × (1 + steps).
const MOST_WORK: u64 = 400_000;

/// The rules for one shortfall, side by side.
#[derive(Debug)]
pub struct Shortfall {
    /// The agreement's id.
    pub id: String,
    /// The version that is explored.
    pub version: i64,
    /// The column as it was asked for, without what no longer exists.
    pub asked: Variation,
    /// Its scenario; none: the agreement itself.
    pub scenario: Option<Scenario>,
    /// What was asked for but is not there.
    pub gone: Vec<String>,
    /// Who does not contribute.
    pub without: Vec<String>,
    /// The rules, the agreement's own first.
    pub rules: Vec<Rule>,
    /// The position of the rule that is looked at closely.
    pub chosen: usize,
    /// The agreement itself, then a column for each rule.
    pub comparison: Comparison,
    /// What they come to.
    pub compared: Compared,
    /// Every combination of parties under every rule; none where even one at a time is too much work.
    pub stressed: Option<Tested>,
}

/// A rule for a shortfall.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The well-known one that it is; none for a rule of the agreement's own making.
    pub preset: Option<Preset>,
    /// Whether it is the agreement's.
    pub is_own: bool,
}

impl Rule {
    /// What it is called in addresses and in stress tests.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match &self.preset {
            Some(preset) if !self.is_own => preset.id,
            _ => OWN,
        }
    }

    /// The id as a column's rule: none is the agreement's.
    #[must_use]
    pub fn as_variation(&self) -> Option<String> {
        (!self.is_own).then(|| self.id().to_owned())
    }

    /// What the agreement would say; none for a rule that it has words for itself.
    #[must_use]
    pub fn sentence(&self) -> Option<&Text> {
        self.preset.as_ref().map(|preset| &preset.sentence)
    }
}

const OWN: &str = "agreement";

/// A stress test, and how many parties fell short at once at most.
#[derive(Debug)]
pub struct Tested {
    /// At most this many at once.
    pub most: usize,
    /// What came out.
    pub stressed: Stressed,
}

impl Shortfall {
    /// The agreement with what the column changes.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.comparison.columns[1].request.agreement
    }

    /// The year that is shown.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.comparison.years[0]
    }

    /// A rule's column in that year.
    #[must_use]
    pub fn column(&self, rule: usize) -> &ColumnYear {
        &self.compared.years[0].columns[1 + rule]
    }

    fn of(loaded: &Loaded, asked: Asked) -> Result<Self, Error> {
        let Loaded { parts, scenarios, agreement: itself } = loaded;
        let mut parts = parts.clone();
        let mut gone = Vec::new();
        let variation = asked.columns.into_iter().next().unwrap_or_default();
        let mut variation = still_there(variation, itself, scenarios, &mut gone).unwrap_or_default();
        let own = own_content(&variation, scenarios);
        let changed = agreement_of(&parts, Some(&own.changes))?;
        if variation.without.is_none() && listed(Some(&own.events))?.is_empty() {
            let content = content_of(&variation, &parts, itself, scenarios)?;
            variation.without = Some(smallest(&mut parts, content, &changed)?.into_iter().collect());
        }
        let rules = std::iter::once(None).chain(presets(&changed).into_iter().map(|preset| Some(preset.id)));
        let rules: Vec<Option<&str>> = rules.collect();
        parts.scenarios = rules
            .iter()
            .enumerate()
            .map(|(i, rule)| {
                let column = Variation { rule: rule.map(str::to_owned), ..variation.clone() };
                Ok((format!("{}", i + 1), content_of(&column, &parts, itself, scenarios)?))
            })
            .collect::<Result<_, Error>>()?;
        let (comparison, compared) = match calculated(&parts) {
            // Not everywhere is it known how many inhabitants there are.
            Err(Error::Input(_)) => {
                parts.per_inhabitant = None;
                calculated(&parts)?
            }
            found => found?,
        };
        let (rules, comparison, compared) = without_twins(&rules, comparison, compared);
        let chosen = variation.rule.as_deref();
        let chosen =
            rules.iter().position(|rule| chosen.is_some_and(|id| rule.preset.as_ref().is_some_and(|p| p.id == id)));
        Ok(Self {
            id: parts.version.agreement_id.clone(),
            version: parts.version.number,
            scenario: scenarios
                .iter()
                .map(|(scenario, _)| scenario)
                .find(|one| Some(&one.id) == variation.scenario.as_ref())
                .cloned(),
            asked: variation,
            gone,
            without: without(&comparison.columns[1]),
            chosen: chosen.unwrap_or(0),
            stressed: tested(&comparison, &rules)?,
            rules,
            comparison,
            compared,
        })
    }
}

impl Desk {
    /// Tries every rule on the first column that is asked for, and lets `render` write the page.
    pub async fn explore_shortfall<T: Send + 'static>(
        &self,
        asked: Asked,
        render: impl FnOnce(&Shortfall) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let loaded = self.load(asked.clone()).await?;
        self.pool.heavy(move || Ok(render(&Shortfall::of(&loaded, asked)?))).await?
    }
}

/// The party that pays least: the usual question is about one that is easily left out.
fn smallest(parts: &mut Parts, content: Content, agreement: &Agreement) -> Result<Option<String>, Error> {
    let sharing = |id: &Id| agreement.parties.iter().any(|party| party.id == *id && party.shares_costs);
    parts.scenarios = vec![("1".to_owned(), content)];
    let comparison = Comparison::from_json(&parts.tree()?)?;
    let mut request = comparison.columns[1].request.clone();
    request.year = comparison.years[0];
    let result = calculate(&request, false)?;
    let paying = result.parties.iter().filter(|party| sharing(&party.id) && party.allocated > Ore::ZERO);
    Ok(paying.min_by_key(|party| party.allocated).map(|party| party.id.to_string()))
}

fn calculated(parts: &Parts) -> Result<(Comparison, Compared), Error> {
    let comparison = Comparison::from_json(&parts.tree()?)?;
    let compared = compare(&comparison)?;
    Ok((comparison, compared))
}

/// The columns without those whose rule is the agreement's own, which gets their name.
fn without_twins(
    rules: &[Option<&str>],
    mut comparison: Comparison,
    mut compared: Compared,
) -> (Vec<Rule>, Comparison, Compared) {
    let kinds = |column: usize| {
        let steps = &comparison.columns[column].request.agreement.default_policy;
        steps.iter().map(|step| (step.kind.clone(), step.recoverable)).collect::<Vec<_>>()
    };
    let own = kinds(1);
    let named = |id: &str| preset(&comparison.columns[1].request.agreement, id);
    let twin = (1..rules.len()).find(|rule| kinds(1 + rule) == own);
    let mut found = vec![Rule { preset: twin.and_then(|rule| named(rules[rule]?)), is_own: true }];
    let others = (1..rules.len()).filter(|rule| Some(*rule) != twin);
    found.extend(others.filter_map(|rule| Some(Rule { preset: Some(named(rules[rule]?)?), is_own: false })));
    if let Some(twin) = twin {
        let column = 1 + twin;
        comparison.columns.remove(column);
        compared.names.remove(column);
        compared.sustained.remove(column);
        for year in &mut compared.years {
            year.columns.remove(column);
        }
    }
    (found, comparison, compared)
}

/// As many parties at once as a page has time for.
fn tested(comparison: &Comparison, rules: &[Rule]) -> Result<Option<Tested>, Error> {
    let mut request = comparison.columns[1].request.clone();
    request.year = comparison.years[0];
    request.events.clear();
    let policies: Vec<_> = rules
        .iter()
        .enumerate()
        .map(|(i, rule)| (rule.id().to_owned(), comparison.columns[1 + i].request.agreement.default_policy.clone()))
        .collect();
    let sharing = request.agreement.parties.iter().filter(|party| party.shares_costs).count();
    let steps: usize = policies.iter().map(|(_, steps)| steps.len() + 1).sum();
    let of_one = u64::try_from(sharing * steps).unwrap_or(u64::MAX);
    let mut test = StressTest { request, max_defaulters: 0, policies };
    let mut fits = |most: usize| {
        test.max_defaulters = most;
        subsets_of(&test).saturating_mul(of_one) <= MOST_WORK
    };
    let Some(most) = (1..=sharing).take_while(|most| fits(*most)).last() else { return Ok(None) };
    test.max_defaulters = most;
    Ok(Some(Tested { most, stressed: stress(&test, &mut |_| {})? }))
}
