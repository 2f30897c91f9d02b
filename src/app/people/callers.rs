//! Who is calling: from a key to a [`Scope`], remembered for a moment.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::scope::{Actor, Scope};
use super::super::{App, Error};
use super::grants::granted;
use crate::digest::sha256;
use crate::storage::grants::{self, Holder};
use crate::storage::keys;

/// How a key begins.
pub(super) const KEY_PREFIX: &str = "samfin";

/// So many callers are remembered at once.
const MOST: usize = 10_000;

/// Callers by the SHA-256 of what they have shown, for as long as that may be an old answer.
#[derive(Debug)]
pub(super) struct Callers {
    lasting: Duration,
    known: Mutex<HashMap<String, (Instant, Arc<Caller>)>>,
}

/// Somebody who has been looked up.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) scope: Scope,
    /// When this stops being true whatever happens.
    pub(super) until: Option<DateTime<Utc>>,
}

impl Callers {
    pub(super) fn lasting(lasting: Duration) -> Self {
        Self { lasting, known: Mutex::default() }
    }

    pub(super) fn get(&self, digest: &str) -> Option<Arc<Caller>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, caller) = known.get(digest)?;
        (since.elapsed() < self.lasting).then(|| Arc::clone(caller))
    }

    pub(super) fn keep(&self, digest: String, caller: Arc<Caller>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, (since, _)| since.elapsed() < self.lasting);
        }
        // Should so many be valid at once, some are looked up more often.
        if known.len() < MOST {
            known.insert(digest, (Instant::now(), caller));
        }
    }

    /// Forgets everybody: something that was granted may be gone.
    pub(super) fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl App {
    /// Whose key it is, if it is one that is valid now.
    pub async fn who_has_key(&self, key: &str) -> Result<Option<Scope>, Error> {
        let Some((id, secret)) = parts(key) else { return Ok(None) };
        let digest = sha256(key.as_bytes());
        let caller = match self.people.callers.get(&digest) {
            Some(caller) => Some(caller),
            None => self.look_up_key(id, sha256(secret.as_bytes())).await?.map(|caller| {
                let caller = Arc::new(caller);
                self.people.callers.keep(digest, Arc::clone(&caller));
                caller
            }),
        };
        let now = self.now();
        Ok(caller.filter(|caller| caller.until.is_none_or(|until| now < until)).map(|caller| caller.scope.clone()))
    }

    async fn look_up_key(&self, id: Uuid, secret_sha256: String) -> Result<Option<Caller>, Error> {
        self.db
            .read((id.to_string(), secret_sha256), |tx, (id, secret_sha256)| {
                Box::pin(async move {
                    // Digests are compared, so how long that takes tells nothing of the secret.
                    let valid =
                        |(key, stored): &(keys::ApiKey, String)| stored == secret_sha256 && key.revoked_at.is_none();
                    let Some((key, _)) = keys::find(tx, id).await?.filter(valid) else { return Ok(None) };
                    let held = granted(grants::of(tx, Holder::Key(id)).await?)?;
                    let scope = Scope::granted(Actor::Key { id: key.id, name: key.name }, held);
                    Ok(Some(Caller { scope, until: key.expires_at }))
                })
            })
            .await
    }
}

/// The id and the secret of a key, in the one form that is ever handed out.
fn parts(key: &str) -> Option<(Uuid, &str)> {
    let (id, secret) = key.strip_prefix(KEY_PREFIX)?.strip_prefix('_')?.split_once('_')?;
    let is_secret = secret.len() == 64 && secret.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    (id.len() == 36 && is_secret).then(|| Some((Uuid::try_parse(id).ok()?, secret)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_one_form() {
        let (id, secret) = ("01900000-0000-7000-8000-000000000001", "0a".repeat(32));
        assert!(parts(&format!("samfin_{id}_{secret}")).is_some());
        for other in [
            String::new(),
            format!("samfin_{id}"),
            format!("samfin_{id}_"),
            format!("samfin_{id}_{}", secret.to_uppercase()),
            format!("samfin_{id}_{secret}0"),
            format!("samfin_{}_{secret}", id.replace('-', "")),
            format!("SAMFIN_{id}_{secret}"),
            format!("samfin_x_{secret}"),
        ] {
            assert!(parts(&other).is_none(), "{other}");
        }
    }

    #[test]
    fn callers_are_remembered_for_a_moment_and_only_so_many() {
        let caller = || Arc::new(Caller { scope: Scope::nobody(), until: None });
        let callers = Callers::lasting(Duration::from_millis(30));
        callers.keep("a".into(), caller());
        assert!(callers.get("a").is_some() && callers.get("b").is_none());
        std::thread::sleep(Duration::from_millis(40));
        assert!(callers.get("a").is_none());
        let callers = Callers::lasting(Duration::from_secs(60));
        for number in 0..=MOST {
            callers.keep(number.to_string(), caller());
        }
        assert_eq!(callers.known.lock().expect("not poisoned").len(), MOST);
        callers.forget();
        assert!(callers.get("0").is_none());
    }
}
