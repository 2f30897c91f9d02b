//! Number series: without gaps and without doubles, whatever is rolled back and whoever else takes numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;
use samfin::clock::Clock;
use samfin::storage::{Db, Error, Tx, numbers};
use tokio::task::JoinSet;

use crate::databases::{Database, on_both_databases};
use crate::given::{number, raw};

const ISSUERS: usize = 50;
const INVOICES: usize = 40;
const YEAR: i64 = 2027;

/// What ends a transaction after it has taken its number.
#[derive(Debug)]
enum Failed {
    OnPurpose,
    Storage(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Storage(error)
    }
}

async fn take(tx: &mut Tx, issuer: &str, fails: bool) -> Result<i64, Failed> {
    let taken = numbers::next(tx, issuer, YEAR).await?;
    if fails { Err(Failed::OnPurpose) } else { Ok(taken) }
}

/// Takes numbers for one issuer, every fifth of them in vain, and tries each of those again.
async fn issue(db: Db, issuer: String, first: usize) -> Vec<i64> {
    let mut taken = Vec::new();
    for invoice in 0..INVOICES {
        let mut fails = (first + invoice).is_multiple_of(5);
        loop {
            let input = (issuer.clone(), fails);
            match db.write(input, |tx, (issuer, fails)| Box::pin(take(tx, issuer, *fails))).await {
                Ok(number) => break taken.push(number),
                Err(Failed::OnPurpose) => fails = false,
                Err(Failed::Storage(error)) => panic!("no write is turned away: {error}"),
            }
        }
    }
    taken
}

/// How many programs work on one database at once.
fn replicas(database: &Database) -> usize {
    if database.url.starts_with("sqlite") { 1 } else { 3 }
}

on_both_databases! {
    async fn fifty_issuers_get_every_number_once_though_every_fifth_fails(database) {
        let mut programs = vec![database.connect().await];
        while programs.len() < replicas(&database) {
            programs.push(Db::connect(&database.url).await.expect("opens"));
        }
        let mut writers = JoinSet::new();
        for issuer in 0..ISSUERS {
            // Two of the programs number for each issuer at once.
            for half in 0..2 {
                let db = programs[(issuer + half) % programs.len()].clone();
                writers.spawn(async move {
                    let name = format!("issuer-{issuer}");
                    (name.clone(), issue(db, name, issuer + half).await)
                });
            }
        }
        let mut by_issuer: BTreeMap<String, Vec<i64>> = BTreeMap::new();
        for (issuer, taken) in writers.join_all().await {
            by_issuer.entry(issuer).or_default().extend(taken);
        }
        assert_eq!(by_issuer.len(), ISSUERS);
        let all: Vec<i64> = (1..=i64::try_from(2 * INVOICES).expect("few")).collect();
        for (issuer, mut taken) in by_issuer {
            taken.sort_unstable();
            assert_eq!(taken, all, "{issuer}");
            let last = programs[0].read(issuer, |tx, issuer| Box::pin(numbers::last(tx, issuer, YEAR))).await;
            assert_eq!(last.expect("reads"), all.last().copied());
        }
    }

    async fn a_series_begins_anew_when_the_year_turns_in_sweden(database) {
        let db = database.connect().await;
        let mut taken = Vec::new();
        for instant in ["2027-12-31T22:59:59.999999Z", "2027-12-31T23:00:00Z", "2028-01-01T00:00:00Z", "2028-12-31T22:59:59Z"] {
            let year = i64::from(Clock::fixed(instant).expect("an instant").today().year());
            let number: Result<i64, Error> =
                db.write(year, |tx, year| Box::pin(numbers::next(tx, "rjh", *year))).await;
            taken.push((year, number.expect("taken")));
        }
        assert_eq!(taken, [(2027, 1), (2028, 1), (2028, 2), (2028, 3)]);
    }

    async fn each_issuer_and_year_counts_for_itself(database) {
        let db = database.connect().await;
        let taken = db.write((), |tx, ()| Box::pin(async move {
            Ok::<_, Error>([
                numbers::next(tx, "a", 2027).await?, numbers::next(tx, "b", 2027).await?,
                numbers::next(tx, "a", 2028).await?, numbers::next(tx, "a", 2027).await?,
            ])
        })).await;
        assert_eq!(taken.expect("taken"), [1, 1, 1, 2]);
        let none = db.read((), |tx, ()| Box::pin(numbers::last(tx, "a", 2029))).await;
        assert_eq!(none.expect("reads"), None);
        assert_eq!(number(&database, "SELECT COUNT(*) FROM number_series").await, 3);
    }
}

/// Why the counter is a row: the database's own sequence, used in the same way, leaves a gap for every number in vain.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sequence_would_leave_gaps() {
    let database = Database::postgres().await;
    raw(&database, "CREATE SEQUENCE series; CREATE TABLE taken (number BIGINT NOT NULL)").await.expect("made");
    let pool = Arc::new(sqlx::PgPool::connect(&database.url).await.expect("opens"));
    let mut writers = JoinSet::new();
    for writer in 0..4_i32 {
        let pool = Arc::clone(&pool);
        writers.spawn(async move {
            for invoice in 0..10 {
                let mut tx = pool.begin().await.expect("begins");
                sqlx::query("INSERT INTO taken SELECT nextval('series')").execute(&mut *tx).await.expect("taken");
                let done = if (writer + invoice) % 5 == 0 { tx.rollback().await } else { tx.commit().await };
                done.expect("ends");
            }
        });
    }
    writers.join_all().await;
    let (count, last) = (
        number(&database, "SELECT COUNT(*) FROM taken").await,
        number(&database, "SELECT MAX(number) FROM taken").await,
    );
    assert!(count < last, "{count} numbers, the last of them {last}");
}
