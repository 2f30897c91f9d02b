//! Questions that hold everything they need: comparisons, stress tests, sensitivities, goal seeks, exits.

use chrono::NaiveDate;
use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::explore::{Exit, ExitCompared, Found, GoalSeek, Sensitivities, Sensitivity};
use samfin_core::stress::{StressTest, Stressed, stress};
use samfin_core::{Error as CoreError, Lang};
use samfin_documents::workbook::{Book, workbook};

use super::scope::{On, Right};
use super::{Desk, Error};

/// A question from outside: how it is read, and how it is answered.
pub trait Question: Sized + Send + 'static {
    /// What it is answered with.
    type Answer;

    /// Reads the question from the body of a request.
    fn read(body: &[u8]) -> Result<Self, CoreError>;

    /// Answers it, on a given day.
    fn answer(&self, today: NaiveDate) -> Result<Self::Answer, CoreError>;
}

impl Desk {
    /// Reads and answers the question in `body`, and lets `render` write the answer, on the pool for heavy work.
    pub async fn ask<Q: Question, T: Send + 'static>(
        &self,
        body: impl AsRef<[u8]> + Send + 'static,
        render: impl FnOnce(&Q, &Q::Answer) -> T + Send + 'static,
    ) -> Result<T, Error> {
        self.require(Right::Calculate, On::Anything)?;
        let today = self.today();
        let work = move || {
            let question = Q::read(body.as_ref())?;
            let answer = question.answer(today)?;
            Ok(render(&question, &answer))
        };
        self.pool.heavy(work).await?
    }
}

/// The workbook of a comparison.
pub fn workbook_of(
    comparison: &Comparison,
    compared: &Compared,
    lang: Lang,
    today: NaiveDate,
) -> Result<Vec<u8>, Error> {
    Ok(workbook(&Book::of(comparison, compared, lang, today))?)
}

impl Question for Comparison {
    type Answer = Compared;

    fn read(body: &[u8]) -> Result<Self, CoreError> {
        Self::parse(body)
    }

    fn answer(&self, _: NaiveDate) -> Result<Compared, CoreError> {
        compare(self)
    }
}

impl Question for StressTest {
    type Answer = Stressed;

    fn read(body: &[u8]) -> Result<Self, CoreError> {
        Self::parse(body)
    }

    fn answer(&self, _: NaiveDate) -> Result<Stressed, CoreError> {
        stress(self, &mut |_| {})
    }
}

impl Question for Sensitivity {
    type Answer = Sensitivities;

    fn read(body: &[u8]) -> Result<Self, CoreError> {
        Self::parse(body)
    }

    fn answer(&self, _: NaiveDate) -> Result<Sensitivities, CoreError> {
        self.run()
    }
}

impl Question for GoalSeek {
    type Answer = Found;

    fn read(body: &[u8]) -> Result<Self, CoreError> {
        Self::parse(body)
    }

    fn answer(&self, _: NaiveDate) -> Result<Found, CoreError> {
        self.run()
    }
}

impl Question for Exit {
    type Answer = ExitCompared;

    fn read(body: &[u8]) -> Result<Self, CoreError> {
        Self::parse(body)
    }

    fn answer(&self, today: NaiveDate) -> Result<ExitCompared, CoreError> {
        self.run(today)
    }
}
