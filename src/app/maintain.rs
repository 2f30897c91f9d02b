//! Looking after the database: opening it, bringing it up to date, holding it while serving.

use std::path::PathBuf;

use samfin_core::{Text, say};

use super::{App, Error};
use crate::clock::Clock;
use crate::ids::Ids;
use crate::storage::{self, Db, ServingLock};

/// Why the database cannot be used as it is.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// Another `samfin serve` has it; that one must stop first.
    #[error("{0}")]
    InUse(Text),
    /// The address is wrong, or the database is not one that this program can use.
    #[error("{0}")]
    Unusable(Text),
    /// Anything that can happen to a database at any time.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<storage::Error> for NotReady {
    fn from(error: storage::Error) -> Self {
        match error {
            storage::Error::InUse { path } => Self::InUse(say!(
                "{path} används av en annan samfin serve. Stoppa den först, eller använd PostgreSQL för flera tjänster på samma databas.",
                "{path} is in use by another samfin serve. Stop that one first, or use PostgreSQL for several services on one database."
            )),
            storage::Error::Address { problem } => Self::Unusable(say!(
                "Databasens adress går inte att använda ({problem}). Skriv sqlite://SÖKVÄG eller postgres://ANVÄNDARE@VÄRD/NAMN.",
                "The address of the database cannot be used ({problem}). Write sqlite://PATH or postgres://USER@HOST/NAME."
            )),
            storage::Error::Newer { version } => Self::Unusable(say!(
                "Databasen har version {version}, som är nyare än det här programmet. Använd ett nyare samfin.",
                "The database has version {version}, which is newer than this program. Use a newer samfin."
            )),
            storage::Error::Rewritten { version } => Self::Unusable(say!(
                "Databasens version {version} kommer från ett annat bygge av samfin. Använd det.",
                "Version {version} of the database comes from another build of samfin. Use that one."
            )),
            other => Self::Failed(other.into()),
        }
    }
}

impl App {
    /// Opens the database at `url`, made when it is an embedded one that is not there. Its tables may have to be made:
    /// see [`App::migrate`].
    pub async fn open(url: &str, clock: Clock) -> Result<Self, NotReady> {
        Ok(Self::new(Db::connect(url).await?, clock, Ids::default()))
    }

    /// The numbers of what [`App::migrate`] would do.
    pub async fn pending_migrations(&self) -> Result<Vec<i64>, NotReady> {
        Ok(self.db.pending().await?)
    }

    /// Brings the database up to this program, and says what was done. What an earlier program issued without posting it is
    /// posted; so it is too when a program was stopped half-way through that.
    pub async fn migrate(&self) -> Result<Vec<i64>, NotReady> {
        let ran = self.db.migrate().await?;
        let posted = self.post_missing().await?;
        if posted > 0 {
            tracing::info!(posted, "vouchers were posted of what had none");
        }
        Ok(ran)
    }

    /// Gives a role of PostgreSQL what a service needs of the tables, which it does not own; false where there are no roles.
    pub async fn grant_to(&self, role: &str) -> Result<bool, NotReady> {
        Ok(self.db.grant_to(role).await?)
    }

    /// Makes this program the one that serves an embedded database, for as long as the lock is kept.
    pub fn hold_serving_lock(&self) -> Result<ServingLock, NotReady> {
        Ok(self.db.hold_serving_lock()?)
    }

    /// Ends every connection, once the work under way is done.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// The file of an embedded database; none for a server.
///
/// ```
/// use samfin::app::maintain::embedded_file;
/// assert_eq!(embedded_file("sqlite:///var/lib/samfin.db?mode=rwc"), Some("/var/lib/samfin.db".into()));
/// assert_eq!(embedded_file("postgres://db/samfin"), None);
/// ```
#[must_use]
pub fn embedded_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}
