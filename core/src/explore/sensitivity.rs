//! Sensitivity: the total and everyone's part with a lever low, as it is, and high.

use rust_decimal::Decimal;
use serde::Serialize;

use super::lever::{Place, read_lever, set, today};
use super::{one_year, subject};
use crate::agreement::{Lever, PartyKind};
use crate::json::{self, Json};
use crate::question::{Basis, Subject};
use crate::read::{Node, Reader};
use crate::{Agreement, Calculation, Code, Error, Id, Ore, Request, calculate, say};

/// A question of how much a year depends on its levers; read whole, then trusted.
///
/// ```
/// use samfin_core::explore::Sensitivity;
/// let sensitivity = Sensitivity::parse(br#"{ "years": [2027],
///   "levers": [ { "lever": { "id": "price", "targets": ["costs/hall/amount/per_year"], "min": "0", "max": "1000", "step": "1" },
///                 "low": "80", "high": "120" } ],
///   "agreement": { "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ] } }"#)?;
/// let found = sensitivity.run()?;
/// assert_eq!(found.levers[0].now.total.to_string(), "100.00");
/// assert_eq!(found.levers[0].high.parties[1].payable.to_string(), "60.00");
/// # Ok::<(), samfin_core::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sensitivity {
    name: String,
    now: Request,
    levers: Vec<Set>,
}

/// A lever and the requests with it set.
#[derive(Debug, Clone)]
struct Set {
    lever: Lever,
    now: Option<Decimal>,
    low: (Decimal, Request),
    high: (Decimal, Request),
}

/// How much a year depends on its levers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = SensitivityAnswer))]
pub struct Sensitivities {
    /// The calendar year.
    pub year: i32,
    /// The scenario that was explored; `baseline` is the agreement itself.
    pub scenario: String,
    /// One entry per lever, in the question's order.
    pub levers: Vec<LeverSensitivity>,
}

/// How much a year depends on one lever.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeverSensitivity {
    /// The lever's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub unit: Option<String>,
    /// With the lever low.
    pub low: AtValue,
    /// As it is.
    pub now: AtValue,
    /// With the lever high.
    pub high: AtValue,
}

/// A year with a lever at one value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AtValue {
    /// The lever's value; null when its first target holds no number.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub value: Option<String>,
    /// Σ costs in kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub total: Ore,
    /// What the municipalities pay together, kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub municipalities: Ore,
    /// What each party pays, in the agreement's order.
    pub parties: Vec<PartyPayable>,
}

/// What one party pays.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartyPayable {
    /// The party's id.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Kronor.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub payable: Ore,
}

/// The most levers of one question.
pub const MAX_LEVERS: usize = 50;

impl Sensitivity {
    /// The fields of the question.
    pub const FIELDS: &[&str] = &["agreement", "changes", "statistics", "opening", "years", "scenarios", "levers"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "years", "levers"];

    /// Reads the question as it comes to `POST /api/v1/sensitivities`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::from_json(&json::parse(bytes)?)
    }

    /// Reads a question that has been read as JSON already.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every independent issue.
    pub fn from_json(tree: &Json<'_>) -> Result<Self, Error> {
        let mut reader = Reader::default();
        let sensitivity = Self::read(&mut reader, tree);
        reader.finish(sensitivity)
    }

    /// The same question about a request that has been read already, with the document that it rests on
    /// ([`Comparison::with_documents`](crate::comparison::Comparison::with_documents)); each lever with its low and its high value.
    ///
    /// ```
    /// use samfin_core::{comparison::Comparison, explore::Sensitivity, json};
    /// let agreement = r#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
    ///   "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" } ],
    ///   "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "100.00" }, "key": { "type": "equal" } } ],
    ///   "levers": [ { "id": "price", "name": "Pris", "targets": ["costs/hall/amount/per_year"], "min": "0", "max": "1000", "step": "1" } ] }"#;
    /// let scenarios = r#"[ { "name": "dear", "changes": [ { "target": "costs/hall/amount/per_year", "value": "300.00" } ] } ]"#;
    /// let given = format!(r#"{{ "years": [2027], "agreement": {agreement}, "scenarios": {scenarios}"#);
    ///
    /// let tree = format!("{given}}}");
    /// let tree = json::parse(tree.as_bytes())?;
    /// let (mut comparison, mut documents) = Comparison::with_documents(&tree)?;
    /// let column = comparison.columns.remove(1);
    /// let mut request = column.request;
    /// request.year = 2027;
    /// let lever = request.agreement.levers[0].clone();
    /// let found = Sensitivity::of(&column.name, request, documents.remove(1), [(lever, 80.into(), 120.into())])?.run()?;
    /// assert_eq!(found.levers[0].now.total.to_string(), "300.00");
    ///
    /// let asked = format!(r#"{given}, "levers": [ {{ "id": "price", "low": "80", "high": "120" }} ] }}"#);
    /// assert_eq!(found, Sensitivity::parse(asked.as_bytes())?.run()?);
    /// # Ok::<(), samfin_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every lever that leads nowhere, at `/levers/{position}/id`.
    pub fn of(
        name: &str,
        request: Request,
        document: Json<'_>,
        levers: impl IntoIterator<Item = (Lever, Decimal, Decimal)>,
    ) -> Result<Self, Error> {
        let now = request.clone();
        let name = name.to_owned();
        let subject = Subject { name: name.clone(), request, document, events: Vec::new(), observations: Vec::new() };
        let mut reader = Reader::default();
        let mut found = Vec::new();
        for (position, (lever, low, high)) in levers.into_iter().enumerate() {
            let place = Place::Id(format!("/levers/{position}/id"));
            found.extend(Set::of(&mut reader, &subject, lever, (low, high), &place));
        }
        reader.finish(Some(Self { name, now, levers: found }))
    }

    fn read<'j>(reader: &mut Reader, tree: &'j Json<'j>) -> Option<Self> {
        let root = Node::root(tree);
        reader.object(&root, Self::FIELDS);
        let year = one_year(reader, &root);
        let basis = Basis::read(reader, &root, tree);
        let mut subject = subject(reader, &root, tree, &basis);
        if let (Some(subject), Some(year)) = (&mut subject, year) {
            subject.request.year = year;
        }
        let levers = reader.required(&root, "levers", |r, n| {
            if let Json::Array(items) = n.json()
                && items.len() > MAX_LEVERS
            {
                let count = items.len();
                let detail = say!(
                    "här finns {count} reglage; högst {MAX_LEVERS} är tillåtna",
                    "there are {count} levers; at most {MAX_LEVERS} are allowed"
                );
                r.fault(n, Code::TooMuchWork, detail);
                return None;
            }
            r.list(n, |r, n, _| Set::read(r, n, subject.as_ref()))
        });
        let subject = subject?;
        year?;
        Some(Self { name: subject.name, now: subject.request, levers: levers? })
    }

    /// Calculates the year at every value.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when a value gives a year that cannot be calculated.
    pub fn run(&self) -> Result<Sensitivities, Error> {
        let now = calculate(&self.now, false)?;
        let levers = self.levers.iter().map(|set| {
            let at = |(value, request): &(Decimal, Request)| {
                Ok(AtValue::of(Some(*value), &request.agreement, &calculate(request, false)?))
            };
            Ok(LeverSensitivity {
                id: set.lever.id.clone(),
                name: set.lever.name.clone(),
                unit: set.lever.unit.clone(),
                low: at(&set.low)?,
                now: AtValue::of(set.now, &self.now.agreement, &now),
                high: at(&set.high)?,
            })
        });
        let levers = levers.collect::<Result<_, Error>>()?;
        Ok(Sensitivities { year: self.now.year, scenario: self.name.clone(), levers })
    }
}

impl Set {
    fn read(reader: &mut Reader, node: &Node<'_>, subject: Option<&Subject<'_>>) -> Option<Self> {
        reader.object(node, &["id", "lever", "low", "high"]);
        let low = reader.required(node, "low", Reader::decimal);
        let high = reader.required(node, "high", Reader::decimal);
        let lever = match (node.field("id"), node.field("lever")) {
            (Some(field), None) => {
                reader.string(&field)?;
                read_lever(reader, &field, subject)
            }
            (None, Some(field)) => Lever::read(reader, &field),
            (both, _) => {
                let code = if both.is_some() { Code::ConflictingFields } else { Code::MissingField };
                reader.fault(node, code, say!("ange \"id\" eller \"lever\"", "give \"id\" or \"lever\""));
                None
            }
        };
        let (lever, low, high, subject) = (lever?, low?, high?, subject?);
        if high < low {
            let detail = say!("högsta värdet är lägre än det lägsta", "the highest value is below the lowest");
            reader.fault(&node.field("high")?, Code::OutOfRange, detail);
        }
        let place = match node.field("id") {
            Some(id) => Place::Id(id.pointer()),
            None => Place::Whole(format!("{}/lever", node.pointer())),
        };
        Self::of(reader, subject, lever, (low, high), &place)
    }

    fn of(
        reader: &mut Reader,
        subject: &Subject<'_>,
        lever: Lever,
        (low, high): (Decimal, Decimal),
        place: &Place,
    ) -> Option<Self> {
        let mut at = |value: Decimal| match set(subject, &lever, value, place) {
            Ok(request) => Some((value, request)),
            Err(Error::Invalid(issues)) => {
                for issue in issues {
                    reader.push(issue);
                }
                None
            }
            Err(_) => None,
        };
        let low = at(low)?;
        let high = at(high)?;
        Some(Self { now: today(subject, &lever), lever, low, high })
    }
}

impl AtValue {
    fn of(value: Option<Decimal>, agreement: &Agreement, result: &Calculation) -> Self {
        let of_kind = agreement.parties.iter().zip(&result.parties);
        let municipal = of_kind.filter(|(party, _)| party.kind == PartyKind::Municipality);
        let municipalities = municipal.map(|(_, result)| result.payable.wide()).sum();
        let payable = |party: &crate::PartyResult| PartyPayable { party: party.id.clone(), payable: party.payable };
        Self {
            value: value.map(|value| value.normalize().to_string()),
            total: result.total,
            municipalities: Ore::from_wide(municipalities).unwrap_or_default(),
            parties: result.parties.iter().map(payable).collect(),
        }
    }
}
