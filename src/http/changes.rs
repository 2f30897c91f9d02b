//! `GET /api/v1/changes`: the feed of what has happened, for finance systems that poll.

use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::json;
use super::examples::audit as example;
use super::paging::{self, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::audit::{Event, written};

/// What happened since.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// What happened, in the order it was stored.
    #[schema(max_items = 200)]
    items: Vec<ChangeView>,
    /// What to send as `after` the next time, now or later. It is there also when nothing has happened.
    #[schema(pattern = "^([0-9a-f]{2})+$")]
    next: String,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeEvent)]
pub struct ChangeView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Where it stands in the feed: `after` for those who have dealt with it and not with what follows.
    #[schema(pattern = "^([0-9a-f]{2})+$")]
    cursor: String,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// What happened.
    #[schema(example = "scenario.shared")]
    what: String,
    /// To what.
    object: ChangedObject,
    /// The agreement that it belongs to.
    #[schema(format = Uuid)]
    agreement: String,
}

/// The thing that something happened to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedObject {
    /// What kind of thing it is.
    #[schema(example = "scenario")]
    kind: String,
    /// Its id.
    id: String,
    /// Where it is read; it answers 404 when the thing has been deleted since.
    #[schema(required)]
    href: Option<String>,
}

impl ChangeView {
    fn of(event: Event) -> Self {
        let what = event.what;
        let agreement = what.agreement_id.unwrap_or_default();
        let href = href(&agreement, &what.object_kind, &what.object_id);
        Self {
            id: what.id,
            cursor: paging::encode(&event.number.to_string()),
            at: written(what.recorded_at),
            what: what.action,
            object: ChangedObject { kind: what.object_kind, id: what.object_id, href },
            agreement,
        }
    }
}

/// The address of a thing that belongs to an agreement.
fn href(agreement: &str, kind: &str, id: &str) -> Option<String> {
    let of_agreement = format!("/api/v1/agreements/{agreement}");
    // The ids of versions and budgets begin with the agreement's.
    let own = || id.strip_prefix(agreement)?.strip_prefix('-');
    match kind {
        "agreement" => Some(of_agreement),
        "version" => Some(format!("{of_agreement}/versions/{}", own()?.strip_prefix('v')?)),
        "budget" => Some(format!("{of_agreement}/budgets/{}", own()?)),
        "meetings" => Some(format!("{of_agreement}/meetings/{}", own()?)),
        "period" => Some(format!("{of_agreement}/periods/{}", own()?)),
        "contribution" => Some(format!("{of_agreement}/periods/{}/contributions", own()?)),
        "outcome" => Some(format!("{of_agreement}/periods/{}/outcome", own()?)),
        "invoice" => Some(format!("/api/v1/invoices/{id}")),
        "payment" => Some(format!("/api/v1/payments/{id}")),
        "scenario" => Some(format!("{of_agreement}/scenarios/{id}")),
        _ => None,
    }
}

/// From where, and how much.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeParams {
    /// `next` of the answer before, or `cursor` of the last item dealt with; the whole feed when absent.
    #[param(max_length = 2000, pattern = "^([0-9a-f]{2})+$", example = "31")]
    pub after: Option<String>,
    /// How many items at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}

/// List changes
///
/// What has happened to agreements, versions, budgets, scenarios, billing years, invoices and payments that the caller may see, in the order it was stored. Ask
/// again and again, each time with `next` of the answer before: nothing is missed and nothing comes twice, however many are
/// writing at the same time, since an event becomes visible only after every event before it. An item says that something
/// happened; read the thing itself at `href` for how it is now. Drafts of scenarios that the caller may not see are left out
/// until they are shared. An answer with fewer items than `limit` has reached the end, for now.
#[utoipa::path(
    operation_id = "listChanges", tag = "audit", params(ChangeParams),
    responses((status = 200, description = "What happened since", body = Changes, example = example::changes)),
)]
#[get("/api/v1/changes")]
pub(crate) async fn list_changes(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["after", "limit"]);
    let wanted = Wanted::read_from(&mut query, "after", |key| paging::number(key).is_some());
    query.finish()?;
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    let changes = desk.changes(wanted.after_number(), limit).await?;
    let items = changes.events.into_iter().map(ChangeView::of).collect();
    Ok(json(&Changes { items, next: paging::encode(&changes.next.to_string()) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_thing_has_its_address() {
        let of = |kind, id| href("a", kind, id);
        assert_eq!(of("agreement", "a").as_deref(), Some("/api/v1/agreements/a"));
        assert_eq!(of("version", "a-v2").as_deref(), Some("/api/v1/agreements/a/versions/2"));
        assert_eq!(of("budget", "a-2027").as_deref(), Some("/api/v1/agreements/a/budgets/2027"));
        assert_eq!(of("meetings", "a-2027").as_deref(), Some("/api/v1/agreements/a/meetings/2027"));
        assert_eq!(of("scenario", "s").as_deref(), Some("/api/v1/agreements/a/scenarios/s"));
        assert_eq!(of("period", "a-2027").as_deref(), Some("/api/v1/agreements/a/periods/2027"));
        assert_eq!(of("contribution", "a-2027").as_deref(), Some("/api/v1/agreements/a/periods/2027/contributions"));
        assert_eq!(of("invoice", "x").as_deref(), Some("/api/v1/invoices/x"));
        assert_eq!((of("version", "b-v2"), of("import", "x")), (None, None));
    }
}
