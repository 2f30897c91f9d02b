//! What a file would do, the rows that cannot be stored, and the storing itself.

use std::collections::BTreeSet;

use samfin_core::{Lang, Text, say};
use samfin_documents::table::{Cell, Dialect, Table, csv};
use serde::{Deserialize, Serialize};

use super::{Mapping, Purpose, Spent, Upload, mapping_of, seen};
use crate::app::import::outcome::Preview as OutcomePreview;
use crate::app::import::{Format, Preview, RowError, faulty_rows};
use crate::app::periods::OutcomeFile;
use crate::app::statistics::{Imported, StatisticsFile};
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::uploads as store;

/// A file with what it would do.
#[derive(Debug)]
pub struct Reviewed {
    /// The file.
    pub upload: Upload,
    /// Which column is what.
    pub mapping: Mapping,
    /// What it would do.
    pub review: Review,
}

/// What a file would do, or did.
#[derive(Debug)]
pub struct Review {
    /// What was read.
    pub read: Read,
    /// How many values were not known before.
    pub new: usize,
    /// How many take the place of others.
    pub corrected: usize,
    /// How many are known just so.
    pub unchanged: usize,
}

/// What was read of a file.
#[derive(Debug)]
pub enum Read {
    /// Observations.
    Statistics(Preview),
    /// Outcome.
    Outcome(OutcomePreview),
}

impl Review {
    /// What is wrong, in the order of the file.
    #[must_use]
    pub fn errors(&self) -> &[RowError] {
        match &self.read {
            Read::Statistics(preview) => &preview.errors,
            Read::Outcome(preview) => &preview.errors,
        }
    }

    /// How the file was read.
    #[must_use]
    pub fn read_as(&self) -> &Text {
        match &self.read {
            Read::Statistics(preview) => &preview.mapping.read_as,
            Read::Outcome(preview) => &preview.read_as,
        }
    }

    /// What was assumed and is worth knowing.
    #[must_use]
    pub fn notes(&self) -> &[Text] {
        match &self.read {
            Read::Statistics(preview) => &preview.notes,
            Read::Outcome(_) => &[],
        }
    }

    fn header_row(&self) -> Option<usize> {
        match &self.read {
            Read::Statistics(preview) => preview.mapping.header_row,
            Read::Outcome(preview) => Some(preview.header_row),
        }
    }
}

/// What came of the values of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// The series and the import, of statistics.
    pub import: Option<(String, String)>,
    /// How many values were not known before.
    pub new: usize,
    /// How many took the place of others.
    pub corrected: usize,
    /// How many were known just so.
    pub unchanged: usize,
}

/// What came of a file that was stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// What it was stored as.
    pub purpose: Purpose,
    /// What it was called.
    pub file_name: String,
    /// What came of its values.
    pub sum: Sum,
}

impl Desk {
    /// What a file would do as its columns are mapped; none when that has not been said yet.
    pub async fn review_upload(&self, id: String) -> Result<Option<Reviewed>, Error> {
        let (upload, bytes) = self.kept(id).await?;
        let Some(mapping) = upload.mapping.as_deref().map(mapping_of).transpose()? else { return Ok(None) };
        let review = self.taken_in(&upload, mapping.clone(), bytes, None).await?;
        Ok(Some(Reviewed { upload, mapping, review }))
    }

    /// The rows of a file that cannot be stored, with what is wrong, as a table for a Swedish spreadsheet.
    pub async fn faulty_upload_rows(&self, id: String, lang: Lang) -> Result<Option<Vec<u8>>, Error> {
        let (upload, bytes) = self.kept(id).await?;
        let Some(mapping) = upload.mapping.as_deref().map(mapping_of).transpose()? else { return Ok(None) };
        let review = self.taken_in(&upload, mapping.clone(), bytes.clone(), None).await?;
        let work = move || faulty(&bytes, &mapping, &review, lang);
        self.pool.heavy(work).await?.map(Some)
    }

    /// What came of a file that one has brought and stored; none while it is not stored.
    pub async fn stored_upload(&self, id: String) -> Result<Option<Stored>, Error> {
        self.require_some_purpose()?;
        let load = self.db.read((self.principal(), id), |tx, (principal, id)| {
            Box::pin(async move { Ok::<_, Error>(store::stored_as(tx, principal, id).await?) })
        });
        let read = |text: String| {
            serde_json::from_str::<Stored>(&text)
                .map_err(|error| Error::Broken(format!("what came of a file cannot be read: {error}")))
        };
        let stored = load.await?.map(read).transpose()?;
        stored.iter().try_for_each(|stored| self.require_purpose(&stored.purpose))?;
        Ok(stored)
    }

    /// Stores a file as its columns are mapped, all of it or nothing; nothing more is kept of it then, and the mapping is
    /// remembered. One that has been stored is not stored again.
    pub async fn store_upload(&self, id: String) -> Result<(), Error> {
        if self.stored_upload(id.clone()).await?.is_some() {
            return Ok(());
        }
        let (upload, bytes) = self.kept(id).await?;
        let mapping = upload.mapping.as_deref().map(mapping_of).transpose()?.ok_or_else(unmapped)?;
        let (of, sheet, looked) = (upload.purpose.clone(), mapping.sheet().map(str::to_owned), bytes.clone());
        let look = self.pool.heavy(move || seen(&of, &looked, sheet.as_deref())).await??.0;
        let head = (!look.head.is_empty()).then(|| sha256(look.head.as_bytes()));
        let spent = Spent { upload: upload.clone(), head, mapping: mapping.clone(), at: self.now() };
        self.taken_in(&upload, mapping, bytes, Some(spent)).await.map(drop)
    }

    /// What a file does, or without `spent` would do.
    pub(super) async fn taken_in(
        &self,
        upload: &Upload,
        mapping: Mapping,
        bytes: Vec<u8>,
        spent: Option<Spent>,
    ) -> Result<Review, Error> {
        let (only_preview, format, name) = (spent.is_none(), Format::of(&bytes), upload.file_name.clone());
        match (&upload.purpose, mapping) {
            (Purpose::Statistics, Mapping::Statistics { series, options }) => {
                let file = StatisticsFile { bytes, format, options, name };
                let done = self.import_observations(series, file, only_preview, spent).await?;
                let Imported { preview, new, corrected, unchanged, .. } = done;
                Ok(Review { read: Read::Statistics(preview), new, corrected, unchanged })
            }
            (Purpose::Outcome { agreement, year }, Mapping::Outcome { options }) => {
                let file = OutcomeFile { bytes, format, options, name };
                let done = self.import_entries(agreement.clone(), *year, file, only_preview, spent).await?;
                let (preview, counts, _) = done;
                let (new, corrected, unchanged) = (counts.new, counts.corrected, counts.unchanged);
                Ok(Review { read: Read::Outcome(preview), new, corrected, unchanged })
            }
            _ => Err(Error::Broken(format!("the mapping of the upload {} is of another kind", upload.id))),
        }
    }
}

fn faulty(bytes: &[u8], mapping: &Mapping, review: &Review, lang: Lang) -> Result<Vec<u8>, Error> {
    let wanted: BTreeSet<usize> = review.errors().iter().map(|error| error.row).collect();
    let found = faulty_rows(bytes, Format::of(bytes), mapping.sheet(), &wanted, review.header_row());
    let (columns, rows) = found.map_err(|rejected| Error::ImportRejected(rejected.0, Vec::new()))?;
    let wrong = |row: usize| {
        let told = review.errors().iter().filter(|error| error.row == row).map(|error| {
            let hint = error.suggestion.as_ref().map_or_else(String::new, |hint| format!(" {}", hint.get(lang)));
            format!("{}: {}{hint}", error.column, error.detail.get(lang))
        });
        told.collect::<Vec<_>>().join(" ")
    };
    let said = |text: Text| text.get(lang).to_owned();
    let heads =
        [said(say!("Rad", "Row"))].into_iter().chain(columns).chain([said(say!("Vad som är fel", "What is wrong"))]);
    let row = |(number, cells): (usize, Vec<String>)| {
        let number_cell = i32::try_from(number).map_or(Cell::Empty, Cell::Whole);
        [number_cell].into_iter().chain(cells.into_iter().map(Cell::Text)).chain([Cell::Text(wrong(number))]).collect()
    };
    let table = Table { heads: heads.collect(), rows: rows.into_iter().map(row).collect() };
    Ok(csv(&table, Dialect::default()))
}

fn unmapped() -> Error {
    Error::InvalidState {
        detail: say!("Säg först vilken kolumn som är vad.", "First say which column is what."),
        legal: vec!["map"],
    }
}
