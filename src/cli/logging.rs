//! Log lines, on standard error.

use samfin_core::say;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use super::failure::{Exit, Failure};
use super::terminal::colours_messages;
use crate::config::LogFormat;

/// Starts logging at `level`; once per program.
pub(super) fn start(level: &str, format: LogFormat) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(level).map_err(|_| {
        Failure::new(
            Exit::Input,
            say!(
                "log_level är varken error, warn, info, debug eller ett filter som info,sqlx=warn.",
                "log_level is neither error, warn, info, debug nor a filter such as info,sqlx=warn."
            ),
        )
    })?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Text => lines.with_ansi(colours_messages()).with_target(false).try_init(),
    };
    started.map_err(|error| {
        Failure::new(Exit::No, say!("Loggen kunde inte startas: {error}.", "The log could not be started: {error}."))
    })
}
