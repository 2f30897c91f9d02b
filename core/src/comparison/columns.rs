//! What is compared, as it is asked for: the agreement, its scenarios, another agreement.

use rust_decimal::Decimal;

use crate::explain::in_words;
use crate::explore::today;
use crate::json::{self, Json};
use crate::question::{Basis, MAX_SCENARIOS, Subject, request, years};
use crate::read::{Node, Reader};
use crate::request::AGREEMENT;
use crate::variant::variant;
use crate::{Code, Error, Issue, Opening, Request, Text, say};

use super::difference::{Difference, InputDifference, differences};

/// Everything that one comparison needs; read whole, then trusted.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What stands side by side.
    pub columns: Vec<Column>,
    /// The position of the column that the others are measured against.
    pub baseline: usize,
    /// The years, each the one after the one before.
    pub years: Vec<i32>,
    /// The series by which amounts per inhabitant are told.
    pub per_inhabitant: Option<String>,
}

/// One column of a comparison.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it is called.
    pub name: String,
    /// What is calculated; its year is that of the comparison.
    pub request: Request,
    /// How its inputs differ from the baseline's.
    pub differences: Vec<Difference>,
    /// What each lever of its agreement stands at; none where its first target holds no number.
    pub levers: Vec<Option<Decimal>>,
    source: Source,
}

/// Where a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Agreement,
    Scenario,
    /// The agreement of `baseline`.
    Other,
}

/// The agreement itself, when nothing else is the first column.
pub(crate) const BASELINE: &str = "baseline";
/// The agreement itself, beside another.
const ITSELF: &str = "agreement";
const OTHER: &str = "/baseline/agreement";

impl Comparison {
    /// The fields of a comparison.
    pub const FIELDS: &[&str] =
        &["agreement", "changes", "statistics", "opening", "years", "scenarios", "baseline", "per_inhabitant"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "years"];

    /// Reads a comparison as it comes to `POST /api/v1/comparisons`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::from_json(&json::parse(bytes)?)
    }

    /// Reads a comparison that has been read as JSON already.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with every independent issue.
    pub fn from_json(tree: &Json<'_>) -> Result<Self, Error> {
        Self::with_documents(tree).map(|(comparison, _)| comparison)
    }

    /// As [`Comparison::from_json`], with the document of every column as it stands after its changes, for whoever asks more
    /// about a column than how it compares.
    ///
    /// # Errors
    ///
    /// As [`Comparison::from_json`].
    pub fn with_documents<'j>(tree: &'j Json<'j>) -> Result<(Self, Vec<Json<'j>>), Error> {
        let mut reader = Reader::default();
        let comparison = Self::read(&mut reader, tree);
        reader.finish(comparison)
    }

    fn read<'j>(reader: &mut Reader, tree: &'j Json<'j>) -> Option<(Self, Vec<Json<'j>>)> {
        let root = Node::root(tree);
        reader.object(&root, Self::FIELDS);
        let years = reader.required(&root, "years", years);
        let per_inhabitant = reader.optional(&root, "per_inhabitant", Reader::name);
        let basis = Basis::read(reader, &root, tree);
        let other = tree.get(BASELINE).filter(|json| matches!(json, Json::Object(_)));
        let other = other.map(|json| other_agreement(reader, &root.child(BASELINE, json), json, &basis));
        let itself = basis.itself(if other.is_some() { ITSELF } else { BASELINE });
        let scenarios = read_scenarios(reader, &root, tree, &basis);
        let mut subjects: Vec<(Source, Subject<'_>)> = Vec::with_capacity(scenarios.len() + 2);
        let has_other = other.is_some();
        subjects.extend(other.flatten().map(|other| (Source::Other, other)));
        subjects.extend(itself.map(|itself| (Source::Agreement, itself)));
        for (i, scenario) in scenarios {
            if subjects.iter().any(|(_, known)| known.name == scenario.name) {
                let name = &scenario.name;
                let detail =
                    say!("namnet {name} är redan taget; välj ett annat", "the name {name} is taken; choose another");
                reader.push(Issue::new(format!("/scenarios/{i}/name"), Code::DuplicateId, detail));
            }
            subjects.push((Source::Scenario, scenario));
        }
        let baseline = match root.field(BASELINE).filter(|_| !has_other) {
            Some(field) => {
                let name = reader.name(&field)?;
                let found = subjects.iter().position(|(_, subject)| subject.name == name);
                if found.is_none() && !is_there(tree, &name) {
                    no_such_column(reader, &field, &name, &subjects);
                }
                found
            }
            None => Some(0),
        };
        if !reader.is_clean() || basis.variant.is_none() {
            return None;
        }
        let baseline = baseline?;
        let (columns, documents) = columns(subjects, baseline);
        Some((Self { columns, baseline, years: years?, per_inhabitant }, documents))
    }

    /// How the inputs of each column differ from the baseline's, in words as well.
    #[must_use]
    pub fn input_differences(&self) -> Vec<InputDifference> {
        let baseline = &self.columns[self.baseline].request.agreement;
        let of_column = |column: &Column| {
            let told = column.differences.iter().map(|difference| InputDifference {
                scenario: column.name.clone(),
                text: in_words(difference, &column.request.agreement, baseline),
                difference: difference.clone(),
            });
            told.collect::<Vec<_>>()
        };
        self.columns.iter().flat_map(of_column).collect()
    }

    /// A comparison of these columns, the first one being the baseline.
    pub(crate) fn of(subjects: Vec<Subject<'_>>, years: Vec<i32>, per_inhabitant: Option<String>) -> Self {
        let subjects = subjects.into_iter().map(|subject| (Source::Agreement, subject)).collect();
        let (columns, _) = columns(subjects, 0);
        Self { columns, baseline: 0, years, per_inhabitant }
    }
}

/// The columns, and the document of each.
fn columns<'j>(subjects: Vec<(Source, Subject<'j>)>, baseline: usize) -> (Vec<Column>, Vec<Json<'j>>) {
    let found: Vec<Vec<Difference>> =
        subjects.iter().map(|(_, subject)| differences(&subjects[baseline].1, subject)).collect();
    let column = |((source, subject), differences): ((Source, Subject<'j>), Vec<Difference>)| {
        let levers = subject.request.agreement.levers.iter().map(|lever| today(&subject, lever)).collect();
        (Column { name: subject.name, request: subject.request, differences, levers, source }, subject.document)
    };
    subjects.into_iter().zip(found).map(column).unzip()
}

/// Scenarios with their positions; those that cannot be read are noted.
pub(crate) fn read_scenarios<'j>(
    reader: &mut Reader,
    root: &Node<'_>,
    tree: &'j Json<'j>,
    basis: &Basis<'j>,
) -> Vec<(usize, Subject<'j>)> {
    let (Some(node), Some(json)) = (root.field("scenarios"), tree.get("scenarios")) else { return Vec::new() };
    let items: &[Json<'j>] = if let Json::Array(items) = json { items } else { &[] };
    if items.len() > MAX_SCENARIOS {
        let count = items.len();
        let detail = say!(
            "här finns {count} scenarier; högst {MAX_SCENARIOS} är tillåtna",
            "there are {count} scenarios; at most {MAX_SCENARIOS} are allowed"
        );
        reader.fault(&node, Code::TooMuchWork, detail);
        return Vec::new();
    }
    reader.list(&node, |r, n, i| Some((i, basis.scenario(r, n, &items[i])?))).unwrap_or_default()
}

/// Another agreement to compare with.
fn other_agreement<'j>(
    reader: &mut Reader,
    node: &Node<'_>,
    json: &'j Json<'j>,
    basis: &Basis<'j>,
) -> Option<Subject<'j>> {
    reader.object(node, &["name", "agreement"]);
    let name = reader.required(node, "name", |r, n| {
        let name = r.name(n)?;
        if name == ITSELF {
            let detail = say!(
                "\"{ITSELF}\" är det egna avtalets namn; välj ett annat",
                "\"{ITSELF}\" is the name of the agreement itself; choose another"
            );
            r.fault(n, Code::DuplicateId, detail);
        }
        Some(name)
    });
    let Some(document) = json.get("agreement").filter(|json| **json != Json::Null) else {
        reader.missing(node, "agreement");
        return None;
    };
    let found = variant(reader, document, OTHER, &[], None)?;
    let opening = match &basis.variant {
        Some(base) => basis.opening.shared(&base.agreement, &found.agreement),
        None => Opening::default(),
    };
    let request = request(found.agreement, opening, basis.statistics.clone(), Vec::new());
    Some(Subject { name: name?, request, document: found.document, events: Vec::new(), observations: Vec::new() })
}

/// Whether the request has a column of that name, read or not: what is wrong with the column is told already.
fn is_there(tree: &Json<'_>, name: &str) -> bool {
    let named = |scenario: &Json<'_>| matches!(scenario.get("name"), Some(Json::String(text)) if text == name);
    name == BASELINE || matches!(tree.get("scenarios"), Some(Json::Array(scenarios)) if scenarios.iter().any(named))
}

fn no_such_column(reader: &mut Reader, node: &Node<'_>, name: &str, subjects: &[(Source, Subject<'_>)]) {
    let known = subjects.iter().map(|(_, subject)| subject.name.as_str()).collect::<Vec<_>>().join(", ");
    let detail = say!(
        "det finns inget scenario {name} att jämföra med; välj bland {known}",
        "there is no scenario {name} to compare with; choose among {known}"
    );
    reader.fault(node, Code::UnknownReference, detail);
}

impl Column {
    /// An issue found while the column was calculated, with the place in the request that it came from.
    pub(crate) fn place(&self, issue: Issue, year: i32) -> Issue {
        let pointer = match (self.source, issue.pointer.strip_prefix(AGREEMENT)) {
            (Source::Other, Some(rest)) => format!("{OTHER}{rest}"),
            _ => issue.pointer,
        };
        let name = &self.name;
        let detail = match self.source {
            Source::Scenario => Text::new(
                format!("{} (scenariot {name}, {year})", issue.detail.sv),
                format!("{} (the scenario {name}, {year})", issue.detail.en),
            ),
            _ => Text::new(format!("{} ({year})", issue.detail.sv), format!("{} ({year})", issue.detail.en)),
        };
        Issue::new(pointer, issue.code, detail)
    }
}
