//! People and machines: users, what they are trusted with, sessions and keys.
//!
//! | who | says who it is with | what is stored of it |
//! | --- | --- | --- |
//! | a person | login and password, once; then a token in a cookie | argon2id; SHA-256 |
//! | a person from an OpenID Connect provider | the provider's signature, once; then a token in a cookie | issuer, subject; SHA-256 |
//! | a program | `samfin_<id>_<secret>` with every request | SHA-256 |
//! | whoever has a one-time link | the secret in its address, within an hour | SHA-256 |
//!
//! Nothing that is stored lets anybody in, and no secret is told twice: a request that is repeated under its
//! `Idempotency-Key` gets the user or the key as it was made, without the secret.

mod callers;
pub mod elsewhere;
mod grants;
pub mod keys;
pub mod links;
mod password;
pub mod sessions;
pub mod users;

use std::sync::OnceLock;
use std::time::Duration;

use super::{App, Error};
use callers::Callers;
use password::Places;

pub(crate) use password::LEAST;
pub use password::{Password, Trouble};

/// How long a one-time link can be used.
pub const LINK_MINUTES: i64 = 60;

/// How long an answer about a key or a session may be an old one: what is revoked on another replica is gone after so
/// long here.
const CACHED: Duration = Duration::from_secs(2);

/// What the program remembers of people between requests.
#[derive(Debug)]
pub(super) struct People {
    callers: Callers,
    places: Places,
    /// What the forms of visitors without a session are signed with, until the program ends.
    visitors: OnceLock<String>,
}

impl Default for People {
    fn default() -> Self {
        Self { callers: Callers::lasting(CACHED), places: Places::default(), visitors: OnceLock::new() }
    }
}

impl App {
    /// What a form must carry that is sent by a visitor who may do something without having signed in: those of the demo.
    pub fn visitors_form_token(&self) -> Result<String, Error> {
        if let Some(secret) = self.people.visitors.get() {
            return Ok(sessions::form_token(secret));
        }
        // Not through the program's own ids: it must not change which comes next.
        let secret = if self.ids.is_counted() { "visitor".to_owned() } else { self.new_secret()? };
        Ok(sessions::form_token(self.people.visitors.get_or_init(|| secret)))
    }

    /// A new secret that nobody can guess.
    pub(crate) fn new_secret(&self) -> Result<String, Error> {
        self.ids.secret().map_err(|error| Error::Unavailable(format!("no randomness: {error}")))
    }
}
