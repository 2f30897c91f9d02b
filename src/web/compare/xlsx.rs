//! `/jamfor.xlsx`: the comparison on the page as a workbook.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpRequest, HttpResponse, get};
use samfin_documents::workbook::{Book, Column, workbook};

use super::state::{State, Unit};
use super::view::View;
use super::{asked, chosen};
use crate::app::Error;
use crate::app::dialogue::Dialogue;
use crate::http::body::FileBody;
use crate::http::problem::Problem;
use crate::web::visitor::Visitor;
use crate::web::words::Words;

/// The workbook with the columns of the page.
#[get("/jamfor.xlsx")]
pub(in crate::web) async fn compare_xlsx(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let visitor = Visitor::of(&request).ok_or_else(|| Problem::internal("a page without the program"))?;
    let state = State::read(request.query_string());
    let agreement = chosen(&visitor, &state).await?.ok_or_else(super::no_agreement)?;
    let (words, today) = (visitor.words, visitor.now().date());
    let asked = asked(&visitor, &state, agreement).await?;
    let bytes = visitor.app.explore(asked, move |dialogue| written(words, dialogue, today)).await??;
    Ok(HttpResponse::Ok()
        .content_type(FileBody::XLSX)
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"samfin.xlsx\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// The page has no column for the agreement itself unless it was asked for, and names of its own.
fn written(words: Words, dialogue: &Dialogue, today: chrono::NaiveDate) -> Result<Vec<u8>, Error> {
    let view = View::of(words, dialogue, Unit::default());
    let names: Vec<String> = (0..view.count()).map(|column| view.name(column)).collect();
    let mut book = Book::of(&dialogue.comparison, &dialogue.compared, words.lang(), today);
    let columns = std::mem::take(&mut book.columns);
    let shown = dialogue.positions.iter().filter_map(|position| columns.get(*position).cloned());
    book.columns = shown.zip(&names).map(|(column, name)| Column { name, ..column }).collect();
    book.baseline = dialogue.baseline;
    Ok(workbook(&book)?)
}
