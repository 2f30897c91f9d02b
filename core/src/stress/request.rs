//! What a stress test asks: how many may fall short at once, and under which rules.

use std::borrow::Cow;

use crate::agreement::PolicyStep;
use crate::change::Change;
use crate::json::{self, Json};
use crate::preset::{PRESETS, preset};
use crate::question::Basis;
use crate::read::{Node, Reader};
use crate::request::AGREEMENT;
use crate::variant::{Layer, Variant, Whose, variant};
use crate::{Code, Error, Issue, Request, say};

/// Everything that one stress test needs; read whole, then trusted.
#[derive(Debug, Clone)]
pub struct StressTest {
    /// The agreement, the year, and what the year opens with.
    pub request: Request,
    /// At most this many parties fall short at once.
    pub max_defaulters: usize,
    /// The rules by name; the first is the agreement's own.
    pub policies: Vec<(String, Vec<PolicyStep>)>,
}

/// The name of the agreement's own policy.
const OWN: &str = "agreement";
const POLICY: &str = "/agreement/default_policy";

impl StressTest {
    /// The fields of a stress test.
    pub const FIELDS: &[&str] =
        &["agreement", "changes", "statistics", "opening", "year", "max_defaulters", "policies"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["agreement", "year", "max_defaulters"];

    /// Reads a stress test as it comes to `POST /api/v1/stress-tests`.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] when the bytes are not JSON, otherwise [`Error::Invalid`] with every
    /// independent issue.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let tree = json::parse(bytes)?;
        let mut reader = Reader::default();
        let stress = Self::read(&mut reader, &tree);
        reader.finish(stress)
    }

    fn read<'j>(reader: &mut Reader, tree: &'j Json<'j>) -> Option<Self> {
        let root = Node::root(tree);
        reader.object(&root, Self::FIELDS);
        let year = reader.required(&root, "year", Reader::year);
        let most = reader.required(&root, "max_defaulters", |r, n| r.integer(n, 1, 10_000));
        let basis = Basis::read(reader, &root, tree);
        let mut itself = basis.itself(OWN);
        let named = reader.optional(&root, "policies", |r, n| read_policies(r, n, basis.variant.as_ref()));
        let itself = itself.as_mut()?;
        itself.request.year = year?;
        let own = (OWN.to_owned(), itself.request.agreement.default_policy.clone());
        Some(Self {
            request: itself.request.clone(),
            max_defaulters: usize::try_from(most?).ok()?,
            policies: std::iter::once(own).chain(named.unwrap_or_default()).collect(),
        })
    }
}

fn read_policies(
    reader: &mut Reader,
    node: &Node<'_>,
    base: Option<&Variant<'_>>,
) -> Option<Vec<(String, Vec<PolicyStep>)>> {
    reader.map(node, |r, name, n| {
        if name == OWN {
            let detail = say!(
                "\"{OWN}\" är avtalets egen regel; välj ett annat namn",
                "\"{OWN}\" is the agreement's own rule; choose another name"
            );
            r.fault(n, Code::DuplicateId, detail);
            return None;
        }
        if !crate::text::is_name(name) {
            let detail = say!("regelns namn ska vara en rad text", "the policy's name must be one line of text");
            r.fault(n, Code::IdFormat, detail);
            return None;
        }
        let base = base?;
        let steps = match n.json() {
            Json::String(id) => named_steps(r, n, base, id)?,
            written => written.clone(),
        };
        Some((name.to_owned(), read_steps(r, base, steps, &n.pointer())?))
    })
}

fn named_steps(reader: &mut Reader, node: &Node<'_>, base: &Variant<'_>, id: &str) -> Option<Json<'static>> {
    if let Some(preset) = preset(&base.agreement, id) {
        return Some(preset.steps);
    }
    let known =
        PRESETS.iter().filter(|id| preset(&base.agreement, id).is_some()).copied().collect::<Vec<_>>().join(", ");
    let shown: String = id.chars().take(60).collect();
    let detail = say!(
        "regeln \"{shown}\" finns inte för det här avtalet; skriv en lista med steg eller välj bland {known}",
        "there is no rule \"{shown}\" for this agreement; write a list of steps or choose among {known}"
    );
    reader.fault(node, Code::UnknownValue, detail);
    None
}

/// The steps as the agreement's own policy would be read, with what is wrong told at `pointer`.
fn read_steps(reader: &mut Reader, base: &Variant<'_>, steps: Json<'_>, pointer: &str) -> Option<Vec<PolicyStep>> {
    let change = Change { target: "default_policy".into(), value: steps };
    let mut inner = Reader::default();
    let words = say!("i regeln som prövas", "in the rule that is tried");
    let layer = Layer { changes: std::slice::from_ref(&change), pointer, whose: Whose::Question(&words) };
    let mut document = base.document.clone();
    if let Json::Object(members) = &mut document
        && change.value == Json::Null
    {
        members.retain(|(name, _)| *name != Cow::Borrowed("default_policy"));
    }
    let found = variant(&mut inner, &document, AGREEMENT, &[layer], Some((&base.agreement, &base.document)));
    for issue in inner.issues() {
        let place = match issue.pointer.strip_prefix(POLICY) {
            Some(rest) => format!("{pointer}{rest}"),
            None => issue.pointer.clone(),
        };
        reader.push(Issue::new(place, issue.code, issue.detail.clone()));
    }
    found.map(|found| found.agreement.default_policy.clone())
}
