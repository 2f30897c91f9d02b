//! What a draft lacks, said beside it with the way to where that is mended.

use maud::{Markup, html};

use crate::app::invoices::{Missing, Whole};
use crate::web::words::{Words, t};

/// That a draft cannot be attested as things are, and why; nothing when it lacks nothing.
pub(in crate::web) fn lacking(words: Words, one: &Whole, missing: &[Missing]) -> Markup {
    let document = &one.invoice.document;
    let name = |party: &str| {
        let both = [&document.seller, &document.buyer];
        both.into_iter().find(|one| one.party.as_str() == party).map_or(party, |one| one.name.as_str()).to_owned()
    };
    let address = |party: &str| format!("/parter/{party}?avtal={}&ar={}", one.invoice.agreement_id, document.year);
    html! {
        @if !missing.is_empty() {
            div.errors {
                p { strong { (t!(words, "invoice-lacking")) } }
                ul.list {
                    @for Missing { party, gaps } in missing {
                        @for gap in gaps { li { a href=(address(party)) { (name(party)) } ": " (gap.detail.get(words.lang())) } }
                    }
                }
            }
        }
    }
}
