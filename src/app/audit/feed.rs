//! The feed of what has happened to agreements and what belongs to them, for programs that ask again and again.
//!
//! An event gets its number while its transaction holds the end of the chain, so numbers come in the order of the commits: a
//! reader that sees one sees every lower one, and whoever asks for what came after the last number it has seen misses nothing
//! and gets nothing twice, however many are writing.

use std::collections::BTreeMap;

use crate::app::scope::{On, Right, Visible};
use crate::app::{Desk, Error};
use crate::storage::audit::{self as store, Event};

impl Desk {
    /// What the one at the desk may follow, at most `limit` events of those after the number `after`. Drafts of scenarios
    /// that are not to be seen are left out.
    pub async fn changes(&self, after: i64, limit: i64) -> Result<Vec<Event>, Error> {
        self.require(Right::Follow, On::Anything)?;
        self.db
            .read((self.streams(), self.author_id()), move |tx, (streams, me)| {
                Box::pin(async move {
                    // The first of each are enough for the first of all; some come in two.
                    let mut found = BTreeMap::new();
                    for (agreement, drafts) in streams {
                        let agreement = agreement.as_deref();
                        for event in store::followed(tx, agreement, *drafts, me.as_deref(), after, limit).await? {
                            found.insert(event.number, event);
                        }
                    }
                    Ok(found.into_values().take(usize::try_from(limit).unwrap_or_default()).collect())
                })
            })
            .await
    }

    /// What is followed: an agreement or all of them, with or without the drafts of others.
    fn streams(&self) -> Vec<(Option<String>, bool)> {
        let drafts = self.scope().visible(Right::ReadDrafts);
        let Visible::Only(followed) = self.scope().visible(Right::Follow) else {
            let mut streams = vec![(None, drafts == Visible::All)];
            if let Visible::Only(ids) = drafts {
                streams.extend(ids.into_iter().map(|id| (Some(id), true)));
            }
            return streams;
        };
        let may = |id: &str| self.scope().may(Right::ReadDrafts, On::Agreement(id));
        followed.into_iter().map(|id| (Some(id.clone()), may(&id))).collect()
    }
}
