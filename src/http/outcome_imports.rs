//! `/api/v1/agreements/{id}/periods/{year}/outcome/imports`: outcome from a file, all or nothing.

use actix_web::{HttpRequest, HttpResponse, post, web};
use samfin_core::Lang;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{created, json_in};
use super::body::FileBody;
use super::examples::settlements as example;
use super::imports::{RowErrorView, character};
use super::outcome::EntryView;
use super::periods::PeriodPath;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::import::outcome::{Columns, Options, Preview};
use crate::app::import::{Column, Format};
use crate::app::periods::{Counts, OutcomeFile};

/// How many entries an answer shows.
const SHOWN: usize = 10;

/// What an import did, or (with `preview=true`) would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeImport)]
pub struct OutcomeImportView {
    /// The revision that the outcome now has; null when it was only a preview.
    #[schema(required, minimum = 1)]
    revision: Option<i64>,
    /// Entries that were not known before.
    new: usize,
    /// Entries that take the place of others.
    corrected: usize,
    /// Entries that are known just so.
    unchanged: usize,
    /// How the file was read.
    read_as: String,
    /// Which column was taken for what.
    columns: OutcomeColumnsView,
    /// The first entries of the file.
    #[schema(max_items = 10)]
    first: Vec<EntryView>,
    /// What cannot be read or does not fit the year; only a preview has any.
    errors: Vec<RowErrorView>,
}

/// Which column was taken for what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeColumns)]
pub struct OutcomeColumnsView {
    /// The costs; null when one was given for every row.
    #[schema(required)]
    cost: Option<String>,
    /// The days.
    date: String,
    /// The meetings, items or invoices.
    #[schema(required)]
    what: Option<String>,
    /// The hours.
    #[schema(required)]
    hours: Option<String>,
    /// The amounts.
    #[schema(required)]
    amount: Option<String>,
    /// The columns that are not used.
    ignored: Vec<String>,
}

impl From<Columns> for OutcomeColumnsView {
    fn from(columns: Columns) -> Self {
        let label = |column: Option<Column>| column.as_ref().map(Column::label);
        Self {
            cost: label(columns.cost),
            date: columns.date.label(),
            what: label(columns.what),
            hours: label(columns.hours),
            amount: label(columns.amount),
            ignored: columns.ignored,
        }
    }
}

impl OutcomeImportView {
    fn of(read: Preview, counts: Counts, revision: Option<i64>, lang: Lang) -> Self {
        let Counts { new, corrected, unchanged } = counts;
        Self {
            revision,
            new,
            corrected,
            unchanged,
            read_as: read.read_as.get(lang).to_owned(),
            columns: read.columns.into(),
            first: read.entries.into_iter().take(SHOWN).map(|(_, entry)| entry.into()).collect(),
            errors: read.errors.into_iter().map(|error| RowErrorView::of(error, lang)).collect(),
        }
    }
}

/// The parameters of an import. What is not given is guessed, and the answer says how.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutcomeImportParams {
    /// Only tell what would happen.
    #[param(default = false)]
    pub preview: Option<bool>,
    /// The column of costs (ids or names), by header or by number from 1.
    #[param(max_length = 200, example = "Kostnad")]
    pub cost: Option<String>,
    /// The column of days.
    #[param(max_length = 200)]
    pub date: Option<String>,
    /// The column of meetings, items or invoices.
    #[param(max_length = 200)]
    pub what: Option<String>,
    /// The column of hours.
    #[param(max_length = 200)]
    pub hours: Option<String>,
    /// The column of amounts.
    #[param(max_length = 200)]
    pub amount: Option<String>,
    /// The id of one cost for every row.
    #[param(max_length = 200, example = "secretary")]
    pub fixed_cost: Option<String>,
    /// The sheet of a workbook; the first when absent.
    #[param(max_length = 200)]
    pub sheet: Option<String>,
    /// The separator of a CSV file.
    #[param(pattern = "^.$")]
    pub separator: Option<String>,
    /// The decimal mark, when numbers can be read in two ways.
    #[param(pattern = "^[,.]$")]
    pub decimal: Option<String>,
    /// What the file is called.
    #[param(max_length = 200, example = "tidrapport-2027.csv")]
    pub file_name: Option<String>,
}

const NAMES: &[&str] =
    &["preview", "cost", "date", "what", "hours", "amount", "fixed_cost", "sheet", "separator", "decimal", "file_name"];

fn options(query: &mut Query) -> Options {
    Options {
        cost: query.text("cost"),
        date: query.text("date"),
        what: query.text("what"),
        hours: query.text("hours"),
        amount: query.text("amount"),
        fixed_cost: query.text("fixed_cost"),
        sheet: query.text("sheet"),
        separator: character(query, "separator", |_| true),
        decimal: character(query, "decimal", |mark| matches!(mark, ',' | '.')),
        ..Options::default()
    }
}

/// Import outcome from a file
///
/// CSV (`;`, `,` or tab; decimal comma or point; UTF-8 or Windows-1252) or XLSX: a row for each meeting, item or invoice, with
/// its cost, its day, and hours or an amount. Columns are guessed from their headers. All rows are stored, or none: each row that
/// cannot be read is told. What is known just so already is not stored again, so the same file can be sent twice.
#[utoipa::path(
    operation_id = "importOutcome", tag = "billing", params(PeriodPath, OutcomeImportParams),
    request_body(description = "The file", content(
        (String = "text/csv", example = "Kostnad;Datum;Möte;Timmar\nsecretary;2027-03-01;Beredning;7,5\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )),
    responses(
        (status = 200, description = "What would happen (`preview=true`)", body = OutcomeImportView, example = example::outcome_import),
        (status = 201, description = "Imported", body = OutcomeImportView, headers(
            ("Location" = String, description = "Where the outcome is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = example::outcome_import),
        (status = 409, description = "The year is not adopted, or settled already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/outcome/imports")]
pub(crate) async fn import_outcome(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    file: FileBody,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), NAMES);
    let preview = query.flag("preview");
    let options = options(&mut query);
    let file_name = query.text("file_name").unwrap_or_else(|| "import".to_owned());
    query.finish()?;
    let (id, year) = path.into_inner().read()?;
    let format = if file.kind == FileBody::CSV { Format::Csv } else { Format::Xlsx };
    let file = OutcomeFile { bytes: file.bytes, format, options, name: file_name };
    let (read, counts, outcome) = desk.import_outcome(id.clone(), year, file, preview).await?;
    let revision = outcome.map(|outcome| outcome.revision);
    let view = OutcomeImportView::of(read, counts, revision, reader.lang);
    Ok(match revision {
        Some(revision) => created(&format!("/api/v1/agreements/{id}/periods/{year}/outcome"), &tag(revision), &view),
        None => json_in(reader.lang, &view),
    })
}
