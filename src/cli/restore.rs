//! `samfin restore`.

use samfin_core::{Lang, say};

use super::args::Restore;
use super::failure::Failure;
use super::figures::grouped;
use super::print;
use super::progress::Bar;
use crate::app::App;
use crate::app::backup::Archive;
use crate::app::maintain::embedded_file;
use crate::clock::Clock;
use crate::config::Loaded;

pub(super) async fn run(loaded: &Loaded, wanted: &Restore, lang: Lang) -> Result<(), Failure> {
    let url = &loaded.config.database_url;
    let bar = Bar::new(&say!("Kontrollerar", "Checking"), lang);
    let archive = Archive::check(&wanted.file, &bar.progress()).await?;
    drop(bar);
    let manifest = archive.manifest();
    let rows = grouped(&manifest.rows().to_string(), lang);
    let (tables, version, made_at) =
        (manifest.tables.len(), manifest.samfin.clone(), manifest.made_at.format("%Y-%m-%d %H:%M UTC"));
    if wanted.dry_run {
        // Opening an embedded database would make it.
        if embedded_file(url).is_none_or(|file| file.exists()) {
            let app = App::open(url, Clock::System).await?;
            let outcome = app.check_empty(&archive).await;
            app.close().await;
            outcome?;
        }
        let text = say!(
            "Skulle återställa {rows} rader i {tables} tabeller, kopierade {made_at} med samfin {version}. Inget har ändrats.\n",
            "Would restore {rows} rows of {tables} tables, copied {made_at} by samfin {version}. Nothing was changed.\n"
        );
        return print(text.get(lang));
    }
    let text = say!(
        "Återställde {rows} rader i {tables} tabeller, kopierade {made_at} med samfin {version}.\n",
        "Restored {rows} rows of {tables} tables, copied {made_at} by samfin {version}.\n"
    );
    let app = App::open(url, Clock::System).await?;
    let bar = Bar::new(&say!("Återställer", "Restoring"), lang);
    let outcome = app.restore(archive, bar.progress()).await;
    drop(bar);
    app.close().await;
    outcome?;
    print(text.get(lang))
}
