//! The chosen invoices as one ZIP, and the register with the page's filters as a file.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get};
use samfin_documents::table::Dialect;

use super::list::{Asked, NAMES, with_nothing_ticked};
use super::selected::wanted;
use crate::app::invoices::{FileKind, TableFile};
use crate::http::body::FileBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::form::see;
use crate::web::forms::Fields;
use crate::web::language::{FROM_FIELD, own_address};
use crate::web::visitor::Visitor;

/// The files of those that were ticked: `?v=&form=pdf` or `form=xml`.
#[get("/fakturor/valda.zip")]
pub(in crate::web) async fn download_selected(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = visitor(&request)?;
    let fields = Fields(form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect());
    let ids: Vec<String> = wanted(&fields)?.into_iter().map(|(id, _)| id).collect();
    if ids.is_empty() {
        return Ok(see(&with_nothing_ticked(own_address(fields.get(FROM_FIELD)))));
    }
    let (kind, name) = match fields.get("form") {
        "xml" => (FileKind::Xml, "e-fakturor.zip"),
        _ => (FileKind::Pdf, "fakturor.zip"),
    };
    let bytes = visitor.app.invoice_bundle(ids, kind, visitor.words.lang()).await?;
    Ok(file("application/zip", name, bytes))
}

/// The register as a workbook.
#[get("/fakturor.xlsx")]
pub(in crate::web) async fn register_xlsx(request: HttpRequest) -> Result<HttpResponse, Problem> {
    Ok(file(FileBody::XLSX, "fakturor.xlsx", register(&request, TableFile::Xlsx).await?))
}

/// The register as CSV, as a Swedish spreadsheet opens it by itself.
#[get("/fakturor.csv")]
pub(in crate::web) async fn register_csv(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let bytes = register(&request, TableFile::Csv(Dialect::default())).await?;
    Ok(file("text/csv; charset=utf-8", "fakturor.csv", bytes))
}

async fn register(request: &HttpRequest, kind: TableFile) -> Result<Vec<u8>, Problem> {
    let visitor = visitor(request)?;
    let mut query = Query::read(request.query_string(), NAMES);
    let asked = Asked::read(&mut query);
    let choices = visitor.app.invoice_choices(asked.agreement.as_deref()).await?;
    let asked = asked.of_agreement(&mut query, &choices);
    query.finish()?;
    Ok(visitor.app.invoice_table(asked.filter(), kind, visitor.words.lang()).await?)
}

fn visitor(request: &HttpRequest) -> Result<Visitor, Problem> {
    Visitor::of(request).ok_or_else(|| Problem::internal("a page without the program"))
}

fn file(kind: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes)
}
