//! Why a use case could not be carried out, in terms that neither know of HTTP nor of SQL.

use samfin_core::{Code, Issue, Text, say};

use super::invoices::Missing;
use super::parked::{Damage, Inconsistency};
use super::periods::Cause;
use crate::storage;

/// Why a use case was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is wrong.
    #[error(transparent)]
    Input(#[from] samfin_core::Error),
    /// There is no such thing.
    #[error("not found: {0}")]
    NotFound(Text),
    /// The thing is not in a state where this is possible.
    #[error("invalid state: {detail}")]
    InvalidState {
        /// What state it is in.
        detail: Text,
        /// What is possible instead.
        legal: Vec<&'static str>,
    },
    /// No version of the agreement is adopted for the year.
    #[error("no adopted version: {0}")]
    NoAdoptedVersion(Text),
    /// A version must start on a 1 January after the one before it.
    #[error("version start: {0}")]
    VersionStart(Text),
    /// A file was not imported; the issues point at its rows.
    #[error("import rejected: {0}")]
    ImportRejected(Text, Vec<Issue>),
    /// Someone else changed it since the caller read it.
    #[error("stale: {detail}")]
    Stale {
        /// What happened.
        detail: Text,
        /// The entity tag it has now, when it exists.
        current: Option<String>,
    },
    /// What was previewed has changed since.
    #[error("preview stale: now {current}")]
    PreviewStale {
        /// The fingerprint that it has now.
        current: String,
        /// What has changed.
        differences: Vec<Cause>,
    },
    /// Whoever has written a document may not attest it.
    #[error("four eyes")]
    FourEyes,
    /// It is for more than the one who attests may attest.
    #[error("over the limit: {0}")]
    OverLimit(Text),
    /// What the parties of a document lack before it can be attested or issued.
    #[error("invoicing details are missing: {0:?}")]
    DetailsMissing(Vec<Missing>),
    /// Too few have attested it.
    #[error("attestations are missing: {0}")]
    AttestationMissing(Text),
    /// It is invoiced already.
    #[error("already invoiced by {first}")]
    DuplicateInvoice {
        /// What and where.
        detail: Text,
        /// The id of the first.
        first: String,
    },
    /// It is issued, and never changes.
    #[error("immutable: {0}")]
    Immutable(Text),
    /// More is to be credited than there is.
    #[error("the credit exceeds the invoice: {detail}")]
    CreditExceeds {
        /// Where in the request.
        pointer: String,
        /// How much is left.
        detail: Text,
    },
    /// More than there is to pay, to move or to give back.
    #[error("more than there is: {detail}")]
    PaymentExceeds {
        /// Where in the request.
        pointer: String,
        /// How much there is.
        detail: Text,
    },
    /// A payment is from somebody else than the document is for.
    #[error("another payer: {detail}")]
    AnotherPayer {
        /// Where in the request.
        pointer: String,
        /// Who is who.
        detail: Text,
    },
    /// A file of payments has been imported before.
    #[error("imported already as {first}")]
    DuplicateImport {
        /// The id of the first import.
        first: String,
    },
    /// A reference rate has not been entered.
    #[error("missing reference rate: {0}")]
    MissingRate(Text),
    /// A document cannot be written as an e-invoice.
    #[error("no e-invoice: {0}")]
    NoEInvoice(Text),
    /// An organisation has no account for something in its books; what to add, each.
    #[error("accounts are missing: {0:?}")]
    AccountsMissing(Vec<Text>),
    /// It must come with an `Idempotency-Key`.
    #[error("the idempotency key is missing")]
    KeyMissing,
    /// It is there already, and the caller has not said which state of it is written over.
    #[error("condition missing: {0}")]
    ConditionMissing(Text),
    /// Somebody who has not said who they are asked for what only the known may have.
    #[error("unauthenticated")]
    Unauthenticated,
    /// It is there, and the one who asks may not do this to it.
    #[error("forbidden")]
    Forbidden,
    /// The `Idempotency-Key` was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// A request with the same `Idempotency-Key` is still being carried out.
    #[error("a request with the same idempotency key is under way")]
    KeyInFlight,
    /// Somebody has tried to sign in in vain too often.
    #[error("too many tries; {seconds} s to wait")]
    SlowDown {
        /// How long to wait.
        seconds: u32,
    },
    /// More calculations are running and waiting than the service takes on.
    #[error("busy")]
    Busy,
    /// The database cannot be reached; why goes to the log.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The database can be read, and cannot store anything.
    #[error("cannot store: {cause}")]
    CannotStore {
        /// What is in the way.
        why: storage::Hindrance,
        /// All of it, for the log.
        cause: String,
    },
    /// The connection broke at the commit: the change may or may not be stored.
    #[error("outcome unknown: {0}")]
    OutcomeUnknown(String),
    /// What is stored does not hold together; whoever takes numbers parks the agreements that are built on it.
    #[error("inconsistent: {0:?}")]
    Inconsistent(Box<Inconsistency>),
    /// The agreement is parked, and why.
    #[error("parked: {0}")]
    Parked(Text),
    /// A stored value is not what samfin wrote.
    #[error("damaged: {0:?}")]
    Damaged(Damage),
    /// A fault of the program; why goes to the log.
    #[error("broken: {0}")]
    Broken(String),
}

impl From<Issue> for Error {
    fn from(issue: Issue) -> Self {
        Self::Input(samfin_core::Error::one(issue))
    }
}

impl From<samfin_documents::workbook::Error> for Error {
    fn from(error: samfin_documents::workbook::Error) -> Self {
        use samfin_documents::workbook::Error as E;
        match error {
            E::Writing(_) => Self::Broken(error.to_string()),
            E::TooLarge { .. } | E::NothingToShow | E::DifferentYears => {
                Issue::new("", Code::TooMuchWork, error.text()).into()
            }
        }
    }
}

impl From<storage::Error> for Error {
    fn from(error: storage::Error) -> Self {
        match error {
            storage::Error::NotFound { what, id } => Self::NotFound(nothing(what, &id)),
            storage::Error::Corrupt { table, column, row } => Self::Damaged(Damage { table, column, row }),
            storage::Error::Unavailable(_) => Self::Unavailable(with_sources(&error)),
            storage::Error::CannotStore { why, .. } => Self::CannotStore { why, cause: with_sources(&error) },
            storage::Error::OutcomeUnknown(_) => Self::OutcomeUnknown(with_sources(&error)),
            error => Self::Broken(with_sources(&error)),
        }
    }
}

/// That there is no such agreement: the same words whether it is not there or not to be seen.
pub(super) fn no_agreement(id: &str) -> Error {
    Error::NotFound(nothing("agreement", id))
}

/// That there is no such row, in the user's words.
fn nothing(what: &str, id: &str) -> Text {
    let (sv, en) = match what {
        "agreement" => ("inget avtal", "agreement"),
        "agreement version" => ("ingen version", "version"),
        "budget" => ("ingen budget", "budget"),
        "observation" => ("inget värde", "observation"),
        "import" => ("ingen import", "import"),
        "scenario" => ("inget scenario", "scenario"),
        "organisation" => ("ingen organisation", "organisation"),
        "user" => ("ingen användare", "user"),
        "key" => ("ingen nyckel", "key"),
        "share link" => ("ingen delad länk", "share link"),
        "period" => ("inget planerat år", "planned year"),
        "invoice" => ("inget underlag", "document"),
        "voucher" => ("ingen verifikation", "voucher"),
        "payment" => ("ingen betalning", "payment"),
        "batch" => ("ingen utfärdning med nyckeln", "batch with the key"),
        "snapshot" => ("ingen ögonblicksbild", "snapshot"),
        other => ("inget", other),
    };
    say!("Det finns {sv} {id}.", "There is no {en} {id}.")
}

/// That nothing can be stored, and why.
#[must_use]
pub fn cannot_store(why: storage::Hindrance) -> Text {
    use storage::Hindrance as H;
    match why {
        H::Full => say!(
            "Databasens disk är full. Det går att läsa, men inget kan sparas förrän det finns plats.",
            "The disk of the database is full. Reading works, but nothing can be stored until there is room."
        ),
        H::Disk => say!(
            "Databasen kan inte skriva på sin disk. Inget kan sparas just nu.",
            "The database cannot write to its disk. Nothing can be stored right now."
        ),
        H::ReadOnly => say!(
            "Databasen går bara att läsa. Inget kan sparas just nu.",
            "The database may only be read. Nothing can be stored right now."
        ),
    }
}

/// An error with all its causes, for the log.
fn with_sources(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
