//! What `samfin parked` takes.

use clap::Subcommand;

use super::OutputFormat;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ParkedVerb {
    /// Every parked agreement, and why
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
    /// Let an agreement go on, once everything holds together again: `samfin verify` is run first
    Release {
        /// The agreement, by id
        agreement: String,
        /// What had happened and what was done; it stands in the audit trail
        #[arg(long)]
        reason: String,
        /// Also when something is still wrong: issuing looks again, and parks it anew where it matters
        #[arg(long)]
        despite_faults: bool,
    },
}
