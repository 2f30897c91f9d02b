//! One `samfin serve` per SQLite file.

use std::fs::{File, TryLockError};

use super::{Db, Error, Store};

/// Held for as long as the service runs. The operating system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub struct ServingLock {
    _file: Option<File>,
}

impl Db {
    /// Makes this program the one that serves a SQLite file, or says [`Error::InUse`]. Any number may serve a PostgreSQL
    /// database, and other commands work beside a running service, so they do not ask.
    pub fn hold_serving_lock(&self) -> Result<ServingLock, Error> {
        let Store::Sqlite { path, .. } = &self.0 else { return Ok(ServingLock { _file: None }) };
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(beside)
            .map_err(|error| Error::Unavailable(error.into()))?;
        match file.try_lock() {
            Ok(()) => Ok(ServingLock { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse { path: path.display().to_string() }),
            Err(TryLockError::Error(error)) => Err(Error::Unavailable(error.into())),
        }
    }
}
