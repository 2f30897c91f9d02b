//! Fifty writers at once: a change with its number in the audit trail, beside a transaction that only counts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use samfin::app::once::Request;
use samfin::app::scope::Scope;
use samfin::app::statistics::NewObservation;
use samfin::app::{App, Desk};
use samfin::clock::Clock;
use samfin::storage::{Error, numbers};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::row;

const WRITERS: usize = 50;
const LONG: Duration = Duration::from_secs(3);

/// Both databases; PostgreSQL as `scripts/with-postgres` starts it, told to wait for the disk as it does in production.
pub(crate) fn measure() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        both("SQLite", &format!("sqlite://{}", folder.path().join("samfin.db").display())).await;
        match std::env::var("SAMFIN_TEST_POSTGRES_URL") {
            Ok(server) => both("PostgreSQL", &durable(&server, "speed").await).await,
            Err(_) => {
                println!("PostgreSQL: not measured; run scripts/with-postgres cargo bench --bench speed -- writes");
            }
        }
    });
}

/// A database of its own on a server that from now on waits for the disk and keeps its statistics, as in production.
pub(crate) async fn durable(server: &str, name: &str) -> String {
    let mut connection = PgConnection::connect(server).await.unwrap();
    for setting in [
        "ALTER SYSTEM SET fsync = on",
        "ALTER SYSTEM SET synchronous_commit = on",
        "ALTER SYSTEM SET full_page_writes = on",
        "ALTER SYSTEM SET autovacuum = on",
        "SELECT pg_reload_conf()",
    ] {
        connection.execute(setting).await.unwrap();
    }
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn both(name: &str, url: &str) {
    let app = App::open(url, Clock::System).await.unwrap();
    app.migrate().await.unwrap();
    let counting = {
        let app = app.clone();
        rate(move || {
            let app = app.clone();
            async move {
                let taken: Result<i64, Error> =
                    app.db().write((), |tx, ()| Box::pin(numbers::next(tx, "issuer", 2027))).await;
                taken.unwrap();
            }
        })
        .await
    };
    let made = Arc::new(AtomicU64::new(0));
    let writing = {
        let app = app.clone();
        rate(move || {
            let (app, number) = (app.clone(), made.fetch_add(1, Ordering::Relaxed));
            async move { change(&named(&app, number)).await }
        })
        .await
    };
    row(&format!("{name}: 50 writers, a change with its number and key"), &format!("{writing:.0}/s"), "≥ 200/s");
    row("  a transaction that only counts", &format!("{counting:.0}/s"), "");
    row("  the one beside the other", &format!("{:.0} %", writing / counting * 100.0), "");
    app.close().await;
}

/// Somebody whose request has a name.
fn named(app: &App, number: u64) -> Desk {
    let request = Request::once_only("POST".to_owned(), number.to_string(), String::new());
    app.desk_for(Scope::command_line(), Arc::new(request))
}

async fn change(desk: &Desk) {
    let date = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    let new = NewObservation { place: "2321".to_owned(), date, value: 1.into(), source: None, published_at: None };
    desk.add_observations("population".to_owned(), vec![new]).await.unwrap();
}

/// How often something is done a second when fifty do it at once.
async fn rate<F: Future<Output = ()> + Send + 'static>(once: impl Fn() -> F + Send + Sync + 'static) -> f64 {
    let once = Arc::new(once);
    let started = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let once = Arc::clone(&once);
            tokio::spawn(async move {
                let mut done = 0_u32;
                while started.elapsed() < LONG {
                    once().await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for writer in writers {
        done += writer.await.unwrap();
    }
    f64::from(done) / started.elapsed().as_secs_f64()
}
