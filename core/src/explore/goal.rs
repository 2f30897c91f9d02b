//! Goal seek: the value of a lever that keeps an amount below a limit.

use std::cmp::Ordering;

use num_bigint::BigInt;
use rust_decimal::Decimal;
use serde::Serialize;

use super::lever::{Place, read_lever, set, today};
use super::{one_year, subject};
use crate::agreement::Lever;
use crate::comparison::{inhabitants, is_told};
use crate::exact::Fraction;
use crate::json::{self, Json};
use crate::question::Basis;
use crate::read::{Node, Reader};
use crate::result::Answer;
use crate::{Calculation, Code, Error, Issue, Lang, Ore, Request, calculate, say, work};

/// A question of which lever value meets a goal; read whole, then trusted.
///
/// ```
/// use samfin_core::explore::GoalSeek;
/// let seek = GoalSeek::parse(br#"{ "years": [2027], "goal": { "for": "b", "measure": "payable", "at_most": "45.00" },
///   "lever": { "id": "price", "targets": ["costs/hall/amount/per_year"], "min": "0", "max": "1000", "step": "20" },
///   "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ] } }"#)?;
/// let found = seek.run()?;
/// assert!(found.found);
/// assert_eq!(found.value.to_string(), "80"); // nearest to today's 100
/// # Ok::<(), samfin_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct GoalSeek {
    lever: Lever,
    today: Decimal,
    goal: Goal,
    /// Every value of the lever with its request, or why it has none.
    grid: Vec<(Decimal, Result<Request, Error>)>,
    per_inhabitant: Option<String>,
}

/// What is to be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// For whom.
    pub for_whom: GoalFor,
    /// What is measured.
    pub measure: Measure,
    /// The most it may be.
    pub at_most: Ore,
}

/// For whom a goal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoalFor {
    /// One party.
    Party(String),
    /// Every municipality by itself.
    EachMunicipality,
}

/// What a goal measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Kronor.
    Payable,
    /// Kronor per inhabitant.
    PerInhabitant,
}

impl Measure {
    /// The words of the document.
    pub const WORDS: &[(&str, Self)] = &[("payable", Self::Payable), ("per_inhabitant", Self::PerInhabitant)];
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Whether the goal is met.
    pub found: bool,
    /// The value that meets it nearest to today's, or that misses least.
    pub value: Decimal,
    /// The year with it.
    pub result: Calculation,
}

/// [`Found`] as it is answered.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = GoalSeekAnswer))]
pub struct FoundAnswer<'a> {
    /// Whether the goal is met.
    pub found: bool,
    /// The lever's value that meets it nearest to today's, or that misses least.
    pub value: String,
    /// The year with that value.
    pub result: Answer<'a>,
}

/// The word for every municipality by itself.
pub const EACH_MUNICIPALITY: &str = "each-municipality";

impl GoalSeek {
    /// The fields of the question.
    pub const FIELDS: &[&str] =
        &["agreement", "changes", "statistics", "opening", "years", "scenarios", "per_inhabitant", "lever", "goal"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "years", "lever", "goal"];

    /// Reads the question as it comes to `POST /api/v1/goal-seeks`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let seek = Self::read(&mut reader, &tree);
        reader.finish(seek)
    }

    fn read<'j>(reader: &mut Reader, tree: &'j Json<'j>) -> Option<Self> {
        let root = Node::root(tree);
        reader.object(&root, Self::FIELDS);
        let year = one_year(reader, &root);
        let per_inhabitant = reader.optional(&root, "per_inhabitant", Reader::name);
        let basis = Basis::read(reader, &root, tree);
        let mut subject = subject(reader, &root, tree, &basis);
        let lever = reader.required(&root, "lever", |r, n| read_lever(r, n, subject.as_ref()));
        let agreement = subject.as_ref().map(|subject| &*subject.request.agreement);
        let goal = reader.required(&root, "goal", |r, n| Goal::read(r, n, agreement, per_inhabitant.is_some()));
        let (year, lever, goal, subject) = (year?, lever?, goal?, subject.as_mut()?);
        subject.request.year = year;
        let values = grid(reader, &lever, work::of_year(&subject.request.agreement, year))?;
        let today = today(subject, &lever).unwrap_or(lever.min);
        let place = match tree.get("lever") {
            Some(Json::String(_)) => Place::Id("/lever".to_owned()),
            _ => Place::Whole("/lever".to_owned()),
        };
        let grid = values.into_iter().map(|value| (value, set(subject, &lever, value, &place))).collect();
        Some(Self { lever, today, goal, grid, per_inhabitant })
    }

    /// The lever that is set.
    #[must_use]
    pub fn lever(&self) -> &Lever {
        &self.lever
    }

    /// Tries every value of the lever.
    ///
    /// # Errors
    ///
    /// The first value's error when no value gives a year that can be calculated.
    pub fn run(&self) -> Result<Found, Error> {
        let mut first_error = None;
        let mut best: Option<(Missed, Found)> = None;
        for (value, request) in &self.grid {
            let tried = request.clone().and_then(|request| {
                let result = calculate(&request, false)?;
                let missed = self.missed(*value, &request, &result)?;
                Ok((missed, result))
            });
            match tried {
                Ok((missed, result)) => {
                    let found = Found { found: missed.met(), value: *value, result };
                    if best.as_ref().is_none_or(|(known, _)| missed.order(known) == Ordering::Less) {
                        best = Some((missed, found));
                    }
                }
                Err(error) => first_error = first_error.or(Some(error)),
            }
        }
        match (best, first_error) {
            (Some((_, found)), _) => Ok(found),
            (None, Some(error)) => Err(error),
            (None, None) => Err(Error::one(nothing_to_try())),
        }
    }

    fn missed(&self, value: Decimal, request: &Request, result: &Calculation) -> Result<Missed, Error> {
        let agreement = &request.agreement;
        let concerned = agreement.parties.iter().zip(&result.parties).filter(|(party, _)| match &self.goal.for_whom {
            GoalFor::Party(id) => party.id.as_str() == id,
            GoalFor::EachMunicipality => is_told(party, agreement, result.year),
        });
        let limit = Fraction::whole(self.goal.at_most.wide());
        let mut excess = Fraction::<BigInt>::whole(0);
        for (party, paid) in concerned {
            let paid = Fraction::whole(paid.payable.wide());
            let measured = match (self.goal.measure, &self.per_inhabitant) {
                (Measure::PerInhabitant, Some(series)) => {
                    let value = inhabitants(series, request, party, result.year).map_err(Error::one)?;
                    // Nobody to divide by: nothing to hold against the limit.
                    if value.is_zero() {
                        continue;
                    }
                    paid.over(&Fraction::decimal(value))
                }
                _ => Some(paid),
            };
            let over = measured.and_then(|measured| measured.minus(&limit));
            if let Some(over) = over.filter(|over| over.compare(&excess) == Some(Ordering::Greater)) {
                excess = over;
            }
        }
        Ok(Missed { excess, away: (value - self.today).abs(), value })
    }
}

/// How far a value is from what is wanted.
struct Missed {
    /// The largest excess above the limit, in öre; zero when the goal is met.
    excess: Fraction<BigInt>,
    /// How far from today's value.
    away: Decimal,
    value: Decimal,
}

impl Missed {
    fn met(&self) -> bool {
        self.excess.sign() == 0
    }

    /// Less is better: least above the limit, then nearest to today's, then the lower value.
    fn order(&self, other: &Self) -> Ordering {
        let excess = self.excess.compare(&other.excess).unwrap_or(Ordering::Equal);
        excess.then_with(|| self.away.cmp(&other.away)).then_with(|| self.value.cmp(&other.value))
    }
}

impl Goal {
    /// The fields of a goal, all needed.
    pub const FIELDS: &[&str] = &["for", "measure", "at_most"];

    fn read(
        reader: &mut Reader,
        node: &Node<'_>,
        agreement: Option<&crate::Agreement>,
        has_series: bool,
    ) -> Option<Self> {
        reader.object(node, Self::FIELDS);
        let for_whom = reader.required(node, "for", |r, n| {
            let id = r.string(n)?;
            if id == EACH_MUNICIPALITY {
                return Some(GoalFor::EachMunicipality);
            }
            crate::request::find_party(r, n, id, agreement).map(|_| GoalFor::Party(id.to_owned()))
        });
        let measure = reader.required(node, "measure", |r, n| r.word(n, Measure::WORDS));
        if measure == Some(Measure::PerInhabitant) && !has_series {
            let detail = say!(
                "ange i per_inhabitant vilken serie invånarna hämtas från",
                "say in per_inhabitant which series the inhabitants come from"
            );
            reader.push(Issue::new("/per_inhabitant", Code::MissingField, detail));
        }
        let at_most = reader.required(node, "at_most", Reader::money);
        Some(Self { for_whom: for_whom?, measure: measure?, at_most: at_most? })
    }
}

impl Found {
    /// The JSON of what was found, for a reader of `lang`.
    #[must_use]
    pub fn answer(&self, lang: Lang) -> FoundAnswer<'_> {
        FoundAnswer { found: self.found, value: self.value.normalize().to_string(), result: self.result.answer(lang) }
    }
}

/// The most values of a lever that are tried.
pub const MAX_GRID: u64 = 10_000;

/// The values of a lever: `min`, `min + step`, … up to `max`.
fn grid(reader: &mut Reader, lever: &Lever, work_each: u64) -> Option<Vec<Decimal>> {
    if lever.max < lever.min {
        return None; // told where the lever was read
    }
    let steps = ((lever.max - lever.min) / lever.step).floor();
    let count = u64::try_from(steps).ok().and_then(|steps| steps.checked_add(1));
    let allowed = MAX_GRID.min(work::MAX_WORK / work_each.max(1)).max(1);
    match count {
        Some(count) if count <= allowed => {
            Some((0..count).map(|i| lever.min + lever.step * Decimal::from(i)).collect())
        }
        _ => {
            let values = steps.saturating_add(Decimal::ONE);
            let detail = say!(
                "reglaget har {values} värden; högst {allowed} prövas, så välj ett större steg eller ett kortare område",
                "the lever has {values} values; at most {allowed} are tried, so choose a larger step or a shorter range"
            );
            reader.push(Issue::new("/lever/step", Code::TooMuchWork, detail));
            None
        }
    }
}

fn nothing_to_try() -> Issue {
    Issue::new("/lever", Code::OutOfRange, say!("reglaget har inga värden", "the lever has no values"))
}
