//! Filling an empty database from a backup.

use samfin_core::say;

use super::archive::{Archive, wrong};
use super::manifest::{self, Tally};
use super::{Error, Progress, tables_to_copy};
use crate::app::App;
use crate::storage::copy::{self, Table, Value};
use crate::storage::{self, Tx};

/// So much is read before it is stored.
const BATCH_ROWS: usize = 500;
/// Or so much, whichever comes first.
const BATCH_BYTES: usize = 4 << 20;

/// What the filling is told.
struct Plan {
    archive: Archive,
    progress: Progress,
}

impl App {
    /// Refuses a database that holds anything. Makes nothing.
    pub async fn check_empty(&self, archive: &Archive) -> Result<(), Error> {
        self.db.read(archive.clone(), |tx, archive| Box::pin(refuse_contents(tx, archive))).await
    }

    /// Makes the tables and fills them, in one transaction: all of it or nothing. What was stored is read again and must
    /// have the checksums of the backup.
    pub async fn restore(&self, archive: Archive, progress: Progress) -> Result<(), Error> {
        let _alone = self.hold_serving_lock()?;
        self.check_empty(&archive).await?;
        self.db.migrate().await?;
        let db = self.db.patient().await?;
        db.write(Plan { archive, progress }, |tx, plan| Box::pin(fill(tx, plan))).await
    }
}

async fn fill(tx: &mut Tx, Plan { archive, progress }: &Plan) -> Result<(), Error> {
    let deferred = copy::defer_references(tx).await?;
    refuse_contents(tx, archive).await?; // again, now that nobody else may write
    tables_to_copy(tx).await?;
    let (mut done, of) = (0, archive.manifest().rows() * 2);
    let mut zip = archive.open()?;
    for (contents, table) in archive.contents() {
        let mut lines = archive.lines(&mut zip, contents, table)?;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        loop {
            let row = lines.next()?;
            let ended = row.is_none();
            if let Some(row) = row {
                bytes += row.iter().map(Value::size_bytes).sum::<usize>();
                batch.push(row);
            }
            if ended || batch.len() == BATCH_ROWS || bytes > BATCH_BYTES {
                done += batch.len() as u64;
                copy::insert(tx, table, std::mem::take(&mut batch)).await.map_err(does_not_fit)?;
                bytes = 0;
                progress(done, of);
            }
            if ended {
                break;
            }
        }
    }
    copy::enforce_references(tx, deferred).await.map_err(does_not_fit)?;
    for (contents, table) in archive.contents() {
        let mut tally = Tally::default();
        copy::rows(tx, table, |row| {
            tally.add(&manifest::line(&row).unwrap_or_default());
            done += 1;
            progress(done, of);
            Ok::<_, Error>(())
        })
        .await?;
        if tally.contents(table) != *contents {
            return Err(not_what_was_written(table));
        }
    }
    Ok(())
}

/// Nobody's data is written over or mixed: whatever is there is told, and left alone.
async fn refuse_contents(tx: &mut Tx, archive: &Archive) -> Result<(), Error> {
    let ours = |name: &str| archive.contents().any(|(contents, _)| contents.name == name) || !super::is_copied(name);
    let mut there = Vec::new();
    for name in copy::table_names(tx).await? {
        let rows = copy::count(tx, &name).await?;
        // A service that has run here for a while has had a lease, and that is nobody's data.
        if (rows > 0 && name != "leases") || !ours(&name) {
            there.push(format!("{name} ({rows})"));
        }
    }
    if there.is_empty() {
        return Ok(());
    }
    let there = there.join(", ");
    Err(Error::Refused(say!(
        "Databasen är inte tom: den har tabeller med rader, {there}. Återställ till en ny, tom databas (--database-url eller \
         --data-dir). Inget har ändrats.",
        "The database is not empty: it has tables with rows, {there}. Restore into a new, empty database (--database-url or \
         --data-dir). Nothing was changed."
    )))
}

/// A row that the tables refuse is the backup's fault; everything else is the database's.
fn does_not_fit(error: storage::Error) -> Error {
    match &error {
        storage::Error::Conflict { .. } | storage::Error::Unexpected { .. } => {
            let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
            let cause = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
            wrong(say!("databasen tar inte emot dess rader ({cause})", "the database does not take its rows ({cause})"))
        }
        _ => error.into(),
    }
}

fn not_what_was_written(table: &Table) -> Error {
    let name = &table.name;
    Error::Refused(say!(
        "Tabellen {name} blev inte likadan som i säkerhetskopian. Skriver någon annan till databasen? Inget har sparats.",
        "The table {name} did not become what the backup holds. Is somebody else writing to the database? Nothing was kept."
    ))
}
