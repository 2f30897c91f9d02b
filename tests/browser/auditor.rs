//! A service for the tests of `/logg`: what it stores is told in the trail, and whoever looks at it is an auditor.
//!
//! `auditor DATABASE ADDRESS`

use std::net::TcpListener;

use samfin::app::App;
use samfin::app::agreements::{Decision, Document};
use samfin::app::scenarios::Draft;
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::clock::Clock;
use samfin::startup;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};

const EXAMPLE: &str = include_str!("../../examples/jamtland-harjedalen-2027.json");
const SCENARIOS: &str = include_str!("../../examples/scenarios/jamtland-harjedalen-2027.json");

fn somebody(name: &str, role: Role) -> Scope {
    Scope::granted(
        Actor::User { id: format!("exempel-{}", role.as_str()), name: name.to_owned() },
        vec![Grant::everywhere(role)],
    )
}

fn at(instant: &str) -> Clock {
    Clock::fixed(instant).expect("an instant")
}

/// The example agreement, adopted, with its scenarios, the first of them shared, each a while after the one before.
async fn store(app: &App) {
    let officer = |instant: &str| app.clone().with_clock(at(instant)).desk(somebody("Åsa Öberg", Role::Officer));
    let tree = json::parse(EXAMPLE.as_bytes()).expect("the example");
    let mut reader = Reader::default();
    let document = tree.get("request").and_then(|request| request.get("agreement")).expect("an agreement");
    let document = Document::read(&mut reader, &Node::rooted(document, "/agreement"));
    let document = reader.finish(document).expect("a document");
    let note = Some("Enligt förslag från TaHSU".to_owned());
    let made = officer("2026-11-02T07:30:00Z").create_agreement(document, note).await.expect("made");
    let desk = officer("2026-11-24T22:59:59Z");
    let undecided = desk.version(made.id.clone(), 1).await.expect("a version").undecided;
    let decisions =
        undecided.into_iter().map(|party| Decision { party, reference: "KF 2026/345 § 87".into(), decided_on: None });
    desk.adopt_version(made.id.clone(), 1, decisions.collect()).await.expect("adopted");
    let tree = json::parse(SCENARIOS.as_bytes()).expect("the scenarios");
    let Some(Json::Array(scenarios)) = tree.get("scenarios") else { panic!("no scenarios") };
    for (index, scenario) in scenarios.iter().enumerate() {
        let desk = officer("2026-12-01T09:00:00Z");
        let (stored, _) = desk.create_scenario(made.id.clone(), Draft::read(scenario)).await.expect("made");
        if index == 0 {
            let reason = Some("Till mötet den 4 december.\nFrågan ställdes av Krokom.".to_owned());
            desk.share_scenario(made.id.clone(), stored.id, 1, reason).await.expect("shared");
        }
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, database, address] = &arguments[..] else { panic!("usage: auditor DATABASE ADDRESS") };
    let app = App::open(database, at("2026-12-02T09:00:00Z")).await.expect("a database");
    app.migrate().await.expect("tables");
    store(&app).await;
    let app = app.with_visitor(somebody("Grete Granskare", Role::Auditor));
    startup::build(app, TcpListener::bind(address)?, 1)?.await
}
