//! `/api/v1/statistics/{series}/imports`: observations from a file, all or nothing.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::{Code, Lang, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::agreements::known_form;
use super::answer::{created, json, json_in, tagged};
use super::body::FileBody;
use super::examples;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::statistics::SeriesPath;
use crate::app::Desk;
use crate::app::import::{Column, Columns, DateFrom, Format, Mapping, Options, RowError};
use crate::app::statistics::{Import, Imported};

/// How many observations an answer shows.
const SHOWN: usize = 10;

/// A file that observations came from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The series.
    series: String,
    /// What the file was called.
    file_name: String,
    /// The SHA-256 of the file.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    file_sha256: String,
    /// How many observations the file held.
    #[schema(minimum = 0)]
    rows: i64,
    /// When it was imported.
    recorded_at: DateTime<Utc>,
    /// Who imported it, as that one was called then; null when it is not known.
    #[schema(required)]
    recorded_by: Option<String>,
}

/// What an import did, or (with `preview=true`) would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportOutcome)]
pub struct OutcomeView {
    /// The import; null when it was only a preview.
    #[schema(required)]
    import: Option<ImportView>,
    /// Observations that were not known before.
    new: usize,
    /// Observations that correct what was known.
    corrected: usize,
    /// Observations that are known just so; not stored again.
    unchanged: usize,
    /// How the file was read.
    read_as: String,
    /// Which column was taken for what.
    columns: ColumnsView,
    /// The first observations of the file.
    #[schema(max_items = 10)]
    first: Vec<RowView>,
    /// What cannot be read; only a preview has any.
    errors: Vec<RowErrorView>,
    /// What was assumed and is worth knowing.
    notes: Vec<String>,
}

/// Which column was taken for what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportColumns)]
pub struct ColumnsView {
    /// Whom the values are for.
    r#for: String,
    /// The dates: a column, `headers`, or the date given.
    date: String,
    /// The values; more than one in a wide table.
    values: Vec<String>,
    /// The sources.
    #[schema(required)]
    source: Option<String>,
    /// The columns that are not used.
    ignored: Vec<String>,
}

/// One observation of the file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub struct RowView {
    /// The row of the file, from 1.
    row: usize,
    /// A party's id or an area's code.
    r#for: String,
    /// The day it describes.
    date: NaiveDate,
    /// The value.
    value: String,
    /// Where it comes from.
    #[schema(required)]
    source: Option<String>,
}

/// One cell that cannot be used.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRowError)]
pub struct RowErrorView {
    /// The row of the file, from 1.
    row: usize,
    /// The column.
    column: String,
    /// What the cell holds.
    value: String,
    /// What kind of error it is.
    code: &'static str,
    /// What is wrong.
    detail: String,
    /// What to write instead.
    #[schema(required)]
    suggestion: Option<String>,
}

impl From<Import> for ImportView {
    fn from(import: Import) -> Self {
        Self {
            id: import.id,
            series: import.series,
            file_name: import.file_name,
            file_sha256: import.file_sha256,
            rows: import.row_count,
            recorded_at: import.recorded_at,
            recorded_by: import.recorded_by,
        }
    }
}

impl OutcomeView {
    fn of(imported: Imported, lang: Lang) -> Self {
        let preview = imported.preview;
        let first = preview.observations.into_iter().take(SHOWN).map(|read| RowView {
            row: read.row,
            r#for: read.place,
            date: read.date,
            value: read.value.normalize().to_string(),
            source: read.source,
        });
        Self {
            import: imported.import.map(ImportView::from),
            new: imported.new,
            corrected: imported.corrected,
            unchanged: imported.unchanged,
            read_as: preview.mapping.read_as.get(lang).to_owned(),
            columns: ColumnsView::of(&preview.mapping),
            first: first.collect(),
            errors: preview.errors.into_iter().map(|error| RowErrorView::of(error, lang)).collect(),
            notes: preview.notes.iter().map(|note| note.get(lang).to_owned()).collect(),
        }
    }
}

impl ColumnsView {
    fn of(mapping: &Mapping) -> Self {
        Self {
            r#for: mapping.place.label(),
            date: match &mapping.date {
                DateFrom::Column(column) => column.label(),
                DateFrom::Headers => "headers".to_owned(),
                DateFrom::Fixed(date) => date.to_string(),
            },
            values: mapping.values.iter().map(|value| value.column.label()).collect(),
            source: mapping.source.as_ref().map(Column::label),
            ignored: mapping.ignored.clone(),
        }
    }
}

impl RowErrorView {
    pub(super) fn of(error: RowError, lang: Lang) -> Self {
        Self {
            row: error.row,
            column: error.column,
            value: error.value,
            code: error.code.as_str(),
            detail: error.detail.get(lang).to_owned(),
            suggestion: error.suggestion.map(|hint| hint.get(lang).to_owned()),
        }
    }
}

/// The parameters of an import. What is not given is guessed, and the answer says how.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportParams {
    /// Only tell what would happen.
    #[param(default = false)]
    pub preview: Option<bool>,
    /// The column of parties or areas, by header or by number from 1.
    #[param(max_length = 200, example = "Kommunkod")]
    pub r#for: Option<String>,
    /// The column of dates or years.
    #[param(max_length = 200)]
    pub date: Option<String>,
    /// The column of values.
    #[param(max_length = 200)]
    pub value: Option<String>,
    /// The column of sources.
    #[param(max_length = 200)]
    pub source: Option<String>,
    /// One date for every value, in a file without dates.
    #[param(format = Date)]
    pub fixed_date: Option<String>,
    /// One source for every value.
    #[param(max_length = 200, example = "SCB")]
    pub fixed_source: Option<String>,
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
    #[param(max_length = 200, example = "folkmangd-2026.csv")]
    pub file_name: Option<String>,
}

const NAMES: &[&str] = &[
    "preview",
    "for",
    "date",
    "value",
    "source",
    "fixed_date",
    "fixed_source",
    "sheet",
    "separator",
    "decimal",
    "file_name",
];

fn options(query: &mut Query) -> Options {
    Options {
        columns: Columns {
            place: query.text("for"),
            date: query.text("date"),
            value: query.text("value"),
            source: query.text("source"),
        },
        date: query.date("fixed_date"),
        source: query.text("fixed_source"),
        sheet: query.text("sheet"),
        separator: character(query, "separator", |_| true),
        decimal: character(query, "decimal", |mark| matches!(mark, ',' | '.')),
        ..Options::default()
    }
}

pub(super) fn character(query: &mut Query, name: &str, fits: impl Fn(char) -> bool) -> Option<char> {
    let text = query.raw(name)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) if fits(one) => Some(one),
        _ => {
            query.refuse(
                name,
                Code::UnknownValue,
                say!("skriv ett av de tecken som går", "write one of the characters that work"),
            );
            None
        }
    }
}

/// Import observations from a file
///
/// CSV (`;`, `,` or tab; decimal comma or point; UTF-8 or Windows-1252) or XLSX. Columns are guessed from
/// their headers. All rows are stored, or none: each row that cannot be read is told. What is known just
/// so already is not stored again, so the same file can be sent twice.
#[utoipa::path(
    operation_id = "importObservations", tag = "statistics", params(SeriesPath, ImportParams),
    request_body(description = "The file", content(
        (String = "text/csv", example = "Kommunkod;År;Folkmängd\n2321;2026;12801\n"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    )),
    responses(
        (status = 200, description = "What would happen (`preview=true`)", body = OutcomeView, example = examples::imported),
        (status = 201, description = "Imported", body = OutcomeView, headers(
            ("Location" = String, description = "Where the import is found"), ("ETag" = String, description = "Its entity tag"),
        ), example = examples::imported),
    ),
)]
#[post("/api/v1/statistics/{series}/imports")]
pub(crate) async fn import_observations(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<SeriesPath>,
    file: FileBody,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), NAMES);
    let preview = query.flag("preview");
    let options = options(&mut query);
    let file_name = query.text("file_name").unwrap_or_else(|| "import".to_owned());
    query.finish()?;
    let format = if file.kind == FileBody::CSV { Format::Csv } else { Format::Xlsx };
    let imported = desk.import_statistics(path.name()?, file.bytes, format, options, file_name, preview).await?;
    let made = imported.import.as_ref().map(|import| import.id.clone());
    let view = OutcomeView::of(imported, reader.lang);
    Ok(match made {
        Some(id) => created(&format!("{}/{id}", request.path()), &format!("\"{id}\""), &view),
        None => json_in(reader.lang, &view),
    })
}

/// List imports
///
/// In the order they came.
#[utoipa::path(
    operation_id = "listImports", tag = "statistics", params(SeriesPath, PageParams),
    responses((status = 200, description = "A page of imports", body = Page<ImportView>, example = examples::imports)),
)]
#[get("/api/v1/statistics/{series}/imports")]
pub(crate) async fn list_imports(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<SeriesPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| uuid::Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.imports(path.name()?, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |import| import.id.clone(), ImportView::from)))
}

/// Which import of which series.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ImportPath {
    /// The name of the series.
    #[param(min_length = 1, max_length = 200, example = "population")]
    pub series: String,
    /// The import's id.
    #[param(format = Uuid, example = examples::agreement_id)]
    pub id: String,
}

/// Read an import
///
/// Where observations came from.
#[utoipa::path(
    operation_id = "getImport", tag = "statistics", params(ImportPath),
    responses((status = 200, description = "The import", body = ImportView, headers(
        ("ETag" = String, description = "Its entity tag"),
    ), example = examples::import)),
)]
#[get("/api/v1/statistics/{series}/imports/{id}")]
pub(crate) async fn get_import(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<ImportPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let ImportPath { series, id } = path.into_inner();
    let series = SeriesPath { series }.name()?;
    let found = ImportView::from(desk.import(series, known_form(&id)?).await?);
    Ok(tagged(&format!("\"{}\"", found.id), &found))
}
