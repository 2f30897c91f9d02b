//! The feed of what has happened to agreements and what belongs to them, for programs that ask again and again.
//!
//! An event gets its number while its transaction holds the end of the chain, so numbers come in the order of the commits: a
//! reader that sees one sees every lower one, and whoever asks for what came after the last number it has seen misses nothing
//! and gets nothing twice, however many are writing.

use std::collections::BTreeMap;

use crate::app::scope::{On, Right, Role, Visible};
use crate::app::{Desk, Error};
use crate::storage::audit::{self as store, Documents, Event, Stream};

/// What has happened since.
#[derive(Debug, Clone)]
pub struct Changes {
    /// The events.
    pub events: Vec<Event>,
    /// After which number to go on: the last of the events or, when there are no more, the end of the trail at that moment,
    /// so that what is not to be seen is not looked through again.
    pub next: i64,
}

impl Desk {
    /// What the one at the desk may follow, at most `limit` events of those after the number `after`. Drafts of scenarios
    /// that are not to be seen are left out.
    pub async fn changes(&self, after: i64, limit: i64) -> Result<Changes, Error> {
        self.require(Right::Follow, On::Anything)?;
        self.db
            .read((self.streams(), self.author_id()), move |tx, (streams, me)| {
                Box::pin(async move {
                    // The first of each are enough for the first of all; some come in two.
                    let mut found = BTreeMap::new();
                    for stream in streams {
                        for event in store::followed(tx, stream, me.as_deref(), after, limit).await? {
                            found.insert(event.number, event);
                        }
                    }
                    let most = usize::try_from(limit).unwrap_or_default();
                    let is_full = found.len() >= most;
                    let events: Vec<Event> = found.into_values().take(most).collect();
                    let end = if is_full { None } else { store::head(tx).await?.map(|(number, _)| number) };
                    let last = events.last().map_or(after, |event| event.number);
                    Ok(Changes { events, next: end.map_or(last, |end| last.max(end)) })
                })
            })
            .await
    }

    /// The newest of what the one at the desk may follow of an agreement, at most `limit`, the newest first; nothing for who may
    /// not.
    pub async fn newest_changes(&self, agreement: String, limit: i64) -> Result<Vec<Event>, Error> {
        let mut streams = self.streams();
        streams.retain(|stream| stream.agreement.as_ref().is_none_or(|own| *own == agreement));
        for stream in &mut streams {
            stream.agreement = Some(agreement.clone());
        }
        self.db
            .read((streams, self.author_id()), move |tx, (streams, me)| {
                Box::pin(async move {
                    let mut found = BTreeMap::new();
                    for stream in streams {
                        for event in store::followed_newest(tx, stream, me.as_deref(), limit).await? {
                            found.insert(event.number, event);
                        }
                    }
                    let most = usize::try_from(limit).unwrap_or_default();
                    Ok(found.into_values().rev().take(most).collect())
                })
            })
            .await
    }

    /// What is followed: an agreement or all of them, with or without the drafts of others, and of invoices what each grant
    /// lets see.
    fn streams(&self) -> Vec<Stream> {
        let stream = |agreement, drafts| Stream { agreement, drafts, documents: Documents::None };
        let drafts = self.scope().visible(Right::ReadDrafts);
        let mut streams = match self.scope().visible(Right::Follow) {
            Visible::All => {
                let others = match &drafts {
                    Visible::Only(ids) => ids.iter().cloned().map(|id| stream(Some(id), true)).collect(),
                    Visible::All => Vec::new(),
                };
                [vec![stream(None, drafts == Visible::All)], others].concat()
            }
            Visible::Only(followed) => {
                let may = |id: &str| self.scope().may(Right::ReadDrafts, On::Agreement(id));
                followed.into_iter().map(|id| stream(Some(id.clone()), may(&id))).collect()
            }
        };
        for grant in self.scope().grants().iter().filter(|grant| grant.role.has(Right::ReadInvoices)) {
            let documents = match (grant.role, &grant.party) {
                (Role::PartyOfficer, None) => continue,
                (Role::PartyOfficer, Some(party)) => Documents::Of(party.clone()),
                _ => Documents::All,
            };
            match streams.iter_mut().find(|known| known.agreement == grant.agreement) {
                Some(known) if known.documents == Documents::None || documents == Documents::All => {
                    known.documents = documents;
                }
                _ => streams.push(Stream { agreement: grant.agreement.clone(), drafts: false, documents }),
            }
        }
        streams
    }
}
