//! `samfin migrate`.

use samfin_core::{Lang, say};

use super::failure::{Exit, Failure};
use super::print;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Loaded;

pub(super) async fn run(loaded: &Loaded, dry_run: bool, role: Option<&str>, lang: Lang) -> Result<(), Failure> {
    let app = App::open(&loaded.config.database_url, Clock::System).await?;
    let numbers = if dry_run { app.pending_migrations().await? } else { app.migrate().await? };
    if let Some(role) = role
        && !dry_run
        && !app.grant_to(role).await?
    {
        return Err(Failure::new(
            Exit::Input,
            say!(
                "--grant-to gäller PostgreSQL: en databasfil har inga roller, bara filrättigheter.",
                "--grant-to is for PostgreSQL: a database file has no roles, only the rights of the file."
            ),
        ));
    }
    app.close().await;
    let list = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let text = match (numbers.is_empty(), dry_run) {
        (true, _) => say!("Databasen är aktuell.", "The database is up to date."),
        (false, true) => say!("Skulle köras: {list}.", "Would run: {list}."),
        (false, false) => say!("Kördes: {list}. Databasen är aktuell.", "Ran: {list}. The database is up to date."),
    };
    print(&format!("{}\n", text.get(lang)))
}
