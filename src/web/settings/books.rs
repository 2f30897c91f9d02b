//! `/installningar/bokforing`: the books of an issuer as a file.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get};
use samfin_core::billing::identifiers::OrganisationNumber;
use samfin_core::{Code, Id, say};

use crate::app::export_layouts::Exports;
use crate::app::ledger::{Column, Export, Layout};
use crate::http::bodies::ExportLayoutBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::visitor::Visitor;

/// A SIE file or a CSV of the vouchers of some days.
#[get("/installningar/bokforing")]
pub(in crate::web) async fn export_books(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    let mut query = Query::read(request.query_string(), &["utstallare", "fran", "till", "form", "layout"]);
    for name in ["utstallare", "fran", "till"] {
        if query.raw(name).is_none_or(|text| text.trim().is_empty()) {
            query.refuse(name, Code::MissingField, say!("måste fyllas i", "must be filled in"));
        }
    }
    let (from, to) = (query.date("fran"), query.date("till"));
    let issuer = query.identifier::<OrganisationNumber>("utstallare");
    let is_sie = query.word("form", &[("sie", true), ("csv", false)]).unwrap_or(true);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        let detail = say!("skriv en dag som inte är före den första", "write a day that is not before the first");
        query.refuse("till", Code::OutOfRange, detail);
    }
    let layout = query.raw("layout").filter(|name| !name.is_empty());
    let name = layout.as_deref().and_then(Id::parse);
    if layout.is_some() && name.is_none() {
        query.refuse("layout", Code::IdFormat, say!("ange en layouts namn", "give the name of a layout"));
    }
    query.finish()?;
    let (Some(issuer), Some(from), Some(to)) = (issuer, from, to) else {
        return Err(Problem::internal("parameters that were right are missing"));
    };
    let export = Export { issuer, from, to };
    let (kind, ending, bytes) = if is_sie {
        ("text/x-sie", "si", visitor.app.sie(export).await?)
    } else {
        let layout = match name {
            Some(name) => {
                let issuer = export.issuer.clone();
                let kept = visitor.app.layout_named(issuer, name, Exports::Ledger, "/query/layout").await?;
                ExportLayoutBody::kept_for_ledger(&kept)?
            }
            None => Layout {
                columns: Column::USUAL.map(|column| (column, column.as_str().to_owned())).to_vec(),
                separator: b';',
                decimal_sign: ',',
                header: true,
            },
        };
        ("text/csv; charset=utf-8", "csv", visitor.app.ledger_csv(export, layout).await?.into_bytes())
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"samfin-{from}-{to}.{ending}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}
