//! What a careful reader of an agreement would ask.

use samfin_core::{Finding, findings, findings_of_year};

use super::budgets::newest_version;
use super::calculate::{Basis, Stored, load};
use super::documents::agreement_of;
use super::scope::Right;
use super::{Desk, Error};
use crate::storage::Tx;
use crate::storage::agreements::{self, Version};

impl Desk {
    /// The findings in a version of an agreement (the newest when none is named), with its number.
    pub async fn findings(&self, id: String, version: Option<i64>) -> Result<(Basis, Vec<Finding>), Error> {
        self.require_in(Right::Read, &id)?;
        let version =
            self.db.read((id, version), |tx, (id, number)| Box::pin(version_or_newest(tx, id, *number))).await?;
        let agreement = agreement_of(&version)?;
        let basis = Basis { version: version.number, budget: None };
        Ok((basis, self.pool.light(|| findings(&agreement))?))
    }

    /// As [`Desk::findings`], with what the year's adopted budget and the stored statistics show as well.
    pub async fn findings_of_year(
        &self,
        id: String,
        version: Option<i64>,
        year: i32,
    ) -> Result<(Basis, Vec<Finding>), Error> {
        self.require_in(Right::Read, &id)?;
        let stored = Stored { agreement: id, year, version, known_at: None };
        let loaded = self
            .db
            .read(stored, |tx, stored| {
                Box::pin(async move {
                    let version = version_or_newest(tx, &stored.agreement, stored.version).await?.number;
                    load(tx, &Stored { version: Some(version), ..stored.clone() }).await
                })
            })
            .await?;
        let basis = loaded.basis();
        // The year is calculated many times over: never where the request is handled.
        let found = self.pool.heavy(move || Ok::<_, Error>(findings_of_year(&loaded.into_request(year)?))).await??;
        Ok((basis, found))
    }
}

async fn version_or_newest(tx: &mut Tx, id: &str, number: Option<i64>) -> Result<Version, Error> {
    match number {
        Some(number) => {
            agreements::get(tx, id).await?;
            Ok(agreements::version(tx, id, number).await?)
        }
        None => newest_version(tx, id).await,
    }
}
