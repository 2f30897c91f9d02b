//! `/api/v1/invoices.csv`, `….xlsx` and `/api/v1/invoice-exports`: many documents as one file.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE, VARY};
use actix_web::{HttpRequest, HttpResponse, get, post};
use samfin_documents::table::{Dialect, Encoding};
use utoipa::IntoParams;

use super::bodies::{
    Chosen, DECIMALS, DecimalWord, ENCODINGS, EncodingWord, ExportLayoutBody, InvoiceExportBody, SEPARATORS,
    SeparatorWord,
};
use super::body::{FileBody, JsonBody};
use super::examples::invoices as example;
use super::invoices::{FILTERS, InvoiceFilter, filter};
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::{accepts, language, not_acceptable};
use crate::app::Desk;
use crate::app::export_layouts::Exports;
use crate::app::invoices::TableFile;

/// How a CSV file is written. What is absent is as a Swedish spreadsheet opens it by itself.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CsvParams {
    /// Between the cells; absent: semicolon.
    #[param(inline)]
    pub separator: Option<SeparatorWord>,
    /// Between kronor and öre; absent: comma.
    #[param(inline)]
    pub decimal: Option<DecimalWord>,
    /// The bytes of the file; absent: UTF-8 with a byte order mark.
    #[param(inline)]
    pub encoding: Option<EncodingWord>,
}

/// Read documents as CSV
///
/// The documents that the list with the same filters has, the oldest first, at most 2 000: one row for each line. Amounts are
/// exact; those of credit notes are below zero, so that a column adds up, and what belongs to a whole document stands on its
/// first row. A text that a spreadsheet would calculate has an apostrophe before it.
#[utoipa::path(
    operation_id = "getInvoicesCsv", tag = "billing", params(InvoiceFilter, CsvParams),
    responses((status = 200, description = "The table", content_type = "text/csv", body = String, headers(
        ("Content-Disposition" = String, description = "A name for the file"),
    ), example = "Nummer;Slag;Belopp utan moms\r\n2027-0001;faktura;1708,52\r\n")),
)]
#[get("/api/v1/invoices.csv")]
pub(crate) async fn get_invoices_csv(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let known = [FILTERS, &["separator", "decimal", "encoding"]].concat();
    let mut query = Query::read(request.query_string(), &known);
    let (filter, usual) = (filter(&mut query), Dialect::default());
    let dialect = Dialect {
        separator: query.word("separator", &SEPARATORS).unwrap_or(usual.separator),
        decimal: query.word("decimal", &DECIMALS).unwrap_or(usual.decimal),
        encoding: query.word("encoding", &ENCODINGS).unwrap_or(usual.encoding),
        ..usual
    };
    query.finish()?;
    check(&request, FileBody::CSV)?;
    let bytes = desk.invoice_table(filter, TableFile::Csv(dialect), language(request.headers())).await?;
    Ok(csv(&request, "fakturor", dialect.encoding, bytes))
}

/// Read documents as a workbook
///
/// As the CSV, on one sheet with a filter. Amounts are numbers with two decimals; texts are texts, whatever they begin with.
#[utoipa::path(
    operation_id = "getInvoicesXlsx", tag = "billing", params(InvoiceFilter),
    responses((status = 200, description = "The workbook", body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers(
        ("Content-Disposition" = String, description = "A name for the file"),
    ), example = "(a file)")),
)]
#[get("/api/v1/invoices.xlsx")]
pub(crate) async fn get_invoices_xlsx(desk: Desk, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), FILTERS);
    let filter = filter(&mut query);
    query.finish()?;
    check(&request, FileBody::XLSX)?;
    let bytes = desk.invoice_table(filter, TableFile::Xlsx, language(request.headers())).await?;
    Ok(file(&request, FileBody::XLSX, "fakturor.xlsx", bytes))
}

/// Export documents for another ledger
///
/// The basis from which another ledger makes its invoices, as CSV in the layout that it reads: which columns, in which order,
/// under which names, and how values are written. The layout is given, or is one that `issuer` keeps (`PUT
/// /organisations/{id}/export-layouts/{name}`) and then named. Nothing is stored or changed.
#[utoipa::path(
    operation_id = "exportInvoices", tag = "billing",
    request_body(content = InvoiceExportBody, description = "Which documents, and how the file looks", example = example::export),
    responses(
        (status = 200, description = "The file", content_type = "text/csv", body = String, headers(
            ("Content-Disposition" = String, description = "A name for the file"),
        ), example = "Kundnr;Belopp\r\n2120002494;1708,52\r\n"),
        (status = 404, description = "One of the documents is not there, or not seen", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/invoice-exports")]
pub(crate) async fn export_invoices(
    desk: Desk,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    check(&request, FileBody::CSV)?;
    let (exported, chosen) = InvoiceExportBody::parse(&body)?;
    let layout = match chosen {
        Chosen::Given(layout) => layout,
        Chosen::Named(issuer, name) => {
            let kept = desk.layout_named(issuer, name, Exports::Invoices, "/layout").await?;
            ExportLayoutBody::kept_for_invoices(&kept)?
        }
    };
    let encoding = layout.dialect.encoding;
    let bytes = desk.invoice_export(exported, layout, language(request.headers())).await?;
    Ok(csv(&request, "fakturaunderlag", encoding, bytes))
}

fn check(request: &HttpRequest, kind: &str) -> Result<(), Problem> {
    if accepts(request.headers(), kind) { Ok(()) } else { Err(not_acceptable(kind)) }
}

fn csv(request: &HttpRequest, name: &str, encoding: Encoding, bytes: Vec<u8>) -> HttpResponse {
    let kind = match encoding {
        Encoding::Utf8 | Encoding::Utf8WithMark => "text/csv; charset=utf-8",
        Encoding::Windows1252 => "text/csv; charset=windows-1252",
    };
    file(request, kind, &format!("{name}.csv"), bytes)
}

fn file(request: &HttpRequest, kind: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_LANGUAGE, language(request.headers()).tag()))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
