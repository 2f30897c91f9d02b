//! What `samfin user` and `samfin key` have in common.

use samfin_core::json::Json;
use samfin_core::read::{Node, Reader};
use samfin_core::{Lang, Text};

use super::args::{GrantArgs, OutputFormat};
use super::failure::Failure;
use super::json::pretty;
use super::print;
use super::split::csv_line;
use super::table::{Align, Table};
use super::terminal::{colours_answers, harmless};
use crate::app::people::users::Held;
use crate::app::scope::{Grant, Role, Scope};
use crate::app::{App, Desk};
use crate::clock::Clock;
use crate::config::Loaded;

/// How many are fetched at a time.
pub(super) const PAGE: i64 = 200;

/// The command line's desk. Works beside a running service.
pub(super) async fn desk(loaded: &Loaded) -> Result<Desk, Failure> {
    let app = App::open(&loaded.config.database_url, Clock::System).await?;
    app.migrate().await?;
    Ok(app.desk(Scope::command_line()))
}

/// What was asked for, read as strictly as in the API.
pub(super) fn grant(reader: &mut Reader, args: &GrantArgs) -> Grant {
    let party = args.party.as_ref().and_then(|party| {
        let json = Json::String(party.as_str().into());
        reader.id(&Node::rooted(&json, "--party")).map(|id| id.to_string())
    });
    Grant { agreement: args.agreement.clone(), party, ..Grant::everywhere(args.role) }
}

/// A name, read as strictly as in the API.
pub(super) fn name(reader: &mut Reader, flag: &str, text: &str) -> Option<String> {
    reader.name(&Node::rooted(&Json::String(text.into()), flag))
}

/// What somebody is trusted with, on one line.
pub(super) fn told(grants: &[Held], lang: Lang) -> String {
    let grant = |held: &Held| {
        let role = Role::find(&held.role).map_or_else(|| held.role.clone(), |role| role.name().get(lang).to_owned());
        let within = [&held.party, &held.agreement_id].into_iter().flatten().map(String::as_str);
        let within = within.collect::<Vec<_>>().join(", ");
        if within.is_empty() { role } else { format!("{role} ({within})") }
    };
    grants.iter().map(grant).collect::<Vec<_>>().join("; ")
}

/// Prints rows of text as a table or for a spreadsheet, or the API's answer.
pub(super) fn listed(
    headers: &[Text],
    rows: Vec<Vec<String>>,
    items: &impl serde::Serialize,
    format: OutputFormat,
    lang: Lang,
) -> Result<(), Failure> {
    let headers = headers.iter().map(|name| name.get(lang).to_owned());
    let rows = rows.into_iter().map(|row| row.iter().map(|cell| harmless(cell)).collect::<Vec<_>>());
    print(&match format {
        OutputFormat::Json => pretty(items),
        OutputFormat::Table => {
            let mut table = Table::new(headers.map(|name| (Align::Left, name)).collect());
            rows.for_each(|row| table.row(row));
            table.render(colours_answers())
        }
        OutputFormat::Csv => {
            let line = |cells: Vec<String>| csv_line(&cells.iter().map(String::as_str).collect::<Vec<_>>(), lang);
            std::iter::once(headers.collect()).chain(rows).map(line).collect()
        }
    })
}
