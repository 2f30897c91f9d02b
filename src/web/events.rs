//! What has happened: where each thing is read, and the newest of an agreement on the overview.

use maud::{Markup, html};

use super::visitor::Visitor;
use super::words::{Words, t};
use crate::app::audit::{Action, Event, action, written};
use crate::app::scope::{On, Right, Scope};
use crate::clock::in_sweden;
use crate::http::problem::Problem;

/// How many lines the overview has.
const LINES: usize = 5;
/// How many events those are made of: a batch of invoices is one line.
const EVENTS: i64 = 60;

/// What the id of an event's thing has after its agreement's: the year of a budget, `v2` of a version.
pub(super) fn own(event: &Event) -> &str {
    let (what, agreement) = (&event.what, event.what.agreement_id.as_deref().unwrap_or_default());
    what.object_id.strip_prefix(agreement).and_then(|rest| rest.strip_prefix('-')).unwrap_or_default()
}

/// Where what an event is about is read, if the reader may.
pub(super) fn place(scope: &Scope, event: &Event) -> Option<String> {
    let what = &event.what;
    let agreement = what.agreement_id.as_deref()?;
    let own = own(event);
    let sees_invoices = scope.may(Right::ReadInvoices, On::Agreement(agreement));
    Some(match what.object_kind.as_str() {
        "agreement" => format!("/underlag?avtal={agreement}"),
        "version" => format!("/underlag?avtal={agreement}&version={}", own.trim_start_matches('v')),
        "budget" => format!("/underlag?avtal={agreement}&ar={own}#budget"),
        "meetings" => format!("/ar/{own}/moten?avtal={agreement}"),
        "period" => format!("/ar/{own}?avtal={agreement}"),
        "contribution" => format!("/ar/{own}/bidrag?avtal={agreement}"),
        "outcome" => format!("/ar/{own}/utfall?avtal={agreement}"),
        "scenario" if what.action != "scenario.deleted" => format!("/scenarier/{}", what.object_id),
        "invoice" if sees_invoices && what.action != "invoice.discarded" => format!("/fakturor/{}", what.object_id),
        "payment" if sees_invoices => format!("/betalningar/{}", what.object_id),
        _ => return None,
    })
}

/// The newest of what has happened to an agreement; the same done to several things in a row on one day is one line.
pub(super) async fn newest(visitor: &Visitor, agreement: &str) -> Result<Markup, Problem> {
    let words = visitor.words;
    let events = visitor.app.newest_changes(agreement.to_owned(), EVENTS).await?;
    let day = |event: &Event| in_sweden(event.what.recorded_at).date();
    let alike = |a: &Event, b: &Event| a.what.action == b.what.action && day(a) == day(b);
    let reads_log = visitor.app.scope().may(Right::ReadAudit, On::Agreement(agreement));
    Ok(html! {
        @if !events.is_empty() {
            div.latest {
                h3 { (t!(words, "start-latest")) }
                ul.happened {
                    @for some in events.chunk_by(alike).take(LINES) { li { (line(words, visitor.app.scope(), some)) } }
                }
                @if reads_log { p { a href=(format!("/logg?avtal={agreement}")) { (t!(words, "start-log")) } } }
            }
        }
    })
}

fn line(words: Words, scope: &Scope, some: &[Event]) -> Markup {
    let Some(event) = some.first() else { return html! {} };
    let (what, format) = (&event.what, words.format());
    let at = in_sweden(what.recorded_at);
    let said = action(&what.action).map(Action::text);
    let said = said.as_ref().map_or(what.action.as_str(), |said| said.get(words.lang()));
    let place = place(scope, event).filter(|_| some.len() == 1);
    html! {
        time.u datetime=(written(what.recorded_at)) {
            (format.date(at.date())) " " (t!(words, "log-clock", time = format.time(at.time())))
        }
        " "
        @if let Some(place) = place { a href=(place) { (said) } } @else { (said) }
        @if some.len() > 1 { " (" (t!(words, "start-times", count = some.len())) ")" }
    }
}
