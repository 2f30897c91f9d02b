//! Ids of parties, bodies, costs, levers and milestones.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest id, in characters.
const MAX_LENGTH: usize = 63;

/// A lower-case slug, `[a-z0-9][a-z0-9-]{0,62}`; cheap to clone, ordered by bytes.
///
/// ```
/// use samfin_core::Id;
/// assert_eq!(Id::parse("ostersund").unwrap().as_str(), "ostersund");
/// assert!(Id::parse("Östersund").is_none());
/// assert!(Id::parse("-a").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Arc<str>);

impl Id {
    /// The id written in `text`, if it has the right form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let bytes = text.as_bytes();
        let starts_well = bytes.first().is_some_and(|first| legal(*first));
        (starts_well && bytes.len() <= MAX_LENGTH && bytes.iter().all(|b| legal(*b) || *b == b'-'))
            .then(|| Self(text.into()))
    }

    /// The participant that holds set-aside money; no party can have this id.
    #[must_use]
    pub fn reserve() -> Self {
        Self("reserve".into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Ids are found by their text: equal, ordered and hashed as it is.
impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("not an id: {text:?}")))
    }
}
