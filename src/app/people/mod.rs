//! People and machines: users, what they are trusted with, sessions and keys.

use super::scope::Scope;
use super::{App, Error};

impl App {
    /// Whose key it is, if it is one that is valid now.
    #[expect(clippy::unused_async, reason = "keys are read from the database next")]
    pub async fn who_has_key(&self, _key: &str) -> Result<Option<Scope>, Error> {
        Ok(None)
    }
}
