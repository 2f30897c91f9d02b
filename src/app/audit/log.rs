//! Events as those who may read the trail see them: all of it, or what belongs to the agreements they audit.

use std::collections::{BTreeMap, BTreeSet};

use samfin_core::billing::document::Document;

use crate::app::invoices::sees;
use crate::app::scenarios::Status;
use crate::app::scope::{On, Right, Visible};
use crate::app::{Desk, Error};
use crate::storage::audit::{self as store, Event, Wanted};
use crate::storage::{self, Tx, agreements, invoices, scenarios};

/// Events, and whether whoever reads them sees the whole chain that they stand in.
#[derive(Debug, Clone)]
pub struct Log {
    /// The events.
    pub entries: Vec<Entry>,
    /// Whether the trail is read as a whole. Otherwise `previous_sha256`, which is of an event that may be another
    /// agreement's, is not told.
    pub is_whole: bool,
}

/// An event with what its thing is called now.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The event.
    pub event: Event,
    /// The name of the agreement that it belongs to.
    pub agreement: Option<String>,
    /// The name of the scenario that it is about, when it is there for the reader.
    pub scenario: Option<String>,
    /// The document that it is about, when the reader sees it.
    pub document: Option<Document>,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// From the event after this one on.
    After(i64),
    /// From the event before this one back.
    Before(i64),
}

impl Desk {
    /// The wanted events by number, at most `limit` of those after the number `after`.
    pub async fn audit_events(&self, wanted: Wanted, after: i64, limit: i64) -> Result<Log, Error> {
        self.log(wanted, From::After(after), limit).await
    }

    /// The wanted events from the newest on, at most `limit` of those before the number `before`, with the names of what
    /// they are about.
    pub async fn newest_audit_events(&self, wanted: Wanted, before: Option<i64>, limit: i64) -> Result<Log, Error> {
        let mut log = self.log(wanted, From::Before(before.unwrap_or(i64::MAX)), limit).await?;
        let desk = self.clone();
        let named = self.db.read(log.entries, move |tx, entries| {
            let desk = desk.clone();
            Box::pin(async move { name(tx, &desk, entries.clone()).await })
        });
        log.entries = named.await?;
        Ok(log)
    }

    async fn log(&self, wanted: Wanted, from: From, limit: i64) -> Result<Log, Error> {
        let visible = self.visible_trail(wanted.agreement.as_deref())?;
        let is_whole = self.scope().may(Right::ReadAudit, On::Service);
        let found = self.db.read((wanted, visible), move |tx, (wanted, visible)| {
            Box::pin(async move {
                let Visible::Only(ids) = visible else { return page(tx, wanted, from, limit).await };
                // The first of each are enough for the first of all.
                let mut all = Vec::new();
                for id in ids {
                    let wanted = Wanted { agreement: Some(id.clone()), ..wanted.clone() };
                    all.extend(page(tx, &wanted, from, limit).await?);
                }
                match from {
                    From::After(_) => all.sort_by_key(|event| event.number),
                    From::Before(_) => all.sort_by_key(|event| std::cmp::Reverse(event.number)),
                }
                all.truncate(usize::try_from(limit).unwrap_or_default());
                Ok(all)
            })
        });
        let entries =
            found.await?.into_iter().map(|event| Entry { event, agreement: None, scenario: None, document: None });
        Ok(Log { entries: entries.collect(), is_whole })
    }

    /// The agreements whose events are to be seen, narrowed to the one that is asked for.
    fn visible_trail(&self, asked: Option<&str>) -> Result<Visible, Error> {
        if let Some(id) = asked {
            self.require_in(Right::ReadAudit, id)?;
            return Ok(Visible::Only([id.to_owned()].into()));
        }
        self.require(Right::ReadAudit, On::Anything)?;
        Ok(self.scope().visible(Right::ReadAudit))
    }
}

async fn page(tx: &mut Tx, wanted: &Wanted, from: From, limit: i64) -> Result<Vec<Event>, Error> {
    Ok(match from {
        From::After(after) => store::find(tx, wanted, after, limit).await?,
        From::Before(before) => store::find_newest(tx, wanted, before, limit).await?,
    })
}

/// Adds the names of agreements and scenarios, as they are now.
async fn name(tx: &mut Tx, desk: &Desk, mut entries: Vec<Entry>) -> Result<Vec<Entry>, Error> {
    let mut agreement_names = BTreeMap::<String, Option<String>>::new();
    let mut scenario_names = BTreeMap::<(String, String), Option<String>>::new();
    let documents = documents(tx, desk, &entries).await?;
    for entry in &mut entries {
        let Some(agreement) = &entry.event.what.agreement_id else { continue };
        if !agreement_names.contains_key(agreement) {
            let found = there(agreements::get(tx, agreement).await)?.map(|found| found.name);
            agreement_names.insert(agreement.clone(), found);
        }
        entry.agreement = agreement_names.get(agreement).cloned().flatten();
        if entry.event.what.object_kind == "invoice" {
            entry.document = documents.get(&entry.event.what.object_id).cloned();
        }
        if entry.event.what.object_kind == "scenario" {
            let key = (agreement.clone(), entry.event.what.object_id.clone());
            if !scenario_names.contains_key(&key) {
                let drafts = desk.scope().may(Right::ReadDrafts, On::Agreement(agreement));
                let found = there(scenarios::get(tx, agreement, &key.1).await)?;
                let found = found.filter(|found| drafts || found.status() != Status::Draft).map(|found| found.name);
                scenario_names.insert(key.clone(), found);
            }
            entry.scenario = scenario_names.get(&key).cloned().flatten();
        }
    }
    Ok(entries)
}

/// The documents that events are about and the reader sees, by id, in one question for all of them.
async fn documents(tx: &mut Tx, desk: &Desk, entries: &[Entry]) -> Result<BTreeMap<String, Document>, Error> {
    let of_documents = entries.iter().filter(|entry| entry.event.what.object_kind == "invoice");
    let ids: BTreeSet<&str> = of_documents.map(|entry| entry.event.what.object_id.as_str()).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<&str> = ids.into_iter().collect();
    let found = there(invoices::several(tx, &ids).await)?.unwrap_or_default();
    let seen = found.into_iter().filter(|invoice| sees(desk.scope(), invoice));
    Ok(seen.map(|invoice| (invoice.id, invoice.document)).collect())
}

/// What is there; what has been deleted since is nothing.
fn there<T>(found: Result<T, storage::Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(storage::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
