//! `If-Match` and `If-None-Match`: nobody writes over what they have not read.

use actix_web::HttpRequest;
use actix_web::http::header::{IF_MATCH, IF_NONE_MATCH};
use samfin_core::say;

use super::problem::{Problem, Service};
use crate::app::budgets::Expected;

/// The revision in `If-Match`, which must be there. A tag that nothing here ever has is a stale one.
pub(super) fn revision(request: &HttpRequest) -> Result<i64, Problem> {
    let sent = request.headers().get(IF_MATCH).ok_or_else(|| {
        Problem::new(
            Service::PreconditionRequired,
            say!(
                "Hämta det först och skicka dess ETag i If-Match, så att ingen annans ändring går förlorad.",
                "Fetch it first and send its ETag in If-Match, so that nobody's change is lost."
            ),
        )
    })?;
    let tag = sent.to_str().unwrap_or_default().trim();
    let digits = tag.strip_prefix("\"r").and_then(|rest| rest.strip_suffix('"'));
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        Problem::new(
            Service::PreconditionFailed,
            say!(
                "If-Match ska vara dess ETag, som \"r1\". Hämta det först.",
                "If-Match must be its ETag, like \"r1\". Fetch it first."
            ),
        )
    })
}

/// What the sender of a `PUT` that can be the first one knows of what it writes over.
pub(super) fn expected(request: &HttpRequest) -> Result<Expected, Problem> {
    if request.headers().contains_key(IF_MATCH) {
        return revision(request).map(Expected::Revision);
    }
    let nothing = request.headers().get(IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes().trim_ascii() == b"*");
    // The first one needs no precondition, but it must be the first.
    Ok(if nothing { Expected::Nothing } else { Expected::TheFirst })
}
