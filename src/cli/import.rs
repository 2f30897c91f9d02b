//! `samfin import statistics`: all or nothing, with the preview and every bad cell on the terminal.

use std::fmt::Write as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use samfin_core::json::Json;
use samfin_core::read::{Node, Reader};
use samfin_core::{Lang, Text, say};

use super::args::{ColumnRole, ImportStatistics};
use super::failure::{Exit, Failure};
use super::input::read_file;
use super::print;
use super::table::{Align, Table};
use super::terminal::{colours_answers, colours_messages, harmless, shows_progress, warning};
use crate::app::App;
use crate::app::import::{Columns, DateFrom, Format, Mapping, Options, Preview};
use crate::app::scope::Scope;
use crate::app::statistics::Imported;
use crate::clock::Clock;
use crate::config::Loaded;

/// So many errors are worth reading at once.
const SHOWN_ERRORS: usize = 20;

pub(super) async fn run(loaded: &Loaded, wanted: &ImportStatistics, lang: Lang) -> Result<(), Failure> {
    check_series(&wanted.series)?;
    let bytes = read_file(&wanted.file)?;
    let format = Format::of(&bytes);
    let name = wanted.file.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned());
    let app = App::open(&loaded.config.database_url, Clock::System).await?;
    app.migrate().await?;
    let progress = progress(lang);
    // Reading is quick and storing is not, so every error is shown from a preview before anything is stored.
    let series = wanted.series.clone();
    let desk = app.desk(Scope::command_line());
    let preview = desk.import_statistics(series, bytes.clone(), format, options(wanted), name.clone(), true).await;
    let outcome = match preview {
        Ok(preview) if preview.preview.errors.is_empty() && !wanted.dry_run => {
            desk.import_statistics(wanted.series.clone(), bytes, format, options(wanted), name, false).await
        }
        other => other,
    };
    progress.finish_and_clear();
    app.close().await;
    let imported = outcome?;
    notes(&imported.preview, lang);
    if !imported.preview.errors.is_empty() {
        eprint!("{}", errors(&imported.preview, lang));
        let count = imported.preview.errors.len();
        return Err(Failure::new(
            Exit::Input,
            say!(
                "{count} celler går inte att läsa. Inget importerades.",
                "{count} cells cannot be read. Nothing was imported."
            ),
        ));
    }
    print(&summary(&imported, wanted, lang))
}

/// A series is named as in the API.
fn check_series(series: &str) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let json = Json::String(series.into());
    let name = reader.name(&Node::rooted(&json, "--series"));
    reader.finish(name)?;
    Ok(())
}

fn options(wanted: &ImportStatistics) -> Options {
    let column = |role: ColumnRole| {
        wanted.column.iter().rev().find(|(known, _)| *known == role).map(|(_, column)| column.clone())
    };
    Options {
        columns: Columns {
            place: column(ColumnRole::For),
            date: column(ColumnRole::Date),
            value: column(ColumnRole::Value),
            source: column(ColumnRole::Source),
        },
        date: wanted.date,
        source: wanted.source.clone(),
        sheet: wanted.sheet.clone(),
        separator: wanted.separator,
        decimal: wanted.decimal,
        ..Options::default()
    }
}

/// A spinner where somebody looks at it; nothing in a log file.
fn progress(lang: Lang) -> ProgressBar {
    if !shows_progress() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {msg} {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    let progress = ProgressBar::new_spinner().with_style(style);
    progress.set_message(say!("Importerar", "Importing").get(lang).to_owned());
    progress.enable_steady_tick(Duration::from_millis(100));
    progress
}

fn notes(preview: &Preview, lang: Lang) {
    for note in &preview.notes {
        let word = say!("obs:", "note:");
        eprintln!("{} {}", warning(word.get(lang), colours_messages()), harmless(note.get(lang)));
    }
}

fn errors(preview: &Preview, lang: Lang) -> String {
    let headers = [say!("Rad", "Row"), say!("Kolumn", "Column"), say!("Värde", "Value"), say!("Fel", "Error")];
    let align = [Align::Right, Align::Left, Align::Left, Align::Left];
    let mut table = Table::new(align.into_iter().zip(headers.iter().map(|name| name.get(lang).to_owned())).collect());
    for error in preview.errors.iter().take(SHOWN_ERRORS) {
        let hint = error.suggestion.as_ref().map_or_else(String::new, |hint| format!(" {}", hint.get(lang)));
        table.row(vec![
            error.row.to_string(),
            harmless(&error.column),
            harmless(&error.value),
            harmless(&format!("{}{hint} ({})", error.detail.get(lang), error.code)),
        ]);
    }
    let mut text = table.render(colours_messages());
    if let Some(more) = preview.errors.len().checked_sub(SHOWN_ERRORS).filter(|more| *more > 0) {
        let _ = writeln!(text, "{}", say!("… och {more} till.", "… and {more} more.").get(lang));
    }
    text
}

fn summary(imported: &Imported, wanted: &ImportStatistics, lang: Lang) -> String {
    let Imported { preview, new, corrected, unchanged, .. } = imported;
    let count = preview.observations.len();
    let series = harmless(&wanted.series);
    let mut text = mapping(&preview.mapping, lang);
    if wanted.dry_run {
        text += &values(preview, lang);
    }
    let done = if wanted.dry_run {
        say!(
            "Skulle importera {count} värden till {series}: {new} nya, {corrected} rättade, {unchanged} oförändrade. Inget sparades.",
            "Would import {count} values into {series}: {new} new, {corrected} corrected, {unchanged} unchanged. Nothing was stored."
        )
    } else {
        say!(
            "Importerade {count} värden till {series}: {new} nya, {corrected} rättade, {unchanged} oförändrade.",
            "Imported {count} values into {series}: {new} new, {corrected} corrected, {unchanged} unchanged."
        )
    };
    text + done.get(lang) + "\n"
}

/// How the file was understood, so that a wrong guess is seen.
fn mapping(mapping: &Mapping, lang: Lang) -> String {
    let values = mapping.values.iter().map(|value| value.column.label()).collect::<Vec<_>>().join(", ");
    let dates = match &mapping.date {
        DateFrom::Column(column) => Text::new(column.label(), column.label()),
        DateFrom::Headers => say!("i rubrikerna", "in the headers"),
        DateFrom::Fixed(date) => say!("{date} för alla", "{date} for all"),
    };
    let (place, how) = (mapping.place.label(), mapping.read_as.get(lang));
    let dates = dates.get(lang);
    let text = say!(
        "{how}. Kommun, kod eller part: {place}. Datum: {dates}. Värde: {values}.",
        "{how}. Municipality, code or party: {place}. Date: {dates}. Value: {values}."
    );
    harmless(text.get(lang)) + "\n"
}

/// The first values of a preview.
fn values(preview: &Preview, lang: Lang) -> String {
    const SHOWN: usize = 10;
    let headers = [say!("För", "For"), say!("Datum", "Date"), say!("Värde", "Value"), say!("Källa", "Source")];
    let align = [Align::Left, Align::Left, Align::Right, Align::Left];
    let mut table = Table::new(align.into_iter().zip(headers.iter().map(|name| name.get(lang).to_owned())).collect());
    for read in preview.observations.iter().take(SHOWN) {
        let source = read.source.as_deref().map(harmless).unwrap_or_default();
        let value = super::figures::grouped(&read.value.to_string(), lang);
        table.row(vec![read.place.clone(), read.date.to_string(), value, source]);
    }
    if preview.observations.len() > SHOWN {
        table.row(vec!["…".to_owned()]);
    }
    table.render(colours_answers())
}
