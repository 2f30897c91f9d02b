//! `samfin demo`: the Jämtland Härjedalen agreement in throw-away storage, calculated, shown and served.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Lang, Request, say};

use super::failure::{Exit, Failure};
use super::input::request;
use super::service::{address, answer, listen, site};
use super::split::{Facts, report};
use super::terminal::{bold, colours_answers};
use super::{bind_is_chosen, logging};
use crate::app::agreements::{Decision, Document};
use crate::app::calculate::Stored;
use crate::app::statistics::NewObservation;
use crate::app::{App, Occasion, Site};
use crate::clock::Clock;
use crate::config::{Loaded, LogFormat};

/// The same file that the README and the tests use.
const EXAMPLE: &str = include_str!("../../examples/jamtland-harjedalen-2027.json");
const YEAR: i32 = 2027;
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
    let id = store(folder.path()).await?;
    let site = Site { occasion: Occasion::Example, ..site(config) };
    let app = open(folder.path(), NOW).await?.with_site(site);
    let split = split(&app, &id, lang).await?;
    let listener = listen(config.bind, bind_is_chosen(loaded))?;
    let address = address(&listener)?;
    answer(app, listener, config, &page(&split, &address, &id, lang)).await
}

async fn open(folder: &Path, at: &str) -> Result<App, Failure> {
    let url = format!("sqlite://{}", folder.join("samfin.db").display());
    let clock = Clock::fixed(at).map_err(|error| broken(&error.to_string()))?;
    let app = App::open(&url, clock).await?;
    app.migrate().await?;
    Ok(app)
}

/// Stores the example through the same use cases as the API, and lets every party adopt the agreement.
async fn store(folder: &Path) -> Result<String, Failure> {
    let app = open(folder, DECIDED).await?;
    let tree = json::parse(EXAMPLE.as_bytes())?;
    let request = tree.get("request").unwrap_or(&tree);
    let mut reader = Reader::default();
    let agreement = request.get("agreement").unwrap_or(&Json::Null);
    let document = Document::read(&mut reader, &Node::rooted(agreement, "/agreement"));
    let document = reader.finish(document)?;
    let stored = app.create_agreement(document, Some("EXEMPEL".to_owned())).await?;
    for (series, observations) in statistics(request)? {
        app.add_observations(series, observations).await?;
    }
    let undecided = app.version(stored.id.clone(), 1).await?.undecided;
    let decided_on = NaiveDate::from_ymd_opt(2026, 11, 24);
    let decisions =
        undecided.into_iter().map(|party| Decision { party, reference: "EXEMPEL § 1".to_owned(), decided_on });
    app.adopt_version(stored.id.clone(), 1, decisions.collect()).await?;
    app.close().await;
    Ok(stored.id)
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

/// The split of the year, calculated from what is stored.
async fn split(app: &App, id: &str, lang: Lang) -> Result<String, Failure> {
    let facts = Facts::of(&Request::parse(&request(EXAMPLE.as_bytes(), Some(YEAR))?)?);
    let stored = Stored { agreement: id.to_owned(), year: YEAR, version: None, known_at: None };
    let colour = colours_answers();
    Ok(app.calculate_stored(stored, false, move |calculation, _| report(calculation, &facts, lang, colour)).await?)
}

fn page(split: &str, address: &str, id: &str, lang: Lang) -> String {
    let colour = colours_answers();
    let example = say!(
        "EXEMPEL. Antagna kostnader och påhittade beslut; ingenting sparas. Klockan står på 2027-10-15.",
        "EXEMPEL (an example). Costs are assumed, decisions made up; nothing is kept. The clock stands at 2027-10-15."
    );
    let addresses = [
        (say!("Sidor", "Pages"), format!("{address}/")),
        (say!("Beräkning", "Calculation"), format!("{address}/api/v1/agreements/{id}/calculation?year={YEAR}")),
        (say!("API", "API"), format!("{address}/api/docs/")),
    ];
    let width = addresses.iter().map(|(name, _)| name.get(lang).chars().count()).max().unwrap_or(0);
    let mut lines = vec![bold(example.get(lang), colour), String::new(), split.to_owned()];
    lines.extend(addresses.iter().map(|(name, address)| format!("{:<width$}  {address}", name.get(lang))));
    lines.extend([String::new(), say!("Avsluta med Ctrl-C.", "Stop with Ctrl-C.").get(lang).to_owned(), String::new()]);
    lines.join("\n")
}

/// The example is part of the program, so what is wrong with it is a fault of the program.
fn broken(why: &str) -> Failure {
    Failure::new(Exit::No, say!("Exemplet går inte att läsa: {why}.", "The example cannot be read: {why}."))
}
