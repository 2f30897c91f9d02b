//! What the pattern for a buyer's references says, for those who do not read regular expressions.

use maud::{Markup, html};
use samfin_core::billing::identifiers::{Identifier as _, ReferencePattern};

use crate::web::form::Form;
use crate::web::words::t;

/// The pattern in words with an example that matches, where it is one that people can be told of.
pub(super) fn in_words(form: &Form<'_>, usual: &str) -> Markup {
    let words = form.words;
    let told = ReferencePattern::parse(&form.value("monster", usual)).ok().and_then(|pattern| pattern.in_words());
    html! {
        @if let Some((what, example)) = told {
            p.note { (t!(words, "organisations-pattern-says", what = what.get(words.lang()), example = example)) }
        }
    }
}
