//! New identities: UUID version 7, made by the application so that both databases store the same.
//!
//! They sort by the time they were made, which keeps indexes compact and lists in a natural order. Secrets come from here
//! too, but have nothing in common with identities: nobody can guess one.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use uuid::{Builder, ContextV7, Timestamp, Uuid};

use crate::clock::Clock;
use crate::digest::{hexadecimal, sha256};

/// Where new identities come from.
#[derive(Debug, Clone)]
pub enum Ids {
    /// Time and randomness.
    Random(Arc<Mutex<ContextV7>>),
    /// Time and a counter: the same calls give the same identities, for tests that compare whole answers.
    Counted(Arc<AtomicU64>),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Random(Arc::new(Mutex::new(ContextV7::new())))
    }
}

impl Ids {
    /// Identities that only depend on the clock and on how many were made before.
    #[must_use]
    pub fn counted() -> Self {
        Self::Counted(Arc::default())
    }

    /// Whether they can be foreseen, as those of tests.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        matches!(self, Self::Counted(_))
    }

    /// A new identity.
    #[must_use]
    pub fn next(&self, clock: &Clock) -> Uuid {
        let now = clock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        match self {
            Self::Random(context) => {
                Uuid::new_v7(Timestamp::from_unix(context.as_ref(), seconds, now.timestamp_subsec_nanos()))
            }
            Self::Counted(made) => {
                let mut rest = [0; 10];
                rest[2..].copy_from_slice(&made.fetch_add(1, Ordering::Relaxed).to_be_bytes());
                let millis = seconds * 1000 + u64::from(now.timestamp_subsec_millis());
                Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
            }
        }
    }

    /// A new secret: 256 bits from the operating system, as 64 hexadecimal digits.
    pub fn secret(&self) -> Result<String, getrandom::Error> {
        match self {
            Self::Random(_) => {
                let mut bits = [0; 32];
                getrandom::fill(&mut bits)?;
                Ok(hexadecimal(&bits))
            }
            Self::Counted(made) => Ok(sha256(&made.fetch_add(1, Ordering::Relaxed).to_be_bytes())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_sort_by_the_time_they_were_made() {
        let ids = Ids::default();
        let early = Clock::fixed("2027-01-01T00:00:00Z").expect("an instant");
        let late = Clock::fixed("2027-01-01T00:00:01Z").expect("an instant");
        let (first, second, third) = (ids.next(&early), ids.next(&early), ids.next(&late));
        assert!(first != second && first < third && second < third, "{first} {second} {third}");
        assert_eq!(first.get_version_num(), 7);
    }

    #[test]
    fn secrets_are_256_bits_and_never_the_same() {
        let made = || Ids::default().secret().expect("randomness");
        let (first, second) = (made(), made());
        assert!(first != second && first.len() == 64 && first.bytes().all(|digit| digit.is_ascii_hexdigit()));
    }

    #[test]
    fn counted_ids_repeat_from_the_start() {
        let clock = Clock::fixed("2027-01-01T00:00:00Z").expect("an instant");
        let made = |ids: &Ids| [ids.next(&clock), ids.next(&clock)];
        let first = made(&Ids::counted());
        assert_eq!(first, made(&Ids::counted()));
        assert_ne!(first[0], first[1]);
    }
}
