//! Files on their way in, in four steps: a file is brought, its columns are mapped, what it would do is looked at, and it is
//! stored, all of it or nothing.
//!
//! | step | use case | what happens |
//! | --- | --- | --- |
//! | bring | [`Desk::keep_upload`] | the file is kept for a day, for whoever brought it and nobody else |
//! | map | [`Desk::upload`], [`Desk::map_upload`] | which column is what: as the last time for the same head, or else as heads and cells tell |
//! | look | [`Desk::review_upload`], [`Desk::faulty_upload_rows`] | what would be stored, and each row that cannot be |
//! | store | [`Desk::store_upload`] | stored as a file that comes through the API; the mapping is remembered, and the file is gone |

mod review;
mod spent;

use chrono::TimeDelta;
use samfin_core::say;
use serde::{Deserialize, Serialize};

use super::import::{self, Format, Look, outcome};
use super::scope::{On, Right};
use super::told::Event;
use super::{Desk, Error};
use crate::digest::sha256;
use crate::storage::uploads as store;

pub use crate::storage::uploads::{Purpose, Upload};
pub use review::{Read, Review, Reviewed, Stored, Sum};
pub(super) use spent::{Spent, spend};

/// How long a file is kept that nobody goes on with.
const KEPT: TimeDelta = TimeDelta::days(1);
/// How many files of one person are kept at a time.
const MOST: i64 = 5;

/// Which column of a file is what, and what else is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Mapping {
    /// Of observations.
    Statistics {
        /// The series that they are of; empty until somebody has said.
        series: String,
        /// The columns.
        options: import::Options,
    },
    /// Of outcome.
    Outcome {
        /// The columns.
        options: outcome::Options,
    },
}

impl Mapping {
    /// The sheet that is read; none: the first one.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match self {
            Self::Statistics { options, .. } => options.sheet.as_deref(),
            Self::Outcome { options } => options.sheet.as_deref(),
        }
    }

    fn text(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::Broken(format!("a mapping cannot be written: {error}")))
    }
}

/// Where the mapping that is shown comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Said of this very file.
    Said,
    /// Said of an earlier one with the same head.
    Remembered,
    /// Proposed after heads and cells.
    Proposed,
}

/// A file, what stands in it, and which column is what.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub upload: Upload,
    /// What stands in it.
    pub look: Look,
    /// Which column is what.
    pub mapping: Mapping,
    /// Where that comes from.
    pub origin: Origin,
}

impl Desk {
    /// Keeps a file that can be read for the one who brings it; its id.
    pub async fn keep_upload(
        &self,
        purpose: Purpose,
        file_name: String,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<String, Error> {
        self.require_purpose(&purpose)?;
        let of = purpose.clone();
        let work = move || seen(&of, bytes.as_ref(), None).map(|_| bytes);
        let bytes = self.pool.heavy(work).await??;
        let upload = Upload {
            id: self.new_id(),
            principal: self.principal(),
            purpose,
            file_name,
            file_sha256: sha256(bytes.as_ref()),
            mapping: None,
            expires_at: self.now() + KEPT,
        };
        self.write((upload, bytes), |tx, (upload, bytes)| {
            Box::pin(async move {
                store::insert(tx, upload, bytes.as_ref()).await?;
                store::keep_last(tx, &upload.principal, MOST).await?;
                Ok((upload.id.clone(), Event::new("upload.received", upload.id.clone()).to(upload).into()))
            })
        })
        .await
    }

    /// A file that one has brought, with its columns; `sheet` is another one than what is said of it.
    pub async fn upload(&self, id: String, sheet: Option<String>) -> Result<Opened, Error> {
        let (upload, bytes) = self.kept(id).await?;
        let said = upload.mapping.as_deref().map(mapping_of).transpose()?;
        let sheet = sheet.or_else(|| said.as_ref().and_then(|said| said.sheet().map(str::to_owned)));
        let (of, wanted) = (upload.purpose.clone(), sheet.clone());
        let (look, proposed) = self.pool.heavy(move || seen(&of, &bytes, wanted.as_deref())).await??;
        if let Some(said) = said.filter(|said| said.sheet() == sheet.as_deref()) {
            return Ok(Opened { upload, look, mapping: said, origin: Origin::Said });
        }
        let key = (self.principal(), upload.purpose.kind(), sha256(look.head.as_bytes()));
        let remembered = self
            .db
            .read(key, |tx, (principal, kind, head)| {
                Box::pin(async move { Ok::<_, Error>(store::mapping(tx, principal, kind, head).await?) })
            })
            .await?;
        Ok(match remembered {
            Some(text) if !look.head.is_empty() => {
                let mapping = with_sheet(mapping_of(&text)?, sheet);
                Opened { upload, look, mapping, origin: Origin::Remembered }
            }
            _ => Opened { upload, look, mapping: proposed, origin: Origin::Proposed },
        })
    }

    /// Says which column of a file is what; refused when the file cannot be read so.
    pub async fn map_upload(&self, id: String, mapping: Mapping) -> Result<(), Error> {
        let (upload, bytes) = self.kept(id).await?;
        let text = mapping.text()?;
        // What cannot be read at all so is not kept.
        self.taken_in(&upload, mapping, bytes, None).await?;
        let mapped = Upload { mapping: Some(text), ..upload };
        self.write(mapped, |tx, mapped| {
            Box::pin(async move {
                let text = mapped.mapping.as_deref().unwrap_or_default();
                if !store::set_mapping(tx, &mapped.principal, &mapped.id, text).await? {
                    return Err(gone());
                }
                Ok(((), Event::new("upload.mapped", mapped.id.clone()).to(mapped).into()))
            })
        })
        .await
    }

    /// Throws a file away.
    pub async fn discard_upload(&self, id: String) -> Result<(), Error> {
        if let Some(done) = self.done_already().await? {
            return Ok(done);
        }
        let (upload, _) = self.kept(id).await?;
        self.write(upload, |tx, upload| {
            Box::pin(async move {
                if !store::delete(tx, &upload.principal, &upload.id).await? {
                    return Err(gone());
                }
                Ok(((), Event::new("upload.discarded", upload.id.clone()).from(upload).into()))
            })
        })
        .await
    }

    /// A file that whoever is acting has brought, if what it is for is still allowed.
    async fn kept(&self, id: String) -> Result<(Upload, Vec<u8>), Error> {
        self.require_some_purpose()?;
        let (principal, now) = (self.principal(), self.now());
        let load = self.db.read((principal, id), move |tx, (principal, id)| {
            Box::pin(async move { Ok::<_, Error>(store::get(tx, principal, id, now).await?) })
        });
        let (upload, bytes) = load.await?.ok_or_else(gone)?;
        self.require_purpose(&upload.purpose)?;
        Ok((upload, bytes))
    }

    /// Refuses who may bring no file at all.
    fn require_some_purpose(&self) -> Result<(), Error> {
        if self.scope().may(Right::Bill, On::Anything) { Ok(()) } else { self.require(Right::Write, On::Service) }
    }

    /// Refuses who may not store what a file is to be stored as.
    pub fn require_purpose(&self, purpose: &Purpose) -> Result<(), Error> {
        match purpose {
            Purpose::Statistics => self.require(Right::Write, On::Service),
            Purpose::Outcome { agreement, .. } => self.require_in(Right::Bill, agreement),
        }
    }
}

/// What stands in a file, and which column is what as far as it tells.
fn seen(purpose: &Purpose, bytes: &[u8], sheet: Option<&str>) -> Result<(Look, Mapping), Error> {
    let format = Format::of(bytes);
    let found = match purpose {
        Purpose::Statistics => import::look(bytes, format, sheet)
            .map(|(look, options)| (look, Mapping::Statistics { series: String::new(), options })),
        Purpose::Outcome { .. } => {
            import::look_at_outcome(bytes, format, sheet).map(|(look, options)| (look, Mapping::Outcome { options }))
        }
    };
    found.map_err(|rejected| Error::ImportRejected(rejected.0, Vec::new()))
}

fn with_sheet(mapping: Mapping, sheet: Option<String>) -> Mapping {
    match mapping {
        Mapping::Statistics { series, options } => {
            Mapping::Statistics { series, options: import::Options { sheet, ..options } }
        }
        Mapping::Outcome { options } => Mapping::Outcome { options: outcome::Options { sheet, ..options } },
    }
}

fn mapping_of(text: &str) -> Result<Mapping, Error> {
    serde_json::from_str(text).map_err(|error| Error::Broken(format!("a mapping cannot be read: {error}")))
}

fn gone() -> Error {
    Error::NotFound(say!(
        "Filen finns inte kvar här. Den tas bort när den har lästs in, eller efter ett dygn. Välj den igen.",
        "The file is no longer here. It goes when it has been imported, or after a day. Choose it again."
    ))
}
