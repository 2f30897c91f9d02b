//! The fields of the second step: what they stand at, and what they say.

use chrono::NaiveDate;

use super::Words;
use crate::app::import::{Columns, Look, Options, outcome};
use crate::app::uploads::Mapping;
use crate::web::form::Choice;
use crate::web::forms::Fields;
use crate::web::words::t;

/// Chosen for the values: every column with a date in its head.
pub(super) const DATED: &str = "rubriker";

/// A field that is wrong, and why.
pub(super) type Wrong = (&'static str, String);

/// What a field stands at for a mapping.
pub(super) fn usual(mapping: &Mapping, field: &str) -> String {
    let of = |column: &Option<String>| column.clone().unwrap_or_default();
    match mapping {
        Mapping::Statistics { series, options } => match field {
            "serie" => series.clone(),
            "plats" => of(&options.columns.place),
            "datum" => of(&options.columns.date),
            "dag" => options.date.map(|date| date.to_string()).unwrap_or_default(),
            "varde" => options.columns.value.clone().unwrap_or_else(|| DATED.to_owned()),
            "kalla" => of(&options.columns.source),
            "kalltext" => of(&options.source),
            _ => options.decimal.map(String::from).unwrap_or_default(),
        },
        Mapping::Outcome { options } => match field {
            "kostnad" => of(&options.cost),
            "samma-kostnad" => of(&options.fixed_cost),
            "datum" => of(&options.date),
            "vad" => of(&options.what),
            "timmar" => of(&options.hours),
            "belopp" => of(&options.amount),
            _ => options.decimal.map(String::from).unwrap_or_default(),
        },
    }
}

/// The columns to choose between, `none` before them.
pub(super) fn choices(look: &Look, none: String) -> Vec<Choice> {
    let column = |seen: &crate::app::import::Seen| Choice {
        value: seen.column.number.to_string(),
        name: format!("{}. {}", seen.column.number, shown(seen)),
    };
    let columns = look.columns.iter().map(column);
    [Choice { value: String::new(), name: none }].into_iter().chain(columns).collect()
}

/// What a column is called, or what stands in it.
fn shown(seen: &crate::app::import::Seen) -> String {
    if seen.column.header.is_empty() { seen.samples.join(", ") } else { seen.column.header.clone() }
}

/// What the form says of a file of statistics.
pub(super) fn statistics(words: Words, fields: &Fields, sheet: Option<String>) -> Result<Mapping, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut needed = |field: &'static str, text: &str| {
        if text.is_empty() {
            wrong.push((field, t!(words, "import-choose-column")));
        }
        Some(text.to_owned())
    };
    let place = needed("plats", fields.get("plats"));
    let value = needed("varde", fields.get("varde")).filter(|value| value != DATED);
    let series = fields.filled("ny-serie").or_else(|| fields.filled("serie")).unwrap_or_default().to_owned();
    if super::super::statistics::series_of(&series).is_err() {
        wrong.push(("serie", t!(words, "import-choose-series")));
    }
    let by_column = fields.get("datum").to_owned();
    let day = fields.filled("dag").map(str::parse::<NaiveDate>);
    let is_wide = value.is_none();
    match &day {
        Some(Err(_)) => wrong.push(("dag", t!(words, "import-no-day"))),
        Some(Ok(_)) if !by_column.is_empty() || is_wide => wrong.push(("dag", t!(words, "import-two-days"))),
        None if by_column.is_empty() && !is_wide && fields.filled("varde").is_some() => {
            wrong.push(("datum", t!(words, "import-choose-day")));
        }
        _ => {}
    }
    if is_wide && !by_column.is_empty() {
        wrong.push(("datum", t!(words, "import-heads-are-days")));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let columns = Columns { place, date: Some(by_column), value, source: Some(fields.get("kalla").to_owned()) };
    let source = fields.filled("kalltext").map(str::to_owned);
    let (date, decimal) = (day.and_then(Result::ok), decimal(fields));
    Ok(Mapping::Statistics { series, options: Options { columns, date, source, sheet, decimal, ..Options::default() } })
}

/// What the form says of a file of outcome.
pub(super) fn outcome(words: Words, fields: &Fields, sheet: Option<String>) -> Result<Mapping, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let of = |field: &str| Some(fields.get(field).to_owned());
    let fixed_cost = fields.filled("samma-kostnad").map(str::to_owned);
    match (fields.filled("kostnad"), &fixed_cost) {
        (None, None) => wrong.push(("kostnad", t!(words, "import-choose-cost"))),
        (Some(_), Some(_)) => wrong.push(("samma-kostnad", t!(words, "import-two-costs"))),
        _ => {}
    }
    if fields.filled("datum").is_none() {
        wrong.push(("datum", t!(words, "import-choose-column")));
    }
    if fields.filled("timmar").is_none() && fields.filled("belopp").is_none() {
        wrong.push(("timmar", t!(words, "import-choose-hours")));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let (cost, date, what, hours, amount) = (of("kostnad"), of("datum"), of("vad"), of("timmar"), of("belopp"));
    let decimal = decimal(fields);
    let options =
        outcome::Options { cost, date, what, hours, amount, fixed_cost, sheet, decimal, ..outcome::Options::default() };
    Ok(Mapping::Outcome { options })
}

fn decimal(fields: &Fields) -> Option<char> {
    fields.get("tecken").chars().next().filter(|mark| matches!(mark, ',' | '.'))
}
