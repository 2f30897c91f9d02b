//! Exit: staying and leaving side by side, and whether notice is given in time.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::subject;
use crate::change::Change;
use crate::comparison::{CompareAnswer, Compared, Comparison, compare};
use crate::json::{self, Json};
use crate::question::{Basis, years};
use crate::read::{Node, Reader};
use crate::request::AGREEMENT;
use crate::variant::{Layer, Whose, variant};
use crate::{Error, Lang, say};

/// A question of what it means that a party leaves; read whole, then trusted.
#[derive(Debug, Clone)]
pub struct Exit {
    /// Staying, and leaving.
    pub comparison: Comparison,
    /// When notice is given; none: today.
    pub notice_on: Option<NaiveDate>,
    last_day: NaiveDate,
    notice_months: Option<i32>,
}

/// What it means that a party leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct ExitCompared {
    /// Staying, and leaving.
    pub compared: Compared,
    /// Whether notice is given in time.
    pub notice: Notice,
}

/// Whether notice is given in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// The notice period of the agreement, months; null when it has none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub notice_months: Option<i32>,
    /// When notice is given.
    pub notice_on: NaiveDate,
    /// The last day on which it is in time; null without a notice period.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub notice_by: Option<NaiveDate>,
    /// Whether it is.
    pub verdict: Verdict,
}

/// Whether notice is given in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// On or before the last day.
    InTime,
    /// After it.
    TooLate,
    /// The agreement says nothing of notice.
    NoNoticePeriod,
}

/// [`ExitCompared`] as it is answered.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExitAnswer<'a> {
    /// Staying, and leaving.
    #[serde(flatten)]
    pub comparison: CompareAnswer<'a>,
    /// Whether notice is given in time.
    pub notice: &'a Notice,
}

impl Exit {
    /// The fields of the question.
    pub const FIELDS: &[&str] = &[
        "agreement",
        "changes",
        "statistics",
        "opening",
        "years",
        "scenarios",
        "per_inhabitant",
        "party",
        "last_day",
        "notice_on",
    ];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "years", "party", "last_day"];

    /// Reads the question as it comes to `POST /api/v1/exits`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let exit = Self::read(&mut reader, &tree);
        reader.finish(exit)
    }

    fn read<'j>(reader: &mut Reader, tree: &'j Json<'j>) -> Option<Self> {
        let root = Node::root(tree);
        reader.object(&root, Self::FIELDS);
        let years = reader.required(&root, "years", years);
        let per_inhabitant = reader.optional(&root, "per_inhabitant", Reader::name);
        let basis = Basis::read(reader, &root, tree);
        let stay = subject(reader, &root, tree, &basis);
        let last_day = reader.required(&root, "last_day", Reader::date);
        let notice_on = reader.optional(&root, "notice_on", Reader::date);
        let agreement = stay.as_ref().map(|stay| &*stay.request.agreement);
        let party = reader.required(&root, "party", |r, n| {
            let id = r.string(n)?;
            crate::request::find_party(r, n, id, agreement).map(|_| id.to_owned())
        });
        let (mut stay, last_day, party) = (stay?, last_day?, party?);
        let change = Change { target: format!("parties/{party}/member_to"), value: day(last_day) };
        let words = say!("när {party} lämnar {last_day}", "when {party} leaves on {last_day}");
        let layer =
            Layer { changes: std::slice::from_ref(&change), pointer: "/last_day", whose: Whose::Question(&words) };
        let left = variant(reader, &stay.document, AGREEMENT, &[layer], None)?;
        let mut leave = stay.clone();
        leave.request.agreement = left.agreement;
        leave.document = left.document;
        "stay".clone_into(&mut stay.name);
        "leave".clone_into(&mut leave.name);
        let notice_months = stay.request.agreement.notice_months;
        let comparison = Comparison::of(vec![stay, leave], years?, per_inhabitant);
        Some(Self { comparison, notice_on, last_day, notice_months })
    }

    /// Compares staying and leaving; without `notice_on` notice is given on `today`.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] as for a comparison.
    pub fn run(&self, today: NaiveDate) -> Result<ExitCompared, Error> {
        let notice = notice(self.notice_months, self.last_day, self.notice_on.unwrap_or(today));
        Ok(ExitCompared { compared: compare(&self.comparison)?, notice })
    }
}

/// `last_day` less the months, the same day of the month or the month's last.
fn notice(notice_months: Option<i32>, last_day: NaiveDate, notice_on: NaiveDate) -> Notice {
    let months = notice_months.and_then(|months| u32::try_from(months).ok());
    let notice_by = months.and_then(|months| last_day.checked_sub_months(Months::new(months)));
    let verdict = match notice_by {
        None => Verdict::NoNoticePeriod,
        Some(by) if notice_on <= by => Verdict::InTime,
        Some(_) => Verdict::TooLate,
    };
    Notice { notice_months, notice_on, notice_by, verdict }
}

fn day(date: NaiveDate) -> Json<'static> {
    Json::String(date.to_string().into())
}

impl ExitCompared {
    /// The JSON of the comparison and the verdict, for a reader of `lang`.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> ExitAnswer<'_> {
        ExitAnswer { comparison: self.compared.answer(lang), notice: &self.notice }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notice_is_counted_back_from_the_last_day() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let given = |months, last, on| {
            let notice = notice(months, date(last), date(on));
            (notice.notice_by.map(|day| day.to_string()), notice.verdict)
        };
        let by = |day: &str| Some(day.to_owned());
        assert_eq!(given(Some(12), "2028-12-31", "2027-12-31"), (by("2027-12-31"), Verdict::InTime));
        assert_eq!(given(Some(12), "2028-12-31", "2028-01-01"), (by("2027-12-31"), Verdict::TooLate));
        assert_eq!(
            given(Some(6), "2028-08-31", "2028-02-29"),
            (by("2028-02-29"), Verdict::InTime),
            "the month's last day"
        );
        assert_eq!(given(None, "2028-12-31", "2028-12-31"), (None, Verdict::NoNoticePeriod));
    }
}
