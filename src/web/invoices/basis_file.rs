//! The drafts as a file for another customer ledger, in a layout that their issuer keeps.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::{Code, Id, say};
use samfin_documents::table::Encoding;

use super::list::{Asked, NAMES};
use crate::app::export_layouts::Exports;
use crate::app::invoices::{Exported, Filter, MOST_IN_A_TABLE, Status};
use crate::app::scope::{On, Right};
use crate::http::bodies::ExportLayoutBody;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// The field that says whose layout it is and what it is called, as `2321000214:kundreskontran`.
const LAYOUT: &str = "layout";

/// The drafts of what is asked for.
#[get("/fakturor/underlag.csv")]
pub(in crate::web) async fn basis_csv(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    visitor.app.require(Right::ReadInvoices, On::Anything)?;
    visitor.app.require(Right::ReadDrafts, On::Anything)?;
    let mut query = Query::read(request.query_string(), &[NAMES, &[LAYOUT]].concat());
    let asked = Asked::read(&mut query);
    let choices = visitor.app.invoice_choices(asked.agreement.as_deref()).await?;
    let asked = asked.of_agreement(&mut query, &choices);
    let chosen = query.raw(LAYOUT).and_then(|text| {
        let (number, name) = text.split_once(':')?;
        Some((OrganisationNumber::parse(number).ok()?, Id::parse(name)?))
    });
    if chosen.is_none() {
        query.refuse(LAYOUT, Code::UnknownValue, say!("välj en layout", "choose a layout"));
    }
    query.finish()?;
    let Some((issuer, name)) = chosen else {
        return Err(Problem::internal("a layout that was right is missing"));
    };
    let kept = visitor.app.layout_named(issuer.clone(), name, Exports::Invoices, "/query/layout").await?;
    let layout = ExportLayoutBody::kept_for_invoices(&kept)?;
    let kind = match layout.dialect.encoding {
        Encoding::Utf8 | Encoding::Utf8WithMark => "text/csv; charset=utf-8",
        Encoding::Windows1252 => "text/csv; charset=windows-1252",
    };
    let mut filter = asked.filter();
    filter.status = Some(Status::Draft);
    let exported = of_issuer(&visitor, filter, &issuer).await?;
    let bytes = visitor.app.invoice_export(exported, layout, visitor.words.lang()).await?;
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"fakturaunderlag.csv\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// The drafts that this organisation issues; more than a file can hold are left to be refused as the API does.
async fn of_issuer(visitor: &Visitor, filter: Filter, issuer: &OrganisationNumber) -> Result<Exported, Problem> {
    let limit = i64::try_from(MOST_IN_A_TABLE + 1).unwrap_or(i64::MAX);
    let found = visitor.app.invoices(filter.clone(), None, limit).await?;
    if found.len() > MOST_IN_A_TABLE {
        return Ok(Exported::Matching(filter));
    }
    let own = found.into_iter().filter(|one| one.invoice.document.seller.organisation_number == issuer.as_str());
    Ok(Exported::Ids(own.map(|one| one.invoice.id).collect()))
}

/// The form that fetches them, where somebody keeps a layout for it; what the list is narrowed to stays so.
pub(super) async fn fetching(visitor: &Visitor, asked: &Asked) -> Result<Markup, Problem> {
    let (words, scope) = (visitor.words, visitor.app.scope());
    if !scope.may(Right::ReadDrafts, On::Anything) || !scope.may(Right::ReadOrganisations, On::Service) {
        return Ok(html! {});
    }
    let layouts = visitor.app.layouts_for(Exports::Invoices).await?;
    Ok(html! {
        @if !layouts.is_empty() {
            section.card aria-labelledby="underlag" {
                h2 #underlag { (t!(words, "basis-file-title")) }
                p { (t!(words, "basis-file-what")) }
                form.filter method="get" action="/fakturor/underlag.csv" {
                    @for (name, value) in asked.narrowing() { input type="hidden" name=(name) value=(value); }
                    div.field {
                        label for=(LAYOUT) { (t!(words, "basis-file-layout")) }
                        select id=(LAYOUT) name=(LAYOUT) { @for one in &layouts { option value=(format!("{}:{}", one.organisation_number, one.name)) { (one.name) " (" (one.organisation) ")" } } }
                    }
                    div.acts { button.btn type="submit" { (t!(words, "basis-file-do")) } }
                }
            }
        }
    })
}
