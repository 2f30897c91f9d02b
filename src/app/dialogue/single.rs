//! One column on its own: what the pages explain, and what a party's own page is made from.
//!
//! It is made as the columns of a [`Dialogue`](super::Dialogue) are, so that it explains the very figure that stands there.

use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::stress::{StressTest, Stressed, stress};
use samfin_core::{Agreement, Calculation, Code, Issue, Request, calculate, say};

use super::closely::opening_of;
use super::variation::{content_of, name_of, still_there};
use super::{Asked, Loaded, Variation, column_name};
use crate::app::{Desk, Error};

/// A column, year by year.
#[derive(Debug)]
pub struct Single {
    /// The agreement's id.
    pub id: String,
    /// The version that is calculated.
    pub version: i64,
    /// Whether it is adopted.
    pub adopted: bool,
    /// The revision of the first year's adopted budget, when there is one.
    pub budget: Option<i64>,
    /// The column as it was asked for, without what no longer exists.
    pub asked: Variation,
    /// Its name.
    pub name: String,
    /// What was asked for but is not there.
    pub gone: Vec<String>,
    /// What is calculated in the year that is shown, with what the years before left.
    pub request: Request,
    /// The years.
    pub years: Vec<i32>,
    /// What each year comes to.
    pub calculations: Vec<Calculation>,
    /// The year that is shown, by position.
    pub year: usize,
}

/// One and two others without money, from a party's point of view.
#[derive(Debug)]
pub struct Stresses {
    /// One at a time; none where that is too much work.
    pub one: Option<Stressed>,
    /// One or two at a time, likewise.
    pub two: Option<Stressed>,
}

impl Desk {
    /// Calculates the first column that is asked for, with why each figure of the year is what it is.
    pub async fn follow<T: Send + 'static>(
        &self,
        asked: Asked,
        render: impl FnOnce(&Single, &Calculation) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let loaded = self.load(asked.clone()).await?;
        let work = move || {
            let single = Single::of(&loaded, asked)?;
            let explained = calculate(&single.request, true)?;
            Ok(render(&single, &explained))
        };
        self.pool.heavy(work).await?
    }

    /// Calculates the first column that is asked for, year by year.
    pub async fn look_ahead<T: Send + 'static>(
        &self,
        asked: Asked,
        render: impl FnOnce(&Single) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let loaded = self.load(asked.clone()).await?;
        self.pool.heavy(move || Single::of(&loaded, asked).map(|single| render(&single))).await?
    }

    /// Calculates the first column that is asked for, and the year when others do not contribute.
    pub async fn stand_alone<T: Send + 'static>(
        &self,
        asked: Asked,
        render: impl FnOnce(&Single, &Stresses) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let loaded = self.load(asked.clone()).await?;
        let work = move || {
            let single = Single::of(&loaded, asked)?;
            let stresses = Stresses::of(&single.request);
            Ok(render(&single, &stresses))
        };
        self.pool.heavy(work).await?
    }
}

impl Single {
    fn of(loaded: &Loaded, asked: Asked) -> Result<Self, Error> {
        let Loaded { parts, scenarios, agreement } = loaded;
        let mut parts = parts.clone();
        let mut gone = Vec::new();
        let wanted = asked.columns.into_iter().next().unwrap_or_default();
        let asked_column = still_there(wanted, agreement, scenarios, &mut gone).unwrap_or_default();
        let name = name_of(&asked_column, agreement, scenarios);
        parts.scenarios = vec![(column_name(0), content_of(&asked_column, &parts, agreement, scenarios)?)];
        let mut comparison = Comparison::from_json(&parts.tree()?)?;
        // The pages divide by inhabitants where they are known; the figures themselves need none.
        comparison.per_inhabitant = None;
        let mut compared = compare(&comparison)?;
        // The agreement itself is always the comparison's first column.
        let (column, year) = (1, asked.year.min(asked.years.len().saturating_sub(1)));
        let request = request_of(&comparison, &compared, column, year)?;
        let calculations = compared.years.drain(..).map(|mut year| year.columns.swap_remove(column).calculation);
        Ok(Self {
            id: parts.version.agreement_id.clone(),
            version: parts.version.number,
            adopted: parts.version.adopted_at.is_some(),
            budget: parts.budget.as_ref().map(|budget| budget.revision),
            asked: asked_column,
            name,
            gone,
            request,
            years: asked.years,
            calculations: calculations.collect(),
            year,
        })
    }

    /// The agreement that is calculated with.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.request.agreement
    }

    /// The year that is shown.
    #[must_use]
    pub fn calculation(&self) -> &Calculation {
        &self.calculations[self.year]
    }
}

fn request_of(comparison: &Comparison, compared: &Compared, column: usize, year: usize) -> Result<Request, Error> {
    let Some(number) = comparison.years.get(year) else {
        let detail = say!("ange minst ett år", "give at least one year");
        return Err(Issue::new("/years", Code::OutOfRange, detail).into());
    };
    let mut request = comparison.columns[column].request.clone();
    request.opening = opening_of(comparison, compared, column, year);
    request.year = *number;
    Ok(request)
}

impl Stresses {
    fn of(request: &Request) -> Self {
        let test = |max_defaulters| {
            let policies = vec![("agreement".to_owned(), request.agreement.default_policy.clone())];
            // The year itself is calculated already: all that can go wrong is that there are too many to try.
            stress(&StressTest { request: request.clone(), max_defaulters, policies }, &mut |_| {}).ok()
        };
        Self { one: test(1), two: test(2) }
    }
}
