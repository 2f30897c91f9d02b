//! Assumptions: every figure with its source, the statistics, and what each scenario changes.

mod figures;
mod observations;

use rust_xlsxwriter::Worksheet;
use samfin_core::{Text, say};

use super::error::Error;
use super::figures::double;
use super::pen::Pen;
use super::place::{Cell, letter};
use super::style::Style;
use super::{Book, wording};

const VALUE: u16 = 2;
const WIDTH: u16 = 6;

/// Writes the sheet.
pub(super) fn write(book: &Book<'_>) -> Result<Worksheet, Error> {
    let title = say!("Antaganden", "Assumptions");
    let mut pen = Pen::new(title.get(book.lang), book.lang, &[46.0, 40.0, 30.0, 40.0, 34.0, 14.0])?;
    pen.say(Cell::at(0, 0), &title, Style::Title)?;
    let base = format!("{}  {}", letter(book.baseline), book.columns[book.baseline].name);
    let told = say!(
        "Uppgifterna i {base}, och vad de andra scenarierna ändrar.",
        "The figures of {base}, and what the other scenarios change."
    );
    pen.say(Cell::at(1, 0), &told, Style::Subtitle)?;
    let row = of_costs(&mut pen, book, 3)?;
    let row = statistics(&mut pen, book, row + 1)?;
    differences(&mut pen, book, row + 1)?;
    pen.sheet.set_freeze_panes(2, 0)?;
    pen.sheet.set_repeat_rows(0, 1)?;
    Ok(pen.sheet)
}

fn heads(pen: &mut Pen, row: u32, title: &Text, heads: &[Text]) -> Result<(), Error> {
    pen.section(row, title, WIDTH)?;
    for (column, head) in (0_u16..).zip(heads) {
        let style = if column == VALUE && heads.len() > 4 { Style::HeadRight } else { Style::Head };
        pen.say(Cell::at(row + 1, column), head, style)?;
    }
    Ok(())
}

/// The figures of the baseline's first year.
fn of_costs(pen: &mut Pen, book: &Book<'_>, row: u32) -> Result<u32, Error> {
    let title = say!("Uppgifter och källor", "Figures and sources");
    heads(
        pen,
        row,
        &title,
        &[
            say!("Avser", "Of"),
            say!("Uppgift", "Figure"),
            say!("Värde", "Value"),
            say!("  Enhet", "  Unit"),
            say!("Källa", "Source"),
            say!("Antagande", "Assumed"),
        ],
    )?;
    let mut at = row + 2;
    for figure in figures::of(&book.columns[book.baseline].years[0]) {
        pen.say(Cell::at(at, 0), &figure.of, Style::Text)?;
        pen.say(Cell::at(at, 1), &figure.label, Style::Text)?;
        let whole = !figure.decimal.contains('.');
        let style = match (figure.money, whole) {
            (true, _) => Style::Money,
            (false, true) => Style::Count,
            (false, false) => Style::Number,
        };
        pen.number(Cell::at(at, 2), double(&figure.decimal), style)?;
        pen.say(Cell::at(at, 3), &figure.unit, Style::Indented)?;
        let assumed = figure.source.as_deref() == Some(samfin_core::agreement::ASSUMPTION);
        match figure.source.as_deref() {
            Some(_) if assumed => pen.say(Cell::at(at, 4), &say!("Antagande", "Assumption"), Style::Text)?,
            Some(source) => pen.text(Cell::at(at, 4), source, Style::Text)?,
            None => pen.say(Cell::at(at, 4), &say!("Avtalet", "The agreement"), Style::Text)?,
        }
        if assumed {
            pen.say(Cell::at(at, 5), &say!("Ja", "Yes"), Style::Assumed)?;
        }
        at += 1;
    }
    Ok(at)
}

fn statistics(pen: &mut Pen, book: &Book<'_>, row: u32) -> Result<u32, Error> {
    let used = observations::used(book);
    if used.is_empty() {
        return Ok(row - 1);
    }
    let title = say!("Statistik som används", "Statistics used");
    heads(
        pen,
        row,
        &title,
        &[
            say!("Part", "Party"),
            say!("Serie", "Series"),
            say!("Värde", "Value"),
            say!("  Datum", "  Date"),
            say!("Källa", "Source"),
            say!("Används i", "Used in"),
        ],
    )?;
    let mut at = row + 2;
    for observation in used {
        pen.text(Cell::at(at, 0), observation.party, Style::Text)?;
        pen.say(Cell::at(at, 1), &wording::series(observation.series), Style::Text)?;
        let value = observation.found.value.to_string();
        let style = if value.contains('.') { Style::Number } else { Style::Count };
        pen.number(Cell::at(at, 2), double(&value), style)?;
        pen.date(Cell::at(at, 3), observation.found.date)?;
        match &observation.found.source {
            Some(source) => pen.say(Cell::at(at, 4), &wording::source(source), Style::Text)?,
            None => pen.say(Cell::at(at, 4), &say!("Källa ej angiven", "Source not given"), Style::Text)?,
        }
        pen.text(Cell::at(at, 5), &observation.letters.join(", "), Style::Text)?;
        at += 1;
    }
    Ok(at)
}

fn differences(pen: &mut Pen, book: &Book<'_>, row: u32) -> Result<(), Error> {
    let changed = book.columns.iter().enumerate().filter(|(i, _)| *i != book.baseline);
    let changed: Vec<_> = changed.flat_map(|(i, column)| column.differences.iter().map(move |d| (i, d))).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let base = letter(book.baseline);
    let title = say!("Vad scenarierna ändrar", "What the scenarios change");
    heads(
        pen,
        row,
        &title,
        &[
            say!("Scenario", "Scenario"),
            say!("Uppgift i avtalet", "Place in the agreement"),
            say!("I {base}", "In {base}"),
            say!("I scenariot", "In the scenario"),
        ],
    )?;
    for (at, (i, difference)) in (row + 2..).zip(changed) {
        let name = format!("{}  {}", letter(i), book.columns[i].name);
        pen.text(Cell::at(at, 0), &name, Style::Wrapped)?;
        pen.text(Cell::at(at, 1), &difference.target, Style::Wrapped)?;
        let mut longest = 0;
        for (column, value, width) in [(2, &difference.baseline, 26), (3, &difference.value, 36)] {
            let value = value.as_deref().unwrap_or("–");
            pen.text(Cell::at(at, column), value, Style::Wrapped)?;
            longest = longest.max(value.chars().count().div_ceil(width));
        }
        pen.lines(at, longest, 1)?;
    }
    Ok(())
}
