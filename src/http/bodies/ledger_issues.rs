//! The bodies that register what others have issued: the seller's own customer ledger, and employers.

use chrono::NaiveDate;
use samfin_core::billing::identifiers::{self, OcrReference};
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, say};
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::invoices::{LedgerIssue, MOST_AT_ONCE};
use crate::http::problem::Problem;
use crate::http::schema::words::{Date, InvoiceNumber};

/// What the ledger gave an invoice.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerIssueBody {
    /// The ledger's number; no other invoice of the issuer has it.
    pub number: InvoiceNumber,
    /// The ledger's date.
    pub issued_on: Date,
    /// When it is to be paid; not before its date.
    pub due_on: Date,
    /// The reference that a payment carries, with its check digit, where the ledger gives one.
    #[schema(pattern = "^[0-9]{2,25}$")]
    pub ocr: Option<String>,
}

/// The invoice that an employer has sent.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncomingBody {
    /// The employer's number; no other of its invoices has it.
    pub number: InvoiceNumber,
    /// The employer's date.
    pub issued_on: Date,
}

impl IncomingBody {
    /// Reads the body of `POST /invoices/{id}/incoming-invoice`.
    pub fn parse(bytes: &[u8]) -> Result<(identifiers::InvoiceNumber, NaiveDate), Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["number", "issued_on"]);
            let number = reader.required(root, "number", Reader::identifier::<identifiers::InvoiceNumber>);
            let issued_on = reader.required(root, "issued_on", Reader::date);
            Some((number?, issued_on?))
        })
    }
}

/// What the ledger gave invoices.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerIssuesBody {
    /// Each document once.
    #[schema(min_items = 1, max_items = 1000)]
    pub items: Vec<LedgerIssueItem>,
}

/// What the ledger gave the invoice that it made of a document here.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerIssueItem {
    /// The document's id.
    #[schema(format = Uuid)]
    pub id: String,
    /// The revision that the ledger has made its invoice of.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub revision: i32,
    /// The ledger's number; no other invoice of the issuer has it.
    pub number: InvoiceNumber,
    /// The ledger's date.
    pub issued_on: Date,
    /// When it is to be paid; not before its date.
    pub due_on: Date,
    /// The reference that a payment carries, with its check digit, where the ledger gives one.
    #[schema(pattern = "^[0-9]{2,25}$")]
    pub ocr: Option<String>,
}

impl LedgerIssueBody {
    /// Reads the body of `POST /invoices/{id}/external-issue`, for a document at a revision.
    pub fn parse(bytes: &[u8], id: &str, revision: i64) -> Result<LedgerIssue, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["number", "issued_on", "due_on", "ocr"]);
            given(reader, root, Some(id.to_owned()), Some(revision))
        })
    }
}

impl LedgerIssuesBody {
    /// Reads the body of `POST /external-invoice-issues`.
    pub fn parse(bytes: &[u8]) -> Result<Vec<LedgerIssue>, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["items"]);
            let mut seen = std::collections::HashSet::new();
            reader.required(root, "items", |r, n| {
                let items = r.list(n, |r, n, _| {
                    r.object(n, &["id", "revision", "number", "issued_on", "due_on", "ocr"]);
                    let id = r.required(n, "id", |r, n| {
                        let id = r.string(n)?.to_owned();
                        if Uuid::try_parse(&id).is_err() {
                            r.fault(n, Code::IdFormat, say!("ange underlagets id", "give the document's id"));
                        } else if !seen.insert(id.clone()) {
                            r.fault(n, Code::DuplicateId, say!("det står redan i listan", "it is in the list already"));
                        }
                        Some(id)
                    });
                    let revision = r.required(n, "revision", |r, n| r.integer(n, 1, 1_000_000)).map(i64::from);
                    given(r, n, id, revision)
                })?;
                if r.is_clean() && !(1..=MOST_AT_ONCE).contains(&items.len()) {
                    let detail = say!("ange 1–{MOST_AT_ONCE} underlag", "give 1–{MOST_AT_ONCE} documents");
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(items)
            })
        })
    }
}

fn given(reader: &mut Reader, node: &Node<'_>, id: Option<String>, revision: Option<i64>) -> Option<LedgerIssue> {
    let number = reader.required(node, "number", Reader::identifier::<identifiers::InvoiceNumber>);
    let issued_on = reader.required(node, "issued_on", Reader::date);
    let due_on = reader.required(node, "due_on", |r, n| {
        let due_on = r.date(n)?;
        if issued_on.is_some_and(|issued_on| due_on < issued_on) {
            let detail = say!("den förfaller tidigast på fakturadagen", "it falls due on its date at the earliest");
            r.fault(n, Code::OutOfRange, detail);
        }
        Some(due_on)
    });
    let ocr = reader.optional(node, "ocr", Reader::identifier::<OcrReference>);
    Some(LedgerIssue { id: id?, revision: revision?, number: number?, issued_on: issued_on?, due_on: due_on?, ocr })
}
