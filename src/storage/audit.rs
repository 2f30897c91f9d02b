//! The audit trail: events that are added in the transaction of what they tell, each with the checksum of the one before.
//!
//! Every text of an event is part of its checksum, so an event that is edited, left out, put in or moved shows
//! ([`Event::sha256`] is the recipe, docs/audit.md tells it to others). Adding takes the row of `audit_head` to the end of the
//! transaction, so it comes last of all.

use chrono::{DateTime, SecondsFormat, Utc};

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;
use crate::digest::sha256;

const AUDIT_EVENTS: &str = "audit_events";
const AUDIT_HEAD: &str = "audit_head";

/// What the first event has for the checksum of the one before.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Something that happened, before it has its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Its id.
    pub id: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What kind of actor did it: `user`, `key`, `command`, `demo`.
    pub actor_kind: String,
    /// Who did it.
    pub actor_id: String,
    /// What that one was called then.
    pub actor_name: String,
    /// What was done: `agreement.created`.
    pub action: String,
    /// What kind of thing it was done to: `agreement`.
    pub object_kind: String,
    /// To which one.
    pub object_id: String,
    /// The agreement it belongs to.
    pub agreement_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The checksum of the thing as it was.
    pub before_sha256: Option<String>,
    /// The checksum of the thing as it became.
    pub after_sha256: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
}

/// An event in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// What happened.
    pub what: NewEvent,
    /// The checksum of the event before.
    pub previous_sha256: String,
    /// The checksum that was stored.
    pub sha256: String,
}

impl Event {
    /// The checksum that an event must have: SHA-256 of a JSON object in UTF-8 with the names sorted and no white space.
    #[must_use]
    pub fn checksum(number: i64, what: &NewEvent, previous_sha256: &str) -> String {
        let text = serde_json::json!({
            "action": what.action,
            "actor_id": what.actor_id,
            "actor_kind": what.actor_kind,
            "actor_name": what.actor_name,
            "after_sha256": what.after_sha256,
            "agreement_id": what.agreement_id,
            "before_sha256": what.before_sha256,
            "id": what.id,
            "number": number,
            "object_id": what.object_id,
            "object_kind": what.object_kind,
            "previous_sha256": previous_sha256,
            "reason": what.reason,
            "recorded_at": what.recorded_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "request_id": what.request_id,
        });
        sha256(text.to_string().as_bytes())
    }
}

/// Adds events at the end of the chain, in their order.
pub async fn add(tx: &mut Tx, events: &[NewEvent]) -> Result<(), Error> {
    let Ok(count) = i64::try_from(events.len()) else { return Ok(()) };
    if count == 0 {
        return Ok(());
    }
    let (last, mut previous): (i64, String) = sql!(tx.fetch_one(
        "INSERT INTO audit_head (id, number, sha256) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET number = audit_head.number + $1 RETURNING number, sha256",
        count,
        BEGINNING,
    ))
    .on(AUDIT_HEAD)?;
    for (number, what) in (last - count + 1..).zip(events) {
        let sha256 = Event::checksum(number, what, &previous);
        sql!(tx.execute(
            "INSERT INTO audit_events (number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind,
                                       object_id, agreement_id, reason, before_sha256, after_sha256, request_id,
                                       previous_sha256, sha256)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            number,
            &what.id,
            moment(what.recorded_at),
            &what.actor_kind,
            &what.actor_id,
            &what.actor_name,
            &what.action,
            &what.object_kind,
            &what.object_id,
            &what.agreement_id,
            &what.reason,
            &what.before_sha256,
            &what.after_sha256,
            &what.request_id,
            &previous,
            &sha256,
        ))
        .on(AUDIT_EVENTS)?;
        previous = sha256;
    }
    sql!(tx.execute("UPDATE audit_head SET sha256 = $1 WHERE id = 1", &previous)).on(AUDIT_HEAD)?;
    Ok(())
}

/// Events by number, at most `limit` of those after `after`.
pub async fn page(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Event>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_all(
        "SELECT number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind, object_id, agreement_id,
                reason, before_sha256, after_sha256, request_id, previous_sha256, sha256
         FROM audit_events WHERE number > $1 ORDER BY number LIMIT $2",
        after,
        limit,
    ))
    .on(AUDIT_EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// Where the chain ends: the last number and its checksum; none while nothing has happened.
pub async fn head(tx: &mut Tx) -> Result<Option<(i64, String)>, Error> {
    sql!(tx.fetch_optional("SELECT number, sha256 FROM audit_head WHERE id = 1")).on(AUDIT_HEAD)
}

#[derive(sqlx::FromRow)]
struct EventRow {
    number: i64,
    id: String,
    recorded_at: Stored<DateTime<Utc>>,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    action: String,
    object_kind: String,
    object_id: String,
    agreement_id: Option<String>,
    reason: Option<String>,
    before_sha256: Option<String>,
    after_sha256: Option<String>,
    request_id: Option<String>,
    previous_sha256: String,
    sha256: String,
}

impl EventRow {
    fn read(self) -> Result<Event, Error> {
        let recorded_at = self.recorded_at.of(AUDIT_EVENTS, "recorded_at", &self.number.to_string())?;
        Ok(Event {
            number: self.number,
            what: NewEvent {
                id: self.id,
                recorded_at,
                actor_kind: self.actor_kind,
                actor_id: self.actor_id,
                actor_name: self.actor_name,
                action: self.action,
                object_kind: self.object_kind,
                object_id: self.object_id,
                agreement_id: self.agreement_id,
                reason: self.reason,
                before_sha256: self.before_sha256,
                after_sha256: self.after_sha256,
                request_id: self.request_id,
            },
            previous_sha256: self.previous_sha256,
            sha256: self.sha256,
        })
    }
}
