//! `samfin serve`.

use samfin_core::{Lang, say};

use super::args::Serve;
use super::failure::{Exit, Failure};
use super::first_run::first_run;
use super::logging;
use super::service::{address, answer, listen, site};
use crate::app::App;
use crate::app::scope::Scope;
use crate::clock::Clock;
use crate::config::{Config, Loaded};

pub(super) async fn run(loaded: &Loaded, serve: &Serve, lang: Lang) -> Result<(), Failure> {
    let config = &loaded.config;
    config.check_bind()?;
    logging::start(&config.log_level, config.log_format)?;
    let app = App::open(&config.database_url, Clock::System)
        .await?
        .with_site(site(config))
        .with_visitor(visitor(config))
        .with_provider(config.provider()?);
    let _lock = app.hold_serving_lock()?;
    prepare(&app, serve.no_migrate).await?;
    // A service is reached at the address that its proxy knows: another port would not do.
    let listener = listen(config.bind, true)?;
    let address = address(&listener)?;
    tracing::info!(address, database = app.db().kind(), version = env!("CARGO_PKG_VERSION"), "samfin is listening");
    actix_web::rt::spawn(app.clone().keep_house_always());
    let announcement = say!("samfin svarar på {address}\n", "samfin answers at {address}\n");
    let setup = first_run(&app, &config.data_dir, &address).await?;
    let setup = setup.as_ref().map_or("", |text| text.get(lang));
    answer(app, listener, config, &format!("{}{setup}", announcement.get(lang))).await
}

/// Who comes from this machine without saying who it is: calculations, which touch nothing that is stored, are open to
/// those who can only be on it.
fn visitor(config: &Config) -> Scope {
    if config.bind.ip().is_loopback() && !config.behind_proxy {
        Scope::nobody().with_open_calculations()
    } else {
        Scope::nobody()
    }
}

/// Brings the database up to this program, or refuses when that was not wanted.
async fn prepare(app: &App, no_migrate: bool) -> Result<(), Failure> {
    if no_migrate && !app.pending_migrations().await?.is_empty() {
        return Err(Failure::new(
            Exit::No,
            say!(
                "Databasens tabeller är inte aktuella. Kör samfin migrate, eller starta utan --no-migrate.",
                "The tables of the database are not up to date. Run samfin migrate, or start without --no-migrate."
            ),
        ));
    }
    let ran = app.migrate().await?;
    if !ran.is_empty() {
        tracing::info!(migrations = ?ran, "the database was brought up to date");
    }
    Ok(())
}
