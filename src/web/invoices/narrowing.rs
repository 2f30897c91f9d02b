//! The form that narrows `/fakturor` to an agreement's year or a party: the address is what it says.

use maud::{Markup, html};

use super::list::Asked;
use crate::app::invoices::Choices;
use crate::web::words::{Words, t};

/// The form, where there is anything to choose.
pub(super) fn form(words: Words, asked: &Asked, choices: &Choices) -> Markup {
    let has_choice = choices.agreements.len() > 1 || !choices.years.is_empty();
    html! {
        @if has_choice {
            form.filter method="get" action="/fakturor" {
                @if let Some(view) = asked.view_word() { input type="hidden" name="visa" value=(view); }
                @if let Some(only) = choices.only() {
                    input type="hidden" name="avtal" value=(only.id);
                } @else {
                    div.field {
                        label for="avtal" { (t!(words, "log-agreement")) }
                        select #avtal name="avtal" {
                            option value="" { (t!(words, "log-any-agreement")) }
                            @for one in &choices.agreements {
                                option value=(one.id) selected[asked.agreement.as_ref() == Some(&one.id)] { (one.name) }
                            }
                        }
                    }
                }
                @if !choices.years.is_empty() {
                    div.field {
                        label for="ar" { (t!(words, "invoices-year")) }
                        select #ar name="ar" {
                            option value="" { (t!(words, "invoices-every-year")) }
                            @for year in &choices.years {
                                option value=(year) selected[asked.year.map(i64::from) == Some(*year)] { (year) }
                            }
                        }
                    }
                }
                @if choices.parties.len() > 1 {
                    div.field {
                        label for="part" { (t!(words, "invoices-party")) }
                        select #part name="part" {
                            option value="" { (t!(words, "invoices-every-party")) }
                            @for (id, name) in &choices.parties {
                                option value=(id) selected[asked.party.as_ref() == Some(id)] { (name) }
                            }
                        }
                    }
                }
                div.acts { button.btn type="submit" { (t!(words, "log-show")) } }
            }
        }
    }
}
