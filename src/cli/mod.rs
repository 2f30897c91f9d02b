//! The command line: one file per verb, on the same use cases as the API.
//!
//! ```sh
//! samfin demo
//! samfin split examples/jamtland-harjedalen-2027.json --year 2027 --explain
//! samfin import statistics folkmangd.xlsx --series population --dry-run
//! ```
//!
//! What was asked for goes to standard output, everything else to standard error. Exit codes: 0 done,
//! 1 the answer is no, 2 wrong usage or input, 75 busy (try again).

mod args;
mod audit;
mod backup;
mod compare;
mod config;
mod demo;
mod doctor;
mod documents;
mod failure;
mod figures;
mod first_run;
mod health;
mod import;
mod input;
mod json;
mod key;
mod language;
mod logging;
mod migrate;
mod parked;
mod people;
mod progress;
mod restore;
mod serve;
mod service;
mod split;
mod stress;
mod table;
mod terminal;
mod user;
mod verify;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use samfin_core::Lang;

use args::{Args, Verb};
use failure::Failure;

use crate::config::{Loaded, load};

/// Runs the program as the shell started it.
#[must_use]
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and the version are answers, not mistakes: they end with 0, a mistake with 2.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return error.print().map_or(ExitCode::from(2), |()| ExitCode::from(code));
        }
    };
    let lang = language::choose(args.lang.map(Lang::from), |name| std::env::var(name).ok());
    match run(args, lang) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(lang),
    }
}

fn run(args: Args, lang: Lang) -> Result<(), Failure> {
    // These need no settings, and so work where the settings are broken.
    let verb = match args.verb {
        Verb::Split(split) => return split::run(&split, lang),
        Verb::Compare(wanted) => return compare::run(&wanted, lang),
        Verb::Stress(wanted) => return stress::run(&wanted, lang),
        Verb::Openapi => return documents::openapi(),
        Verb::Completions { shell } => return documents::completions(shell),
        Verb::Man { dir } => return documents::man(dir.as_deref()),
        verb => verb,
    };
    let loaded = load(&args.settings.flags(&verb), variables())?;
    match verb {
        Verb::Config { verb: args::ConfigVerb::Show { format } } => config::show(&loaded, format, lang),
        Verb::Demo(_) => with_runtime(demo::run(&loaded, lang)),
        Verb::Serve(serve) => with_runtime(serve::run(&loaded, &serve, lang)),
        Verb::Migrate { dry_run, grant_to } => with_runtime(migrate::run(&loaded, dry_run, grant_to.as_deref(), lang)),
        Verb::Audit { verb } => with_runtime(audit::run(&loaded, &verb)),
        Verb::Backup(wanted) => with_runtime(backup::run(&loaded, &wanted, lang)),
        Verb::Restore(wanted) => with_runtime(restore::run(&loaded, &wanted, lang)),
        Verb::Verify { anchor, format } => with_runtime(verify::run(&loaded, &anchor, format, lang)),
        Verb::Health => health::run(&loaded, lang),
        Verb::User { verb } => with_runtime(user::run(&loaded, verb, lang)),
        Verb::Key { verb } => with_runtime(key::run(&loaded, verb, lang)),
        Verb::Parked { verb } => with_runtime(parked::run(&loaded, verb, lang)),
        Verb::Doctor => with_runtime(doctor::run(&loaded, lang)),
        Verb::Import { verb: args::ImportVerb::Statistics(wanted) } => {
            with_runtime(import::run(&loaded, &wanted, lang))
        }
        Verb::Split(_)
        | Verb::Compare(_)
        | Verb::Stress(_)
        | Verb::Openapi
        | Verb::Completions { .. }
        | Verb::Man { .. } => Ok(()),
    }
}

/// The environment, but for what is not text: no setting of ours is.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

fn with_runtime(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    actix_web::rt::System::new().block_on(work)
}

/// Writes an answer. A reader that has seen enough (`samfin split … | head`) is not an error.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::output(&error)),
        _ => Ok(()),
    }
}

/// Whether the user chose an address; otherwise a taken port may be exchanged for the next free one.
fn bind_is_chosen(loaded: &Loaded) -> bool {
    loaded.is_chosen("bind")
}
