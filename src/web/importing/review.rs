//! The third step, which ends in the fourth: what a file would do, the faulty rows first; stored whole, or not at all.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use maud::{Markup, html};

use super::{NAMES, Words, address, crumb, first, id_of, place, steps};
use crate::app::import::RowError;
use crate::app::uploads::{Mapping, Read, Review, Reviewed};
use crate::http::problem::Problem;
use crate::web::form::{Form, Reason, Refused, Sent, see};
use crate::web::layout::Page;
use crate::web::money::scrolled;
use crate::web::statistics::{name, place as place_name};
use crate::web::visitor::Visitor;
use crate::web::words::t;

/// How many faulty cells are shown; the file of faulty rows has them all.
const FAULTS: usize = 200;
/// How many of the good rows are shown.
const GOOD: usize = 10;

/// What a file would do.
#[get("/importera/{id}/granska")]
pub(in crate::web) async fn show_review(visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let id = id_of(&id)?;
    if visitor.app.stored_upload(id.clone()).await?.is_some() {
        return Ok(see(&address(&id, "/klart")));
    }
    page(&visitor, id, None).await
}

/// Stores a file, or throws it away.
#[post("/importera/{id}/granska")]
pub(in crate::web) async fn store(
    visitor: Visitor,
    id: web::Path<String>,
    sent: Sent,
) -> Result<HttpResponse, Problem> {
    let (id, Sent(fields), words) = (id_of(&id)?, sent, visitor.words);
    let desk = visitor.once("POST /importera/{id}/granska", &fields);
    if fields.step() == "slang" {
        desk.discard_upload(id).await?;
        return Ok(see("/statistik"));
    }
    match desk.store_upload(id.clone()).await {
        Ok(()) => Ok(see(&address(&id, "/klart"))),
        Err(error) => {
            let problem = Problem::from(error);
            let detail = problem.detail().get(words.lang()).to_owned();
            let refused = Refused::by(&NAMES, words, fields, problem)?;
            // The rows themselves stand below.
            let refused = Refused { reasons: vec![Reason { field: None, text: detail }], ..refused };
            page(&visitor, id, Some(&refused)).await
        }
    }
}

/// The faulty rows as a table for a spreadsheet.
#[get("/importera/{id}/felaktiga.csv")]
pub(in crate::web) async fn faulty_rows(request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    let id = id_of(&id)?;
    let rows = visitor.app.faulty_upload_rows(id.clone(), visitor.words.lang()).await?;
    let Some(rows) = rows else { return Ok(see(&address(&id, ""))) };
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"felaktiga-rader.csv\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(rows))
}

async fn page(visitor: &Visitor, id: String, refused: Option<&Refused>) -> Result<HttpResponse, Problem> {
    let words = visitor.words;
    let Some(reviewed) = visitor.app.review_upload(id.clone()).await? else { return Ok(see(&address(&id, ""))) };
    let Reviewed { upload, mapping, review } = &reviewed;
    let form = Form::new(words, &NAMES, refused);
    let is_right = review.errors().is_empty();
    let here = address(&id, "/granska");
    let content = html! {
        (crumb(words, &upload.purpose))
        (steps(words, 3))
        (form.reasons())
        p.finding { (finding(words, mapping, review)) }
        @if !is_right { (faults(words, &id, review.errors())) }
        @if !review.notes().is_empty() {
            ul.list { @for note in review.notes() { li { (note.get(words.lang())) } } }
        }
        (good(words, review))
        div.acts {
            @if is_right {
                form method="post" action=(here) {
                    (form.step("spara").hidden(visitor))
                    button.btn.btn-p type="submit" { (t!(words, "import-store")) }
                }
            } @else { a.btn.btn-p href=(first(&upload.purpose)) { (t!(words, "import-again")) } }
            a.btn href=(address(&id, "")) { (t!(words, "import-change-columns")) }
            form method="post" action=(here) {
                (form.step("slang").hidden(visitor))
                button.btn type="submit" { (t!(words, "import-discard")) }
            }
        }
        p.note { (t!(words, "import-read-as", how = review.read_as().get(words.lang()))) }
    };
    let title = t!(words, "import-review-title", name = upload.file_name.as_str());
    let mut response =
        visitor.page_of_data(&Page { title: &title, place: Some(place(&upload.purpose)), actions: None, content });
    *response.status_mut() = refused.map_or(StatusCode::OK, |refused| refused.status);
    Ok(response)
}

fn finding(words: Words, mapping: &Mapping, review: &Review) -> String {
    let wrong = review.errors().len();
    if wrong > 0 {
        return t!(words, "import-finding-wrong", count = wrong);
    }
    let (new, corrected, unchanged) = (review.new, review.corrected, review.unchanged);
    match mapping {
        Mapping::Statistics { series, .. } => {
            let series = name(words, series);
            t!(words, "import-finding", series = series, new = new, corrected = corrected, unchanged = unchanged)
        }
        Mapping::Outcome { .. } => {
            t!(words, "import-finding-outcome", new = new, corrected = corrected, unchanged = unchanged)
        }
    }
}

fn faults(words: Words, id: &str, errors: &[RowError]) -> Markup {
    let lang = words.lang();
    html! {
        section.card aria-labelledby="fel" {
            h2 #fel { (t!(words, "import-faults")) }
            p { a.btn href=(address(id, "/felaktiga.csv")) download { (t!(words, "import-faulty-rows")) } }
            (scrolled(&t!(words, "import-faults"), &html! {
                table.money {
                    caption.sr { (t!(words, "import-faults")) }
                    thead {
                        tr {
                            th scope="col" { (t!(words, "import-row")) }
                            th scope="col" { (t!(words, "import-column")) }
                            th scope="col" { (t!(words, "import-value")) }
                            th scope="col" { (t!(words, "import-fault")) }
                            th scope="col" { (t!(words, "import-hint")) }
                        }
                    }
                    tbody {
                        @for error in errors.iter().take(FAULTS) {
                            tr {
                                th scope="row" { (t!(words, "import-row-number", row = error.row)) }
                                td data-name=(t!(words, "import-column")) { (error.column) }
                                td data-name=(t!(words, "import-value")) { (error.value) }
                                td data-name=(t!(words, "import-fault")) { (error.detail.get(lang)) }
                                td data-name=(t!(words, "import-hint")) { @if let Some(hint) = &error.suggestion { (hint.get(lang)) } }
                            }
                        }
                    }
                }
            }))
            @if errors.len() > FAULTS { p.note { (t!(words, "import-more-faults", count = errors.len() - FAULTS)) } }
        }
    }
}

/// The first of the rows that are right.
fn good(words: Words, review: &Review) -> Markup {
    let (count, table) = match &review.read {
        Read::Statistics(preview) => {
            let rows = preview.observations.iter().take(GOOD).map(|one| {
                let value = words.format().number(one.value, one.value.normalize().scale());
                (one.row, place_name(&one.place), one.date, value, one.source.clone().unwrap_or_default())
            });
            let heads = [t!(words, "statistics-place"), t!(words, "statistics-value"), t!(words, "statistics-source")];
            (preview.observations.len(), rows_of(words, &heads, rows.collect()))
        }
        Read::Outcome(preview) => {
            let rows = preview.entries.iter().take(GOOD).map(|(row, one)| {
                let value = match (one.hours, one.amount) {
                    (Some(hours), _) => t!(words, "outcome-in-hours", hours = words.format().number(hours, 2)),
                    (None, amount) => words.format().kronor_and_ore(amount.unwrap_or_default()),
                };
                (*row, one.cost.clone(), one.date, value, one.what.clone().unwrap_or_default())
            });
            let heads = [t!(words, "outcome-cost"), t!(words, "import-hours-or-amount"), t!(words, "outcome-what")];
            (preview.entries.len(), rows_of(words, &heads, rows.collect()))
        }
    };
    html! {
        @if count > 0 {
            section.card aria-labelledby="ratt" {
                h2 #ratt { (t!(words, "import-good", count = count)) }
                (scrolled(&t!(words, "import-good", count = count), &table))
                @if count > GOOD { p.note { (t!(words, "import-more-good", count = count - GOOD)) } }
            }
        }
    }
}

type GoodRow = (usize, String, chrono::NaiveDate, String, String);

fn rows_of(words: Words, heads: &[String; 3], rows: Vec<GoodRow>) -> Markup {
    let [whom, value, beside] = heads;
    html! {
        table.money {
            caption.sr { (t!(words, "import-good", count = rows.len())) }
            thead {
                tr {
                    th scope="col" { (t!(words, "import-row")) }
                    th scope="col" { (whom) }
                    th scope="col" { (t!(words, "statistics-day")) }
                    th.n scope="col" { (value) }
                    th scope="col" { (beside) }
                }
            }
            tbody {
                @for (row, place, day, number, text) in rows {
                    tr {
                        th scope="row" { (t!(words, "import-row-number", row = row)) }
                        td data-name=(whom) { (place) }
                        td data-name=(t!(words, "statistics-day")) { (words.format().date(day)) }
                        td.n data-name=(value) { (number) }
                        td data-name=(beside) { (text) }
                    }
                }
            }
        }
    }
}
