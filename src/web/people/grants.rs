//! What somebody is trusted with: in words, and as it is chosen in a form.

use std::collections::BTreeSet;

use maud::{Markup, html};
use samfin_core::json::{self, Json};

use super::form::{Form, label};
use crate::app::agreements::Agreement;
use crate::app::people::users::{Held, Source};
use crate::app::scope::Role;
use crate::http::problem::Problem;
use crate::web::forms::Fields;
use crate::web::parts::capital;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// How many agreements there are to choose from.
const AGREEMENTS: i64 = 200;

/// What agreements and parties are called.
pub(super) struct Known {
    agreements: Vec<Agreement>,
    /// The parties of some of them: agreement, id, name.
    parties: Vec<(String, String, String)>,
}

impl Known {
    /// The agreements by name, and the parties that something is trusted to; those who look after people alone see none of them.
    pub(super) async fn of(visitor: &Visitor, held: impl Iterator<Item = &Held>) -> Result<Self, Problem> {
        let agreements = visitor.app.agreements(None, AGREEMENTS).await?;
        let wanted: BTreeSet<&str> =
            held.filter(|held| held.party.is_some()).filter_map(|held| held.agreement_id.as_deref()).collect();
        let mut parties = Vec::new();
        for one in agreements.iter().filter(|one| wanted.contains(one.id.as_str())) {
            let document = visitor.app.version(one.id.clone(), one.versions).await?.version.document;
            let Ok(document) = json::parse(document.as_bytes()) else { continue };
            let Some(Json::Array(items)) = document.get("parties") else { continue };
            let text = |item: &Json<'_>, name: &str| match item.get(name) {
                Some(Json::String(text)) => text.to_string(),
                _ => String::new(),
            };
            parties.extend(items.iter().map(|item| (one.id.clone(), text(item, "id"), text(item, "name"))));
        }
        Ok(Self { agreements, parties })
    }

    /// What a party is called; its id when nobody here may know.
    fn party<'n>(&'n self, agreement: Option<&str>, id: &'n str) -> &'n str {
        let is_it = |known: &&(String, String, String)| Some(known.0.as_str()) == agreement && known.1 == id;
        self.parties.iter().find(is_it).map_or(id, |(_, _, name)| name)
    }
}

/// One of the things that somebody is trusted with.
pub(super) fn told(words: Words, held: &Held, known: &Known) -> String {
    let role =
        Role::find(&held.role).map_or_else(|| held.role.clone(), |role| role.name().get(words.lang()).to_owned());
    let within = match &held.agreement_id {
        None => t!(words, "people-everywhere"),
        Some(id) => {
            known.agreements.iter().find(|one| one.id == *id).map_or_else(|| id.clone(), |one| one.name.clone())
        }
    };
    let party = held
        .party
        .as_ref()
        .map_or_else(String::new, |party| format!(" ({})", known.party(held.agreement_id.as_deref(), party)));
    let groups =
        if held.source == Source::Groups { format!(", {}", t!(words, "people-from-groups")) } else { String::new() };
    format!("{}{party}, {within}{groups}", capital(&role))
}

/// A list of them.
pub(super) fn list(words: Words, held: &[Held], known: &Known) -> Markup {
    html! {
        @if held.is_empty() { (t!(words, "people-nothing")) }
        @else { ul.plain { @for one in held { li { (told(words, one, known)) } } } }
    }
}

/// The choice of one more.
pub(super) fn choice(form: Form<'_>, known: &Known, may_be_none: bool) -> Markup {
    let words = form.words;
    // Nobody should be trusted with everything because it came first in a list.
    let usual = if may_be_none { "" } else { Role::Reader.as_str() };
    let (role, agreement) = (form.value("roll", usual), form.value("avtal", ""));
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
                    @for one in &known.agreements { option value=(one.id) selected[one.id == agreement] { (one.name) } }
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
