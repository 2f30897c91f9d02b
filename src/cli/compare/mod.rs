//! `samfin compare`: a file with scenarios in, the comparison out; no service, no database.

mod csv;
mod report;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::ops::RangeInclusive;
use std::path::Path;

use samfin_core::comparison::{Compared, Comparison, compare};
use samfin_core::json::{self, Json};
use samfin_core::{Error, Lang, say};

use super::args::{Compare, OutputFormat};
use super::failure::{Exit, Failure};
use super::input::{members, put, read_file};
use super::json::{pretty, problem};
use super::print;
use super::terminal::colours_answers;
use crate::app::explore::workbook_of;
use crate::clock::Clock;

/// What the problem document names as the address: the one that answers the same.
const INSTANCE: &str = "/api/v1/comparisons";

pub(super) fn run(wanted: &Compare, lang: Lang) -> Result<(), Failure> {
    let bytes = read_file(&wanted.file)?;
    let scenarios = wanted.scenarios.as_deref().map(read_file).transpose()?;
    let compared = comparison(&bytes, scenarios.as_deref(), wanted);
    match compared {
        Ok((comparison, compared)) => {
            if let Some(path) = &wanted.workbook {
                write_workbook(path, &comparison, &compared, lang)?;
            }
            print(&match wanted.format {
                OutputFormat::Json => pretty(&compared.answer(lang)),
                OutputFormat::Csv => csv::rows(&comparison, &compared, lang),
                OutputFormat::Table => report::report(&comparison, &compared, lang, colours_answers()),
            })
        }
        Err(error) if wanted.format == OutputFormat::Json => {
            print(&problem(error, lang, INSTANCE))?;
            Err(Failure::said(Exit::Input))
        }
        Err(error) => Err(error.into()),
    }
}

fn comparison(bytes: &[u8], scenarios: Option<&[u8]>, wanted: &Compare) -> Result<(Comparison, Compared), Error> {
    let comparison = Comparison::parse(body(bytes, scenarios, wanted)?.as_bytes())?;
    let compared = compare(&comparison)?;
    Ok((comparison, compared))
}

/// A file that is there already is not written over: it may hold somebody's notes.
fn write_workbook(path: &Path, comparison: &Comparison, compared: &Compared, lang: Lang) -> Result<(), Failure> {
    let bytes = workbook_of(comparison, compared, lang, Clock::System.today())?;
    let written =
        OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| file.write_all(&bytes));
    written.map_err(|error| {
        let shown = path.display();
        Failure::new(Exit::Input, say!("{shown} kan inte skrivas: {error}.", "{shown} cannot be written: {error}."))
    })
}

/// The body of the request, with what the flags say.
fn body(bytes: &[u8], scenarios: Option<&[u8]>, wanted: &Compare) -> Result<String, Error> {
    let mut request = members(bytes)?;
    // A file for `samfin split` has one year.
    if let Some(position) = request.iter().position(|(name, _)| name == "year") {
        let (_, year) = request.remove(position);
        if !request.iter().any(|(name, _)| name == "years") {
            put(&mut request, "years", Json::Array(vec![year]));
        }
    }
    if let Some(years) = &wanted.years {
        put(&mut request, "years", listed(years));
    }
    if let Some(bytes) = scenarios {
        let tree = json::parse(bytes)?;
        let list = tree.get("scenarios").cloned().unwrap_or(tree);
        put(&mut request, "scenarios", list);
    }
    if let Some(name) = &wanted.baseline {
        put(&mut request, "baseline", Json::String(name.into()));
    }
    if let Some(series) = &wanted.per_inhabitant {
        put(&mut request, "per_inhabitant", Json::String(series.into()));
    }
    Ok(Json::Object(request).to_text())
}

fn listed(years: &RangeInclusive<i32>) -> Json<'static> {
    Json::Array(years.clone().map(|year| Json::Number(year.to_string().into())).collect())
}
