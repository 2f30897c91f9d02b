//! What a careful reader of an agreement would ask.

use samfin_core::{Finding, findings};

use super::budgets::newest_version;
use super::documents::agreement_of;
use super::{App, Error};
use crate::storage::agreements;

impl App {
    /// The findings in a version of an agreement (the newest when none is named), with its number.
    pub async fn findings(&self, id: String, version: Option<i64>) -> Result<(i64, Vec<Finding>), Error> {
        let version = self
            .db
            .read((id, version), |tx, (id, number)| {
                Box::pin(async move {
                    match number {
                        Some(number) => {
                            agreements::get(tx, id).await?;
                            Ok::<_, Error>(agreements::version(tx, id, *number).await?)
                        }
                        None => newest_version(tx, id).await,
                    }
                })
            })
            .await?;
        let agreement = agreement_of(&version)?;
        Ok((version.number, self.pool.light(|| findings(&agreement))?))
    }
}
