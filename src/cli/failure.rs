//! How a command ends when it could not do what was asked.

use std::process::ExitCode;

use samfin_core::{Issue, Lang, Text, say};

use super::terminal::{colours_messages, error};
use crate::app;
use crate::app::backup;
use crate::app::maintain::NotReady;
use crate::app::parked::Damage;
use crate::config::ConfigError;

/// What the shell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// The answer is no, or the fault is ours.
    No = 1,
    /// Wrong usage or input.
    Input = 2,
    /// Something is in use or does not answer; trying again may help (`EX_TEMPFAIL`).
    Busy = 75,
}

/// Why a command ended early.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    /// What is wrong and what to do; empty when it has been said.
    pub(super) text: Text,
    /// Where in the input, when it is the input.
    pub(super) issues: Vec<Issue>,
}

impl Failure {
    pub(super) fn new(exit: Exit, text: Text) -> Self {
        Self { exit, text, issues: Vec::new() }
    }

    /// Everything has been said already; only the exit code is left.
    pub(super) fn said(exit: Exit) -> Self {
        Self::new(exit, Text::new("", ""))
    }

    pub(super) fn output(failure: &std::io::Error) -> Self {
        Self::new(Exit::No, say!("Det går inte att skriva: {failure}.", "Cannot write: {failure}."))
    }

    /// Says on standard error what is wrong, and gives the exit code.
    pub(super) fn report(&self, lang: Lang) -> ExitCode {
        let text = self.text.get(lang);
        if !text.is_empty() {
            let word = match lang {
                Lang::Sv => "fel:",
                Lang::En => "error:",
            };
            eprintln!("{} {text}", error(word, colours_messages()));
        }
        for issue in &self.issues {
            eprintln!("  {} ({})\n    {}", shown(&issue.pointer), issue.code, issue.detail.get(lang));
        }
        ExitCode::from(self.exit as u8)
    }
}

/// The pointer of the whole document is empty, which looks like nothing.
fn shown(pointer: &str) -> &str {
    if pointer.is_empty() { "/" } else { pointer }
}

impl From<ConfigError> for Failure {
    fn from(ConfigError(text): ConfigError) -> Self {
        Self::new(Exit::Input, text)
    }
}

impl From<samfin_core::Error> for Failure {
    fn from(error: samfin_core::Error) -> Self {
        match error {
            samfin_core::Error::Malformed(Text { sv, en }) => {
                let text =
                    Text::new(format!("Filen är inte giltig JSON: {sv}"), format!("The file is not valid JSON: {en}"));
                Self::new(Exit::Input, text)
            }
            samfin_core::Error::Invalid(issues) => {
                let text = match issues.len() {
                    1 => say!("Ett fel i underlaget.", "One error in the input."),
                    count => say!("{count} fel i underlaget.", "{count} errors in the input."),
                };
                Self { exit: Exit::Input, text, issues }
            }
        }
    }
}

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Self {
        use app::Error as E;
        match error {
            E::Input(error) => error.into(),
            E::ImportRejected(text, issues) => Self { exit: Exit::Input, text, issues },
            E::NotFound(text) | E::NoAdoptedVersion(text) | E::VersionStart(text) => Self::new(Exit::Input, text),
            E::InvalidState { detail, .. } | E::Stale { detail, .. } | E::ConditionMissing(detail) => {
                Self::new(Exit::Input, detail)
            }
            // The command line has a desk of its own, previews nothing and sends no keys.
            error @ (E::PreviewStale { .. }
            | E::FourEyes
            | E::OverLimit(_)
            | E::DetailsMissing(_)
            | E::AttestationMissing(_)
            | E::DuplicateInvoice { .. }
            | E::Immutable(_)
            | E::CreditExceeds { .. }
            | E::NoEInvoice(_)
            | E::PaymentExceeds { .. }
            | E::AnotherPayer { .. }
            | E::DuplicateImport { .. }
            | E::MissingRate(_)
            | E::AccountsMissing(_)
            | E::KeyMissing
            | E::Parked(_)
            | E::Inconsistent(_)
            | E::Unauthenticated
            | E::Forbidden
            | E::KeyReused
            | E::KeyInFlight
            | E::SlowDown { .. }) => {
                Self::new(Exit::No, say!("Fel i programmet: {error}.", "A fault of the program: {error}."))
            }
            E::Busy => Self::new(
                Exit::Busy,
                say!("Alla platser är upptagna. Försök igen.", "Every place is taken. Try again."),
            ),
            E::Unavailable(cause) => {
                Self::new(Exit::Busy, say!("Databasen svarar inte: {cause}", "The database does not answer: {cause}"))
            }
            E::CannotStore { why, .. } => Self::new(Exit::Busy, app::cannot_store(why)),
            E::OutcomeUnknown(cause) => Self::new(
                Exit::Busy,
                say!(
                    "Förbindelsen bröts när ändringen skulle sparas; se efter om den finns där. ({cause})",
                    "The connection broke while the change was being stored; look whether it is there. ({cause})"
                ),
            ),
            E::Damaged(Damage { table, column, row }) => Self::new(
                Exit::No,
                say!(
                    "{table} {row}: {column} är inte vad samfin skrev. Kör samfin verify.",
                    "{table} {row}: {column} is not what samfin wrote. Run samfin verify."
                ),
            ),
            E::Broken(cause) => Self::new(Exit::No, say!("Ett fel i samfin: {cause}", "A fault in samfin: {cause}")),
        }
    }
}

impl From<NotReady> for Failure {
    fn from(error: NotReady) -> Self {
        match error {
            NotReady::InUse(text) => Self::new(Exit::Busy, text),
            NotReady::Unusable(text) => Self::new(Exit::Input, text),
            NotReady::Failed(error) => error.into(),
        }
    }
}

impl From<backup::Error> for Failure {
    fn from(error: backup::Error) -> Self {
        match error {
            backup::Error::Refused(text) => Self::new(Exit::Input, text),
            backup::Error::File(text) => Self::new(Exit::No, text),
            backup::Error::NotReady(error) => error.into(),
        }
    }
}
