//! Writing a backup.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use samfin_core::{Text, say};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::manifest::{self, FORMAT, FORMAT_VERSION, LEFT_OUT, Manifest, Tally};
use super::{Error, Progress, tables_to_copy};
use crate::app::App;
use crate::storage::copy::{self, Table};
use crate::storage::{Tx, known_migrations};

/// A backup that is safe on disk.
#[derive(Debug, Clone)]
pub struct Written {
    /// What is in it.
    pub manifest: Manifest,
    /// How large the file is.
    pub bytes: u64,
}

/// What the copying is told.
struct Plan {
    file: File,
    database: &'static str,
    made_at: DateTime<Utc>,
    progress: Progress,
}

impl App {
    /// Copies the database, as it is at one moment, to a new file that only its owner may read. A service goes on meanwhile.
    /// A file that is there already is replaced only with `force`, and only when the new one is whole.
    pub async fn back_up(&self, path: &Path, force: bool, progress: Progress) -> Result<Written, Error> {
        let there = path.symlink_metadata().is_ok();
        if path.is_dir() || (there && !force) {
            return Err(exists(path));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Beside the file, so that the last step is a renaming; tempfile makes it readable for its owner only.
        let unfinished = tempfile::Builder::new()
            .prefix(".samfin-backup-")
            .suffix(".unfinished")
            .tempfile_in(folder)
            .map_err(|error| no_file(folder.display(), &error))?;
        let plan = Plan {
            file: unfinished.reopen().map_err(|error| no_file(path.display(), &error))?,
            database: self.db.kind(),
            made_at: self.now(),
            progress,
        };
        // A database that is not of this program: nobody could restore it with this program either.
        self.db.pending().await?;
        let db = self.db.patient().await?;
        let manifest = db.read(plan, |tx, plan| Box::pin(copy_all(tx, plan))).await?;
        let finish = || -> std::io::Result<u64> {
            unfinished.as_file().sync_all()?;
            let bytes = unfinished.as_file().metadata()?.len();
            if force {
                unfinished.persist(path)?;
            } else {
                unfinished.persist_noclobber(path)?;
            }
            File::open(folder)?.sync_all()?; // the name, too
            Ok(bytes)
        };
        match finish() {
            Ok(bytes) => Ok(Written { manifest, bytes }),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(path)),
            Err(error) => Err(no_file(path.display(), &error)),
        }
    }
}

async fn copy_all(tx: &mut Tx, plan: &Plan) -> Result<Manifest, Error> {
    // The first thing that is read decides of which moment the copy is.
    let migrations = copy::applied(tx).await?;
    check_migrations(&migrations)?;
    let tables = tables_to_copy(tx).await?;
    let mut of = 0;
    for table in &tables {
        of += u64::try_from(copy::count(tx, &table.name).await?).unwrap_or(0);
    }
    let mut zip = ZipWriter::new(BufWriter::new(&plan.file));
    let mut contents = Vec::with_capacity(tables.len());
    let mut done = 0;
    for table in &tables {
        zip.start_file(manifest::entry(&table.name), options()).map_err(|error| failed(&error))?;
        let mut tally = Tally::default();
        copy::rows(tx, table, |row| {
            let line = manifest::line(&row).map_err(|at| unreadable(table, at, &row))?;
            tally.add(&line);
            zip.write_all(&line).map_err(|error| failed(&error))?;
            done += 1;
            (plan.progress)(done, of);
            Ok::<_, Error>(())
        })
        .await?;
        contents.push(tally.contents(table));
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        format_version: FORMAT_VERSION,
        samfin: env!("CARGO_PKG_VERSION").to_owned(),
        database: plan.database.to_owned(),
        migrations,
        made_at: plan.made_at,
        left_out: LEFT_OUT.iter().map(|(table, _)| (*table).to_owned()).collect(),
        tables: contents,
    };
    close(zip, &manifest)?;
    Ok(manifest)
}

/// The manifest last: a file without it is no backup.
fn close(mut zip: ZipWriter<impl Write + Seek>, manifest: &Manifest) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(manifest).map_err(|error| failed(&error))?;
    zip.start_file(manifest::NAME, options()).map_err(|error| failed(&error))?;
    zip.write_all(text.as_bytes()).map_err(|error| failed(&error))?;
    let mut file = zip.finish().map_err(|error| failed(&error))?;
    file.flush().map_err(|error| failed(&error))
}

fn options() -> SimpleFileOptions {
    // Large from the start: how many bytes a table comes to is known afterwards.
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(true)
        .unix_permissions(0o600)
}

fn check_migrations(applied: &[i64]) -> Result<(), Error> {
    if applied == known_migrations() {
        return Ok(());
    }
    let text = if applied.is_empty() {
        say!(
            "Databasen är tom: det finns inget att kopiera. Stämmer --database-url och --data-dir?",
            "The database is empty: there is nothing to back up. Are --database-url and --data-dir right?"
        )
    } else {
        say!(
            "Databasens tabeller är från ett äldre samfin. Säkerhetskopiera med det program som databasen hör till, eller \
             kör samfin migrate först.",
            "The tables of the database are those of an older samfin. Back up with the program that it belongs to, or run \
             samfin migrate first."
        )
    };
    Err(Error::Refused(text))
}

/// The key of a row, for people.
pub(in crate::app) fn key_of(table: &Table, row: &[copy::Value]) -> String {
    let cells = table.key().iter().filter_map(|at| row.get(*at));
    let shown = cells.map(|value| match value.to_json() {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => other.to_string(),
        Err(copy::NotAValue) => "?".to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn unreadable(table: &Table, at: usize, row: &[copy::Value]) -> Error {
    let column = table.columns.get(at).map_or("?", |column| column.name.as_str());
    let (table, key) = (&table.name, key_of(table, row));
    Error::Refused(say!(
        "{table}.{column} i raden {key} innehåller något som samfin aldrig har skrivit, och kan inte kopieras. Kör samfin verify.",
        "{table}.{column} of row {key} holds something that was never written by samfin, and cannot be copied. Run samfin verify."
    ))
}

fn exists(path: &Path) -> Error {
    let path: PathBuf = path.to_owned();
    let path = path.display();
    Error::Refused(say!(
        "{path} finns redan. Välj ett annat namn, eller ersätt filen med --force.",
        "{path} is there already. Choose another name, or replace it with --force."
    ))
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::File(say!("Kopian gick inte att skriva: {error}.", "The copy could not be written: {error}."))
}

/// That a file cannot be made at a place.
fn no_file(place: impl std::fmt::Display, error: &std::io::Error) -> Error {
    let text: Text = say!("Det går inte att skriva till {place}: {error}.", "Cannot write to {place}: {error}.");
    Error::File(text)
}
