//! `/statistik`: every series.

use actix_web::{HttpRequest, HttpResponse, get};
use maud::{Markup, html};

use super::{address, name};
use crate::app::scope::{On, Right};
use crate::app::statistics::SeriesSummary;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::web::layout::{Page, Place};
use crate::web::money::scrolled;
use crate::web::parts::source;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// Every series.
#[get("/statistik")]
pub(in crate::web) async fn list_series(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let words = visitor.words;
    let series = visitor.app.series().await?;
    let title = t!(words, "statistics-title");
    let content = html! {
        p.crumb { a href="/underlag" { (t!(words, "basis-title")) } }
        p.finding { (t!(words, "statistics-finding", count = series.len())) }
        (scrolled(&title, &table(words, &series)))
        p.note { (t!(words, "statistics-how")) }
    };
    let writes = visitor.app.scope().may(Right::Write, On::Service);
    let actions = writes.then(|| html! { a.btn.btn-p href="/underlag/importera" { (t!(words, "import-go")) } });
    Ok(visitor.page_of_data(&Page { title: &title, place: Some(Place::Basis), actions, content }))
}

fn table(words: Words, all: &[SeriesSummary]) -> Markup {
    let format = words.format();
    html! {
        table.money {
            caption.sr { (t!(words, "statistics-title")) }
            thead {
                tr {
                    th scope="col" { (t!(words, "statistics-series")) }
                    th.n scope="col" { (t!(words, "statistics-stored")) }
                    th scope="col" { (t!(words, "statistics-first")) }
                    th scope="col" { (t!(words, "statistics-last")) }
                    th scope="col" { (t!(words, "statistics-source")) }
                }
            }
            tbody {
                @for one in all {
                    tr {
                        th scope="row" {
                            a href=(address(&one.name)) { (name(words, &one.name)) }
                            @if one.built_in { span.below { (t!(words, "statistics-built-in")) } }
                        }
                        td.n data-name=(t!(words, "statistics-stored")) { (one.stored) }
                        td data-name=(t!(words, "statistics-first")) { (format.date(one.first_date)) }
                        td data-name=(t!(words, "statistics-last")) { (format.date(one.last_date)) }
                        td data-name=(t!(words, "statistics-source")) { (source(words, one.source.as_deref())) }
                    }
                }
            }
        }
    }
}
