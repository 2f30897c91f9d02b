//! `samfin backup`.

use samfin_core::{Lang, Text, say};

use super::args::Backup;
use super::failure::{Exit, Failure};
use super::figures::grouped;
use super::print;
use super::progress::Bar;
use crate::app::App;
use crate::app::maintain::embedded_file;
use crate::clock::Clock;
use crate::config::Loaded;

pub(super) async fn run(loaded: &Loaded, wanted: &Backup, lang: Lang) -> Result<(), Failure> {
    let app = open_existing(loaded).await?;
    let bar = Bar::new(&say!("Kopierar", "Copying"), lang);
    // Broken off, the unfinished file goes away; killed, it stays under a name that nobody takes for a backup.
    let outcome = tokio::select! {
        outcome = app.back_up(&wanted.file, wanted.force, bar.progress()) => outcome.map_err(Failure::from),
        _ = tokio::signal::ctrl_c() => Err(Failure::new(Exit::No, say!("Avbrutet: ingen kopia skrevs.", "Broken off: no copy was written."))),
    };
    drop(bar);
    let written = outcome?;
    app.close().await;
    let (rows, kilobytes) = (written.manifest.rows(), written.bytes.div_ceil(1000));
    let (rows, kilobytes) = (grouped(&rows.to_string(), lang), grouped(&kilobytes.to_string(), lang));
    let (tables, file) = (written.manifest.tables.len(), wanted.file.display());
    let text: Text = say!(
        "{file}: {rows} rader ur {tables} tabeller, {kilobytes} kB.\n",
        "{file}: {rows} rows of {tables} tables, {kilobytes} kB.\n"
    );
    print(text.get(lang))
}

/// The database, which must be there: opening an embedded one would make it.
pub(super) async fn open_existing(loaded: &Loaded) -> Result<App, Failure> {
    let url = &loaded.config.database_url;
    if let Some(file) = embedded_file(url).filter(|file| !file.exists()) {
        let file = file.display();
        return Err(Failure::new(
            Exit::Input,
            say!(
                "{file} finns inte. Välj databasen med --database-url eller --data-dir.",
                "{file} is not there. Choose the database with --database-url or --data-dir."
            ),
        ));
    }
    Ok(App::open(url, Clock::System).await?)
}
