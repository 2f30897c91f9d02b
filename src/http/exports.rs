//! `/api/v1/exports`: the books for other systems.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::NaiveDate;
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber as Number};
use samfin_core::{Code, Id, say};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::bodies::ExportLayoutBody;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::{accepts, not_acceptable};
use super::schema::words::{OrganisationNumber, Slug};
use crate::app::Desk;
use crate::app::export_layouts::Exports;
use crate::app::ledger::{Column, Export, Layout};

const SIE: &str = "text/x-sie";
const CSV: &str = "text/csv";

/// Which vouchers.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportParams {
    /// Those in the books of this organisation.
    #[param(required, example = "232100-0214")]
    pub issuer: OrganisationNumber,
    /// Those dated this day or later.
    #[param(required, value_type = String, format = Date, example = "2027-01-01")]
    pub from: NaiveDate,
    /// Those dated this day or earlier.
    #[param(required, value_type = String, format = Date, example = "2027-12-31")]
    pub to: NaiveDate,
}

/// How they are written.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LayoutParams {
    /// The name of a layout that the issuer keeps (`PUT /organisations/{id}/export-layouts/{name}`), instead of the rest.
    #[param(value_type = Option<String>, pattern = "^[a-z0-9][a-z0-9-]{0,62}$", example = json!(null))]
    pub layout: Option<Slug>,
    /// A column, and after a colon what it is called; given once for each, from left to right. The columns: `number`, `date`, `text`,
    /// `posted`, `account`, `objects`, `party`, `cost`, `debit`, `credit`, `amount`, `agreement`, `source_kind`, `source_id`.
    #[param(max_items = 30, example = json!(["date:Datum", "account:Konto", "amount:Belopp"]))]
    pub column: Option<Vec<String>>,
    /// Between columns; a semicolon when absent.
    #[param(inline)]
    pub separator: Option<Separator>,
    /// Before öre; a comma when absent.
    #[param(inline)]
    pub decimal: Option<DecimalSign>,
    /// Whether there is a row of names; there is when absent.
    #[param(inline)]
    pub header: Option<Header>,
}

/// What stands between columns.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tabulator.
    Tab,
}

/// What stands before öre.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    /// `,`
    Comma,
    /// `.`
    Point,
}

/// Whether there is a row of names.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Header {
    /// There is.
    Yes,
    /// There is none.
    No,
}

/// Export vouchers as SIE
///
/// A SIE 4I file in code page 437 for an accounting system: series `SF`, each side on the account and with the objects of the issuer's own
/// `accounts`. The numbers are samfin's, so that the accounting system sees when a file is read twice.
#[utoipa::path(
    operation_id = "exportSie", tag = "billing", params(ExportParams),
    responses(
        (status = 200, description = "The file", content_type = "text/x-sie", body = Vec<u8>, headers(
            ("Content-Disposition" = String, description = "A name for the file"),
        ), example = "(a file)"),
        (status = 409, description = "The organisation has no account for something that is posted", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/exports/sie")]
pub(crate) async fn export_sie(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["issuer", "from", "to"]);
    let export = read(&mut query);
    query.finish()?;
    if !accepts(request.headers(), SIE) {
        return Err(not_acceptable(SIE));
    }
    let export = export.ok_or_else(|| Problem::internal("parameters that were right are missing".to_owned()))?;
    let name = name(&export, "si");
    Ok(file(SIE, &name, desk.sie(export).await?))
}

/// Export vouchers as CSV
///
/// A row for each side of each voucher, in UTF-8, in the layout that the receiver wants: given here, or one that the issuer keeps.
#[utoipa::path(
    operation_id = "exportLedger", tag = "billing", params(ExportParams, LayoutParams),
    responses(
        (status = 200, description = "The file", content_type = "text/csv", body = String, headers(
            ("Content-Disposition" = String, description = "A name for the file"),
        ), example = "number;date;text;posted;debit;credit\n1;2027-01-02;Faktura 2027-0001, Åre kommun;receivable:are;1708,52;\n"),
        (status = 409, description = "The organisation has no account for something that is posted", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/exports/ledger")]
pub(crate) async fn export_ledger(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let names = ["issuer", "from", "to", "layout", "column", "separator", "decimal", "header"];
    let mut query = Query::read_repeating(request.query_string(), &names, &["column"]);
    let export = read(&mut query);
    let kept = kept(&mut query);
    let separators = [("semicolon", b';'), ("comma", b','), ("tab", b'\t')];
    let given = Layout {
        columns: columns(&mut query),
        separator: query.word("separator", &separators).unwrap_or(b';'),
        decimal_sign: query.word("decimal", &[("comma", ','), ("point", '.')]).unwrap_or(','),
        header: query.word("header", &[("yes", true), ("no", false)]).unwrap_or(true),
    };
    query.finish()?;
    if !accepts(request.headers(), CSV) {
        return Err(not_acceptable(CSV));
    }
    let export = export.ok_or_else(|| Problem::internal("parameters that were right are missing".to_owned()))?;
    let layout = match kept {
        None => given,
        Some(name) => {
            let text = desk.layout_named(export.issuer.clone(), name, Exports::Ledger, "/query/layout").await?;
            ExportLayoutBody::kept_for_ledger(&text)?
        }
    };
    let name = name(&export, "csv");
    Ok(file("text/csv; charset=utf-8", &name, desk.ledger_csv(export, layout).await?.into_bytes()))
}

/// None where something is missing or wrong, which the query then tells.
fn read(query: &mut Query) -> Option<Export> {
    for name in ["issuer", "from", "to"] {
        if query.raw(name).is_none() {
            let detail = say!("parametern \"{name}\" måste finnas", "the parameter \"{name}\" must be there");
            query.refuse(name, Code::MissingField, detail);
        }
    }
    let (issuer, from, to) = (query.identifier::<Number>("issuer"), query.date("from"), query.date("to"));
    let export = Export { issuer: issuer?, from: from?, to: to? };
    if export.from > export.to {
        let detail = say!("skriv en dag som inte är före from", "write a day that is not before from");
        query.refuse("to", Code::OutOfRange, detail);
    }
    Some(export)
}

/// The name of a layout, beside which nothing is said of how the file looks.
fn kept(query: &mut Query) -> Option<Id> {
    let name = query.id("layout")?;
    for other in ["separator", "decimal", "header"] {
        if query.raw(other).is_some() {
            conflicting(query, other);
        }
    }
    if !query.all("column").is_empty() {
        conflicting(query, "column");
    }
    Some(name)
}

fn conflicting(query: &mut Query, name: &str) {
    let detail = say!("ange antingen layout eller {name}", "give either layout or {name}");
    query.refuse(name, Code::ConflictingFields, detail);
}

/// The longest name of a column, and the most of them.
const LONGEST: usize = 100;
const MOST: usize = 30;

fn columns(query: &mut Query) -> Vec<(Column, String)> {
    let given = query.all("column");
    if given.is_empty() {
        return Column::USUAL.map(|column| (column, column.as_str().to_owned())).to_vec();
    }
    if given.len() > MOST {
        query.refuse("column", Code::OutOfRange, say!("ange högst {MOST} kolumner", "give at most {MOST} columns"));
    }
    let mut columns = Vec::with_capacity(given.len());
    for text in given {
        let (column, name) = text.split_once(':').unwrap_or((&text, &text));
        let is_name =
            !name.is_empty() && name.chars().count() <= LONGEST && samfin_core::text::fault(name, false).is_none();
        if let Some(column) = Column::find(column).filter(|_| is_name) {
            columns.push((column, name.to_owned()));
        } else {
            let known = Column::ALL.map(Column::as_str).join(", ");
            let detail = say!(
                "skriv kolumn eller kolumn:Namn, där kolumn är en av {known}",
                "write column or column:Name, where column is one of {known}"
            );
            query.refuse("column", Code::UnknownValue, detail);
        }
    }
    columns
}

fn name(export: &Export, ending: &str) -> String {
    format!("{}_{}_{}.{ending}", export.issuer.as_str(), export.from, export.to)
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
