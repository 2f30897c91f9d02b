//! A year's budget as figures: what each cost rests on, as agreed and as the budget has it, and what the year comes to.
//!
//! A budget is a list of changes to the agreement. Here those that are about one figure of a cost or of a body's meetings are
//! shown and written as figures; whatever else a budget changes stays as it is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use samfin_core::agreement::{CostKind, Quantity, RateBasis};
use samfin_core::json::{self, Json};
use samfin_core::{Agreement, Error as CoreError, Opening, Ore, Request, Statistics, Text, calculate};

use super::{Budget, BudgetText, Expected, newest_version};
use crate::app::calculate::version_for_year;
use crate::app::documents::json_of;
use crate::app::scope::Right;
use crate::app::statistics::gather;
use crate::app::{Desk, Error};
use crate::storage::agreements::{self, Version};
use crate::storage::{Tx, budgets as store};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Meetings a year of a body.
    Meetings,
    /// Hours of a cost a year.
    HoursPerYear,
    /// Hours of a cost for each meeting.
    HoursPerMeeting,
    /// Kronor an hour of a cost.
    HourlyRate,
    /// Kronor a month that the hourly rate is built from.
    MonthlySalary,
    /// Kronor of a cost a year.
    AmountPerYear,
    /// Kronor of a cost for each meeting.
    AmountPerMeeting,
}

/// A figure that a year's budget can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Where it stands in the agreement: `costs/secretary/hours/per_meeting`.
    pub target: String,
    /// What the cost or the body is called.
    pub name: String,
    /// What it counts.
    pub counts: Counts,
    /// What the agreement says.
    pub agreed: Decimal,
    /// What the budget says.
    pub budgeted: Decimal,
}

/// What a cost comes to in the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostFigures {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Without a budget; none when that cannot be calculated.
    pub agreed: Option<Ore>,
    /// With the budget in force.
    pub in_force: Option<Ore>,
    /// With the newest budget, adopted or not.
    pub budgeted: Option<Ore>,
}

/// A year's budget as figures.
#[derive(Debug)]
pub struct BudgetFigures {
    /// The version of the agreement that the year is calculated with.
    pub version: i64,
    /// The newest revision, draft or adopted.
    pub newest: Option<Budget>,
    /// The revision in force.
    pub adopted: Option<Budget>,
    /// The parties: id and name.
    pub parties: Vec<(String, String)>,
    /// What the budget can change.
    pub figures: Vec<Figure>,
    /// What each cost comes to.
    pub costs: Vec<CostFigures>,
    /// What the year opens with, by the newest revision.
    pub opening: Opening,
    /// The targets that the newest revision changes besides.
    pub others: Vec<String>,
    /// Why the year cannot be calculated with the newest revision.
    pub refused: Vec<Text>,
}

/// What is loaded of a year.
struct Rows {
    version: Version,
    newest: Option<Budget>,
    adopted: Option<Budget>,
    statistics: Statistics,
}

impl Desk {
    /// A year's budget as figures.
    pub async fn budget_figures(&self, id: String, year: i32) -> Result<BudgetFigures, Error> {
        self.require_in(Right::Read, &id)?;
        let rows = self.db.read(id, move |tx, id| Box::pin(Rows::load(tx, id, year))).await?;
        self.pool.heavy(move || rows.figures(year)).await?
    }

    /// Writes a draft with these figures on top of the revision that the caller had read (0: none); what is not among them stays
    /// as the newest revision has it. `opening` is as in the API.
    pub async fn write_budget_figures(
        &self,
        id: String,
        year: i32,
        figures: BTreeMap<String, String>,
        opening: String,
        revision: i64,
    ) -> Result<(), Error> {
        self.require_in(Right::Write, &id)?;
        let rows = self.db.read(id.clone(), move |tx, id| Box::pin(Rows::load(tx, id, year))).await?;
        let text = BudgetText { changes: rows.with(&figures)?, opening };
        let expected = if revision == 0 { Expected::Nothing } else { Expected::Revision(revision) };
        self.put_budget(id, year, text, expected).await.map(drop)
    }
}

impl Rows {
    async fn load(tx: &mut Tx, id: &str, year: i32) -> Result<Self, Error> {
        agreements::get(tx, id).await?;
        let version = match version_for_year(tx, id, year).await? {
            Some(version) => version,
            None => newest_version(tx, id).await?,
        };
        let newest = store::get(tx, id, i64::from(year)).await?;
        let changes = newest.as_ref().map(|budget| budget.changes.as_str());
        let statistics = gather(tx, &version.document, changes, None).await?;
        let adopted = store::adopted(tx, id, i64::from(year)).await?;
        Ok(Self { version, newest, adopted, statistics })
    }

    fn figures(self, year: i32) -> Result<BudgetFigures, Error> {
        let newest = self.request(self.newest.as_ref(), year);
        let opening = newest.as_ref().map(|request| request.opening.clone()).unwrap_or_default();
        let (budgeted, refused) = match newest.and_then(|request| Ok(calculate(&request, false)?)) {
            Ok(calculation) => (Some(calculation), Vec::new()),
            Err(Error::Input(CoreError::Invalid(issues))) => {
                (None, issues.into_iter().map(|issue| issue.detail).collect())
            }
            Err(error) => return Err(error),
        };
        let known = |budget: Option<&Budget>| {
            self.request(budget, year).ok().and_then(|request| calculate(&request, false).ok())
        };
        let agreed = known(None);
        let in_force = self.adopted.as_ref().and_then(|budget| known(Some(budget)));
        let own = self.agreement()?;
        let amount = |of: Option<&samfin_core::Calculation>, id: &samfin_core::Id| {
            of.and_then(|found| found.costs.iter().find(|cost| cost.id == *id)).map(|cost| cost.amount)
        };
        let costs = own.costs.iter().map(|cost| CostFigures {
            id: cost.id.to_string(),
            name: cost.name.clone(),
            agreed: amount(agreed.as_ref(), &cost.id),
            in_force: amount(in_force.as_ref(), &cost.id),
            budgeted: amount(budgeted.as_ref(), &cost.id),
        });
        let (figures, others) = self.budgeted(&own)?;
        Ok(BudgetFigures {
            version: self.version.number,
            parties: own.parties.iter().map(|party| (party.id.to_string(), party.name.clone())).collect(),
            costs: costs.collect(),
            figures,
            opening,
            others,
            refused,
            newest: self.newest,
            adopted: self.adopted,
        })
    }

    fn request(&self, budget: Option<&Budget>, year: i32) -> Result<Request, Error> {
        let changes = budget.map(|budget| json::parse(budget.changes.as_bytes())).transpose()?;
        let opening = budget.map(|budget| json::parse(budget.opening.as_bytes())).transpose()?;
        let (document, statistics) = (json_of(&self.version)?, self.statistics.clone());
        Ok(Request::from_parts(&document, changes.as_ref(), statistics, opening.as_ref(), None, year)?)
    }

    fn agreement(&self) -> Result<Agreement, Error> {
        Ok(Agreement::parse(self.version.document.as_bytes())?)
    }

    /// The figures as the newest revision has them, and the targets of its other changes.
    fn budgeted(&self, own: &Agreement) -> Result<(Vec<Figure>, Vec<String>), Error> {
        let mut figures = figures_of(own);
        let mut others = Vec::new();
        for (target, value) in self.changes()? {
            let value = text_of(&value).and_then(|text| text.parse().ok());
            match (figures.iter_mut().find(|figure| figure.target == target), value) {
                (Some(figure), Some(value)) => figure.budgeted = value,
                _ => others.push(target),
            }
        }
        Ok((figures, others))
    }

    fn changes(&self) -> Result<Vec<(String, Json<'_>)>, Error> {
        let Some(newest) = &self.newest else { return Ok(Vec::new()) };
        let Json::Array(changes) = json::parse(newest.changes.as_bytes())? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for change in changes {
            if let Json::Object(members) = change {
                let target = members.iter().find(|(name, _)| name == "target").and_then(|(_, value)| text_of(value));
                let Some(target) = target.map(str::to_owned) else { continue };
                if let Some((_, value)) = members.into_iter().find(|(name, _)| name == "value") {
                    found.push((target, value));
                }
            }
        }
        Ok(found)
    }

    /// The changes of the newest revision with other figures: one that is as agreed needs no change.
    fn with(&self, figures: &BTreeMap<String, String>) -> Result<String, Error> {
        let own = figures_of(&self.agreement()?);
        let known = |target: &str| own.iter().find(|figure| figure.target == target);
        let kept = self.changes()?.into_iter().filter(|(target, _)| !figures.contains_key(target));
        let is_agreed =
            |target: &str, text: &str| known(target).is_some_and(|figure| text.parse() == Ok(figure.agreed));
        let written = figures
            .iter()
            .filter(|(target, text)| !is_agreed(target, text))
            .map(|(target, text)| (target.clone(), Json::String(text.clone().into())));
        let change = |(target, value): (String, Json<'_>)| {
            Json::Object(vec![("target".into(), Json::String(target.into())), ("value".into(), value)]).to_text()
        };
        let all: Vec<String> = kept.map(change).chain(written.map(change)).collect();
        Ok(json::parse(format!("[{}]", all.join(",")).as_bytes())?.to_canonical())
    }
}

fn text_of<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    match json {
        Json::String(text) => Some(text),
        _ => None,
    }
}

/// Every figure of an agreement that a year's budget can change.
fn figures_of(agreement: &Agreement) -> Vec<Figure> {
    let figure = |target: String, name: &str, counts, agreed: Decimal| Figure {
        target,
        name: name.to_owned(),
        counts,
        agreed,
        budgeted: agreed,
    };
    let meetings = agreement.bodies.iter().map(|body| {
        let target = format!("bodies/{}/meetings_per_year", body.id);
        figure(target, &body.name, Counts::Meetings, body.meetings_per_year)
    });
    let mut found: Vec<Figure> = meetings.collect();
    for cost in &agreement.costs {
        let (id, name) = (&cost.id, cost.name.as_str());
        match &cost.kind {
            CostKind::Staff { hours, rate } => {
                found.push(match hours {
                    Quantity::PerYear(hours) => {
                        figure(format!("costs/{id}/hours/per_year"), name, Counts::HoursPerYear, *hours)
                    }
                    Quantity::PerMeeting { each, .. } => {
                        figure(format!("costs/{id}/hours/per_meeting"), name, Counts::HoursPerMeeting, *each)
                    }
                });
                found.push(match rate.basis {
                    RateBasis::Hourly(rate) => {
                        figure(format!("costs/{id}/rate/hourly"), name, Counts::HourlyRate, kronor(rate))
                    }
                    RateBasis::Salary { monthly, .. } => {
                        figure(format!("costs/{id}/rate/monthly_salary"), name, Counts::MonthlySalary, kronor(monthly))
                    }
                });
            }
            CostKind::Purchase(amount) | CostKind::Reserve(amount) => found.push(match amount {
                Quantity::PerYear(amount) => {
                    figure(format!("costs/{id}/amount/per_year"), name, Counts::AmountPerYear, kronor(*amount))
                }
                Quantity::PerMeeting { each, .. } => {
                    figure(format!("costs/{id}/amount/per_meeting"), name, Counts::AmountPerMeeting, kronor(*each))
                }
            }),
        }
    }
    found
}

fn kronor(amount: Ore) -> Decimal {
    Decimal::new(amount.ore(), 2)
}
