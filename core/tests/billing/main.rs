//! The laws of the billing year, tried on random agreements, and examples with figures that were worked out by hand.

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]

mod credits;
mod drafts;
mod obligations;
mod postings;
mod sample;
mod settlements;
