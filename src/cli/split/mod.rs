//! `samfin split`: a request file in, the split out; no service, no database.

mod csv;
mod facts;
mod report;

use samfin_core::{Lang, Request, calculate, explain_text, say};

use super::args::{OutputFormat, Split};
use super::failure::{Exit, Failure};
use super::input::{read_file, request};
use super::json::{pretty, problem};
use super::print;
use super::terminal::colours_answers;

pub(super) use csv::{harmless as csv_harmless, line as csv_line};
pub(super) use facts::Facts;
pub(super) use report::report;

/// What the problem document names as the address: the one that answers the same.
const INSTANCE: &str = "/api/v1/calculations";

pub(super) fn run(split: &Split, lang: Lang) -> Result<(), Failure> {
    if split.explain && split.format == OutputFormat::Csv {
        return Err(Failure::new(
            Exit::Input,
            say!(
                "Förklaringen får inte plats i CSV; välj table eller json.",
                "The explanation does not fit in CSV; choose table or json."
            ),
        ));
    }
    let bytes = read_file(&split.file)?;
    match answer(&bytes, split, lang) {
        Ok(text) => print(&text),
        Err(error) if split.format == OutputFormat::Json => {
            print(&problem(error, lang, INSTANCE))?;
            Err(Failure::said(Exit::Input))
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(bytes: &[u8], split: &Split, lang: Lang) -> Result<String, samfin_core::Error> {
    let request = Request::parse(&request(bytes, split.year)?)?;
    let calculation = calculate(&request, split.explain)?;
    Ok(match split.format {
        OutputFormat::Json => pretty(&calculation.answer(lang)),
        OutputFormat::Csv => csv::rows(&calculation, &Facts::of(&request), lang),
        OutputFormat::Table => {
            let mut text = report(&calculation, &Facts::of(&request), lang, colours_answers());
            if split.explain {
                text.push('\n');
                text.push_str(&explain_text(&calculation, lang));
            }
            text
        }
    })
}
