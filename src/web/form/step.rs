//! A step that is folded until it is wanted, and says what it will do before it is done.

use maud::{Markup, html};

use super::Form;
use crate::web::visitor::Visitor;

/// A step that somebody may take.
pub(in crate::web) struct Step<'s> {
    /// What it is called, as a verb: also what the button says.
    pub(in crate::web) name: String,
    /// What it will do, before it is done.
    pub(in crate::web) what: Markup,
    /// Where it is sent.
    pub(in crate::web) address: &'s str,
    /// The revision it is taken on, where it has one.
    pub(in crate::web) revision: Option<i64>,
    /// Its fields, such as the reason.
    pub(in crate::web) fields: Markup,
    /// Whether it stands open: the one to take now.
    pub(in crate::web) is_next: bool,
}

impl Form<'_> {
    /// The step, unfolded when it was refused. It works without script.
    pub(in crate::web) fn folded(&self, visitor: &Visitor, step: &Step<'_>) -> Markup {
        html! {
            details.fold id=(self.id("")) open[step.is_next || self.is_refused()] {
                summary { (step.name) }
                div.fold-in {
                    (self.reasons())
                    (step.what)
                    form method="post" action=(step.address) {
                        (self.hidden(visitor))
                        @if let Some(revision) = step.revision { (super::revision(revision)) }
                        (step.fields)
                        div.acts { button.btn.btn-p[step.is_next] type="submit" { (step.name) } }
                    }
                }
            }
        }
    }
}
