//! A form about people: its fields as they are to be filled in or as they were, and why nothing came of it.

use actix_web::http::StatusCode;
use maud::{Markup, html};

use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::words::{Key, Words, key, t};

/// Why a form was not carried out.
pub(super) struct Refused {
    pub(super) fields: Fields,
    pub(super) status: StatusCode,
    /// The field that is wrong, when it is one of the form's, and why.
    pub(super) reasons: Vec<(Option<&'static str>, String)>,
}

impl Refused {
    /// One reason that belongs to no field.
    pub(super) fn because(fields: Fields, status: StatusCode, reason: String) -> Self {
        Self { fields, status, reasons: vec![(None, reason)] }
    }

    /// What the form shows of a problem; what is not the writer's to mend is passed on.
    pub(super) fn by(words: Words, fields: Fields, problem: Problem) -> Result<Self, Problem> {
        let status = problem.kind().status();
        if status == StatusCode::PRECONDITION_FAILED {
            return Ok(Self::because(fields, status, t!(words, "people-stale")));
        }
        if !matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS) {
            return Err(problem);
        }
        let place = |(pointer, detail): (&str, &samfin_core::Text)| {
            let (field, detail) = (field(pointer), detail.get(words.lang()));
            (field, field.map_or_else(|| detail.to_owned(), |field| format!("{}: {detail}", words.get(label(field)))))
        };
        let mut reasons: Vec<_> = problem.places().map(place).collect();
        if reasons.is_empty() {
            reasons.push((None, problem.detail().get(words.lang()).to_owned()));
        }
        Ok(Self { fields, status, reasons })
    }
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

/// A form that is being written, perhaps not for the first time.
#[derive(Clone, Copy)]
pub(super) struct Form<'f> {
    pub(super) words: Words,
    pub(super) refused: Option<&'f Refused>,
}

impl Form<'_> {
    /// Why nothing was done; where the reader is taken.
    pub(super) fn reasons(&self) -> Markup {
        html! {
            @if let Some(refused) = self.refused {
                div.errors role="alert" tabindex="-1" autofocus {
                    p { strong { (t!(self.words, "people-refused")) } }
                    ul.list { @for (_, reason) in &refused.reasons { li { (reason) } } }
                }
            }
        }
    }

    /// What was written in a field, or what usually stands there. No secret is written back.
    pub(super) fn value(&self, name: &str, usual: &str) -> String {
        self.refused.map_or_else(|| usual.to_owned(), |refused| refused.fields.get(name).to_owned())
    }

    pub(super) fn is_wrong(&self, name: &str) -> Option<&'static str> {
        let reasons = self.refused.map_or(&[][..], |refused| &refused.reasons);
        reasons.iter().any(|(field, _)| *field == Some(name)).then_some("true")
    }

    /// A line of text that must be written.
    pub(super) fn line(&self, name: &'static str, usual: &str, autocomplete: &str, longest: u32) -> Markup {
        html! {
            div.field {
                label for=(name) { (self.words.get(label(name))) }
                input id=(name) name=(name) value=(self.value(name, usual)) required maxlength=(longest)
                    autocomplete=(autocomplete) autocapitalize="none" spellcheck="false" aria-invalid=[self.is_wrong(name)];
            }
        }
    }

    /// A password: the one there is, or with its rules a new one, written twice.
    pub(super) fn password(&self, is_new: bool) -> Markup {
        let words = self.words;
        let one = |name: &'static str| {
            let complete = if is_new { "new-password" } else { "current-password" };
            html! {
                div.field {
                    label for=(name) { (words.get(label(name))) }
                    input id=(name) name=(name) type="password" required maxlength="200" autocomplete=(complete)
                        minlength=[is_new.then_some("12")] aria-invalid=[self.is_wrong(name)]
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
}
