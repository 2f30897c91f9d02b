//! Levers, milestones and references: what surrounds the calculation without affecting it.

use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

use super::invoicing::month_and_day;
use crate::change::Change;
use crate::date::day_or_last;
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Code, Id, say};

/// A slider with which the agreement is explored (*reglage*).
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Its id.
    pub id: Id,
    /// Its name; the id when it has none.
    pub name: String,
    /// The places in the document that get its value.
    pub targets: Vec<String>,
    /// The places that get what is left.
    pub complements: Vec<Complement>,
    /// Its lowest value.
    pub min: Decimal,
    /// Its highest value.
    pub max: Decimal,
    /// How far apart its values are.
    pub step: Decimal,
    /// What it is counted in, for people.
    pub unit: Option<String>,
}

/// A place that gets `of` minus the lever's value.
#[derive(Debug, Clone, PartialEq)]
pub struct Complement {
    /// The place in the document.
    pub target: String,
    /// What the value and the complement make together.
    pub of: Decimal,
}

impl Complement {
    /// The fields of a complement.
    pub const FIELDS: &[&str] = &["target", "of"];
}

impl Lever {
    /// The fields of a lever.
    pub const FIELDS: &[&str] = &["id", "name", "targets", "complements", "min", "max", "step", "unit"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["id", "targets", "min", "max", "step"];

    /// The changes that set the lever to `value`: each target gets it, each complement the rest.
    ///
    /// ```
    /// use samfin_core::Agreement;
    /// # let document = r#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
    /// #  "parties": [ { "id": "a", "name": "A", "kind": "region" } ], "costs": [],
    /// #  "levers": [ { "id": "region-share", "targets": [ "keys/half/groups/0/weight" ],
    /// #    "complements": [ { "target": "keys/half/groups/1/weight", "of": "100" } ],
    /// #    "min": "0", "max": "100", "step": "5", "unit": "%" } ] }"#;
    /// let agreement = Agreement::parse(document.as_bytes()).unwrap();
    /// let changes = agreement.levers[0].set_to("60".parse().unwrap());
    /// assert_eq!(changes[0].target, "keys/half/groups/0/weight");
    /// assert_eq!(changes[1].value.to_text(), "\"40\"");
    /// ```
    #[must_use]
    pub fn set_to(&self, value: Decimal) -> Vec<Change<'static>> {
        let change = |target: &str, value: Decimal| Change {
            target: target.to_owned(),
            value: Json::String(value.normalize().to_string().into()),
        };
        let targets = self.targets.iter().map(|target| change(target, value));
        let complements = self.complements.iter().map(|rest| change(&rest.target, rest.of - value));
        targets.chain(complements).collect()
    }

    pub(crate) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let id = reader.required(node, "id", Reader::id);
        let name = reader.optional(node, "name", Reader::name);
        let targets = reader.required(node, "targets", |r, n| r.list(n, |r, n, _| r.name(n)));
        let complements = reader.optional(node, "complements", |r, n| {
            r.list(n, |r, n, _| {
                if !r.object(n, Complement::FIELDS) {
                    return None;
                }
                let target = r.required(n, "target", Reader::name);
                let of = r.required(n, "of", Reader::decimal);
                Some(Complement { target: target?, of: of? })
            })
        });
        let min = reader.required(node, "min", Reader::decimal);
        let max = reader.required(node, "max", Reader::decimal);
        let step = reader.required(node, "step", Reader::decimal_positive);
        let unit = reader.optional(node, "unit", Reader::name);
        let (id, min, max) = (id?, min?, max?);
        if max < min {
            let detail = say!("högsta värdet är lägre än det lägsta", "the highest value is below the lowest");
            reader.fault(&node.field("max")?, Code::OutOfRange, detail);
        }
        Some(Self {
            name: name.unwrap_or_else(|| id.to_string()),
            id,
            targets: targets?,
            complements: complements.unwrap_or_default(),
            min,
            max,
            step: step?,
            unit,
        })
    }
}

/// A day that matters: a survey, an evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    /// Its id.
    pub id: Id,
    /// Its name; the id when it has none.
    pub name: String,
    /// When it is.
    pub when: When,
}

/// When a milestone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On one day.
    Date(NaiveDate),
    /// On this month and day of every year.
    EveryYear(i32, i32),
}

impl When {
    /// The first time it is on or after `day`; none when that has passed.
    ///
    /// ```
    /// use samfin_core::agreement::When;
    /// let day = |text: &str| text.parse().unwrap();
    /// assert_eq!(When::EveryYear(2, 29).next(day("2027-03-01")), Some(day("2028-02-29")));
    /// assert_eq!(When::Date(day("2027-01-01")).next(day("2027-01-02")), None);
    /// ```
    #[must_use]
    pub fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Date(date) => (date >= day).then_some(date),
            Self::EveryYear(month, day_of_month) => {
                let (month, in_month) = (u32::try_from(month).ok()?, u32::try_from(day_of_month).ok()?);
                let of_year = |year: i32| day_or_last(year, month, in_month);
                [day.year(), day.year() + 1].map(of_year).into_iter().find(|date| *date >= day)
            }
        }
    }
}

impl Milestone {
    /// The fields of a milestone; one of `date` and `every_year` stands.
    pub const FIELDS: &[&str] = &["id", "name", "date", "every_year"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["id"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let id = reader.required(node, "id", Reader::id);
        let name = reader.optional(node, "name", Reader::name);
        let date = reader.optional(node, "date", Reader::date);
        let every_year = reader.optional(node, "every_year", month_and_day);
        let when = match (node.field("date").is_some(), node.field("every_year").is_some()) {
            (true, false) => When::Date(date?),
            (false, true) => every_year.map(|(month, day)| When::EveryYear(month, day))?,
            (both, _) => {
                let code = if both { Code::ConflictingFields } else { Code::MissingField };
                reader.fault(node, code, say!("ange \"date\" eller \"every_year\"", "give \"date\" or \"every_year\""));
                return None;
            }
        };
        let id = id?;
        Some(Self { name: name.unwrap_or_else(|| id.to_string()), id, when })
    }
}

/// Where the agreement or a decision about it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What it is.
    pub label: String,
    /// The reference itself.
    pub text: String,
}

impl Reference {
    /// The fields of a reference.
    pub const FIELDS: &[&str] = &["label", "text"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let label = reader.required(node, "label", Reader::name);
        let text = reader.required(node, "text", Reader::text);
        Some(Self { label: label?, text: text? })
    }
}
