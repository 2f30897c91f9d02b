//! The end of a file: stored, so that nothing more is kept of it and its mapping is remembered, in the transaction that stores it.

use chrono::{DateTime, Utc};

use super::{Mapping, Stored, Sum, gone};
use crate::app::Error;
use crate::app::told::Event;
use crate::storage::Tx;
use crate::storage::uploads::{self as store, Upload};

/// A file that is being stored.
#[derive(Debug, Clone)]
pub(in crate::app) struct Spent {
    /// The file.
    pub(super) upload: Upload,
    /// The SHA-256 of its head; none when it has no head to be known by.
    pub(super) head: Option<String>,
    /// Which column was what.
    pub(super) mapping: Mapping,
    /// When.
    pub(super) at: DateTime<Utc>,
}

impl Spent {
    /// What is kept of the file: what came of it.
    fn stored(&self, sum: Sum) -> Stored {
        let (purpose, file_name) = (self.upload.purpose.clone(), self.upload.file_name.clone());
        Stored { purpose, file_name, sum }
    }
}

/// Says what came of the file, of which nothing more is kept, and remembers its mapping; what that tells.
/// [`Error::NotFound`] when somebody has stored it already.
pub(in crate::app) async fn spend(tx: &mut Tx, spent: Option<&Spent>, sum: Sum) -> Result<Option<Event>, Error> {
    let Some(spent) = spent else { return Ok(None) };
    let Spent { upload, head, mapping, at } = spent;
    let text = serde_json::to_string(&spent.stored(sum));
    let text = text.map_err(|error| Error::Broken(format!("what came of a file cannot be written: {error}")))?;
    if !store::store(tx, &upload.principal, &upload.id, &text).await? {
        return Err(gone());
    }
    let Some(head) = head else { return Ok(None) };
    store::remember(tx, &upload.principal, upload.purpose.kind(), head, &mapping.text()?, *at).await?;
    Ok(Some(Event::new("import_mapping.written", format!("{}-{head}", upload.purpose.kind())).to(mapping)))
}
