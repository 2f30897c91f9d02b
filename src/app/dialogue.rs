//! The comparison as people explore it: columns that are scenarios with levers moved, parties left out, rules tried.
//!
//! What is asked for becomes the same body as `POST /api/v1/comparisons` takes, so that the pages and the API cannot
//! differ. Beside the comparison stand a stress test and the sensitivities of the column that is looked at closely.

mod closely;
mod memory;
mod shortfall;
mod single;
mod variation;

use std::sync::Arc;

use chrono::Datelike as _;
use rust_decimal::Decimal;
use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::explore::Sensitivities;
use samfin_core::json::{self, Json};
use samfin_core::stress::Stressed;
use samfin_core::{Agreement, Code, Issue};

pub use shortfall::{Rule, Shortfall, Tested};
pub use single::{Single, Stresses};
pub use variation::Variation;

use super::basis::{Baseline, Parts};
use super::budgets::newest_version;
use super::calculate::applying;
use super::pool::beside;
use super::scenarios::{Content, Draft, Scenario};
use super::scope::Right;
use super::sight::Sight;
use super::{Desk, Error};
use crate::storage::agreements::Version;
use crate::storage::{Tx, agreements, audit, budgets, scenarios as store};
pub(super) use memory::Memory;

use closely::{look_closely, standing, without};
use memory::Key;
use variation::{agreement_of, content_of, first_set, name_of, own_content, still_there};

/// What is explored.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The agreement.
    pub agreement: String,
    /// The years, each the one after the one before.
    pub years: Vec<i32>,
    /// The position of the year that is shown.
    pub year: usize,
    /// The columns; none: a first set that answers the usual question.
    pub columns: Vec<Variation>,
    /// The position of the column that the others are measured against.
    pub baseline: usize,
    /// The position of the column that is looked at closely.
    pub active: usize,
}

/// The most columns side by side.
pub const MAX_COLUMNS: usize = 6;
/// How many stored scenarios the first set shows.
const FIRST_SCENARIOS: i64 = 3;
/// The series by which amounts per inhabitant are told.
pub const PER_INHABITANT: &str = crate::population::SERIES;

/// Everything that a page about it shows.
#[derive(Debug)]
pub struct Dialogue {
    /// The agreement's id.
    pub id: String,
    /// The version that is explored.
    pub version: i64,
    /// Whether it is adopted.
    pub adopted: bool,
    /// The revision of the first year's adopted budget, when there is one.
    pub budget: Option<i64>,
    /// The columns as they were asked for, without what no longer exists.
    pub asked: Vec<Variation>,
    /// Their names.
    pub names: Vec<String>,
    /// What was asked for but is not there: scenarios, levers, parties, rules.
    pub gone: Vec<String>,
    /// The columns as they are calculated.
    pub comparison: Comparison,
    /// The positions of the columns in the comparison.
    pub positions: Vec<usize>,
    /// What they come to.
    pub compared: Compared,
    /// One and two parties without money, under the rule of the column that is looked at closely.
    pub stressed: Stressed,
    /// What its levers do.
    pub sensitivities: Sensitivities,
    /// What the levers of that column stand at in its scenario, by id.
    pub own_levers: Vec<(String, Decimal)>,
    /// Who contributes nothing in its scenario, in the agreement's order.
    pub own_without: Vec<String>,
    /// The year that is shown, by position.
    pub year: usize,
    /// The column that is looked at closely, by position among those asked for.
    pub active: usize,
    /// The column that the others are measured against, by position among those asked for.
    pub baseline: usize,
}

/// What was loaded at one moment.
#[derive(Debug)]
struct Loaded {
    parts: Parts,
    scenarios: Vec<(Scenario, Content)>,
    /// The agreement itself, with the budget's changes.
    agreement: Arc<Agreement>,
}

impl Desk {
    /// Explores what is stored, and lets `render` write the page.
    pub async fn explore<T: Send + 'static>(
        &self,
        asked: Asked,
        render: impl FnOnce(&Dialogue) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let loaded = self.load(asked.clone()).await?;
        self.pool.heavy(move || Ok(render(&Dialogue::of(&loaded, asked)?))).await?
    }

    async fn load(&self, asked: Asked) -> Result<Arc<Loaded>, Error> {
        let sight = self.sight(&asked.agreement)?;
        let (memory, key) = (Arc::clone(&self.explored), Key::of(&asked));
        self.db
            .read((memory, key, sight), |tx, (memory, key, sight)| {
                Box::pin(async move {
                    let number = audit::head(tx).await?.map_or(0, |(number, _)| number);
                    if let Some(loaded) = memory.recall(key, number) {
                        // What others do not see is not remembered for them either.
                        if loaded.scenarios.iter().all(|(scenario, _)| sight.shows(scenario)) {
                            return Ok(loaded);
                        }
                    }
                    let (loaded, is_all) = load(tx, key, sight).await?;
                    let loaded = Arc::new(loaded);
                    if is_all {
                        memory.keep(key.clone(), number, &loaded);
                    }
                    Ok(loaded)
                })
            })
            .await
    }

    /// The year to begin with: this one, or the nearest in which the agreement applies.
    pub async fn first_year(&self, agreement: &str) -> Result<i32, Error> {
        self.require_in(Right::Read, agreement)?;
        let this_year = self.today().year();
        let read = (agreement.to_owned(), this_year);
        let version = self.db.read(read, |tx, (id, year)| Box::pin(load_version(tx, id, *year))).await?;
        let ends = version.valid_to.map_or(i32::MAX, |last| last.year());
        Ok(this_year.max(version.valid_from.year()).min(ends))
    }

    /// Stores what is tried in a column as a scenario of its own, a draft.
    pub async fn save_variation(
        &self,
        agreement: String,
        variation: Variation,
        name: &str,
        author: Option<&str>,
    ) -> Result<Scenario, Error> {
        let asked = Asked {
            agreement: agreement.clone(),
            years: vec![self.today().year()],
            year: 0,
            columns: vec![variation.clone()],
            baseline: 0,
            active: 0,
        };
        let loaded = self.load(asked).await?;
        let content = content_of(&variation, &loaded.parts, &loaded.agreement, &loaded.scenarios)?;
        let mut members = vec![("name".into(), Json::String(name.into()))];
        members.extend(author.map(|author| ("author".into(), Json::String(author.into()))));
        for (part, text) in
            [("changes", &content.changes), ("events", &content.events), ("statistics", &content.statistics)]
        {
            members.push((part.into(), json::parse(text.as_bytes())?));
        }
        let draft = Draft::read(&Json::Object(members));
        Ok(self.create_scenario(agreement, draft).await?.0)
    }
}

/// The adopted version that applies in a year; else the newest, adopted or not.
async fn load_version(tx: &mut Tx, agreement: &str, year: i32) -> Result<Version, Error> {
    let adopted = agreements::adopted_versions(tx, agreement).await?;
    match applying(&adopted, year) {
        Some(version) => Ok(version.clone()),
        None => newest_version(tx, agreement).await,
    }
}

/// Loads what is asked for and to be seen, and says whether that is everything.
async fn load(tx: &mut Tx, key: &Key, sight: &Sight) -> Result<(Loaded, bool), Error> {
    let first = key.years.first().copied().unwrap_or_default();
    let version = load_version(tx, &key.agreement, first).await?;
    let budget = budgets::adopted(tx, &key.agreement, i64::from(first)).await?;
    let ids = match &key.scenarios {
        None => store::shown(tx, &key.agreement, FIRST_SCENARIOS).await?,
        Some(ids) => ids.clone(),
    };
    // Those deleted since the address was made are not among them: the page says so.
    let mut scenarios = store::with_content(tx, &key.agreement, &ids).await?;
    let there = scenarios.len();
    scenarios.retain(|(scenario, _)| sight.shows(scenario));
    let is_all = scenarios.len() == there;
    let contents = scenarios.iter().map(|(scenario, content)| (scenario.name.clone(), content.clone())).collect();
    let mut parts = Parts {
        version,
        budget,
        scenarios: contents,
        baseline: None,
        years: key.years.clone(),
        per_inhabitant: Some(PER_INHABITANT.to_owned()),
        observations: Vec::new(),
    };
    parts.load_statistics(tx, None).await?;
    let agreement = agreement_of(&parts, None)?;
    Ok((Loaded { parts, scenarios, agreement }, is_all))
}

impl Dialogue {
    fn of(loaded: &Loaded, asked: Asked) -> Result<Self, Error> {
        let Loaded { parts, scenarios, agreement } = loaded;
        let mut parts = parts.clone();
        let wanted = if asked.columns.is_empty() { first_set(agreement, scenarios) } else { asked.columns };
        let mut gone = Vec::new();
        let mut columns = Vec::with_capacity(wanted.len());
        for variation in wanted.into_iter().take(MAX_COLUMNS) {
            columns.extend(still_there(variation, agreement, scenarios, &mut gone));
        }
        if columns.is_empty() {
            columns.push(Variation::default());
        }
        let bounded = |position: usize| position.min(columns.len() - 1);
        let (baseline, active) = (bounded(asked.baseline), bounded(asked.active));
        let year = asked.year.min(asked.years.len().saturating_sub(1));
        let names = columns.iter().map(|column| name_of(column, agreement, scenarios)).collect();
        let own = own_content(&columns[active], scenarios);
        let contents = columns.iter().map(|column| content_of(column, &parts, agreement, scenarios));
        parts.scenarios =
            contents.enumerate().map(|(i, content)| Ok((column_name(i), content?))).collect::<Result<_, Error>>()?;
        parts.baseline = Some(Baseline::Scenario(column_name(baseline)));
        // The agreement itself is always the comparison's first column.
        let positions: Vec<usize> = (1..=columns.len()).collect();
        // What is tried is measured against the scenario itself, which most often stands in a column already.
        let itself =
            columns.iter().position(|column| !column.is_varied() && column.scenario == columns[active].scenario);
        let itself = itself.map(|column| positions[column]).or(columns[active].scenario.is_none().then_some(0));
        if itself.is_none() {
            parts.scenarios.push((column_name(columns.len()), own));
        }
        let tree = parts.tree()?;
        let (mut comparison, mut documents) = Comparison::with_documents(&tree)?;
        let document = documents.swap_remove(positions[active]);
        // It is read with the others and stands in no column.
        let unseen = comparison.columns.split_off(1 + columns.len());
        let itself = itself.map_or_else(|| unseen.last(), |position| comparison.columns.get(position));
        let (own_levers, own_without) = itself.map(|column| (standing(column), without(column))).unwrap_or_default();
        let (compared, looked) =
            beside(|| compare_all(&comparison), || look_closely(&comparison, document, positions[active], year));
        let (compared, per_inhabitant) = compared?;
        let (stressed, sensitivities) = looked?;
        comparison.per_inhabitant = per_inhabitant;
        Ok(Self {
            id: parts.version.agreement_id.clone(),
            version: parts.version.number,
            adopted: parts.version.adopted_at.is_some(),
            budget: parts.budget.as_ref().map(|budget| budget.revision),
            asked: columns,
            names,
            gone,
            comparison,
            positions,
            compared,
            stressed,
            sensitivities,
            own_levers,
            own_without,
            year,
            active,
            baseline,
        })
    }

    /// The agreement that a column calculates with.
    #[must_use]
    pub fn agreement(&self, column: usize) -> &Agreement {
        &self.comparison.columns[self.positions[column]].request.agreement
    }
}

/// What the columns come to, and the series by which amounts per inhabitant are told, if they are.
fn compare_all(comparison: &Comparison) -> Result<(Compared, Option<String>), Error> {
    match compare(comparison) {
        // Parties without an area have no inhabitants that are known: everything else is told all the same.
        Err(error) if lacks_inhabitants(&error) => {
            Ok((compare(&Comparison { per_inhabitant: None, ..comparison.clone() })?, None))
        }
        compared => Ok((compared?, comparison.per_inhabitant.clone())),
    }
}

fn lacks_inhabitants(error: &samfin_core::Error) -> bool {
    let is_it = |issue: &Issue| issue.pointer == "/per_inhabitant" && issue.code == Code::MissingStatistic;
    matches!(error, samfin_core::Error::Invalid(issues) if issues.iter().all(is_it))
}

/// Names that no stored scenario is confused with: the columns' letters.
fn column_name(position: usize) -> String {
    char::from(b'A' + u8::try_from(position).unwrap_or(25).min(25)).to_string()
}
