//! A request as the transaction sees it: what it is called, what it asks for, and whether it had been carried out before.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::digest::sha256;

/// A request that may carry an `Idempotency-Key`. Filled in while it is read, before the use case runs.
#[derive(Debug, Default)]
pub struct Request {
    key: Option<Key>,
    fingerprint: OnceLock<String>,
    replayed: AtomicBool,
}

#[derive(Debug)]
struct Key {
    route: String,
    name: String,
    /// What is asked for when there is no body.
    address: String,
}

impl Request {
    /// A request that is to be carried out once: its method and template, what its sender calls it, and its address.
    #[must_use]
    pub fn once_only(route: String, name: String, address: String) -> Self {
        Self { key: Some(Key { route, name, address }), ..Self::default() }
    }

    /// Whether it has a key, so that what it asks for must be told.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Tells what it asks for: a digest of its body, whatever white space and order the body came in.
    pub fn asks_for(&self, digest: String) {
        // The body is read once.
        let _ = self.fingerprint.set(digest);
    }

    /// Whether what came of it had been stored before.
    #[must_use]
    pub fn is_replayed(&self) -> bool {
        self.replayed.load(Ordering::Relaxed)
    }

    pub(super) fn was_replayed(&self) {
        self.replayed.store(true, Ordering::Relaxed);
    }

    /// The route, the key and the fingerprint.
    pub(super) fn once(&self) -> Option<(String, String, String)> {
        let Key { route, name, address } = self.key.as_ref()?;
        let body = self.fingerprint.get().map_or("", String::as_str);
        let fingerprint = sha256(format!("{address}\n{body}").as_bytes());
        Some((route.clone(), name.clone(), fingerprint))
    }
}
