//! What is done once an hour, by one of the programs on a database.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{App, Error};
use crate::storage::{idempotency, leases, uploads};

/// How often.
const INTERVAL: Duration = Duration::from_secs(60 * 60);
/// How long after its start a program does it for the first time.
const FIRST: Duration = Duration::from_secs(60);
/// How long whoever does it keeps it without saying so again: longer than the interval, so that it stays with one program as
/// long as that one lives.
const LEASE: TimeDelta = TimeDelta::minutes(90);
/// How long what came of a request with an `Idempotency-Key` is remembered; callers are promised 90 days.
const REMEMBERED: TimeDelta = TimeDelta::days(400);

impl App {
    /// Whether this program is the one that does something, from now on for the time of `lease`. The one that has it gets it
    /// again; another one does when that one has let it run out. Clocks of different machines may differ, so what is done
    /// must do no harm when two do it at once.
    pub async fn lead(&self, name: &'static str, lease: TimeDelta) -> Result<bool, Error> {
        let holder = self.instance.get_or_init(|| self.new_id()).clone();
        let now = self.now();
        self.db
            .write(holder, move |tx, holder| {
                Box::pin(async move { Ok(leases::take(tx, name, holder, now, now + lease).await?) })
            })
            .await
    }

    /// Does what is due, if this program is the one that does; how many outcomes of requests were forgotten.
    pub async fn keep_house(&self) -> Result<Option<u64>, Error> {
        if !self.lead("housekeeping", LEASE).await? {
            return Ok(None);
        }
        self.forget_uploads().await?;
        self.forget_outcomes(self.now() - REMEMBERED).await.map(Some)
    }

    /// Forgets what came of requests before a moment.
    async fn forget_outcomes(&self, before: DateTime<Utc>) -> Result<u64, Error> {
        self.db.write((), move |tx, ()| Box::pin(async move { Ok(idempotency::forget(tx, before).await?) })).await
    }

    /// Throws away the files that nobody went on with within a day.
    async fn forget_uploads(&self) -> Result<u64, Error> {
        let now = self.now();
        self.db.write((), move |tx, ()| Box::pin(async move { Ok(uploads::forget(tx, now).await?) })).await
    }

    /// Makes the files that invoices lack. Each is stored once, whoever makes it.
    async fn make_files(&self) {
        match self.write_missing_files().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "invoices had no files, which were made"),
            Err(error) => tracing::warn!(%error, "the files that invoices lack were not made"),
        }
    }

    /// Keeps house once an hour until the program is stopped. What goes wrong is tried again the next time.
    pub async fn keep_house_always(self) {
        // What was issued just before a crash waits for nobody.
        self.make_files().await;
        tokio::time::sleep(FIRST).await;
        while !self.is_stopping() {
            match self.keep_house().await {
                Ok(None) => {}
                Ok(Some(forgotten)) => {
                    if forgotten > 0 {
                        tracing::info!(forgotten, "outcomes of old requests were forgotten");
                    }
                    self.make_files().await;
                }
                Err(error) => tracing::warn!(%error, "the hourly work was not done"),
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }
}
