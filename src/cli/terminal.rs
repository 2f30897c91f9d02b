//! Colour and moving pictures: only for people, only when they want them.

use std::io::IsTerminal;

/// Whether answers may be coloured: standard output is a terminal and `NO_COLOR` is not set.
pub(super) fn colours_answers() -> bool {
    std::io::stdout().is_terminal() && wants_colour()
}

/// Whether messages may be coloured.
pub(super) fn colours_messages() -> bool {
    std::io::stderr().is_terminal() && wants_colour()
}

/// Whether to show progress: a log file has no use for it.
pub(super) fn shows_progress() -> bool {
    std::io::stderr().is_terminal()
}

/// <https://no-color.org>: any value but the empty one says no.
fn wants_colour() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
}

/// `text` in bold when `colour` is on.
pub(super) fn bold(text: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// `text` as a warning when `colour` is on.
pub(super) fn warning(text: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[33m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// `text` as an error when `colour` is on.
pub(super) fn error(text: &str, colour: bool) -> String {
    if colour { format!("\u{1b}[31m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Text from a file, safe to show: what could steer the terminal becomes visible instead.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if samfin_core::text::fault(c.encode_utf8(&mut [0; 4]), false).is_some() { '\u{fffd}' } else { c })
        .collect()
}
