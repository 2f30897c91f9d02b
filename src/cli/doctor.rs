//! `samfin doctor`: what a service would need, checked one by one.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use samfin_core::{Lang, Text, say};

use super::failure::{Exit, Failure};
use super::print;
use super::terminal::{bold, colours_answers, error};
use crate::app::App;
use crate::app::maintain::embedded_file;
use crate::app::scope::Scope;
use crate::clock::Clock;
use crate::config::{Loaded, without_password};

/// One thing that was looked at: fine with what was found, or not with what to do.
type Check = (Text, Result<Text, Text>);

/// Checks everything; exit code 1 when something is wrong.
pub(super) async fn run(loaded: &Loaded, lang: Lang) -> Result<(), Failure> {
    let mut checks = vec![settings(loaded), address(loaded), port(loaded)];
    checks.extend(folder(loaded));
    checks.extend(database(loaded).await);
    let colour = colours_answers();
    for (what, found) in &checks {
        let (mark, text) = match found {
            Ok(text) => (bold("ok", colour), text),
            Err(text) => (error(say!("FEL", "NO").get(lang), colour), text),
        };
        print(&format!("{mark:<4} {}: {}\n", what.get(lang), text.get(lang)))?;
    }
    if checks.iter().all(|(_, found)| found.is_ok()) { Ok(()) } else { Err(Failure::said(Exit::No)) }
}

fn settings(loaded: &Loaded) -> Check {
    let chosen = loaded.settings.iter().filter(|setting| setting.chosen).map(|setting| setting.key);
    let chosen = chosen.collect::<Vec<_>>().join(", ");
    let found = if chosen.is_empty() {
        say!("alla standardvärden", "all defaults")
    } else {
        say!("ändrat: {chosen}", "changed: {chosen}")
    };
    (say!("inställningar", "settings"), Ok(found))
}

fn address(loaded: &Loaded) -> Check {
    let bind = loaded.config.bind;
    let found = loaded.config.check_bind().map(|()| say!("{bind}", "{bind}")).map_err(|wrong| wrong.0);
    (say!("adress", "address"), found)
}

fn port(loaded: &Loaded) -> Check {
    let bind = loaded.config.bind;
    let found = match TcpListener::bind(bind) {
        Ok(_) => Ok(say!("{} är ledig", "{} is free"; bind.port())),
        Err(failure) => Err(say!(
            "{bind} går inte att lyssna på ({failure}). Körs samfin redan? Välj annars en annan med --bind.",
            "{bind} cannot be listened to ({failure}). Is samfin running already? Otherwise choose another with --bind."
        )),
    };
    (say!("port", "port"), found)
}

/// The folder of the embedded database must exist or be possible to make, and take files.
fn folder(loaded: &Loaded) -> Option<Check> {
    let file = embedded_file(&loaded.config.database_url)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let nearest = existing(folder);
    let found = match tempfile::tempfile_in(&nearest) {
        Ok(_) => Ok(say!("{} går att skriva i", "{} can be written to"; nearest.display())),
        Err(failure) => Err(say!(
            "{} går inte att skriva i ({failure}). Välj en annan med --data-dir.",
            "{} cannot be written to ({failure}). Choose another with --data-dir.";
            nearest.display()
        )),
    };
    Some((say!("datamapp", "data folder"), found))
}

fn existing(folder: &Path) -> PathBuf {
    folder.ancestors().find(|folder| folder.is_dir()).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Whether the database answers and has this program's tables. Nothing is made: a check leaves no trace.
async fn database(loaded: &Loaded) -> Vec<Check> {
    let url = &loaded.config.database_url;
    let shown = without_password(url);
    let what = say!("databas", "database");
    if let Some(file) = embedded_file(url).filter(|file| !file.exists()) {
        let file = file.display();
        return vec![(
            what,
            Ok(say!("{file} finns inte än; samfin serve skapar den", "{file} is not there yet; samfin serve makes it")),
        )];
    }
    let app = match App::open(url, Clock::System).await {
        Ok(app) => app,
        Err(wrong) => return vec![(what, Err(Failure::from(wrong).text))],
    };
    let answers = match app.check_database().await {
        Ok(()) => Ok(say!("{shown} svarar", "{shown} answers")),
        Err(wrong) => Err(Failure::from(wrong).text),
    };
    let mut parked = None;
    let schema = match app.pending_migrations().await {
        Ok(pending) if pending.is_empty() => {
            parked = Some((say!("avtal", "agreements"), agreements(&app).await));
            Ok(say!("aktuell", "up to date"))
        }
        Ok(pending) => {
            let list = pending.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(say!("{list} har inte körts. Kör samfin migrate.", "{list} have not run. Run samfin migrate."))
        }
        Err(wrong) => Err(Failure::from(wrong).text),
    };
    app.close().await;
    [(what, answers), (say!("tabeller", "tables"), schema)].into_iter().chain(parked).collect()
}

/// Whether an agreement stands still, because what is stored of it does not hold together.
async fn agreements(app: &App) -> Result<Text, Text> {
    match app.desk(Scope::command_line()).parked().await {
        Ok(parked) if parked.is_empty() => Ok(say!("inget är parkerat", "none is parked")),
        Ok(parked) => {
            let list = parked.iter().map(|one| one.agreement_id.as_str()).collect::<Vec<_>>().join(", ");
            Err(say!(
                "{list} är parkerat. Kör samfin parked list, samfin verify och, när det är rättat, samfin parked release.",
                "{list} is parked. Run samfin parked list, samfin verify and, once that is mended, samfin parked release."
            ))
        }
        Err(wrong) => Err(Failure::from(wrong).text),
    }
}
