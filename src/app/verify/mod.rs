//! `samfin verify`: whether what is stored is what samfin stored.
//!
//! A check is a name, a title and an outcome. To add one, write `async fn …(tx: &mut Tx) -> Result<Check, Error>` in a file
//! of its own and call it in `look`; all of them see the database as it is at one moment. To look into a table's rows
//! without reading them a second time, add a line to `contents.rs`.

mod chain;
mod closed;
mod contents;
mod invoices;
mod ledger;
mod ledger_money;
mod structure;

use samfin_core::{Text, say};

use super::App;
use super::audit::Anchor;
use super::backup::Progress;
use super::maintain::NotReady;
use crate::storage::{self, Tx};

/// So many faults of one check are told; the rest are counted.
const TOLD: usize = 100;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is called, for programs: `documents`.
    pub name: &'static str,
    /// What it is called, for people.
    pub title: Text,
    /// How it went.
    pub outcome: Outcome,
}

/// How a check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong; and what was looked at.
    Fine(Text),
    /// Something is.
    Faults {
        /// The first hundred.
        told: Vec<Fault>,
        /// How many there are beside them.
        more: u64,
    },
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: a table, and the key of the row.
    pub place: String,
    /// What.
    pub problem: Text,
    /// What to do.
    pub advice: Text,
}

impl Check {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        matches!(self.outcome, Outcome::Fine(_))
    }
}

/// Faults as they are found.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<Fault>,
    more: u64,
}

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        if self.told.len() < TOLD {
            self.told.push(fault);
        } else {
            self.more += 1;
        }
    }

    /// The check they belong to; `fine` says what was looked at when there are none.
    pub(super) fn check(self, name: &'static str, title: Text, fine: Text) -> Check {
        let Self { told, more } = self;
        let outcome = if told.is_empty() { Outcome::Fine(fine) } else { Outcome::Faults { told, more } };
        Check { name, title, outcome }
    }
}

impl App {
    /// Looks at everything that is stored, and holds the audit trail to anchors from outside. Changes nothing; a service goes
    /// on meanwhile.
    pub async fn verify_all(&self, anchors: Vec<Anchor>, progress: Progress) -> Result<Vec<Check>, NotReady> {
        let file = structure::file(&self.db).await;
        let mut checks =
            vec![structure::migrations(self.db.pending().await)?, looked_at("file", say!("fil", "file"), file)?];
        let db = self.db.patient().await?;
        let looked: Result<Vec<Check>, storage::Error> =
            db.read((anchors, progress), |tx, (anchors, progress)| Box::pin(look(tx, anchors, progress))).await;
        checks.extend(looked?);
        Ok(checks)
    }
}

/// Every check, one after the other, of the same moment.
async fn look(tx: &mut Tx, anchors: &[Anchor], progress: &Progress) -> Result<Vec<Check>, storage::Error> {
    let tables = structure::tables(tx).await;
    let references = structure::references(tx).await;
    let chain = chain::check(tx, anchors).await;
    let series = invoices::series(tx).await;
    let documents = invoices::documents(tx).await;
    let vouchers = ledger::series(tx).await;
    let postings = ledger::postings(tx).await;
    let allocation = closed::check(tx).await;
    let mut checks = vec![
        looked_at("tables", say!("tabeller", "tables"), tables)?,
        looked_at("references", say!("hänvisningar", "references"), references)?,
        looked_at(chain::NAME, chain::title(), chain)?,
        looked_at(invoices::SERIES, invoices::series_title(), series)?,
        looked_at(invoices::DOCUMENTS, invoices::documents_title(), documents)?,
        looked_at(ledger::SERIES, ledger::series_title(), vouchers)?,
        looked_at(ledger::POSTINGS, ledger::postings_title(), postings)?,
        looked_at(closed::NAME, closed::title(), allocation)?,
    ];
    checks.extend(contents::check(tx, progress).await?);
    Ok(checks)
}

/// A check's outcome; a statement that the database refuses, as it does where its file is damaged, is a fault too, so that
/// the other checks are still carried out.
fn looked_at(name: &'static str, title: Text, outcome: Result<Check, storage::Error>) -> Result<Check, storage::Error> {
    match outcome {
        Err(storage::Error::Unexpected { source, .. }) => {
            let told = vec![refused(name.to_owned(), &source)];
            Ok(Check { name, title, outcome: Outcome::Faults { told, more: 0 } })
        }
        outcome => outcome,
    }
}

/// That the database would not let something be looked at.
fn refused(place: String, source: &dyn std::fmt::Display) -> Fault {
    Fault {
        place,
        problem: say!("Databasen går inte att läsa här: {source}.", "The database cannot be read here: {source}."),
        advice: structure::keep_and_restore(),
    }
}

/// What to do when a row is not as it was written.
fn edited() -> Text {
    say!(
        "samfin ändrar aldrig sådana rader: ta reda på vem som har skrivit i databasen, och hämta raden ur en säkerhetskopia.",
        "samfin never edits such rows: find out who has written to the database, and take the row from a backup."
    )
}
