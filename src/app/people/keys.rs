//! Keys of programs: making them, looking at them, revoking them.

use chrono::NaiveDate;
use samfin_core::{Code, Issue, say};
use serde::{Deserialize, Serialize};

use super::super::scope::{Grant, On, Right};
use super::super::told::Event;
use super::super::{Desk, Error};
use super::callers::KEY_PREFIX;
use super::grants::faults;
use super::users::refuse;
use crate::clock::end_of_day;
use crate::digest::sha256;
use crate::storage::grants::{self, Held, Holder, Source};
use crate::storage::{Tx, keys as store};

pub use crate::storage::keys::ApiKey;

/// A key, and what it is trusted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The key, without its secret.
    pub key: ApiKey,
    /// What it is trusted with, in the order it was given.
    pub grants: Vec<Held>,
}

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What it is for.
    pub name: String,
    /// What it is trusted with.
    pub grants: Vec<Grant>,
    /// The last day that it is valid, if there is one.
    pub expires_on: Option<NaiveDate>,
}

impl Desk {
    /// Makes a key. Beside it stands the key as a program sends it; not when the request was one that had been carried out
    /// before, since nothing that is stored knows it.
    pub async fn create_key(&self, new: NewKey) -> Result<(Key, Option<String>), Error> {
        self.require(Right::ManagePeople, On::Service)?;
        let secret = self.new_secret()?;
        let digest = sha256(secret.as_bytes());
        let held = self.to_hold(&new.grants);
        let key = ApiKey {
            id: self.new_id(),
            name: new.name,
            created_at: self.now(),
            created_by: self.author_id(),
            expires_at: new.expires_on.map(end_of_day),
            revoked_at: None,
            revoke_reason: None,
        };
        let whole_key = format!("{KEY_PREFIX}_{}_{secret}", key.id);
        let made = self
            .write((key, held, digest), |tx, (key, held, digest)| {
                Box::pin(async move {
                    let mut issues = faults(tx, held).await?;
                    if key.expires_at.is_some_and(|at| at <= key.created_at) {
                        let detail = say!("dagen har varit", "the day has passed");
                        issues.push(Issue::new("/expires_on", Code::OutOfRange, detail));
                    }
                    if held.is_empty() {
                        let detail = say!("ange minst en behörighet", "give at least one grant");
                        issues.push(Issue::new("/grants", Code::OutOfRange, detail));
                    }
                    refuse(issues)?;
                    store::insert(tx, key, digest).await?;
                    grants::replace(tx, Holder::Key(&key.id), Source::Manual, held).await?;
                    let made = whole(tx, &key.id).await?;
                    let told = Event::new("key.created", &key.id).to(&made);
                    Ok((made, told.into()))
                })
            })
            .await?;
        Ok((made, Some(whole_key).filter(|_| !self.was_done_before())))
    }

    /// One key.
    pub async fn key(&self, id: String) -> Result<Key, Error> {
        self.require(Right::ReadPeople, On::Service)?;
        self.db.read(id, |tx, id| Box::pin(whole(tx, id))).await
    }

    /// Keys in the order they came, at most `limit` of those after the id `after`.
    pub async fn keys(&self, after: Option<String>, limit: i64) -> Result<Vec<Key>, Error> {
        self.require(Right::ReadPeople, On::Service)?;
        self.db
            .read(after.unwrap_or_default(), move |tx, after| {
                Box::pin(async move {
                    let keys = store::page(tx, after, limit).await?;
                    let last = keys.last().map_or("", |key| key.id.as_str());
                    let mut held = grants::of_keys(tx, after, last).await?;
                    let keys = keys.into_iter().map(|key| {
                        let grants =
                            held.extract_if(.., |(holder, _)| *holder == key.id).map(|(_, held)| held).collect();
                        Key { key, grants }
                    });
                    Ok(keys.collect())
                })
            })
            .await
    }

    /// Revokes a key: from now on here, and on other replicas within two seconds, it opens nothing.
    pub async fn revoke_key(&self, id: String, reason: Option<String>) -> Result<Key, Error> {
        self.require(Right::ManagePeople, On::Service)?;
        let now = self.now();
        let revoked = self
            .write((id, reason), move |tx, (id, reason)| {
                Box::pin(async move {
                    let before = whole(tx, id).await?;
                    if !store::revoke(tx, id, now, reason.as_deref()).await? {
                        return Err(Error::InvalidState {
                            detail: say!("Nyckeln är redan återkallad.", "The key is revoked already."),
                            legal: Vec::new(),
                        });
                    }
                    let revoked = whole(tx, id).await?;
                    let told = Event::new("key.revoked", id).because(reason.clone()).from(&before).to(&revoked);
                    Ok((revoked, told.into()))
                })
            })
            .await?;
        self.people.callers.forget();
        Ok(revoked)
    }
}

async fn whole(tx: &mut Tx, id: &str) -> Result<Key, Error> {
    let key = store::get(tx, id).await?;
    let grants = grants::of(tx, Holder::Key(id)).await?;
    Ok(Key { key, grants })
}
