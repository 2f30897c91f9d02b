//! What the fields about people are called, and the passwords among them.

use maud::{Markup, html};

use crate::web::form::{self, Names};
use crate::web::words::{Key, Words, key, t};

pub(super) use crate::web::form::{Form, Refused};

/// The fields of the forms about people.
pub(super) static PEOPLE: Names = Names { field, label, stale: key!("people-stale") };

/// A form about people.
pub(super) fn people_form(words: Words, refused: Option<&Refused>) -> Form<'_> {
    Form::new(words, &PEOPLE, refused)
}

/// The field that holds what a pointer leads to.
fn field(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/login" => "inloggning",
        "/name" => "namn",
        "/password" => "losenord",
        "/expires_on" => "sista-dag",
        "/reason" => "skal",
        _ if pointer.starts_with("/grants") => match pointer.rsplit('/').next() {
            Some("agreement") => "avtal",
            Some("party") => "part",
            _ => "roll",
        },
        _ => return None,
    })
}

/// What a field is called.
pub(super) fn label(field: &str) -> Key {
    match field {
        "inloggning" => key!("people-login"),
        "losenord" => key!("people-password"),
        "igen" => key!("people-password-again"),
        "sista-dag" => key!("keys-last-day"),
        "skal" => key!("people-reason"),
        "roll" => key!("people-role"),
        "avtal" => key!("people-agreement"),
        "part" => key!("people-party"),
        _ => key!("people-name"),
    }
}

/// A password: the one there is, or with its rules a new one, written twice. None is written back.
pub(super) fn password(form: &form::Form<'_>, is_new: bool) -> Markup {
    let words = form.words;
    let one = |name: &'static str| {
        let complete = if is_new { "new-password" } else { "current-password" };
        html! {
            div.field {
                label for=(name) { (words.get(label(name))) }
                (form.error(name))
                input id=(name) name=(name) type="password" required maxlength="200" autocomplete=(complete)
                    minlength=[is_new.then_some("12")] aria-invalid=[form.is_wrong(name)]
                    aria-describedby=[is_new.then_some("losenord-regel")];
            }
        }
    };
    html! {
        (one("losenord"))
        @if is_new {
            (one("igen"))
            p.note #losenord-regel { (t!(words, "people-password-rule")) }
        }
    }
}
