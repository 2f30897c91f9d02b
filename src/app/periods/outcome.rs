//! The outcome of an adopted year: what was worked and what it cost, entry by entry, by hand or from a file.
//!
//! An entry is known by its cost, its day and what it was: written again it takes its own place, so a file can be sent twice.
//! Every write is a new revision with everything; none is ever edited.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use samfin_core::agreement::CostKind;
use samfin_core::billing::forecast::sums;
use samfin_core::{Actual, Agreement, Code, Id, Issue, Request, Text, say};
use serde::{Deserialize, Serialize};

use super::{Status, require_status, store, subject};
use crate::app::budgets::tag;
use crate::app::import::outcome::{self as file, Preview};
use crate::app::import::{Format, RowError};
use crate::app::scope::Right;
use crate::app::statistics::rejected;
use crate::app::told::Event;
use crate::app::uploads::{Spent, Sum, spend};
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::outcomes::{self, Source};
use crate::storage::{Tx, agreements};

pub use crate::storage::outcomes::{Entry, Outcome};

/// The most entries that a year's outcome can have.
pub const MOST_ENTRIES: usize = 20_000;

/// The outcome of a cost in all.
#[derive(Debug, Clone, PartialEq)]
pub struct CostOutcome {
    /// The cost's id.
    pub cost: String,
    /// Its name.
    pub name: String,
    /// Hours or kronor; none when the year has no outcome of it.
    pub outcome: Option<Actual>,
}

/// What became of entries that were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Not known before.
    pub new: usize,
    /// In the place of others.
    pub corrected: usize,
    /// Known just so.
    pub unchanged: usize,
}

/// A file of outcome.
#[derive(Debug)]
pub struct OutcomeFile<B> {
    /// What is in it.
    pub bytes: B,
    /// Which kind it is.
    pub format: Format,
    /// What the user has said of its columns.
    pub options: file::Options,
    /// What it is called.
    pub name: String,
}

/// What is written.
struct Edit {
    /// The revision that is written over; none: the entries are added.
    over: Option<i64>,
    entries: Vec<Entry>,
    reason: Option<String>,
    source: Option<Source>,
    /// The file that was brought before, which goes with this.
    spent: Option<Spent>,
}

/// An entry that does not fit the year.
struct Misfit {
    entry: usize,
    field: &'static str,
    code: Code,
    detail: Text,
}

impl Desk {
    /// The newest revision of a year's outcome, and what it comes to for each cost.
    pub async fn outcome(&self, agreement: String, year: i32) -> Result<(Option<Outcome>, Vec<CostOutcome>), Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let (period, document) = year_of(tx, agreement, year).await?;
                    let outcome = outcomes::newest(tx, &period.id).await?;
                    let sums = actuals(outcome.as_ref())?;
                    let costs = document.costs.iter().map(|cost| CostOutcome {
                        cost: cost.id.to_string(),
                        name: cost.name.clone(),
                        outcome: sums.get(&cost.id).copied(),
                    });
                    Ok((outcome, costs.collect()))
                })
            })
            .await
    }

    /// Writes the whole outcome over the revision that the caller had read; 0 when there was none.
    pub async fn put_outcome(
        &self,
        agreement: String,
        year: i32,
        revision: i64,
        entries: Vec<Entry>,
        reason: Option<String>,
    ) -> Result<Outcome, Error> {
        let edit = Edit { over: Some(revision), entries, reason, source: None, spent: None };
        Ok(self.write_outcome(agreement, year, edit).await?.0)
    }

    /// Adds entries; one that is there already takes its own place.
    pub async fn add_outcome(
        &self,
        agreement: String,
        year: i32,
        entries: Vec<Entry>,
        reason: Option<String>,
    ) -> Result<(Outcome, Counts), Error> {
        self.write_outcome(agreement, year, Edit { over: None, entries, reason, source: None, spent: None }).await
    }

    /// Reads a file of outcome and adds its entries, all or none; a preview stores nothing.
    pub async fn import_outcome<B: AsRef<[u8]> + Send + 'static>(
        &self,
        agreement: String,
        year: i32,
        new: OutcomeFile<B>,
        only_preview: bool,
    ) -> Result<(Preview, Counts, Option<Outcome>), Error> {
        self.import_entries(agreement, year, new, only_preview, None).await
    }

    /// As [`Desk::import_outcome`], of a file that was brought before and is gone when it has been stored.
    pub(in crate::app) async fn import_entries<B: AsRef<[u8]> + Send + 'static>(
        &self,
        agreement: String,
        year: i32,
        new: OutcomeFile<B>,
        only_preview: bool,
        spent: Option<Spent>,
    ) -> Result<(Preview, Counts, Option<Outcome>), Error> {
        self.require_in(Right::Bill, &agreement)?;
        let (document, before) = self
            .db
            .read(agreement.clone(), move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let (period, document) = year_of(tx, agreement, year).await?;
                    Ok::<_, Error>((document, outcomes::newest(tx, &period.id).await?))
                })
            })
            .await?;
        let own = |cost: &samfin_core::agreement::Cost| (cost.id.to_string(), cost.name.clone());
        let costs: Vec<(String, String)> = document.costs.iter().map(own).collect();
        let OutcomeFile { bytes, format, options, name } = new;
        let work =
            move || file::read(bytes.as_ref(), format, &options, &costs).map(|read| (sha256(bytes.as_ref()), read));
        let (sha256, mut read) =
            self.pool.heavy(work).await?.map_err(|refused| Error::ImportRejected(refused.0, Vec::new()))?;
        let entries: Vec<Entry> = read.entries.iter().map(|(_, entry)| entry.clone()).collect();
        let known = before.map(|before| before.entries).unwrap_or_default();
        let (merged, counts) = merge(&known, &entries);
        for misfit in misfits(&document, year, &entries, &merged) {
            read.errors.push(misfit.of_row(&read));
        }
        if only_preview {
            return Ok((read, counts, None));
        }
        if !read.errors.is_empty() {
            return Err(rejected(&read.errors));
        }
        let source = Some(Source { name, sha256 });
        let edit = Edit { over: None, entries, reason: None, source, spent };
        let (outcome, counts) = self.write_outcome(agreement, year, edit).await?;
        Ok((read, counts, Some(outcome)))
    }

    async fn write_outcome(&self, agreement: String, year: i32, edit: Edit) -> Result<(Outcome, Counts), Error> {
        self.require_in(Right::Bill, &agreement)?;
        let now = self.now();
        self.write((agreement, edit), move |tx, (agreement, edit)| {
            Box::pin(async move {
                agreements::lock(tx, agreement).await?;
                let (period, document) = year_of(tx, agreement, year).await?;
                require_status(&period, Status::Adopted)?;
                let before = outcomes::newest(tx, &period.id).await?;
                let revision = before.as_ref().map_or(0, |before| before.revision);
                if edit.over.is_some_and(|read| read != revision) {
                    return Err(stale(revision));
                }
                let known = before.as_ref().filter(|_| edit.over.is_none()).map(|before| before.entries.as_slice());
                let (entries, counts) = merge(known.unwrap_or_default(), &edit.entries);
                let issues: Vec<Issue> =
                    misfits(&document, year, &edit.entries, &entries).into_iter().map(Misfit::of_body).collect();
                if !issues.is_empty() {
                    return Err(samfin_core::Error::Invalid(issues).into());
                }
                let Counts { new, corrected, unchanged } = counts;
                let also = spend(tx, edit.spent.as_ref(), Sum { import: None, new, corrected, unchanged }).await?;
                if let Some(before) = before.as_ref().filter(|before| before.entries == entries) {
                    return Ok(((before.clone(), counts), also.into_iter().collect()));
                }
                let (reason, source) = (edit.reason.clone(), edit.source.clone());
                let new = Outcome { revision: revision + 1, entries, reason, source, recorded_at: now };
                actuals(Some(&new))?;
                outcomes::insert(tx, &period.id, &new).await?;
                let action = if new.source.is_some() { "outcome.imported" } else { "outcome.written" };
                let told = Event::new(action, subject(&period)).within(agreement).because(new.reason.clone());
                let told = before.as_ref().map_or(told.clone(), |before| told.from(before)).to(&new);
                Ok(((new, counts), [told].into_iter().chain(also).collect()))
            })
        })
        .await
    }
}

/// The sums of an outcome, as the `actuals` of a calculation.
pub(super) fn actuals(outcome: Option<&Outcome>) -> Result<BTreeMap<Id, Actual>, Error> {
    let entries = outcome.map(|outcome| outcome.entries.as_slice()).unwrap_or_default();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let broken = || Error::Broken(format!("outcome of {} on {} says nothing", entry.cost, entry.date));
        let actual = match (entry.hours, entry.amount) {
            (Some(hours), None) => Actual::Hours(hours),
            (None, Some(amount)) => Actual::Amount(amount),
            _ => return Err(broken()),
        };
        rows.push((Id::parse(&entry.cost).ok_or_else(broken)?, actual));
    }
    Ok(sums(rows.iter().map(|(cost, actual)| (cost, *actual)))?)
}

/// The year and the agreement in force in it.
async fn year_of(tx: &mut Tx, agreement: &str, year: i32) -> Result<(super::Period, Arc<Agreement>), Error> {
    let period = store::get(tx, agreement, i64::from(year)).await?;
    let snapshot = store::snapshot(tx, &period.id, period.snapshot).await?;
    let document = Request::parse(snapshot.request.as_bytes())?.agreement;
    Ok((period, document))
}

type Key = (NaiveDate, String, Option<String>);

fn key(entry: &Entry) -> Key {
    (entry.date, entry.cost.clone(), entry.what.clone())
}

/// What is known with what is added, in order.
fn merge(known: &[Entry], added: &[Entry]) -> (Vec<Entry>, Counts) {
    let mut all: BTreeMap<Key, Entry> = known.iter().map(|entry| (key(entry), entry.clone())).collect();
    let mut counts = Counts::default();
    for entry in added {
        match all.insert(key(entry), entry.clone()) {
            None => counts.new += 1,
            Some(before) if before == *entry => counts.unchanged += 1,
            Some(_) => counts.corrected += 1,
        }
    }
    (all.into_values().collect(), counts)
}

/// The entries that do not fit the year; `all` is the outcome that they would be part of.
fn misfits(agreement: &Agreement, year: i32, entries: &[Entry], all: &[Entry]) -> Vec<Misfit> {
    let mut found = Vec::new();
    let mut seen: HashMap<Key, usize> = HashMap::new();
    let mut ways: HashMap<&str, (bool, bool)> = HashMap::new();
    for entry in all {
        let way = ways.entry(&entry.cost).or_default();
        *way = (way.0 || entry.hours.is_some(), way.1 || entry.amount.is_some());
    }
    for (at, entry) in entries.iter().enumerate() {
        let mut misfit = |field, code, detail| found.push(Misfit { entry: at, field, code, detail });
        let kind = agreement.costs.iter().find(|cost| cost.id.as_str() == entry.cost).map(|cost| &cost.kind);
        if kind.is_none() {
            let cost = &entry.cost;
            let detail = say!("avtalet har ingen kostnad \"{cost}\"", "the agreement has no cost \"{cost}\"");
            misfit("cost", Code::UnknownReference, detail);
        }
        if entry.date.year() != year {
            misfit("date", Code::OutOfRange, say!("dagen ska ligga i {year}", "the day must be in {year}"));
        }
        let is_staff = matches!(kind, Some(CostKind::Staff { .. }));
        if kind.is_some() && entry.hours.is_some() && !is_staff {
            let detail = say!("bara personalkostnader har timmar", "only staff costs have hours");
            misfit("hours", Code::UnknownField, detail);
        }
        let below = entry.amount.is_some_and(samfin_core::Ore::is_negative);
        if matches!(kind, Some(CostKind::Reserve(_))) && below {
            let detail = say!("en avsättning är inte under noll", "what is set aside is not below zero");
            misfit("amount", Code::OutOfRange, detail);
        }
        if is_staff && ways.get(entry.cost.as_str()) == Some(&(true, true)) {
            let detail = say!(
                "kostnaden har både timmar och belopp; ange årets utfall på ett av sätten",
                "the cost has both hours and amounts; give the year's outcome in one of the ways"
            );
            misfit(if entry.hours.is_some() { "hours" } else { "amount" }, Code::ConflictingFields, detail);
        }
        if let Some(first) = seen.insert(key(entry), at) {
            let first = first + 1;
            let detail = say!(
                "samma kostnad, dag och \"what\" står redan som nummer {first}; skriv i \"what\" vad som skiljer dem",
                "the same cost, day and \"what\" stand as number {first} already; write in \"what\" what tells them apart"
            );
            misfit("what", Code::DuplicateObservation, detail);
        }
    }
    if all.len() > MOST_ENTRIES {
        let detail = say!(
            "ett års utfall har högst {MOST_ENTRIES} poster",
            "a year's outcome has at most {MOST_ENTRIES} entries"
        );
        found.push(Misfit { entry: 0, field: "cost", code: Code::OutOfRange, detail });
    }
    found
}

impl Misfit {
    fn of_body(self) -> Issue {
        Issue::new(format!("/entries/{}/{}", self.entry, self.field), self.code, self.detail)
    }

    fn of_row(self, read: &Preview) -> RowError {
        let columns = &read.columns;
        let column = match self.field {
            "cost" => columns.cost.as_ref(),
            "date" => Some(&columns.date),
            "hours" => columns.hours.as_ref(),
            "amount" => columns.amount.as_ref(),
            _ => columns.what.as_ref(),
        };
        let (row, entry) = &read.entries[self.entry];
        let value = match self.field {
            "cost" => entry.cost.clone(),
            "date" => entry.date.to_string(),
            "hours" => entry.hours.map(|hours| hours.to_string()).unwrap_or_default(),
            "amount" => entry.amount.map(|amount| amount.to_string()).unwrap_or_default(),
            _ => entry.what.clone().unwrap_or_default(),
        };
        let column = column.map_or_else(|| self.field.to_owned(), crate::app::import::Column::label);
        RowError { row: *row, column, value, code: self.code, detail: self.detail, suggestion: None }
    }
}

/// That the outcome is another than the one that was read.
fn stale(revision: i64) -> Error {
    Error::Stale {
        detail: say!(
            "Utfallet är nu på revision {revision}. Hämta det och gör om ändringen.",
            "The outcome is now at revision {revision}. Fetch it and make the change again."
        ),
        current: Some(tag(revision)),
    }
}
