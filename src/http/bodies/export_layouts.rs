//! The body that keeps a layout, and a kept layout read again.

use samfin_core::read::{Node, Reader};
use samfin_core::{Code, json, say};
use samfin_documents::invoice_table;
use samfin_documents::table::{Decimal, Separator};
use serde::Serialize;
use utoipa::ToSchema;

use super::exports::{DECIMALS, DecimalWord, ExportLayout, SEPARATORS, SeparatorWord, layout, within};
use super::parse_only;
use crate::app::export_layouts::Exports;
use crate::app::ledger::{Column, Layout};
use crate::http::problem::Problem;
use crate::http::schema::words::ShortText;

/// The most columns of a file with the books.
const MOST_COLUMNS: usize = 30;

/// A column of a file with the books.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerColumn {
    /// What stands in it: `number`, `date`, `text`, `posted`, `account`, `objects`, `party`, `cost`, `debit`, `credit`, `amount`,
    /// `agreement`, `source_kind`, `source_id`.
    #[schema(pattern = "^[a-z_]{1,40}$")]
    pub column: String,
    /// What it is called; absent: its code.
    pub head: Option<ShortText>,
}

/// How a file with the books looks.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerLayout {
    /// From the left; absent: number, date, text, posted, debit and credit.
    #[schema(min_items = 1, max_items = 30)]
    pub columns: Option<Vec<LedgerColumn>>,
    /// Absent: semicolon.
    #[schema(inline)]
    pub separator: Option<SeparatorWord>,
    /// Absent: comma.
    #[schema(inline)]
    pub decimal: Option<DecimalWord>,
    /// Whether the names of the columns are the first row. Absent: true.
    pub heads: Option<bool>,
}

/// How a file looks: exactly one of the two.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExportLayoutRequest)]
pub struct ExportLayoutBody {
    /// For `POST /invoice-exports`.
    pub invoices: Option<ExportLayout>,
    /// For `GET /exports/ledger`.
    pub ledger: Option<LedgerLayout>,
}

/// What is kept: for what, and the layout as it was sent.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    /// For what.
    pub exports: Exports,
    /// As JSON with names sorted.
    pub layout: String,
}

impl ExportLayoutBody {
    /// Reads the body of `PUT …/export-layouts/{name}`.
    pub fn parse(bytes: &[u8]) -> Result<Kept, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["invoices", "ledger"]);
            let invoices = reader.optional(root, "invoices", |r, n| layout(r, n).map(|_| n.json().to_canonical()));
            let ledger = reader.optional(root, "ledger", |r, n| {
                ledger(r, n);
                Some(n.json().to_canonical())
            });
            if root.field("invoices").is_some() == root.field("ledger").is_some() {
                let code = if root.field("ledger").is_some() { Code::ConflictingFields } else { Code::MissingField };
                let detail = say!("ange antingen invoices eller ledger", "give either invoices or ledger");
                reader.fault(root, code, detail);
            }
            match (invoices, ledger) {
                (Some(layout), _) => Some(Kept { exports: Exports::Invoices, layout }),
                (None, Some(layout)) => Some(Kept { exports: Exports::Ledger, layout }),
                (None, None) => None,
            }
        })
    }

    /// A layout for the invoice basis as it is kept.
    pub fn kept_for_invoices(text: &str) -> Result<invoice_table::Layout, Problem> {
        again(text, layout)
    }

    /// A layout for the books as it is kept.
    pub fn kept_for_ledger(text: &str) -> Result<Layout, Problem> {
        again(text, |reader, node| Some(ledger(reader, node)))
    }
}

/// What was right when it was kept must still be: anything else is our fault, not the caller's.
fn again<T>(text: &str, read: impl FnOnce(&mut Reader, &Node<'_>) -> Option<T>) -> Result<T, Problem> {
    let broken =
        |error: samfin_core::Error| Problem::internal(format!("a layout that is kept cannot be read: {error}"));
    let tree = json::parse(text.as_bytes()).map_err(broken)?;
    let mut reader = Reader::default();
    let value = read(&mut reader, &Node::root(&tree));
    reader.finish(value).map_err(broken)
}

fn ledger(reader: &mut Reader, node: &Node<'_>) -> Layout {
    reader.object(node, &["columns", "separator", "decimal", "heads"]);
    let columns = reader.optional(node, "columns", |r, n| {
        let columns = r.list(n, |r, n, _| column(r, n))?;
        within(r, n, columns.len(), MOST_COLUMNS);
        Some(columns)
    });
    let usual = || Column::USUAL.map(|column| (column, column.as_str().to_owned())).to_vec();
    let separator = reader.optional(node, "separator", |r, n| r.word(n, &SEPARATORS)).unwrap_or(Separator::Semicolon);
    let decimal = reader.optional(node, "decimal", |r, n| r.word(n, &DECIMALS)).unwrap_or(Decimal::Comma);
    Layout {
        columns: columns.unwrap_or_else(usual),
        separator: match separator {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
            Separator::Tab => b'\t',
        },
        decimal_sign: match decimal {
            Decimal::Comma => ',',
            Decimal::Point => '.',
        },
        header: reader.optional(node, "heads", Reader::boolean).unwrap_or(true),
    }
}

fn column(reader: &mut Reader, node: &Node<'_>) -> Option<(Column, String)> {
    reader.object(node, &["column", "head"]);
    let words = Column::ALL.map(|column| (column.as_str(), column));
    let column = reader.required(node, "column", |r, n| r.word(n, &words));
    let head = reader.optional(node, "head", Reader::name);
    column.map(|column| (column, head.unwrap_or_else(|| column.as_str().to_owned())))
}
