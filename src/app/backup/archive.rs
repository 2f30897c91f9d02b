//! Reading a backup: nothing in the file is believed until it has been checked.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use samfin_core::{Text, say};
use serde::Deserialize;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::manifest::{self, Contents, FORMAT, FORMAT_VERSION, Manifest, Tally};
use super::{Error, Progress, tables_of_this_program};
use crate::storage::copy::{Table, Value};
use crate::storage::known_migrations;

/// A manifest is a few lines for each table.
const LONGEST_MANIFEST: u64 = 1 << 20;
/// The longest row: a document is at most 8 MiB, and a decision basis not much more.
const LONGEST_LINE: u64 = 64 << 20;
/// A backup that has been read from end to end and found whole, of this program's tables.
#[derive(Debug, Clone)]
pub struct Archive {
    path: PathBuf,
    manifest: Manifest,
    tables: Vec<Table>,
}

#[derive(Deserialize)]
struct Heading {
    format: String,
    format_version: u32,
}

impl Archive {
    /// Reads and checks all of it. The database is not touched.
    pub async fn check(path: &Path, progress: &Progress) -> Result<Self, Error> {
        let mut zip = open(path)?;
        let manifest = read_manifest(&mut zip, path)?;
        let expected = tables_of_this_program().await?;
        let archive = Self { path: path.to_owned(), tables: fitting(&manifest, &expected)?, manifest };
        archive.check_entries(&mut zip)?;
        let (mut done, of) = (0, archive.manifest.rows());
        for (contents, table) in archive.contents() {
            let mut lines = archive.lines(&mut zip, contents, table)?;
            while lines.next()?.is_some() {
                done += 1;
                progress(done, of);
            }
        }
        Ok(archive)
    }

    /// What it says about itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its tables.
    pub(super) fn contents(&self) -> impl Iterator<Item = (&Contents, &Table)> {
        self.manifest.tables.iter().zip(&self.tables)
    }

    /// The file, to read it again.
    pub(super) fn open(&self) -> Result<ZipArchive<BufReader<File>>, Error> {
        open(&self.path)
    }

    /// Exactly one entry for each table, and the manifest.
    fn check_entries(&self, zip: &mut ZipArchive<BufReader<File>>) -> Result<(), Error> {
        let names = zip.file_names().collect::<Result<Vec<_>, _>>().map_err(|error| damaged(&self.path, &error))?;
        let found: BTreeSet<String> = names.iter().map(|name| name.clone().into_owned()).collect();
        let expected: BTreeSet<String> =
            self.manifest.tables.iter().map(Contents::entry).chain([manifest::NAME.to_owned()]).collect();
        if let Some(name) = found.symmetric_difference(&expected).next() {
            return Err(wrong(say!(
                "posten {name} hör inte dit eller fattas",
                "the entry {name} does not belong or is missing"
            )));
        }
        if zip.has_duplicate_names() || self.manifest.tables.len() + 1 != expected.len() {
            return Err(wrong(say!("en post finns två gånger", "an entry is there twice")));
        }
        if zip.has_overlapping_entries().map_err(|error| damaged(&self.path, &error))? {
            return Err(wrong(say!("poster ligger över varandra", "entries lie over each other")));
        }
        Ok(())
    }

    /// The rows of a table, each checked, and the whole checked at its end.
    pub(super) fn lines<'a>(
        &'a self,
        zip: &'a mut ZipArchive<BufReader<File>>,
        contents: &'a Contents,
        table: &'a Table,
    ) -> Result<Lines<'a>, Error> {
        let entry = zip.by_name(&contents.entry()).map_err(|error| damaged(&self.path, &error))?;
        Ok(Lines { path: &self.path, entry: BufReader::new(entry), contents, table, tally: Tally::default() })
    }
}

/// A table's lines, one at a time.
pub(super) struct Lines<'a> {
    path: &'a Path,
    entry: BufReader<ZipFile<'a, BufReader<File>>>,
    contents: &'a Contents,
    table: &'a Table,
    tally: Tally,
}

impl Lines<'_> {
    /// The next row; none when all of them have come and they are what the manifest says.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Value>>, Error> {
        let mut line = Vec::new();
        let most = LONGEST_LINE.min(self.contents.bytes.saturating_sub(self.tally.bytes)) + 1;
        let read = self.entry.by_ref().take(most).read_until(b'\n', &mut line);
        read.map_err(|error| damaged(self.path, &error))?;
        let name = &self.contents.name;
        if line.is_empty() {
            let found = std::mem::take(&mut self.tally).contents(self.table);
            if found != *self.contents {
                return Err(wrong(say!(
                    "tabellen {name} har inte de rader eller den kontrollsumma som står i manifest.json",
                    "the table {name} does not have the rows or the checksum that manifest.json tells"
                )));
            }
            return Ok(None);
        }
        self.tally.add(&line);
        let number = self.tally.rows;
        let row = if line.ends_with(b"\n") { self.row(&line) } else { None };
        row.map(Some).ok_or_else(|| {
            wrong(say!(
                "rad {number} i tabellen {name} går inte att läsa",
                "line {number} of the table {name} cannot be read"
            ))
        })
    }

    fn row(&self, line: &[u8]) -> Option<Vec<Value>> {
        let cells: Vec<serde_json::Value> = serde_json::from_slice(line).ok()?;
        if cells.len() != self.table.columns.len() {
            return None;
        }
        let columns = self.table.columns.iter();
        columns.zip(cells).map(|(column, cell)| Value::from_json(column.kind, cell).ok()).collect()
    }
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, Error> {
    let file = File::open(path).map_err(|error| {
        let path = path.display();
        Error::Refused(say!("{path} går inte att öppna: {error}.", "{path} cannot be opened: {error}."))
    })?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(path, &error))
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>, path: &Path) -> Result<Manifest, Error> {
    let entry = zip.by_name(manifest::NAME).map_err(|error| damaged(path, &error))?;
    let mut text = Vec::new();
    entry.take(LONGEST_MANIFEST).read_to_end(&mut text).map_err(|error| damaged(path, &error))?;
    let heading: Heading = serde_json::from_slice(&text).map_err(|error| damaged(path, &error))?;
    if heading.format != FORMAT || heading.format_version != FORMAT_VERSION {
        let Heading { format, format_version } = heading;
        return Err(wrong(say!(
            "formatet är {format:?} version {format_version}, och det här programmet läser {FORMAT} version {FORMAT_VERSION}",
            "the format is {format:?} version {format_version}, and this program reads {FORMAT} version {FORMAT_VERSION}"
        )));
    }
    serde_json::from_slice(&text).map_err(|error| damaged(path, &error))
}

/// The program's tables in the order of the manifest, which must be of the same migrations and have all of them.
fn fitting(manifest: &Manifest, expected: &[Table]) -> Result<Vec<Table>, Error> {
    let known = known_migrations();
    if manifest.migrations != known {
        let version = &manifest.samfin;
        let (theirs, ours) = (span(&manifest.migrations), span(&known));
        return Err(wrong(say!(
            "den har migrationerna {theirs} från samfin {version}, och det här programmet har {ours}. Återställ med samfin \
             {version}, och starta sedan det nya programmet, som gör tabellerna aktuella",
            "it has the migrations {theirs} of samfin {version}, and this program has {ours}. Restore it with samfin \
             {version}, and then start the new program, which brings the tables up to date"
        )));
    }
    let copied: Vec<&Table> = expected.iter().filter(|table| super::is_copied(&table.name)).collect();
    let fits = |contents: &Contents| copied.iter().find(|table| contents.fits(table)).map(|table| (*table).clone());
    let tables: Vec<Table> = manifest.tables.iter().filter_map(fits).collect();
    if tables.len() != copied.len() || tables.len() != manifest.tables.len() {
        return Err(wrong(say!(
            "dess tabeller är inte de som det här programmet har",
            "its tables are not those that this program has"
        )));
    }
    Ok(tables)
}

fn span(numbers: &[i64]) -> String {
    match numbers {
        [] => "–".to_owned(),
        [only] => only.to_string(),
        [first, .., last] => format!("{first}–{last}"),
    }
}

fn damaged(path: &Path, error: &dyn std::error::Error) -> Error {
    let path = path.display();
    wrong(say!("{path} är skadad eller avbruten ({error})", "{path} is damaged or was cut off ({error})"))
}

/// What is wrong with the file, and that nothing has happened.
pub(super) fn wrong(Text { sv, en }: Text) -> Error {
    Error::Refused(Text::new(
        format!("Det här är ingen säkerhetskopia som går att återställa: {sv}. Inget har ändrats."),
        format!("This is not a backup that can be restored: {en}. Nothing was changed."),
    ))
}
