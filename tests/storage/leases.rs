//! One of several programs on a database does what one is enough for.

use chrono::{DateTime, TimeDelta, Utc};
use samfin::app::App;
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::storage::idempotency::{self, Once};
use samfin::storage::{Db, Error};

use crate::databases::{Database, on_both_databases};
use crate::given::{at, number};

/// How long a lease lasts here.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// Programs of their own on one database; on SQLite they share its one writer.
async fn replicas(database: &Database) -> Vec<App> {
    let first = database.connect().await;
    let mut all = Vec::new();
    for _ in 0..3 {
        let is_file = database.url.starts_with("sqlite");
        let db = if is_file { first.clone() } else { Db::connect(&database.url).await.expect("opens") };
        all.push(App::new(db, Clock::System, Ids::default()));
    }
    all
}

/// Which of them lead, asked all at once at a moment.
async fn leaders(replicas: &[App], now: DateTime<Utc>) -> Vec<usize> {
    let asked = replicas.iter().map(|app| {
        let app = app.clone().with_clock(Clock::Fixed(now));
        tokio::spawn(async move { app.lead("housekeeping", LEASE).await.expect("the database answers") })
    });
    let asked: Vec<_> = asked.collect();
    let mut leaders = Vec::new();
    for (index, asked) in asked.into_iter().enumerate() {
        if asked.await.expect("no panic") {
            leaders.push(index);
        }
    }
    leaders
}

on_both_databases! {
    async fn exactly_one_leads_and_another_takes_over_when_it_is_gone(database) {
        let mut replicas = replicas(&database).await;
        let start = at("2026-12-01T09:00:00Z");
        let first = leaders(&replicas, start).await;
        assert_eq!(first.len(), 1, "{first:?}");
        // Whoever leads renews in time, and keeps it for longer than one lease.
        for minute in [5, 12, 20, 29] {
            assert_eq!(leaders(&replicas, start + TimeDelta::minutes(minute)).await, first, "minute {minute}");
        }
        let gone = replicas.remove(first[0]);
        let early = leaders(&replicas, start + TimeDelta::minutes(38)).await;
        assert_eq!(early, Vec::<usize>::new(), "the lease has a minute left");
        let second = leaders(&replicas, start + TimeDelta::minutes(39)).await;
        assert_eq!(second.len(), 1, "{second:?}");
        assert_eq!(leaders(&[gone], start + TimeDelta::minutes(40)).await, Vec::<usize>::new(), "it comes back too late");
        assert_eq!(leaders(&replicas, start + TimeDelta::minutes(41)).await, second);
    }

    async fn leases_of_other_names_do_not_matter(database) {
        let replicas = replicas(&database).await;
        let now = Clock::Fixed(at("2026-12-01T09:00:00Z"));
        let (one, other) = (replicas[0].clone().with_clock(now), replicas[1].clone().with_clock(now));
        assert!(one.lead("a", LEASE).await.expect("answers") && other.lead("b", LEASE).await.expect("answers"));
        assert!(!one.lead("b", LEASE).await.expect("answers") && !other.lead("a", LEASE).await.expect("answers"));
    }

    async fn the_one_that_leads_forgets_what_is_older_than_400_days_and_nothing_younger(database) {
        let replicas = replicas(&database).await;
        let now = at("2026-12-01T09:00:00Z");
        for days in [0, 90, 399, 401, 1000] {
            let once = Once {
                principal: "user:1".to_owned(),
                route: "POST /api/v1/agreements".to_owned(),
                key: format!("{days} days"),
                fingerprint: "0".repeat(64),
            };
            let kept: Result<(), Error> = replicas[0].db().write((once, now - TimeDelta::days(days)), |tx, (once, at)| {
                Box::pin(async move {
                    idempotency::take(tx, once, *at).await?;
                    idempotency::keep(tx, once, "{}").await
                })
            }).await;
            kept.expect("stored");
        }
        let at_now = |app: &App| app.clone().with_clock(Clock::Fixed(now));
        assert_eq!(at_now(&replicas[0]).keep_house().await.expect("answers"), Some(2));
        assert_eq!(at_now(&replicas[1]).keep_house().await.expect("answers"), None, "the first one does it");
        assert_eq!(number(&database, "SELECT COUNT(*) FROM idempotency").await, 3);
        let later = replicas[2].clone().with_clock(Clock::Fixed(now + TimeDelta::days(2)));
        assert_eq!(later.keep_house().await.expect("answers"), Some(1), "another one, when the first is gone");
    }
}
