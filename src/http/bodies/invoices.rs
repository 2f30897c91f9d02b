//! The bodies that call for, issue and credit documents.

use samfin_core::read::Reader;
use samfin_core::{Code, Ore, say};
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::invoices::{MOST_AT_ONCE, NewCall, NewCredit, NewLateMoney, What};
use crate::http::problem::Problem;
use crate::http::schema::words::{Date, LongText, Money, Slug};

/// The most lines that a document can have.
const MOST_LINES: i32 = 1_000_000;

/// What is called: a part of the year, or what a correction changed.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallBody {
    /// A part of the year, from 1; the agreement says in how many.
    #[schema(minimum = 1, maximum = 12)]
    pub instalment: Option<i32>,
    /// What a correction changed in the parts up to and including this one.
    #[schema(minimum = 1, maximum = 12)]
    pub correction: Option<i32>,
    /// The number of late money: what is given back because of it.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub late_money: Option<i32>,
    /// The settlement of a settled year once more: `true`.
    pub settlement: Option<bool>,
}

impl CallBody {
    /// Reads the body of `POST …/periods/{year}/calls`.
    pub fn parse(bytes: &[u8]) -> Result<NewCall, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["instalment", "correction", "late_money", "settlement"]);
            let instalment = reader.optional(root, "instalment", |r, n| r.integer(n, 1, 12));
            let correction = reader.optional(root, "correction", |r, n| r.integer(n, 1, 12));
            let late_money = reader.optional(root, "late_money", |r, n| r.integer(n, 1, 1_000_000));
            let settlement = reader.optional(root, "settlement", Reader::boolean).unwrap_or_default();
            let given = [
                instalment.map(NewCall::Instalment),
                correction.map(NewCall::Correction),
                late_money.map(NewCall::LateMoney),
                settlement.then_some(NewCall::Settlement),
            ];
            match given.into_iter().flatten().collect::<Vec<_>>()[..] {
                [one] => Some(one),
                [] => {
                    if reader.is_clean() {
                        let detail = say!(
                            "ange \"instalment\", \"correction\", \"late_money\" eller \"settlement\"",
                            "give \"instalment\", \"correction\", \"late_money\" or \"settlement\""
                        );
                        reader.fault(root, Code::MissingField, detail);
                    }
                    None
                }
                _ => {
                    let detail = say!(
                        "ange en av \"instalment\", \"correction\" och \"settlement\"",
                        "give one of \"instalment\", \"correction\" and \"settlement\""
                    );
                    reader.fault(root, Code::ConflictingFields, detail);
                    None
                }
            }
        })
    }
}

/// What a defaulter has paid of its debt for a year.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LateMoneyBody {
    /// Who paid.
    pub party: Slug,
    /// Kronor, above zero; at most what is left of the party's debt for the year.
    pub amount: Money,
    /// The day it came.
    pub received_on: Date,
    /// Why, or what it is called.
    pub reason: Option<LongText>,
}

impl LateMoneyBody {
    /// Reads the body of `POST …/periods/{year}/late-money`.
    pub fn parse(bytes: &[u8]) -> Result<NewLateMoney, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["party", "amount", "received_on", "reason"]);
            let party = reader.required(root, "party", Reader::id);
            let amount = reader.required(root, "amount", Reader::money);
            let received_on = reader.required(root, "received_on", Reader::date);
            let reason = reader.optional(root, "reason", Reader::text);
            Some(NewLateMoney { party: party?, amount: amount?, received_on: received_on?, reason })
        })
    }
}

/// Which drafts are issued, in which order.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueBody {
    /// Each once; they get their numbers in this order.
    #[schema(min_items = 1, max_items = 1000)]
    pub items: Vec<IssueItem>,
}

/// A draft to issue.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueItem {
    /// The draft's id.
    #[schema(format = Uuid)]
    pub id: String,
    /// The revision that was read.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub revision: i32,
}

impl IssueBody {
    /// Reads the body of `POST /invoice-issues`.
    pub fn parse(bytes: &[u8]) -> Result<Vec<(String, i64)>, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["items"]);
            let mut seen = std::collections::HashSet::new();
            reader.required(root, "items", |r, n| {
                let items = r.list(n, |r, n, _| {
                    r.object(n, &["id", "revision"]);
                    let id = r.required(n, "id", |r, n| {
                        let id = r.string(n)?.to_owned();
                        if Uuid::try_parse(&id).is_err() {
                            r.fault(n, Code::IdFormat, say!("ange underlagets id", "give the document's id"));
                        } else if !seen.insert(id.clone()) {
                            r.fault(n, Code::DuplicateId, say!("det står redan i listan", "it is in the list already"));
                        }
                        Some(id)
                    });
                    let revision = r.required(n, "revision", |r, n| r.integer(n, 1, 1_000_000));
                    Some((id?, i64::from(revision?)))
                })?;
                if r.is_clean() && !(1..=MOST_AT_ONCE).contains(&items.len()) {
                    r.fault(
                        n,
                        Code::OutOfRange,
                        say!("ange 1–{MOST_AT_ONCE} underlag", "give 1–{MOST_AT_ONCE} documents"),
                    );
                }
                Some(items)
            })
        })
    }
}

/// What of an issued document is taken back, and why.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditBody {
    /// Amounts of lines; absent: everything that is left.
    #[schema(min_items = 1, max_items = 10000)]
    pub lines: Option<Vec<CreditLine>>,
    /// Why; it stands on the credit note.
    pub reason: LongText,
}

/// What of a line is taken back.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    /// Which line, counted from 0.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub line: i32,
    /// Kronor without VAT, with the line's sign.
    pub amount: Money,
}

impl CreditBody {
    /// Reads the body of `POST /invoices/{id}/credit-notes`.
    pub fn parse(bytes: &[u8]) -> Result<NewCredit, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["lines", "reason"]);
            let lines = reader.optional(root, "lines", |r, n| {
                let lines: Vec<(usize, Ore)> = r.list(n, |r, n, _| {
                    r.object(n, &["line", "amount"]);
                    let line = r.required(n, "line", |r, n| r.integer(n, 0, MOST_LINES));
                    let amount = r.required(n, "amount", Reader::money);
                    Some((usize::try_from(line?).ok()?, amount?))
                })?;
                if r.is_clean() && lines.is_empty() {
                    let detail =
                        say!("ange minst en rad, eller utelämna fältet", "give a line, or leave the field out");
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(lines)
            });
            let reason = reader.required(root, "reason", Reader::text)?;
            Some(NewCredit { what: lines.map_or(What::Remaining, What::Lines), reason })
        })
    }
}
