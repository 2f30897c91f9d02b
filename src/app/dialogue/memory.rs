//! What was loaded for a page lately, for whoever moves a lever: each move asks for the same agreement, scenarios and statistics.
//!
//! Every change of what is stored is told in the audit trail in its own transaction, so that nothing has changed while the
//! trail's last number is what it was. It is read first, in the transaction that would load: what is remembered is what
//! loading would give, and a change by another program on the same database is seen as soon as one's own.

use std::sync::{Arc, Mutex, PoisonError};

use hashlink::LruCache;

use super::{Asked, Loaded};

/// Pages that are remembered: more people than that seldom move levers at the same time.
const REMEMBERED: usize = 16;

/// What was loaded lately.
#[derive(Debug)]
pub(in crate::app) struct Memory(Mutex<LruCache<Key, (i64, Arc<Loaded>)>>);

/// What decides what is loaded, besides what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) agreement: String,
    pub(super) years: Vec<i32>,
    /// The stored scenarios of the columns; none where a first set is chosen.
    pub(super) scenarios: Option<Vec<String>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl Memory {
    /// What was loaded when `number` was the last in the audit trail.
    pub(super) fn recall(&self, key: &Key, number: i64) -> Option<Arc<Loaded>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(at, _)| *at == number).map(|(_, loaded)| Arc::clone(loaded))
    }

    pub(super) fn keep(&self, key: Key, number: i64, loaded: &Arc<Loaded>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, (number, Arc::clone(loaded)));
    }
}

impl Key {
    pub(super) fn of(asked: &Asked) -> Self {
        let mut ids: Vec<String> = asked.columns.iter().filter_map(|column| column.scenario.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let scenarios = (!asked.columns.is_empty()).then_some(ids);
        Self { agreement: asked.agreement.clone(), years: asked.years.clone(), scenarios }
    }
}
