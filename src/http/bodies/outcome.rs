//! The body that writes the outcome of a year.

use samfin_core::read::{Node, Reader};
use samfin_core::{Code, say};
use utoipa::ToSchema;

use super::parse_only;
use crate::app::periods::{Entry, MOST_ENTRIES};
use crate::http::problem::Problem;
use crate::http::schema::words::{Date, LongText, Money, NumberNotNegative, ShortText, Slug};

/// Outcome of a year, entry by entry.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeBody {
    /// The entries, each of a cost, day and `what` of its own.
    #[schema(max_items = 20000)]
    pub entries: Vec<OutcomeEntry>,
    /// Why it is written, or written over.
    pub reason: Option<LongText>,
}

/// What was worked, or what something cost: hours or an amount.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeEntry {
    /// The cost, by its id.
    pub cost: Slug,
    /// The day that it is of.
    pub date: Date,
    /// The meeting, the item or the invoice.
    pub what: Option<ShortText>,
    /// Hours of a staff cost; its rate and index still apply.
    pub hours: Option<NumberNotNegative>,
    /// Kronor without VAT; below zero when money came back.
    pub amount: Option<Money>,
}

impl OutcomeBody {
    /// Reads the body of `PUT` and `POST …/periods/{year}/outcome`: the entries and the reason.
    pub fn parse(bytes: &[u8]) -> Result<(Vec<Entry>, Option<String>), Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["entries", "reason"]);
            let entries = reader.required(root, "entries", |r, n| {
                let entries = r.list(n, |r, n, _| OutcomeEntry::read(r, n))?;
                if entries.len() > MOST_ENTRIES {
                    let detail = say!(
                        "listan ska ha högst {MOST_ENTRIES} poster",
                        "the list must have at most {MOST_ENTRIES} entries"
                    );
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(entries)
            });
            let reason = reader.optional(root, "reason", Reader::text);
            Some((entries?, reason))
        })
    }
}

impl OutcomeEntry {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Entry> {
        if !reader.object(node, &["cost", "date", "what", "hours", "amount"]) {
            return None;
        }
        let cost = reader.required(node, "cost", Reader::id);
        let date = reader.required(node, "date", Reader::date);
        let what = reader.optional(node, "what", Reader::name);
        let hours = reader.optional(node, "hours", Reader::decimal_not_negative);
        let amount = reader.optional(node, "amount", Reader::money);
        let given = (node.field("hours").is_some(), node.field("amount").is_some());
        if given.0 == given.1 {
            let code = if given.0 { Code::ConflictingFields } else { Code::MissingField };
            reader.fault(node, code, say!("ange \"hours\" eller \"amount\"", "give \"hours\" or \"amount\""));
            return None;
        }
        Some(Entry { cost: cost?.to_string(), date: date?, what, hours: hours.map(|hours| hours.normalize()), amount })
    }
}
