//! The body that asks for a file in another program's layout.

use samfin_core::billing::identifiers::OrganisationNumber as Number;
use samfin_core::json::Json;
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Id, say};
use samfin_documents::invoice_table::{Column, Layout, Named};
use samfin_documents::table::{DayForm, Decimal, Dialect, Encoding, Separator};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::invoices::{Exported, Filter, MOST_IN_A_TABLE};
use crate::http::invoices::{FORMS, InvoiceFormFilter, InvoiceStatusFilter, STATUSES};
use crate::http::problem::Problem;
use crate::http::schema::words::{OrganisationNumber, ShortText, Slug};

/// The words of `separator`.
pub(in crate::http) const SEPARATORS: [(&str, Separator); 3] =
    [("semicolon", Separator::Semicolon), ("comma", Separator::Comma), ("tab", Separator::Tab)];
/// The words of `decimal`.
pub(in crate::http) const DECIMALS: [(&str, Decimal); 2] = [("comma", Decimal::Comma), ("point", Decimal::Point)];
/// The words of `encoding`.
pub(in crate::http) const ENCODINGS: [(&str, Encoding); 3] =
    [("utf-8-bom", Encoding::Utf8WithMark), ("utf-8", Encoding::Utf8), ("windows-1252", Encoding::Windows1252)];
const DAYS: [(&str, DayForm); 3] =
    [("iso", DayForm::Iso), ("compact", DayForm::Compact), ("day-month-year", DayForm::Slashes)];
const MOST_COLUMNS: usize = 100;

/// What stands between the cells.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeparatorWord {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}

/// What stands between kronor and öre.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalWord {
    /// `1708,52`
    Comma,
    /// `1708.52`
    Point,
}

/// The bytes of the file.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub enum EncodingWord {
    /// UTF-8 with a byte order mark, by which a spreadsheet knows it.
    #[serde(rename = "utf-8-bom")]
    Utf8Bom,
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// For older programs; characters that it does not have become question marks.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

/// How days are written.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DayWord {
    /// `2027-01-31`
    Iso,
    /// `20270131`
    Compact,
    /// `31/01/2027`
    DayMonthYear,
}

/// A column of the file.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportColumn {
    /// What stands in it: `number`, `form`, `occasion`, `agreement`, `year`, `seller`, `seller_organisation_number`, `buyer_party`,
    /// `buyer`, `buyer_organisation_number`, `buyer_reference`, `buyer_address`, `issued_on`, `due_on`, `ocr`, `credits`,
    /// `decision_reference`, `line`, `item`, `bearer`, `bearer_party`, `text`, `explanation`, `period_from`, `period_to`, `amount`,
    /// `vat_treatment`, `vat_percent`; and on the first row of each document `document_net`, `document_vat`,
    /// `document_rounding`, `document_payable`.
    #[schema(pattern = "^[a-z_]{1,40}$")]
    pub column: String,
    /// What it is called; absent: its code.
    pub head: Option<ShortText>,
}

/// How the file looks (*fakturaunderlagets layout*).
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportLayout {
    /// From the left; one column may stand several times.
    #[schema(min_items = 1, max_items = 100)]
    pub columns: Vec<ExportColumn>,
    /// Absent: semicolon.
    #[schema(inline)]
    pub separator: Option<SeparatorWord>,
    /// Absent: comma.
    #[schema(inline)]
    pub decimal: Option<DecimalWord>,
    /// Absent: iso.
    #[schema(inline)]
    pub day: Option<DayWord>,
    /// Absent: utf-8-bom.
    #[schema(inline)]
    pub encoding: Option<EncodingWord>,
    /// Whether the names of the columns are the first row. Absent: true.
    pub heads: Option<bool>,
}

/// How the file looks: the layout itself, or the name of one that `issuer` keeps.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum LayoutChoice {
    /// Under which name the issuer keeps it.
    #[schema(title = "Named")]
    Named(Slug),
    /// The layout.
    #[schema(title = "Given")]
    Given(ExportLayout),
}

/// How the file looks.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// So.
    Given(Layout),
    /// As this organisation keeps it under a name.
    Named(Number, Id),
}

/// Which documents, and how the file looks. Either `ids`, or what they have in common.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvoiceExportBody {
    /// How the file looks: the layout, or the name of one that `issuer` keeps.
    pub layout: LayoutChoice,
    /// Whose layout it is, by organisation number; with the name of a layout.
    pub issuer: Option<OrganisationNumber>,
    /// These documents, in this order.
    #[schema(value_type = Option<Vec<Uuid>>, min_items = 1, max_items = 2000)]
    pub ids: Option<Vec<String>>,
    /// Those of an agreement.
    #[schema(format = Uuid)]
    pub agreement: Option<String>,
    /// Those of a calendar year; with `agreement`.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Those that stand so.
    #[schema(inline)]
    pub status: Option<InvoiceStatusFilter>,
    /// Those that ask this party.
    pub payer: Option<Slug>,
    /// Those of this sort.
    #[schema(inline)]
    pub form: Option<InvoiceFormFilter>,
}

impl InvoiceExportBody {
    /// Reads the body of `POST /invoice-exports`.
    pub fn parse(bytes: &[u8]) -> Result<(Exported, Chosen), Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["layout", "issuer", "ids", "agreement", "year", "status", "payer", "form"]);
            let layout = chosen(reader, root);
            let ids = reader.optional(root, "ids", ids);
            let filter = Filter {
                payment_status: None,
                only: None,
                agreement: reader.optional(root, "agreement", id),
                year: reader.optional(root, "year", Reader::year),
                status: reader.optional(root, "status", |r, n| r.word(n, &STATUSES)),
                payer: reader.optional(root, "payer", Reader::id),
                form: reader.optional(root, "form", |r, n| r.word(n, &FORMS)),
            };
            if ids.is_some()
                && ["agreement", "year", "status", "payer", "form"].iter().any(|name| root.field(name).is_some())
            {
                let detail = say!("ange ids eller vad de har gemensamt", "give ids, or what they have in common");
                reader.fault(root, Code::ConflictingFields, detail);
            }
            if filter.year.is_some() && filter.agreement.is_none() {
                reader.fault(root, Code::ConflictingFields, say!("ange agreement också", "give agreement as well"));
            }
            Some((ids.map_or(Exported::Matching(filter), Exported::Ids), layout?))
        })
    }
}

fn chosen(reader: &mut Reader, root: &Node<'_>) -> Option<Chosen> {
    let issuer = reader.optional(root, "issuer", Reader::identifier::<Number>);
    if root.field("layout").is_some_and(|layout| matches!(layout.json(), Json::String(_))) {
        let name = reader.required(root, "layout", Reader::id);
        if root.field("issuer").is_none() {
            reader.missing(root, "issuer");
        }
        return Some(Chosen::Named(issuer?, name?));
    }
    if let Some(issuer) = root.field("issuer") {
        let detail = say!("ange issuer bara med namnet på en layout", "give issuer only with the name of a layout");
        reader.fault(&issuer, Code::ConflictingFields, detail);
    }
    reader.required(root, "layout", layout).map(Chosen::Given)
}

/// Reads a layout.
pub(super) fn layout(reader: &mut Reader, node: &Node<'_>) -> Option<Layout> {
    reader.object(node, &["columns", "separator", "decimal", "day", "encoding", "heads"]);
    let columns = reader.required(node, "columns", |r, n| {
        let columns = r.list(n, |r, n, _| column(r, n))?;
        within(r, n, columns.len(), MOST_COLUMNS);
        Some(columns)
    });
    let usual = Dialect::default();
    let dialect = Dialect {
        separator: reader.optional(node, "separator", |r, n| r.word(n, &SEPARATORS)).unwrap_or(usual.separator),
        decimal: reader.optional(node, "decimal", |r, n| r.word(n, &DECIMALS)).unwrap_or(usual.decimal),
        day: reader.optional(node, "day", |r, n| r.word(n, &DAYS)).unwrap_or(usual.day),
        encoding: reader.optional(node, "encoding", |r, n| r.word(n, &ENCODINGS)).unwrap_or(usual.encoding),
        heads: reader.optional(node, "heads", Reader::boolean).unwrap_or(usual.heads),
    };
    Some(Layout { columns: columns?, dialect })
}

fn column(reader: &mut Reader, node: &Node<'_>) -> Option<Named> {
    reader.object(node, &["column", "head"]);
    let column = reader.required(node, "column", |r, n| {
        let found = Column::with_code(r.string(n)?);
        if found.is_none() {
            let known = Column::ALL.iter().map(|column| column.code()).collect::<Vec<_>>().join(", ");
            r.fault(n, Code::UnknownValue, say!("skriv ett av {known}", "write one of {known}"));
        }
        found
    });
    let head = reader.optional(node, "head", Reader::name);
    column.map(|column| Named { column, head: head.unwrap_or_else(|| column.code().to_owned()) })
}

fn ids(reader: &mut Reader, node: &Node<'_>) -> Option<Vec<String>> {
    let ids = reader.list(node, |r, n, _| id(r, n))?;
    within(reader, node, ids.len(), MOST_IN_A_TABLE);
    Some(ids)
}

fn id(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    let id = reader.string(node)?.to_owned();
    if Uuid::try_parse(&id).is_err() {
        reader.fault(node, Code::IdFormat, say!("ange ett id", "give an id"));
        return None;
    }
    Some(id)
}

pub(super) fn within(reader: &mut Reader, node: &Node<'_>, found: usize, most: usize) {
    if reader.is_clean() && !(1..=most).contains(&found) {
        reader.fault(node, Code::OutOfRange, say!("ange 1–{most}", "give 1–{most}"));
    }
}
