//! The example and its scenarios, stored through the same use cases as the API.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use samfin_core::billing::organisation::Organisation;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};

use super::{EXAMPLE, ORGANISATIONS, SCENARIOS, broken};
use crate::app::agreements::{Decision, Document};
use crate::app::people::Password;
use crate::app::people::users::{Entry, NewUser, User};
use crate::app::scenarios::Draft;
use crate::app::scope::{Grant, Role, Scope};
use crate::app::statistics::NewObservation;
use crate::app::{App, Desk};
use crate::cli::failure::Failure;

/// Who writes what an example holds.
const AUTHOR: &str = "EXEMPEL";
/// Whose officer the one for a party is.
const PARTY: &str = "krokom";

/// What was stored, by id.
pub(super) struct Example {
    pub(super) agreement: String,
    /// The first of the scenarios.
    pub(super) scenario: String,
    /// Who there is for each role.
    pub(super) people: Vec<(Role, User)>,
    /// Everybody's password.
    pub(super) password: String,
}

/// Stores the agreement, lets every party adopt it, and shares the scenarios.
pub(super) async fn store(app: &App) -> Result<Example, Failure> {
    let desk = app.desk(Scope::command_line());
    let agreement = agreement(&desk).await?;
    organisations(&desk).await?;
    let scenario = scenarios(&desk, &agreement).await?.ok_or_else(|| broken("no scenario"))?;
    let password = password(app)?;
    let people = people(&desk, &password).await?;
    Ok(Example { agreement, scenario, people, password })
}

/// A password for this time: the demo may be reached by others than whoever started it.
fn password(app: &App) -> Result<String, Failure> {
    let secret = app.new_secret()?;
    Ok(format!("{}-{}-{}", &secret[..5], &secret[5..10], &secret[10..15]))
}

/// Somebody for each role, who signs in as the role is called.
async fn people(desk: &Desk, password: &str) -> Result<Vec<(Role, User)>, Failure> {
    let mut people = Vec::new();
    for role in Role::ALL {
        let name = format!("{AUTHOR} {}", role.name().sv);
        let party = (role == Role::PartyOfficer).then(|| PARTY.to_owned());
        let new = NewUser {
            login: role.as_str().replace('_', "-"),
            name,
            grants: vec![Grant { party, ..Grant::everywhere(role) }],
        };
        let password =
            Password::choose(password, &new.login, &new.name).map_err(|trouble| broken(&trouble.text().en))?;
        let (user, _) = desk.create_user(new, Entry::Password(password)).await?;
        people.push((role, user));
    }
    Ok(people)
}

async fn agreement(desk: &Desk) -> Result<String, Failure> {
    let tree = json::parse(EXAMPLE.as_bytes())?;
    let request = tree.get("request").unwrap_or(&tree);
    let mut reader = Reader::default();
    let mut agreement = request.get("agreement").cloned().unwrap_or(Json::Null);
    let organisations = json::parse(ORGANISATIONS.as_bytes())?;
    number_parties(&mut agreement, &organisations);
    let document = Document::read(&mut reader, &Node::rooted(&agreement, "/agreement"));
    let document = reader.finish(document)?;
    let stored = desk.create_agreement(document, Some(AUTHOR.to_owned())).await?;
    for (series, observations) in statistics(request)? {
        desk.add_observations(series, observations).await?;
    }
    let undecided = desk.version(stored.id.clone(), 1).await?.undecided;
    let decided_on = NaiveDate::from_ymd_opt(2026, 11, 24);
    let decisions =
        undecided.into_iter().map(|party| Decision { party, reference: format!("{AUTHOR} § 1"), decided_on });
    desk.adopt_version(stored.id.clone(), 1, decisions.collect()).await?;
    Ok(stored.id)
}

/// Gives the parties whose organisation number is not known the one that is invented for the organisation of the same name, so that
/// they can be paid.
fn number_parties<'j>(agreement: &mut Json<'j>, organisations: &Json<'j>) {
    let Json::Object(members) = agreement else { return };
    let parties = members.iter_mut().find(|(name, _)| name == "parties");
    let (Some((_, Json::Array(parties))), Some(Json::Array(known))) = (parties, organisations.get("organisations"))
    else {
        return;
    };
    for party in parties.iter_mut().filter(|party| party.get("organisation_number").is_none()) {
        let of_the_name = known.iter().find(|one| one.get("name") == party.get("name"));
        let number = of_the_name.and_then(|one| one.get("organisation_number")).cloned();
        if let (Json::Object(members), Some(number)) = (party, number) {
            members.push(("organisation_number".into(), number));
        }
    }
}

/// Stores who the parties are. Nobody's real details: the file says so, and every address and reference does.
async fn organisations(desk: &Desk) -> Result<(), Failure> {
    let tree = json::parse(ORGANISATIONS.as_bytes())?;
    let Some(Json::Array(organisations)) = tree.get("organisations") else { return Err(broken("no organisations")) };
    for organisation in organisations {
        let mut reader = Reader::default();
        let details = Organisation::read(&mut reader, &Node::root(organisation));
        desk.create_organisation(reader.finish(details)?).await?;
    }
    Ok(())
}

/// Stores and shares every scenario; gives the id of the first.
async fn scenarios(desk: &Desk, agreement: &str) -> Result<Option<String>, Failure> {
    let tree = json::parse(SCENARIOS.as_bytes())?;
    let Some(Json::Array(scenarios)) = tree.get("scenarios") else { return Ok(None) };
    let mut first = None;
    for scenario in scenarios {
        let mut signed = scenario.clone();
        if let Json::Object(members) = &mut signed {
            members.push(("author".into(), Json::String(AUTHOR.into())));
        }
        let (stored, _) = desk.create_scenario(agreement.to_owned(), Draft::read(&signed)).await?;
        desk.share_scenario(agreement.to_owned(), stored.id.clone(), stored.revision, None).await?;
        first = first.or(Some(stored.id));
    }
    Ok(first)
}

/// The example's own statistics, as they would be handed to the API.
fn statistics(request: &Json<'_>) -> Result<Vec<(String, Vec<NewObservation>)>, Failure> {
    #[derive(serde::Deserialize)]
    struct Observation {
        #[serde(rename = "for")]
        place: String,
        date: NaiveDate,
        value: String,
        source: Option<String>,
    }
    let Some(statistics) = request.get("statistics") else { return Ok(Vec::new()) };
    let all: BTreeMap<String, Vec<Observation>> =
        serde_json::from_str(&statistics.to_text()).map_err(|error| broken(&error.to_string()))?;
    let stored = |Observation { place, date, value, source }| -> Result<NewObservation, Failure> {
        let value = value.parse().map_err(|_| broken(&value))?;
        Ok(NewObservation { place, date, value, source, published_at: None })
    };
    all.into_iter()
        .map(|(series, list)| Ok((series, list.into_iter().map(stored).collect::<Result<_, _>>()?)))
        .collect()
}
