//! `samfin audit`: what others need to see that nobody has touched the trail.

use samfin_core::say;

use super::args::AuditVerb;
use super::backup::open_existing;
use super::failure::{Exit, Failure};
use super::print;
use crate::app::App;
use crate::config::Loaded;
use crate::digest::canonical;

/// How many events are read at a time.
const PAGE: i64 = 1000;

pub(super) async fn run(loaded: &Loaded, verb: &AuditVerb) -> Result<(), Failure> {
    let app = open_existing(loaded).await?;
    let done = answer(&app, verb).await;
    app.close().await;
    done
}

async fn answer(app: &App, verb: &AuditVerb) -> Result<(), Failure> {
    // Looking changes nothing, so the tables are not made either.
    if !app.pending_migrations().await?.is_empty() {
        return Err(Failure::new(
            Exit::No,
            say!(
                "Databasens tabeller är inte aktuella. Kör samfin migrate.",
                "The tables of the database are not up to date. Run samfin migrate."
            ),
        ));
    }
    match verb {
        AuditVerb::Anchor => anchor(app).await,
        AuditVerb::Export { after } => export(app, *after).await,
    }
}

async fn anchor(app: &App) -> Result<(), Failure> {
    print(&format!("{}\n", app.anchor().await?))
}

async fn export(app: &App, mut after: i64) -> Result<(), Failure> {
    loop {
        let events = app.exported(after, PAGE).await?;
        let Some(last) = events.last() else { return Ok(()) };
        after = last.number;
        print(&events.iter().map(|event| canonical(&event.members()) + "\n").collect::<String>())?;
    }
}
