//! How people sign in here, as it is configured: to look at, since only the program's own settings change it.

use maud::{Markup, html};

use crate::app::people::LEAST;
use crate::app::people::sessions::{IDLE, LONGEST};
use crate::app::scope::{Grant, On, Right};
use crate::http::problem::Problem;
use crate::web::parts::capital;
use crate::web::visitor::Visitor;
use crate::web::words::{Words, t};

/// The agreements that are known by name.
const AGREEMENTS: i64 = 200;

/// The card, for those who look after people.
pub(super) async fn card(visitor: &Visitor) -> Result<Markup, Problem> {
    let (words, scope) = (visitor.words, visitor.app.scope());
    if !scope.may(Right::ReadPeople, On::Service) {
        return Ok(html! {});
    }
    let provider = visitor.app.provider();
    let is_limited =
        provider.is_some_and(|provider| provider.roles().each().any(|(_, grant)| grant.agreement.is_some()));
    let agreements = if is_limited { visitor.app.agreements(None, AGREEMENTS).await? } else { Vec::new() };
    let name = |id: &str| agreements.iter().find(|one| one.id == id).map(|one| one.name.clone());
    Ok(html! {
        section.card aria-labelledby="inloggning" {
            h2 #inloggning { (t!(words, "door-title")) }
            dl.facts {
                div { dt { (t!(words, "door-here")) } dd { (t!(words, "door-here-what", least = LEAST)) } }
                @match provider {
                    None => div { dt { "OpenID Connect" } dd { (t!(words, "door-off")) } },
                    Some(provider) => {
                        div { dt { "OpenID Connect" } dd { (t!(words, "door-on", name = provider.name())) } }
                        div { dt { (t!(words, "door-issuer")) } dd { (provider.issuer()) } }
                        div { dt { (t!(words, "door-claim")) } dd { code { (provider.groups_claim()) } } }
                        div {
                            dt { (t!(words, "door-groups")) }
                            dd {
                                ul.list {
                                    @for (group, grant) in provider.roles().each() { li { (group) ": " (trusted(words, grant, &name)) } }
                                }
                            }
                        }
                    }
                }
                div {
                    dt { (t!(words, "door-session")) }
                    dd { (t!(words, "door-session-ends", idle = IDLE.num_minutes(), most = LONGEST.num_hours())) }
                }
            }
            p.note { (t!(words, "door-how")) " " code { "samfin config show" } }
        }
    })
}

/// What a group is trusted with.
fn trusted(words: Words, grant: &Grant, name: &impl Fn(&str) -> Option<String>) -> String {
    let role = capital(grant.role.name().get(words.lang()));
    let within = match &grant.agreement {
        None => t!(words, "people-everywhere"),
        Some(id) => name(id).unwrap_or_else(|| id.clone()),
    };
    let party = grant.party.as_ref().map_or_else(String::new, |party| format!(" ({party})"));
    format!("{role}{party}, {within}")
}
