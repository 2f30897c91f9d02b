//! The audit trail: reading it, following it, and seeing that nobody has touched it.

mod actions;
mod chain;
mod feed;
mod log;

pub use actions::{Action, action};
pub(super) use chain::verify;
pub use chain::{Anchor, Chain, Fault};
pub use feed::Changes;
pub use log::{Entry, Log};

pub use crate::storage::audit::{Event, SentBack, Wanted, written};
