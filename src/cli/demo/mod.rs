//! `samfin demo`: the Jämtland Härjedalen agreement in throw-away storage, calculated, compared, shown and served.

mod store;
mod year;

use std::ops::RangeInclusive;
use std::path::Path;

use samfin_core::{Lang, Request, say};

use super::failure::{Exit, Failure};
use super::input::request;
use super::service::{address, answer, listen, site};
use super::split::{Facts, report};
use super::terminal::{bold, colours_answers};
use super::{bind_is_chosen, logging};
use crate::app::calculate::Stored;
use crate::app::people::users::{Held, User};
use crate::app::scope::{Actor, Grant, Role, Scope};
use crate::app::stored_comparison::Wanted;
use crate::app::{App, Desk, Occasion, Site};
use crate::clock::Clock;
use crate::config::{Loaded, LogFormat};

/// The same file that the README and the tests use.
const EXAMPLE: &str = include_str!("../../../examples/jamtland-harjedalen-2027.json");
/// Could be otherwise in it; the first scenario is the one that the demo tells of.
const SCENARIOS: &str = include_str!("../../../examples/scenarios/jamtland-harjedalen-2027.json");
/// Who the parties are, with invented invoicing details.
const ORGANISATIONS: &str = include_str!("../../../examples/organisations/jamtland-harjedalen.json");
const YEAR: i32 = 2027;
const HORIZON: RangeInclusive<i32> = YEAR..=2030;
/// When the example's decisions are written down: before the agreement starts.
const DECIDED: &str = "2026-12-01T09:00:00Z";
/// Where the clock stands while the demo serves: late enough that the year has something to settle.
const NOW: &str = "2027-10-15T08:00:00Z";

pub(super) async fn run(loaded: &Loaded, lang: Lang) -> Result<(), Failure> {
    let config = &loaded.config;
    config.check_bind()?;
    let level = if loaded.is_chosen("log_level") { &config.log_level } else { "warn" };
    let format = if loaded.is_chosen("log_format") { config.log_format } else { LogFormat::Text };
    logging::start(level, format)?;
    // Deleted when the program ends in an orderly way.
    let folder = tempfile::Builder::new().prefix("samfin-demo-").tempdir().map_err(|error| Failure::output(&error))?;
    // One connection pool from beginning to end: what is issued gets its files in the background.
    let first = open(folder.path()).await?;
    let stored = store::store(&first).await?;
    let site = Site { occasion: Occasion::Example, ..site(config) };
    let roles = roles(&stored.people);
    let people = year::People::of(&roles).ok_or_else(|| broken("no officer"))?;
    year::run(&first, &stored.agreement, &people).await?;
    let officer = people.officer;
    let app = at(&first, NOW)?.with_site(site).with_visitor(officer.clone()).with_roles(roles);
    let desk = app.desk(officer);
    let split = split(&desk, &stored.agreement, lang).await?;
    let outcome = outcome(&desk, &stored, lang).await?;
    let listener = listen(config.bind, bind_is_chosen(loaded))?;
    let address = address(&listener)?;
    answer(app, listener, config, &page(&split, &outcome, &address, &stored, lang)).await
}

async fn open(folder: &Path) -> Result<App, Failure> {
    let url = format!("sqlite://{}", folder.join("samfin.db").display());
    let app = App::open(&url, clock(DECIDED)?).await?;
    app.migrate().await?;
    Ok(app)
}

/// The same at another moment.
fn at(app: &App, moment: &str) -> Result<App, Failure> {
    Ok(app.clone().with_clock(clock(moment)?))
}

fn clock(moment: &str) -> Result<Clock, Failure> {
    Clock::fixed(moment).map_err(|error| broken(&error.to_string()))
}

/// Who those may be who look at the demo from this machine.
fn roles(people: &[(Role, User)]) -> Vec<(Role, Scope)> {
    let scope = |(role, user): &(Role, User)| {
        let actor = Actor::User { id: user.account.id.clone(), name: user.account.name.clone() };
        let grant = |held: &Held| Grant {
            agreement: held.agreement_id.clone(),
            party: held.party.clone(),
            ..Grant::everywhere(*role)
        };
        (*role, Scope::granted(actor, user.grants.iter().map(grant).collect()))
    };
    people.iter().map(scope).collect()
}

/// The split of the year, calculated from what is stored.
async fn split(desk: &Desk, id: &str, lang: Lang) -> Result<String, Failure> {
    let facts = Facts::of(&Request::parse(&request(EXAMPLE.as_bytes(), Some(YEAR))?)?);
    let stored = Stored { agreement: id.to_owned(), year: YEAR, version: None, known_at: None };
    let colour = colours_answers();
    Ok(desk.calculate_stored(stored, false, move |calculation, _| report(calculation, &facts, lang, colour)).await?)
}

/// What happens when two do not contribute, years in a row, in one sentence.
async fn outcome(desk: &Desk, stored: &store::Example, lang: Lang) -> Result<String, Failure> {
    let wanted = Wanted {
        agreement: stored.agreement.clone(),
        years: HORIZON.collect(),
        scenarios: vec![stored.scenario.clone()],
        baseline: None,
        version: None,
        known_at: None,
        per_inhabitant: None,
    };
    let sentence = desk.compare_stored(wanted, move |compared, _| {
        compared.sustained.last().map(|sustained| sustained.sentence.get(lang).to_owned())
    });
    sentence.await?.ok_or_else(|| broken("no scenario"))
}

fn page(split: &str, outcome: &str, address: &str, stored: &store::Example, lang: Lang) -> String {
    let colour = colours_answers();
    let store::Example { agreement, scenario, .. } = stored;
    let (first, last) = (HORIZON.start(), HORIZON.end());
    let example = say!(
        "EXEMPEL. Antagna kostnader och påhittade beslut; ingenting sparas. Klockan står på 2027-10-15.",
        "EXEMPEL (an example). Costs are assumed, decisions made up; nothing is kept. The clock stands at 2027-10-15."
    );
    let question = say!("Vad händer om två inte bidrar?", "What if two do not contribute?");
    let of_agreement = format!("{address}/api/v1/agreements/{agreement}");
    let addresses = [
        (say!("Sidor", "Pages"), format!("{address}/")),
        (say!("Jämför", "Compare"), format!("{address}/jamfor")),
        (say!("Beräkning", "Calculation"), format!("{of_agreement}/calculation?year={YEAR}")),
        (
            say!("Jämförelse", "Comparison"),
            format!("{of_agreement}/comparison?years={first}-{last}&scenario={scenario}"),
        ),
        (say!("API", "API"), format!("{address}/api/docs/")),
    ];
    let width = addresses.iter().map(|(name, _)| name.get(lang).chars().count()).max().unwrap_or(0);
    let mut lines = vec![bold(example.get(lang), colour), String::new(), split.to_owned()];
    lines.extend([bold(question.get(lang), colour), outcome.to_owned(), String::new()]);
    lines.extend(addresses.iter().map(|(name, address)| format!("{:<width$}  {address}", name.get(lang))));
    let logins = stored.people.iter().map(|(_, user)| user.account.login.as_str()).collect::<Vec<_>>().join(", ");
    let password = &stored.password;
    let sign_in = say!(
        "Den som kommer från den här datorn är handläggaren; sidhuvudet byter roll. Andra loggar in som {logins} med lösenordet {password}.",
        "Whoever comes from this machine is the officer; the page header switches role. Others sign in as {logins} with the password {password}."
    );
    lines.extend([String::new(), sign_in.get(lang).to_owned()]);
    lines.extend([String::new(), say!("Avsluta med Ctrl-C.", "Stop with Ctrl-C.").get(lang).to_owned(), String::new()]);
    lines.join("\n")
}

/// The example is part of the program, so what is wrong with it is a fault of the program.
fn broken(why: &str) -> Failure {
    Failure::new(Exit::No, say!("Exemplet går inte att läsa: {why}.", "The example cannot be read: {why}."))
}
