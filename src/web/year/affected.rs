//! That what a year rests on has changed, what that means for each party, and what can be done about it.

use maud::{Markup, html};

use super::steps;
use crate::app::periods::{Affected, Period, Status};
use crate::web::words::t;

/// What has changed, and the steps: the first of them is the one to take now when `is_next`.
pub(super) fn section(at: &steps::At<'_>, period: &Period, affected: &Affected, is_next: bool) -> Markup {
    let (words, format) = (at.visitor.words, at.visitor.words.format());
    html! {
        section.errors.alarm aria-labelledby="andrat" {
            h2 #andrat { (t!(words, "year-affected")) }
            ul.list { @for cause in &affected.causes { li { (cause.text().get(words.lang())) } } }
            @if !affected.parties.is_empty() {
                ul.list {
                    @for party in &affected.parties {
                        li {
                            (t!(words, "year-affected-party", party = party.name.as_str(),
                                before = format.kronor_and_ore(party.in_force), now = format.kronor_and_ore(party.now)))
                        }
                    }
                }
            }
        }
        @match period.status {
            Status::Planned => { (at.plan(&affected.fingerprint, true, is_next)) }
            Status::Adopted => {
                (at.correct(period.revision, &affected.fingerprint, is_next))
                (at.forward(period.revision, &affected.fingerprint))
            }
            Status::Settled | Status::Closed => {}
        }
    }
}
