//! Verbs and flags.

mod parked;
mod people;

use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use samfin_core::Lang;

use crate::config::Flags;

pub(super) use parked::ParkedVerb;
pub(super) use people::{CreateKey, CreateUser, GrantArgs, KeyVerb, UserVerb};

/// Splits what regions and municipalities run together, exactly, and shows why
#[derive(Debug, Parser)]
#[command(name = "samfin", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Language of words and numbers [default: by `LC_ALL`, `LC_NUMERIC`, `LANG`; otherwise English]
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<LangArg>,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

/// Settings that any verb may be given.
#[derive(Debug, clap::Args)]
pub(super) struct Settings {
    /// Database: `sqlite://PATH` or `postgres://…`
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Folder of the embedded database
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Settings file [default: samfin.toml, when there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Settings {
    pub(super) fn flags(self, verb: &Verb) -> Flags {
        let listen = match verb {
            Verb::Demo(listen) | Verb::Serve(Serve { listen, .. }) => Some(listen),
            _ => None,
        };
        Flags {
            file: self.config,
            bind: listen.and_then(|listen| listen.bind.clone()),
            behind_proxy: listen.is_some_and(|listen| listen.behind_proxy),
            data_dir: self.data_dir,
            database_url: self.database_url,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    /// Calculate the Jämtland Härjedalen example for 2027 from throw-away storage, show it, and serve it
    Demo(Listen),
    /// Run the service
    Serve(Serve),
    /// Calculate a request file, with no service and no database
    Split(Split),
    /// Compare scenarios in a request file, year after year, with no service and no database
    Compare(Compare),
    /// Try every combination of parties that contribute nothing, under several rules
    Stress(Stress),
    /// Import from a file
    Import {
        #[command(subcommand)]
        verb: ImportVerb,
    },
    /// Look after people
    User {
        #[command(subcommand)]
        verb: UserVerb,
    },
    /// Look after keys of programs
    Key {
        #[command(subcommand)]
        verb: KeyVerb,
    },
    /// Look after agreements whose stored data was found not to hold together
    Parked {
        #[command(subcommand)]
        verb: ParkedVerb,
    },
    /// Bring the database up to this version
    Migrate {
        /// Say what would be done
        #[arg(long)]
        dry_run: bool,
        /// Give this role of PostgreSQL, which the service then runs as, what the service needs of the tables and nothing more
        #[arg(long, value_name = "ROLE")]
        grant_to: Option<String>,
    },
    /// The audit trail: who did what, when and why
    Audit {
        #[command(subcommand)]
        verb: AuditVerb,
    },
    /// Copy the whole database to a file, also while the service runs
    Backup(Backup),
    /// Fill an empty database from a backup, of whichever kind it was made
    Restore(Restore),
    /// Check that what is stored is what samfin stored
    Verify {
        /// A line that `samfin audit anchor` printed, or a file of such lines; may be repeated
        #[arg(long, value_name = "LINE")]
        anchor: Vec<String>,
        /// How to print the checks
        #[arg(long, value_enum, default_value_t)]
        format: ReportFormat,
    },
    /// Check settings, database and surroundings
    Doctor,
    /// Ask the running service on this machine whether it is ready
    Health,
    /// Print the API's description (`OpenAPI` 3.1)
    Openapi,
    /// Look at the settings
    Config {
        #[command(subcommand)]
        verb: ConfigVerb,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write all of them to a folder
    Man {
        /// Folder to write to
        #[arg(long)]
        dir: Option<PathBuf>,
    },
}

/// Where to listen.
#[derive(Debug, clap::Args)]
pub(super) struct Listen {
    /// Address and port [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    pub(super) bind: Option<String>,
    /// A proxy with TLS stands in front: addresses beyond loopback are allowed
    #[arg(long)]
    pub(super) behind_proxy: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub(super) listen: Listen,
    /// Refuse to start when the database needs migrating
    #[arg(long)]
    pub(super) no_migrate: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// The file to write
    pub(super) file: PathBuf,
    /// Replace a file that is there already, once the new one is whole
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// A file that `samfin backup` wrote
    pub(super) file: PathBuf,
    /// Check the file and the database, and change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Split {
    /// A request as for POST /api/v1/calculations, or an example file; `-` reads standard input
    pub(super) file: PathBuf,
    /// The year, instead of the one in the file
    #[arg(long)]
    pub(super) year: Option<i32>,
    /// Show how every figure came about
    #[arg(long)]
    pub(super) explain: bool,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: OutputFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// A request as for POST /api/v1/comparisons, or an example file; `-` reads standard input
    pub(super) file: PathBuf,
    /// The years, instead of those in the file: 2027 or 2027-2030
    #[arg(long, value_parser = years)]
    pub(super) years: Option<RangeInclusive<i32>>,
    /// A file with a list of scenarios, instead of those in the file
    #[arg(long, value_name = "FILE")]
    pub(super) scenarios: Option<PathBuf>,
    /// The scenario that changes are measured against, instead of the agreement itself
    #[arg(long, value_name = "NAME")]
    pub(super) baseline: Option<String>,
    /// The series by which amounts per inhabitant are told, such as `population`
    #[arg(long, value_name = "SERIES")]
    pub(super) per_inhabitant: Option<String>,
    /// Write the comparison to a workbook as well (XLSX, with live formulas)
    #[arg(long, value_name = "FILE")]
    pub(super) workbook: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: OutputFormat,
}

#[derive(Debug, clap::Args)]
pub(super) struct Stress {
    /// A request as for POST /api/v1/stress-tests, or an example file; `-` reads standard input. Without
    /// `policies` in it the well-known rules are tried
    pub(super) file: PathBuf,
    /// The year, instead of the one in the file
    #[arg(long)]
    pub(super) year: Option<i32>,
    /// At most this many parties contribute nothing at once [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) max_defaulters: Option<u32>,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: OutputFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportVerb {
    /// Values of a statistic from CSV or XLSX, all or nothing
    Statistics(ImportStatistics),
}

#[derive(Debug, clap::Args)]
pub(super) struct ImportStatistics {
    /// CSV or XLSX; `-` reads standard input
    pub(super) file: PathBuf,
    /// The series that the values belong to, such as `population`
    #[arg(long)]
    pub(super) series: String,
    /// The date of every value, in a file without dates
    #[arg(long)]
    pub(super) date: Option<NaiveDate>,
    /// The source of every value, where the file has no column for it
    #[arg(long)]
    pub(super) source: Option<String>,
    /// Which column is what, by header or number from 1: `--column for=Kommun --column value=3`
    #[arg(long, value_name = "ROLE=COLUMN", value_parser = column)]
    pub(super) column: Vec<(ColumnRole, String)>,
    /// The sheet of a workbook [default: the first]
    #[arg(long)]
    pub(super) sheet: Option<String>,
    /// The separator of a CSV file [default: found by itself]
    #[arg(long)]
    pub(super) separator: Option<char>,
    /// The decimal mark, where numbers can be read in two ways
    #[arg(long, value_parser = decimal_mark)]
    pub(super) decimal: Option<char>,
    /// Show what would be imported
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum AuditVerb {
    /// Print where the trail ends, as a line to keep outside the database
    ///
    /// `samfin verify --anchor LINE` later shows whether anything up to there was changed or removed.
    Anchor,
    /// Print every event as a line of JSON, for another program to verify (docs/audit.md)
    Export {
        /// Only those after this number
        #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..))]
        after: i64,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigVerb {
    /// Every setting, and where it came from
    Show {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: OutputFormat,
    },
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColumnRole {
    For,
    Date,
    Value,
    Source,
}

/// How to print an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people
    #[default]
    Table,
    /// Exactly what the API answers
    Json,
    /// For spreadsheets
    Csv,
}

/// How to print a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    /// Swedish
    Sv,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Sv => Self::Sv,
            LangArg::En => Self::En,
        }
    }
}

fn years(text: &str) -> Result<RangeInclusive<i32>, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (first.trim().parse::<i32>(), last.trim().parse::<i32>()) {
        (Ok(first), Ok(last)) if (2000..=2100).contains(&first) && (first..=2100).contains(&last) => Ok(first..=last),
        _ => Err("write a year, or the first and the last: 2027 or 2027-2030".to_owned()),
    }
}

fn column(text: &str) -> Result<(ColumnRole, String), String> {
    let (role, column) = text.split_once('=').ok_or("write ROLE=COLUMN, as for=Kommun or value=3")?;
    Ok((ColumnRole::from_str(role, true)?, column.to_owned()))
}

fn decimal_mark(text: &str) -> Result<char, String> {
    match text {
        "," => Ok(','),
        "." => Ok('.'),
        _ => Err("write , or .".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_flags_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn years_are_one_or_a_range() {
        assert_eq!((years("2027"), years("2027-2030")), (Ok(2027..=2027), Ok(2027..=2030)));
        assert!(years("2030-2027").is_err() && years("1999").is_err() && years("2027-2030-2031").is_err());
    }

    #[test]
    fn columns_are_named_by_role() {
        assert_eq!(column("for=Kommun"), Ok((ColumnRole::For, "Kommun".to_owned())));
        assert!(column("kommun").is_err() && column("place=1").is_err());
    }
}
