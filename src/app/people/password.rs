//! Passwords: what they must be, and how they are kept (argon2id).
//!
//! | rule | because |
//! | --- | --- |
//! | 12–200 characters | length is what makes a password hard to guess; a hash of megabytes is an attack |
//! | not made of the login or the name | those are tried first |
//! | nothing else: no digits or signs are demanded | such rules give worse passwords |
//!
//! A password is composed (NFC) before it is looked at, so that the same keys give the same password on every machine.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use samfin_core::{Code, Issue, Text, say};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::super::{App, Error};

/// The fewest characters of a password.
pub(crate) const LEAST: usize = 12;
/// The most characters of a password.
pub(crate) const MOST: usize = 200;
/// So many characters must be left of a password when the login and the names are taken out of it.
const OWN: usize = 8;

/// How many passwords are hashed at a time: each takes 19 MiB and a processor.
const AT_ONCE: usize = 2;
/// How long one waits for its turn; then the service is too busy.
const TURN: std::time::Duration = std::time::Duration::from_secs(10);

/// What is verified when there is nothing to verify, so that an unknown login takes as long as a known one. It is the
/// hash of nothing that anybody has.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FtZmluIG5vYm9keSBpcw$XH0MXUpyTdGMRLSCoSZ3P+tbbUJqZ0QVO1bCbU3vCkA";

/// A password that may be chosen.
#[derive(Clone)]
pub struct Password(String);

impl std::fmt::Debug for Password {
    /// Never the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a password may not be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Too short or too long.
    Length,
    /// Little more than the login or the name.
    LikeTheName,
}

impl Trouble {
    /// What to do about it.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Length => say!(
                "lösenordet ska ha {LEAST}–{MOST} tecken; flera ord efter varandra går bra",
                "a password has {LEAST}–{MOST} characters; several words one after another will do"
            ),
            Self::LikeTheName => say!(
                "lösenordet är knappt mer än inloggningsnamnet eller namnet; välj något annat",
                "the password is little more than the login or the name; choose another one"
            ),
        }
    }

    /// As an issue with the field that the password stands in.
    #[must_use]
    pub fn issue(&self, pointer: &str) -> Issue {
        let code = if *self == Self::Length { Code::TextLength } else { Code::ConflictingFields };
        Issue::new(pointer, code, self.text())
    }
}

impl Password {
    /// A password for somebody, if it may be one.
    ///
    /// ```
    /// use samfin::app::people::{Password, Trouble};
    /// assert!(Password::choose("hästar äter havre", "tove", "Tove Test").is_ok());
    /// assert_eq!(Password::choose("kort", "tove", "Tove Test").unwrap_err(), Trouble::Length);
    /// assert_eq!(Password::choose("tove-test-tove-1", "tove", "Tove Test").unwrap_err(), Trouble::LikeTheName);
    /// ```
    pub fn choose(text: &str, login: &str, name: &str) -> Result<Self, Trouble> {
        // Composing is bounded work only on a bounded text.
        if text.len() > 16 * MOST {
            return Err(Trouble::Length);
        }
        let password: String = text.nfc().collect();
        if !(LEAST..=MOST).contains(&password.chars().count()) {
            return Err(Trouble::Length);
        }
        let mut own = password.to_lowercase();
        let words = name.split_whitespace().chain(login.split(['@', '.']));
        for word in std::iter::once(login).chain(words).map(str::to_lowercase).filter(|word| word.chars().count() > 2) {
            own = own.replace(&word, "");
        }
        if own.chars().count() < OWN { Err(Trouble::LikeTheName) } else { Ok(Self(password)) }
    }
}

/// Where passwords are hashed and verified, few at a time.
#[derive(Debug)]
pub(super) struct Places(Semaphore);

impl Default for Places {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Places {
    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let turn = tokio::time::timeout(TURN, self.0.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Error::Busy) };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Broken(format!("hashing a password: {error}")))
    }
}

impl App {
    /// The hash of a password, with a salt of its own.
    pub(super) async fn hash(&self, password: Password) -> Result<String, Error> {
        let salt = self.new_secret()?;
        let hash = self.people.places.work(move || {
            let hash = argon2().hash_password_with_salt(password.0.as_bytes(), &salt.as_bytes()[..16]);
            hash.map(|hash| hash.to_string())
        });
        hash.await?.map_err(|error| Error::Broken(format!("hashing a password: {error}")))
    }

    /// Whether `text` is the password with this hash. Without a hash the answer is no, and takes as long.
    pub(super) async fn verify(&self, text: &str, hash: Option<String>) -> Result<bool, Error> {
        if text.len() > 16 * MOST {
            return Ok(false);
        }
        let password: String = text.nfc().collect();
        let verified = self.people.places.work(move || {
            let known = hash.is_some();
            let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODYS));
            hash.map(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok() && known)
        });
        verified.await?.map_err(|error| Error::Broken(format!("a stored password hash cannot be read: {error}")))
    }
}

/// Argon2id with 19 MiB, two passes, one lane: the first choice of OWASP's password storage cheat sheet for services.
fn argon2() -> Argon2<'static> {
    Argon2::default()
}

#[cfg(test)]
mod tests {
    use argon2::Params;
    use argon2::password_hash::phc::Output;

    use super::*;

    fn refused(text: &str) -> Option<Trouble> {
        Password::choose(text, "tove.test@example.org", "Tove Test").err()
    }

    #[test]
    fn length_counts_characters_and_nothing_is_demanded_of_them() {
        assert_eq!((refused("elva tecken"), refused("tolv tecken!")), (Some(Trouble::Length), None));
        assert_eq!((refused(&"å".repeat(200)), refused(&"å".repeat(201))), (None, Some(Trouble::Length)));
        assert_eq!(refused(&"a".repeat(1 << 20)), Some(Trouble::Length));
    }

    #[test]
    fn what_is_little_more_than_the_name_is_refused() {
        for text in ["tove.test@example.org", "ToveTest1234567", "test test test tove"] {
            assert_eq!(refused(text), Some(Trouble::LikeTheName), "{text}");
        }
        assert_eq!(refused("tove rider om natten"), None);
    }

    #[test]
    fn loose_accents_are_the_same_password() {
        let (loose, composed) = ("a\u{30a}a\u{30a}a\u{30a} a\u{30a}ker ba\u{30a}t", "ååå åker båt");
        let chosen = |text| Password::choose(text, "x", "x").expect("a password").0;
        assert_eq!(chosen(loose), chosen(composed));
    }

    #[test]
    fn nobodys_hash_costs_what_every_other_does() {
        let nobodys = PasswordHash::new(NOBODYS).expect("a hash");
        let own = argon2().hash_password_with_salt(b"a password", b"sixteen bytes...").expect("a hash");
        assert_eq!((nobodys.algorithm, nobodys.version), (own.algorithm, own.version));
        assert_eq!(nobodys.params.to_string(), own.params.to_string());
        let lengths = |hash: &PasswordHash| hash.hash.as_ref().map(Output::len);
        assert_eq!(lengths(&nobodys), lengths(&own));
        assert_eq!(lengths(&nobodys), Some(Params::DEFAULT_OUTPUT_LEN));
    }
}
