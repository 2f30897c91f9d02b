//! Writes the workbooks that `tests/documents/recalculate.py` recalculates, each with what samfin calculated beside it.
//!
//! ```sh
//! cargo run -p samfin-documents --example books -- OUT core/tests/cases/*.json tests/documents/*.json
//! ```
//!
//! A case (`request`) becomes a book of one scenario, a comparison (`years`) one of several.

use std::error::Error;
use std::path::Path;

use chrono::NaiveDate;
use samfin_core::comparison::{Comparison, compare};
use samfin_core::{Calculation, Lang, Request, calculate};
use samfin_documents::workbook::{Book, Column, Year, workbook};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (out, files) = arguments.split_first().ok_or("give a folder to write to and the files to read")?;
    std::fs::create_dir_all(out)?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).ok_or("no such day")?;
    for file in files {
        let stem = Path::new(file).file_stem().ok_or("not a file")?;
        let document: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        let (bytes, expected) = match document.get("request") {
            Some(request) => of_case(request, day),
            None => of_comparison(&document, day),
        }
        .map_err(|error| format!("{file}: {error}"))?;
        let path = Path::new(out).join(stem);
        std::fs::write(path.with_extension("xlsx"), bytes)?;
        std::fs::write(path.with_extension("json"), serde_json::to_vec_pretty(&expected)?)?;
    }
    Ok(())
}

fn of_case(request: &Value, day: NaiveDate) -> Result<(Vec<u8>, Value), Box<dyn Error>> {
    let request = Request::parse(&serde_json::to_vec(request)?)?;
    let calculation = calculate(&request, false)?;
    let years = vec![Year { request: &request, calculation: &calculation }];
    let column = Column { name: "Utgångsläge", note: None, years, differences: Vec::new() };
    let title = &request.agreement.name;
    let columns = vec![column];
    let book = Book { title, lang: Lang::Sv, generated_on: day, columns, baseline: 0, per_inhabitant: None };
    Ok((workbook(&book)?, expected(&book)))
}

fn of_comparison(document: &Value, day: NaiveDate) -> Result<(Vec<u8>, Value), Box<dyn Error>> {
    let comparison = Comparison::parse(&serde_json::to_vec(document)?)?;
    let compared = compare(&comparison)?;
    let book = Book::of(&comparison, &compared, Lang::Sv, day);
    let mut expected = expected(&book);
    let of_column = |column: usize| compared.years.iter().map(move |year| &year.columns[column].indicators);
    expected["indicators"] = (0..book.columns.len()).flat_map(of_column).map(|figures| json!(figures)).collect();
    Ok((workbook(&book)?, expected))
}

/// What samfin calculated, sheet by sheet in the workbook's order.
fn expected(book: &Book<'_>) -> Value {
    let sheets: Vec<Value> = book
        .columns
        .iter()
        .flat_map(|column| &column.years)
        .map(|year| sheet(year.request, year.calculation))
        .collect();
    json!({ "columns": book.columns.len(), "baseline": book.baseline, "sheets": sheets })
}

fn sheet(request: &Request, calculation: &Calculation) -> Value {
    let cost = |id: &str| request.agreement.costs.iter().find(|cost| cost.id.as_str() == id).map(|cost| &cost.name);
    let party = |id: &str| request.agreement.position(id).map(|party| &request.agreement.parties[party].name);
    let lines = calculation.lines.iter().map(
        |line| json!({ "cost": cost(line.cost.as_str()), "party": party(line.party.as_str()), "amount": line.amount }),
    );
    json!({
        "year": calculation.year,
        "total": calculation.total,
        "costs": calculation.costs,
        "parties": calculation.parties,
        "lines": lines.collect::<Vec<_>>(),
    })
}
