//! What can go wrong with the database, told apart by what the caller can do about it.

use std::borrow::Cow;

type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Why storage did not do what was asked. `Display` names the thing, never the driver's own words: those are the source.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such row.
    #[error("there is no {what} {id}")]
    NotFound {
        /// The kind of thing: `agreement`.
        what: &'static str,
        /// Which one was asked for.
        id: String,
    },
    /// It is there already, or something it needs is not.
    #[error("the new row does not fit with what {what} holds")]
    Conflict {
        /// The table that refused.
        what: &'static str,
    },
    /// Another one has the place that the new one asks for.
    #[error("the place is taken by the {what} {by}")]
    Occupied {
        /// The kind of thing: `invoice`.
        what: &'static str,
        /// The id of the one that is there.
        by: String,
    },
    /// Somebody else was faster: the row is not at the revision that the caller had read.
    #[error("the {what} was changed by somebody else: its revision is {}", .current.unwrap_or(0))]
    Stale {
        /// The kind of thing: `budget`.
        what: &'static str,
        /// Where it is now; none when there is none yet.
        current: Option<i64>,
    },
    /// A stored value is not what the program writes: the database was edited or damaged.
    #[error("{table}.{column} of row {row} holds something that was never written by samfin")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row's key, or `unknown`.
        row: String,
    },
    /// The database belongs to a newer samfin.
    #[error("the database has migration {version}, which this samfin does not know: use the newer program")]
    Newer {
        /// The first migration that this program lacks.
        version: i64,
    },
    /// A migration that has run differs from the one in this program.
    #[error("migration {version} ran in another wording than this samfin has: the database belongs to another build")]
    Rewritten {
        /// The migration.
        version: i64,
    },
    /// Another `samfin serve` has this SQLite file.
    #[error("{path} is in use by another samfin serve")]
    InUse {
        /// The database file.
        path: String,
    },
    /// The address of the database cannot be used.
    #[error("{problem}: use sqlite://PATH or postgres://USER@HOST/NAME")]
    Address {
        /// What is wrong with it.
        problem: Cow<'static, str>,
    },
    /// The database cannot be reached, or is too busy. Nothing was done; trying again later may work.
    #[error("the database is not available")]
    Unavailable(#[source] Source),
    /// Reading may go on, but nothing can be stored. Nothing was done; it will work again when the cause is gone.
    #[error("the database cannot store anything: {why}")]
    CannotStore {
        /// What is in the way.
        why: Hindrance,
        /// The driver's error.
        #[source]
        source: Source,
    },
    /// The connection was lost while committing: it was done or it was not, and only reading it again will tell.
    #[error("the database did not say whether it kept the change")]
    OutcomeUnknown(#[source] Source),
    /// A statement was refused for a reason that is a mistake in samfin.
    #[error("the database refused a statement on {what}")]
    Unexpected {
        /// The table.
        what: &'static str,
        /// The driver's error.
        #[source]
        source: Source,
    },
}

/// What keeps a database from storing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// There is no room left.
    #[error("its disk is full")]
    Full,
    /// Its disk, or the limits that the operating system sets, refuse.
    #[error("its disk fails")]
    Disk,
    /// It may only be read: a standby server, a file without the right to write.
    #[error("it may only be read")]
    ReadOnly,
}

impl Error {
    /// Sorts a driver's error that arose at a table.
    pub(super) fn from_driver(error: sqlx::Error, what: &'static str) -> Self {
        match &error {
            sqlx::Error::Database(answer) => {
                let code = answer.code().unwrap_or_default();
                if answer.is_unique_violation() || answer.is_foreign_key_violation() {
                    Self::Conflict { what }
                } else if let Some(why) = hindrance(&code, is_postgres(answer.as_ref())) {
                    Self::CannotStore { why, source: error.into() }
                } else if is_unavailable(&code, is_postgres(answer.as_ref())) {
                    Self::Unavailable(error.into())
                } else {
                    Self::Unexpected { what, source: error.into() }
                }
            }
            sqlx::Error::ColumnDecode { index, .. } => {
                let column = index.trim_matches('"').to_owned();
                Self::Corrupt { table: what, column, row: "unknown".to_owned() }
            }
            sqlx::Error::Configuration(problem) => Self::Address { problem: problem.to_string().into() },
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Unavailable(error.into()),
            _ => Self::Unexpected { what, source: error.into() },
        }
    }

    /// Sorts an error at COMMIT. Only the database's own refusal says for certain that nothing was kept: PostgreSQL's, and
    /// that of a SQLite which found no room for the last of what it had to write. After any other failure to write, the change
    /// may still be found when the file is opened the next time.
    pub(super) fn from_commit(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(answer) => match answer.code().unwrap_or_default() {
                code if is_postgres(answer.as_ref()) && (code.starts_with("23") || code.starts_with("40")) => {
                    Self::from_driver(error, "the database")
                }
                code if !is_postgres(answer.as_ref()) && hindrance(&code, false) == Some(Hindrance::Full) => {
                    Self::CannotStore { why: Hindrance::Full, source: error.into() }
                }
                _ => Self::OutcomeUnknown(error.into()),
            },
            _ => Self::OutcomeUnknown(error.into()),
        }
    }
}

/// Whether PostgreSQL asks to try the whole transaction again: a serialization failure or a deadlock.
pub(super) fn asks_for_retry(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code == "40001" || code == "40P01")
}

/// Whether PostgreSQL gave up waiting for another transaction's lock.
pub(super) fn waited_too_long(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == "55P03")
}

fn is_postgres(answer: &dyn sqlx::error::DatabaseError) -> bool {
    answer.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some()
}

/// What keeps a database from storing, by its code (the low byte of SQLite's extended ones is the code).
fn hindrance(code: &str, postgres: bool) -> Option<Hindrance> {
    if postgres {
        return match code {
            "53100" => Some(Hindrance::Full),
            "58030" => Some(Hindrance::Disk),
            "25006" => Some(Hindrance::ReadOnly),
            _ => None,
        };
    }
    match code.parse::<u32>().ok()? & 0xff {
        13 => Some(Hindrance::Full),
        10 => Some(Hindrance::Disk),
        8 => Some(Hindrance::ReadOnly),
        _ => None,
    }
}

/// Connection trouble, no resources, timeouts and shutdowns in PostgreSQL; busy, locked, and a file that does not open in
/// SQLite.
fn is_unavailable(code: &str, postgres: bool) -> bool {
    if postgres {
        matches!(code.get(..2), Some("08" | "53" | "58"))
            || matches!(code, "55P03" | "57014" | "57P01" | "57P02" | "57P03" | "25P03" | "3D000")
    } else {
        code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 14))
    }
}

/// Names the table a driver's error came from, so that nobody can forget to: `sql!(…).on("budgets")?`.
pub(super) trait On<T> {
    /// The driver's error as storage's.
    fn on(self, table: &'static str) -> Result<T, Error>;
}

impl<T> On<T> for Result<T, sqlx::Error> {
    fn on(self, table: &'static str) -> Result<T, Error> {
        self.map_err(|error| Error::from_driver(error, table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_codes_are_read_by_their_low_byte() {
        assert!(is_unavailable("5", false), "SQLITE_BUSY");
        assert!(is_unavailable("517", false), "SQLITE_BUSY_SNAPSHOT");
        assert_eq!(hindrance("13", false), Some(Hindrance::Full), "SQLITE_FULL");
        assert_eq!(hindrance("778", false), Some(Hindrance::Disk), "SQLITE_IOERR_WRITE");
        assert!(!is_unavailable("1811", false), "SQLITE_CONSTRAINT_TRIGGER");
        assert!(!is_unavailable("42601", true), "a syntax error");
        assert!(is_unavailable("53300", true), "too many connections");
        assert_eq!(hindrance("53100", true), Some(Hindrance::Full), "disk_full");
        assert_eq!(hindrance("53300", true), None, "room there is, but no connection");
    }

    #[test]
    fn a_lost_connection_is_unavailable_before_commit_and_unknown_at_commit() {
        let lost = || sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert!(matches!(Error::from_driver(lost(), "budgets"), Error::Unavailable(_)));
        assert!(matches!(Error::from_commit(lost()), Error::OutcomeUnknown(_)));
    }
}
