//! Opening the two databases with the settings that the promises of `docs/architecture.md` rest on.

use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::error::{Error, On};
use super::nodelay;
use super::{Db, Store};

/// How many connections are open at once: readers of SQLite, all of PostgreSQL.
const CONNECTIONS: u32 = 10;
/// How long a caller waits for one of them.
const ACQUIRE: Duration = Duration::from_secs(10);

impl Db {
    /// Opens `sqlite://PATH` (made when it is not there) or `postgres://USER@HOST/NAME`. Tables are made by [`Db::migrate`].
    ///
    /// A PostgreSQL on another machine is spoken to over TLS unless the address says `sslmode=disable`;
    /// `sslmode=verify-full` (and `sslrootcert=FILE` for an authority of one's own) also checks who answers.
    pub async fn connect(url: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await,
            _ => Err(Error::Address { problem: "this is not the address of a database".into() }),
        }
    }
}

async fn open_sqlite(url: &str) -> Result<Db, Error> {
    let options = SqliteConnectOptions::from_str(url).on("the database")?;
    let path = options.get_filename().to_path_buf();
    if path.as_os_str().is_empty() || url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Address { problem: "the database must be a file".into() });
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| Error::Unavailable(error.into()))?;
    }
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10)); // for commands that work beside the service
    // The writer first: it makes the file, and the log that readers need.
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(ACQUIRE)
        // A full disk makes SQLite end the transaction by itself. sqlx 0.9 goes on counting it as open and would refuse to
        // begin another on this connection for ever: close it, and the next write opens one.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?; // after the rollback, which is still on its way
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options.clone())
        .await
        .on("the database")?;
    let readers = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options.read_only(true).create_if_missing(false))
        .await
        .on("the database")?;
    let path = std::path::absolute(Path::new(&path)).unwrap_or(path);
    let (turn, written) = (Arc::default(), Arc::default());
    Ok(Db(Store::Sqlite { path: Arc::new(path), writer, turn, written, readers }))
}

async fn open_postgres(url: &str) -> Result<Db, Error> {
    let options = PgConnectOptions::from_str(url).on("the database")?;
    let unsaid = !url.contains("sslmode=") && !url.contains("ssl-mode=");
    let options = if unsaid && matches!(options.get_ssl_mode(), PgSslMode::Prefer) && is_remote(&options) {
        options.ssl_mode(PgSslMode::Require)
    } else {
        options
    };
    // The server ends what the program, or its connection, no longer can.
    let options = options.application_name("samfin").options([
        ("lock_timeout", "10s"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("client_min_messages", "error"), // ROLLBACK on release warns when, as usual, there is nothing to roll back
        ("timezone", "UTC"),
    ]);
    let port = options.get_port();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .after_connect(move |_, _| {
            nodelay::set(port);
            Box::pin(std::future::ready(Ok(())))
        })
        // sqlx 0.9 does not know of a transaction whose BEGIN was dropped half-way: end it, whatever it believes.
        .after_release(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql("ROLLBACK").execute(connection).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await
        .on("the database")?;
    Ok(Db(Store::Postgres(pool)))
}

/// Whether the server is reached over a network: neither a socket file nor the loopback address.
fn is_remote(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    options.get_socket().is_none() && !host.starts_with('/') && !loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_machine_is_remote() {
        for (url, remote) in [
            ("postgres://samfin@db.example.org/samfin", true),
            ("postgres://samfin@10.0.0.7/samfin", true),
            ("postgres://samfin@localhost/samfin", false),
            ("postgres://samfin@127.0.0.1:5433/samfin", false),
            ("postgres:///samfin?host=/run/postgresql&user=samfin", false),
        ] {
            assert_eq!(is_remote(&url.parse().expect("an address")), remote, "{url}");
        }
    }
}
