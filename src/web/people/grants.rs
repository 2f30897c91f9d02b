//! What somebody is trusted with: in words, and as it is chosen in a form.

use maud::{Markup, html};
use samfin_core::json::Json;

use super::form::{Form, label};
use crate::app::agreements::Agreement;
use crate::app::people::users::{Held, Source};
use crate::app::scope::Role;
use crate::web::forms::Fields;
use crate::web::parts::capital;
use crate::web::words::{Words, t};

/// One of the things that somebody is trusted with.
pub(super) fn told(words: Words, held: &Held, agreements: &[Agreement]) -> String {
    let role =
        Role::find(&held.role).map_or_else(|| held.role.clone(), |role| role.name().get(words.lang()).to_owned());
    let within = match &held.agreement_id {
        None => t!(words, "people-everywhere"),
        Some(id) => {
            agreements.iter().find(|known| known.id == *id).map_or_else(|| id.clone(), |known| known.name.clone())
        }
    };
    let party = held.party.as_ref().map_or_else(String::new, |party| format!(" ({party})"));
    let groups =
        if held.source == Source::Groups { format!(", {}", t!(words, "people-from-groups")) } else { String::new() };
    format!("{}{party}, {within}{groups}", capital(&role))
}

/// A list of them.
pub(super) fn list(words: Words, held: &[Held], agreements: &[Agreement]) -> Markup {
    html! {
        @if held.is_empty() { (t!(words, "people-nothing")) }
        @else { ul.plain { @for one in held { li { (told(words, one, agreements)) } } } }
    }
}

/// The choice of one more.
pub(super) fn choice(form: Form<'_>, agreements: &[Agreement], may_be_none: bool) -> Markup {
    let words = form.words;
    let (role, agreement) = (form.value("roll", ""), form.value("avtal", ""));
    html! {
        div.fields {
            div.field {
                label for="roll" { (words.get(label("roll"))) }
                select #roll name="roll" aria-invalid=[form.is_wrong("roll")] {
                    @if may_be_none { option value="" { (t!(words, "people-no-role")) } }
                    @for one in Role::ALL {
                        option value=(one.as_str()) selected[one.as_str() == role] { (capital(one.name().get(words.lang()))) }
                    }
                }
            }
            div.field {
                label for="avtal" { (words.get(label("avtal"))) }
                select #avtal name="avtal" aria-invalid=[form.is_wrong("avtal")] {
                    option value="" { (t!(words, "people-all-agreements")) }
                    @for one in agreements { option value=(one.id) selected[one.id == agreement] { (one.name) } }
                }
            }
            div.field {
                label for="part" { (words.get(label("part"))) }
                input #part name="part" value=(form.value("part", "")) maxlength="63" autocomplete="off" autocapitalize="none"
                    spellcheck="false" aria-invalid=[form.is_wrong("part")] aria-describedby="part-regel";
            }
        }
        p.note #part-regel { (t!(words, "people-party-rule")) }
    }
}

/// What was chosen, as in the bodies of the API; nothing when no role was.
pub(super) fn chosen(fields: &Fields) -> Option<Json<'_>> {
    Some(grant(fields.filled("roll")?, fields.filled("avtal"), fields.filled("part")))
}

/// Something that somebody has already, as in the bodies of the API.
pub(super) fn kept(held: &Held) -> Json<'_> {
    grant(&held.role, held.agreement_id.as_deref(), held.party.as_deref())
}

fn grant<'j>(role: &'j str, agreement: Option<&'j str>, party: Option<&'j str>) -> Json<'j> {
    let text = |text: Option<&'j str>| text.map_or(Json::Null, |text| Json::String(text.into()));
    Json::Object(vec![
        ("role".into(), text(Some(role))),
        ("agreement".into(), text(agreement)),
        ("party".into(), text(party)),
    ])
}
