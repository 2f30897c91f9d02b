//! Bringing the tables up to this program.

use std::collections::HashMap;

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::{Connection, PgConnection, PgPool, SqliteConnection};

use super::error::{Error, On};
use super::{Db, Store};

static SHARED: Migrator = sqlx::migrate!("./migrations");
static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// Where sqlx writes down what has run.
pub(super) const APPLIED: &str = "_sqlx_migrations";

/// Shared and dialect migrations, in the order of their numbers.
fn merged(dialect: &Migrator) -> Migrator {
    Migrator::with_migrations(SHARED.iter().chain(dialect.iter()).cloned().collect())
}

/// The numbers of all migrations of this program, in order: the same on both databases.
#[must_use]
pub fn known_migrations() -> Vec<i64> {
    merged(&SQLITE).iter().map(|migration| migration.version).collect()
}

impl Db {
    /// Runs what has not run yet; several programs may do so at once, and one of them works. Refuses a database that a newer
    /// samfin has migrated. Returns the numbers that were missing.
    pub async fn migrate(&self) -> Result<Vec<i64>, Error> {
        let missing = self.pending().await?;
        if missing.is_empty() {
            return Ok(missing);
        }
        match &self.0 {
            Store::Sqlite { .. } => {
                let _turn = self.turn().await?;
                self.migrate_sqlite().await?;
            }
            Store::Postgres(pool) => migrate_postgres(pool).await?,
        }
        Ok(missing)
    }

    /// The numbers of the migrations that have not run. Refuses as [`Db::migrate`] does, and changes nothing.
    pub async fn pending(&self) -> Result<Vec<i64>, Error> {
        let (known, applied) = match &self.0 {
            Store::Sqlite { writer, .. } => {
                let _turn = self.turn().await?;
                let mut connection = writer.acquire().await.on(APPLIED)?;
                (merged(&SQLITE), applied_sqlite(&mut connection).await?)
            }
            Store::Postgres(pool) => {
                let mut connection = pool.acquire().await.on(APPLIED)?;
                (merged(&POSTGRES), applied_postgres(&mut connection).await?)
            }
        };
        missing_from(&known, &applied)
    }

    /// All in one transaction, which is also the lock: SQLite lets one program in at a time.
    async fn migrate_sqlite(&self) -> Result<(), Error> {
        let Store::Sqlite { writer, .. } = &self.0 else { return Ok(()) };
        let mut tx = writer.begin_with("BEGIN IMMEDIATE").await.on(APPLIED)?;
        let connection: &mut SqliteConnection = &mut tx;
        merged(&SQLITE).run_direct(None, connection, false).await.map_err(from_migrator)?;
        tx.commit().await.map_err(Error::from_commit)
    }
}

/// On a connection of its own without the timeouts, behind an advisory lock that closing the connection lets go of.
async fn migrate_postgres(pool: &PgPool) -> Result<(), Error> {
    let mut options = (*pool.connect_options()).clone();
    options = options.options([("lock_timeout", "0"), ("statement_timeout", "0")]);
    let mut connection = PgConnection::connect_with(&options).await.on(APPLIED)?;
    let outcome = merged(&POSTGRES).run_direct(None, &mut connection, false).await.map_err(from_migrator);
    connection.close().await.on(APPLIED)?;
    outcome
}

type Applied = HashMap<i64, Vec<u8>>;

async fn applied_sqlite(connection: &mut SqliteConnection) -> Result<Applied, Error> {
    let found: Option<(i64,)> = sqlx::query_as("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1")
        .bind(APPLIED)
        .fetch_optional(&mut *connection)
        .await
        .on(APPLIED)?;
    listed(connection, found.is_some()).await
}

async fn applied_postgres(connection: &mut PgConnection) -> Result<Applied, Error> {
    let (found,): (bool,) = sqlx::query_as("SELECT to_regclass($1) IS NOT NULL")
        .bind(APPLIED)
        .fetch_one(&mut *connection)
        .await
        .on(APPLIED)?;
    listed(connection, found).await
}

async fn listed<C: Migrate>(connection: &mut C, found: bool) -> Result<Applied, Error> {
    if !found {
        return Ok(Applied::new()); // a database without tables
    }
    let rows = connection.list_applied_migrations(APPLIED).await.map_err(from_migrator)?;
    Ok(rows.into_iter().map(|row| (row.version, row.checksum.into_owned())).collect())
}

fn missing_from(known: &Migrator, applied: &Applied) -> Result<Vec<i64>, Error> {
    if let Some(&version) = applied.keys().filter(|version| !known.version_exists(**version)).min() {
        return Err(Error::Newer { version });
    }
    let mut missing = Vec::new();
    for migration in known.iter() {
        match applied.get(&migration.version) {
            None => missing.push(migration.version),
            Some(checksum) if *checksum != *migration.checksum => {
                return Err(Error::Rewritten { version: migration.version });
            }
            Some(_) => {}
        }
    }
    Ok(missing)
}

fn from_migrator(error: MigrateError) -> Error {
    match error {
        MigrateError::VersionMissing(version) => Error::Newer { version },
        MigrateError::VersionMismatch(version) => Error::Rewritten { version },
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => Error::from_driver(error, APPLIED),
        other => Error::Unexpected { what: APPLIED, source: other.into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_get_the_same_migrations() {
        let names = |dialect: &Migrator| -> Vec<(i64, String)> {
            merged(dialect).iter().map(|migration| (migration.version, migration.description.to_string())).collect()
        };
        assert_eq!(names(&SQLITE), names(&POSTGRES));
        assert!(names(&SQLITE).windows(2).all(|pair| pair[0].0 < pair[1].0), "each number is used once");
    }
}
