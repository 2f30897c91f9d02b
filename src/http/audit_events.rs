//! `GET /api/v1/audit-events`: who did what, when and why.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::json;
use super::examples::audit as example;
use super::paging::{self, Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::audit::{self, Entry, written};

/// Something that was done. Its members are those of the recipe in `docs/audit.md`, so that a program can calculate the
/// checksum from what it gets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub struct EventView {
    /// 1, 2, 3 … without gaps in the whole trail.
    #[schema(minimum = 1)]
    number: i64,
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// When, with six decimals and `Z`.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// What kind of actor did it.
    #[schema(example = "user")]
    actor_kind: String,
    /// The id of the user or key, or the kind again.
    actor_id: String,
    /// What that one was called then.
    actor_name: String,
    /// What was done: the kind of thing and what was done to it.
    #[schema(example = "scenario.shared")]
    action: String,
    /// The kind of thing.
    #[schema(example = "scenario")]
    object_kind: String,
    /// Which thing: its id; of statistics the name of the series.
    object_id: String,
    /// The agreement that it belongs to; null for what belongs to none.
    #[schema(required)]
    agreement_id: Option<String>,
    /// Why, or the decision it rests on, when that was said.
    #[schema(required)]
    reason: Option<String>,
    /// The SHA-256 of the thing as it was.
    #[schema(required, pattern = "^[0-9a-f]{64}$")]
    before_sha256: Option<String>,
    /// The SHA-256 of the thing as it became.
    #[schema(required, pattern = "^[0-9a-f]{64}$")]
    after_sha256: Option<String>,
    /// The request that did it: `request_id` of its answer and of the log.
    #[schema(required)]
    request_id: Option<String>,
    /// The checksum of the event before; null for those who do not read the whole trail, since that event may be another
    /// agreement's.
    #[schema(required, pattern = "^[0-9a-f]{64}$")]
    previous_sha256: Option<String>,
    /// The checksum of this event.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

impl EventView {
    fn of(entry: Entry, is_whole: bool) -> Self {
        let audit::Event { number, what, previous_sha256, sha256 } = entry.event;
        Self {
            number,
            id: what.id,
            recorded_at: written(what.recorded_at),
            actor_kind: what.actor_kind,
            actor_id: what.actor_id,
            actor_name: what.actor_name,
            action: what.action,
            object_kind: what.object_kind,
            object_id: what.object_id,
            agreement_id: what.agreement_id,
            reason: what.reason,
            before_sha256: what.before_sha256,
            after_sha256: what.after_sha256,
            request_id: what.request_id,
            previous_sha256: is_whole.then_some(previous_sha256),
            sha256,
        }
    }
}

/// Which events. What is not given does not matter.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventParams {
    /// Those that belong to an agreement.
    #[param(format = Uuid)]
    pub agreement: Option<String>,
    /// Those of one actor: the id of a user or key, or its whole name.
    #[param(min_length = 1, max_length = 200)]
    pub actor: Option<String>,
    /// Those whose action begins so: `scenario.` or `budget.adopted`.
    #[param(pattern = "^[a-z_.]{1,100}$", example = "scenario.")]
    pub action: Option<String>,
    /// Those about one thing, by its id.
    #[param(min_length = 1, max_length = 200)]
    pub object: Option<String>,
    /// Not before this moment; a date means the beginning of that day in Sweden.
    #[param(example = "2026-12-01")]
    pub from: Option<String>,
    /// Not after this moment; a date means the end of that day in Sweden.
    #[param(example = "2026-12-31")]
    pub to: Option<String>,
}

/// List audit events
///
/// In the order they came, each with the checksum of the one before: `docs/audit.md` has the recipe. For administrators and
/// auditors; whoever audits one agreement sees what belongs to that one. A page may be asked for again at any time: what
/// stands here never changes.
#[utoipa::path(
    operation_id = "listAuditEvents", tag = "audit", params(EventParams, PageParams),
    responses((status = 200, description = "A page of events", body = Page<EventView>, example = example::events)),
)]
#[get("/api/v1/audit-events")]
pub(crate) async fn list_audit_events(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let names = [&Wanted::NAMES[..], &["agreement", "actor", "action", "object", "from", "to"]].concat();
    let mut query = Query::read(request.query_string(), &names);
    let page = Wanted::read(&mut query, |key| paging::number(key).is_some());
    let wanted = audit::Wanted {
        agreement: agreement(&mut query, "agreement"),
        actor: query.text("actor"),
        action: action(&mut query, "action"),
        object: query.text("object"),
        from: query.first_moment("from"),
        to: query.moment("to"),
    };
    query.finish()?;
    let log = desk.audit_events(wanted, page.after_number(), page.fetch()).await?;
    let is_whole = log.is_whole;
    let answer = page.page(log.entries, |entry| entry.event.number.to_string(), |entry| EventView::of(entry, is_whole));
    Ok(json(&answer))
}

/// The id of an agreement, in lower case.
pub(crate) fn agreement(query: &mut Query, name: &str) -> Option<String> {
    let text = query.raw(name)?;
    let id = uuid::Uuid::try_parse(&text).ok().map(|id| id.to_string());
    if id.is_none() {
        let detail = samfin_core::say!("skriv avtalets id", "write the agreement's id");
        query.refuse(name, samfin_core::Code::UnknownValue, detail);
    }
    id
}

/// The beginning of an action.
pub(crate) fn action(query: &mut Query, name: &str) -> Option<String> {
    let text = query.raw(name)?;
    let is_action =
        (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'.'));
    if !is_action {
        let detail = samfin_core::say!(
            "skriv början av en händelse, till exempel scenario. eller budget.adopted",
            "write the beginning of an action, for example scenario. or budget.adopted"
        );
        query.refuse(name, samfin_core::Code::UnknownValue, detail);
        return None;
    }
    Some(text)
}
