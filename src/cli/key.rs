//! `samfin key create`, `samfin key list` and `samfin key revoke`.

use samfin_core::read::Reader;
use samfin_core::{Lang, say};

use super::args::{CreateKey, KeyVerb, OutputFormat};
use super::failure::Failure;
use super::people::{PAGE, desk, grant, listed, name, told};
use super::print;
use super::terminal::harmless;
use crate::app::Desk;
use crate::app::people::keys::{Key, NewKey};
use crate::clock::in_sweden;
use crate::config::Loaded;
use crate::http::people::KeyView;

pub(super) async fn run(loaded: &Loaded, verb: KeyVerb, lang: Lang) -> Result<(), Failure> {
    match verb {
        KeyVerb::Create(wanted) => create(loaded, &wanted, lang).await,
        KeyVerb::List { format } => list(loaded, format, lang).await,
        KeyVerb::Revoke { id, reason } => revoke(loaded, id, reason, lang).await,
    }
}

async fn create(loaded: &Loaded, wanted: &CreateKey, lang: Lang) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let called = name(&mut reader, "--name", &wanted.name);
    let grants = vec![grant(&mut reader, &wanted.grant)];
    let new = NewKey { name: reader.finish(called)?, grants, expires_on: wanted.expires };
    let desk = desk(loaded).await?;
    let made = desk.create_key(new).await;
    desk.close().await;
    let (_, secret) = made?;
    let note = say!(
        "Nyckeln visas bara den här gången. Program skickar den som Authorization: Bearer NYCKEL.",
        "The key is shown this once only. Programs send it as Authorization: Bearer KEY."
    );
    eprintln!("{}", note.get(lang));
    print(&format!("{}\n", secret.unwrap_or_default()))
}

async fn revoke(loaded: &Loaded, id: String, reason: Option<String>, lang: Lang) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let reason = reason.and_then(|reason| name(&mut reader, "--reason", &reason));
    reader.finish(Some(()))?;
    let desk = desk(loaded).await?;
    let revoked = desk.revoke_key(id, reason).await;
    desk.close().await;
    let name = harmless(&revoked?.key.name);
    let text = say!("{name} är återkallad och öppnar ingenting mer.", "{name} is revoked and opens nothing any more.");
    print(&format!("{}\n", text.get(lang)))
}

async fn list(loaded: &Loaded, format: OutputFormat, lang: Lang) -> Result<(), Failure> {
    let desk = desk(loaded).await?;
    let (keys, now) = (every(&desk).await, desk.now());
    desk.close().await;
    let keys = keys?;
    let headers = [
        say!("id", "id"),
        say!("namn", "name"),
        say!("behörigheter", "grants"),
        say!("gäller till", "valid until"),
        say!("läge", "status"),
    ];
    let row = |Key { key, grants }: &Key| {
        let until = key.expires_at.map_or_else(String::new, |at| in_sweden(at).date().to_string());
        let status = match (key.revoked_at, key.expires_at) {
            (Some(_), _) => say!("återkallad", "revoked"),
            (None, Some(at)) if at <= now => say!("utgången", "expired"),
            (None, _) => say!("gäller", "valid"),
        };
        vec![key.id.clone(), key.name.clone(), told(grants, lang), until, status.get(lang).to_owned()]
    };
    let rows = keys.iter().map(row).collect();
    let items: Vec<_> = keys.into_iter().map(KeyView::from).collect();
    listed(&headers, rows, &items, format, lang)
}

async fn every(desk: &Desk) -> Result<Vec<Key>, crate::app::Error> {
    let mut keys: Vec<Key> = Vec::new();
    loop {
        let after = keys.last().map(|key| key.key.id.clone());
        let page = desk.keys(after, PAGE).await?;
        if page.is_empty() {
            return Ok(keys);
        }
        keys.extend(page);
    }
}
