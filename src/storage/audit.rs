//! The audit trail: events that are added in the transaction of what they tell, each with the checksum of the one before.
//!
//! Every text of an event is part of its checksum, so an event that is edited, left out, put in or moved shows
//! ([`Event::sha256`] is the recipe, docs/audit.md tells it to others). Adding takes the row of `audit_head` to the end of the
//! transaction, so it comes last of all.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::columns::{Stored, moment};
use super::error::{Error, On};
use super::sql::sql;
use super::tx::Tx;
use crate::digest::{canonical, sha256};

const AUDIT_EVENTS: &str = "audit_events";
const AUDIT_HEAD: &str = "audit_head";
/// How many events are written in one question: a database has a limit for the places in it.
const AT_ONCE: usize = 500;

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
    /// The checksum that an event must have: SHA-256 of [`Event::members`] without the checksum itself, as canonical JSON.
    #[must_use]
    pub fn checksum(number: i64, what: &NewEvent, previous_sha256: &str) -> String {
        sha256(canonical(&members(number, what, previous_sha256)).as_bytes())
    }

    /// Whether the event is as it was when its checksum was made.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        // A moment with more digits than the checksum covers was not stored by samfin.
        let at = self.what.recorded_at;
        at == moment(at) && self.sha256 == Self::checksum(self.number, &self.what, &self.previous_sha256)
    }

    /// The event as others get it: every member that its checksum covers, and the checksum.
    #[must_use]
    pub fn members(&self) -> Value {
        let mut members = members(self.number, &self.what, &self.previous_sha256);
        if let Value::Object(members) = &mut members {
            members.insert("sha256".to_owned(), Value::from(self.sha256.as_str()));
        }
        members
    }
}

/// What a checksum covers.
fn members(number: i64, what: &NewEvent, previous_sha256: &str) -> Value {
    serde_json::json!({
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
        "recorded_at": written(what.recorded_at),
        "request_id": what.request_id,
    })
}

/// A moment as the trail writes it: `2026-12-01T09:00:00.000000Z`, always six decimals.
#[must_use]
pub fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Which events are wanted; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those that belong to an agreement.
    pub agreement: Option<String>,
    /// Those of one actor, by id or by name.
    pub actor: Option<String>,
    /// Those whose action begins so: `scenario.`, `budget.adopted`.
    pub action: Option<String>,
    /// Those about one thing, by its id.
    pub object: Option<String>,
    /// Not before this.
    pub from: Option<DateTime<Utc>>,
    /// Not after this.
    pub to: Option<DateTime<Utc>>,
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
    let mut rows = Vec::with_capacity(events.len());
    for (number, what) in (last - count + 1..).zip(events) {
        let sha256 = Event::checksum(number, what, &previous);
        rows.push((number, what, std::mem::replace(&mut previous, sha256.clone()), sha256));
    }
    for some in rows.chunks(AT_ONCE) {
        sql!(tx.insert_all(
            "INSERT INTO audit_events (number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind,
                                       object_id, agreement_id, reason, before_sha256, after_sha256, request_id,
                                       previous_sha256, sha256) ",
            some,
            |row| [
                row.0,
                &row.1.id,
                moment(row.1.recorded_at),
                &row.1.actor_kind,
                &row.1.actor_id,
                &row.1.actor_name,
                &row.1.action,
                &row.1.object_kind,
                &row.1.object_id,
                &row.1.agreement_id,
                &row.1.reason,
                &row.1.before_sha256,
                &row.1.after_sha256,
                &row.1.request_id,
                &row.2,
                &row.3,
            ]
        ))
        .on(AUDIT_EVENTS)?;
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

/// The wanted events by number, at most `limit` of those after `after`.
pub async fn find(tx: &mut Tx, wanted: &Wanted, after: i64, limit: i64) -> Result<Vec<Event>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_all(
        "SELECT number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind, object_id, agreement_id,
                reason, before_sha256, after_sha256, request_id, previous_sha256, sha256
         FROM audit_events
         WHERE number > $1 AND ($3 IS NULL OR agreement_id = $3) AND ($4 IS NULL OR actor_id = $4 OR actor_name = $4)
           AND ($5 IS NULL OR substr(action, 1, length($5)) = $5) AND ($6 IS NULL OR object_id = $6)
           AND ($7 IS NULL OR recorded_at >= $7) AND ($8 IS NULL OR recorded_at <= $8)
         ORDER BY number LIMIT $2",
        after,
        limit,
        &wanted.agreement,
        &wanted.actor,
        &wanted.action,
        &wanted.object,
        wanted.from.map(moment),
        wanted.to.map(moment),
    ))
    .on(AUDIT_EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// The wanted events from the newest on, at most `limit` of those before `before`.
pub async fn find_newest(tx: &mut Tx, wanted: &Wanted, before: i64, limit: i64) -> Result<Vec<Event>, Error> {
    let rows: Vec<EventRow> = sql!(tx.fetch_all(
        "SELECT number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind, object_id, agreement_id,
                reason, before_sha256, after_sha256, request_id, previous_sha256, sha256
         FROM audit_events
         WHERE number < $1 AND ($3 IS NULL OR agreement_id = $3) AND ($4 IS NULL OR actor_id = $4 OR actor_name = $4)
           AND ($5 IS NULL OR substr(action, 1, length($5)) = $5) AND ($6 IS NULL OR object_id = $6)
           AND ($7 IS NULL OR recorded_at >= $7) AND ($8 IS NULL OR recorded_at <= $8)
         ORDER BY number DESC LIMIT $2",
        before,
        limit,
        &wanted.agreement,
        &wanted.actor,
        &wanted.action,
        &wanted.object,
        wanted.from.map(moment),
        wanted.to.map(moment),
    ))
    .on(AUDIT_EVENTS)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// That a draft was sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentBack {
    /// The draft.
    pub invoice_id: String,
    /// By whom, as that one was called then.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// When these drafts were sent back, in that order.
pub async fn sent_back(tx: &mut Tx, ids: &[&str]) -> Result<Vec<SentBack>, Error> {
    let rows: Vec<SentBackRow> = sql!(tx.fetch_among(
        "SELECT object_id, actor_name, reason, recorded_at FROM audit_events
         WHERE object_kind = 'invoice' AND action = 'invoice.returned' AND object_id IN ",
        ids,
        " ORDER BY number",
    ))
    .on(AUDIT_EVENTS)?;
    let read = |SentBackRow { object_id, actor_name, reason, recorded_at }| {
        let at = recorded_at.of(AUDIT_EVENTS, "recorded_at", &object_id)?;
        Ok(SentBack { invoice_id: object_id, by: actor_name, reason: reason.unwrap_or_default(), at })
    };
    rows.into_iter().map(read).collect()
}

#[derive(sqlx::FromRow)]
struct SentBackRow {
    object_id: String,
    actor_name: String,
    reason: Option<String>,
    recorded_at: Stored<DateTime<Utc>>,
}

/// What somebody may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    /// In one agreement; none: in all of them.
    pub agreement: Option<String>,
    /// With scenarios that others are still writing.
    pub drafts: bool,
    /// Of invoices, these.
    pub documents: Documents,
}

/// Which invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Documents {
    /// All, drafts too.
    All,
    /// Those that a party pays or is paid by, once they are issued.
    Of(String),
    /// None.
    None,
}

/// The events of a [`Stream`] that stand in a range of numbers, in an order. Of scenarios those that are or were shown to
/// everybody, and those that `me` made; with drafts all. Of invoices those in its documents.
///
/// `object_kind || ''` keeps an embedded database from taking the index by object and sorting everything there is.
macro_rules! followed {
    ($tx:ident, $stream:ident, $me:ident, $range:literal, $from:ident, $order:literal, $limit:ident) => {{
        let (all, party) = match &$stream.documents {
            Documents::All => (true, None),
            Documents::Of(party) => (false, Some(party.as_str())),
            Documents::None => (false, None),
        };
        sql!($tx.fetch_all(
            concat!(
                "SELECT number, id, recorded_at, actor_kind, actor_id, actor_name, action, object_kind, object_id, agreement_id,
                        reason, before_sha256, after_sha256, request_id, previous_sha256, sha256
                 FROM audit_events
                 WHERE ",
                $range,
                " AND agreement_id IS NOT NULL AND ($3 IS NULL OR agreement_id = $3)
                   AND object_kind || '' IN ('agreement', 'version', 'budget', 'scenario', 'period', 'contribution', 'outcome',
                                             'invoice', 'payment')
                   AND (object_kind <> 'payment' OR $6
                        OR EXISTS (SELECT 1 FROM payment_allocations
                                   JOIN invoices ON invoices.id = payment_allocations.invoice_id
                                   WHERE payment_allocations.payment_id = audit_events.object_id
                                     AND invoices.agreement_id = audit_events.agreement_id
                                     AND (invoices.payer = $7 OR invoices.seller = $7)))
                   AND (object_kind <> 'invoice' OR $6
                        OR EXISTS (SELECT 1 FROM invoices
                                   WHERE invoices.id = audit_events.object_id AND invoices.status = 'issued'
                                     AND (invoices.payer = $7 OR invoices.seller = $7)))
                   AND (object_kind <> 'scenario' OR $4
                        OR EXISTS (SELECT 1 FROM scenarios
                                   WHERE scenarios.id = audit_events.object_id
                                     AND (scenarios.status <> 'draft' OR scenarios.created_by = $5))
                        OR EXISTS (SELECT 1 FROM audit_events AS other
                                   WHERE other.object_kind = 'scenario' AND other.object_id = audit_events.object_id
                                     AND (other.action IN ('scenario.shared', 'scenario.locked')
                                          OR (other.action = 'scenario.created' AND other.actor_id = $5))))
                 ",
                $order,
            ),
            $from,
            $limit,
            $stream.agreement.as_deref(),
            $stream.drafts,
            $me,
            all,
            party,
        ))
        .on(AUDIT_EVENTS)
    }};
}

/// What happened to agreements and what belongs to them, for those who may follow one agreement or all of them: at most
/// `limit` events after `after`.
pub async fn followed(
    tx: &mut Tx,
    stream: &Stream,
    me: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<Event>, Error> {
    let rows: Vec<EventRow> = followed!(tx, stream, me, "number > $1", after, "ORDER BY number LIMIT $2", limit)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// The same from the newest on, at most `limit` events.
pub async fn followed_newest(tx: &mut Tx, stream: &Stream, me: Option<&str>, limit: i64) -> Result<Vec<Event>, Error> {
    let end = i64::MAX;
    let rows: Vec<EventRow> = followed!(tx, stream, me, "number < $1", end, "ORDER BY number DESC LIMIT $2", limit)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// How many events there are, whatever their numbers.
pub async fn count(tx: &mut Tx) -> Result<i64, Error> {
    let (count,): (i64,) = sql!(tx.fetch_one("SELECT COUNT(*) FROM audit_events")).on(AUDIT_EVENTS)?;
    Ok(count)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of docs/audit.md; the checksum was calculated by tests/audit/verify.py.
    #[test]
    fn the_recipe_gives_the_checksum_of_the_published_example() {
        let what = NewEvent {
            id: "0193827e-7a00-7000-8000-000000000001".to_owned(),
            recorded_at: "2026-12-01T09:00:00Z".parse().expect("a moment"),
            actor_kind: "user".to_owned(),
            actor_id: "0193827e-7a00-7000-8000-00000000000f".to_owned(),
            actor_name: "Åsa \"Öga\" Ek".to_owned(),
            action: "scenario.shared".to_owned(),
            object_kind: "scenario".to_owned(),
            object_id: "0193827e-7a00-7000-8000-000000000002".to_owned(),
            agreement_id: Some("0193827e-7a00-7000-8000-000000000003".to_owned()),
            reason: Some("Till TaHSU\n50/50 \\ lika 🙂".to_owned()),
            before_sha256: Some(sha256(b"before")),
            after_sha256: Some(sha256(b"after")),
            request_id: None,
        };
        let text = canonical(&members(1, &what, BEGINNING));
        assert_eq!(text, include_str!("../../tests/audit/example.json").trim_end());
        let expected = "fab9358c4e388345b0dec2caadff505bbd939a4b15cfe999c099e25c0811b5c7";
        assert_eq!(Event::checksum(1, &what, BEGINNING), expected);
        assert!(include_str!("../../docs/audit.md").contains(expected), "docs/audit.md shows it");
    }
}
