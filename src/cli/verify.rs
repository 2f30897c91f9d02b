//! `samfin verify`.

use std::fmt::Write as _;
use std::path::Path;

use samfin_core::{Lang, say};
use serde_json::{Value, json};

use super::args::ReportFormat;
use super::backup::open_existing;
use super::failure::{Exit, Failure};
use super::input::read_file;
use super::json::pretty;
use super::print;
use super::progress::Bar;
use super::terminal::{bold, colours_answers, error, harmless};
use crate::app::audit::Anchor;
use crate::app::verify::{Check, Outcome};
use crate::config::Loaded;

/// Says how every check went; exit code 1 when one of them found something.
pub(super) async fn run(loaded: &Loaded, anchors: &[String], format: ReportFormat, lang: Lang) -> Result<(), Failure> {
    let anchors = read(anchors)?;
    let app = open_existing(loaded).await?;
    let bar = Bar::new(&say!("Granskar", "Verifying"), lang);
    let checks = app.verify_all(anchors, bar.progress()).await;
    drop(bar);
    app.close().await;
    let checks = checks?;
    print(&match format {
        ReportFormat::Table => lines(&checks, lang),
        ReportFormat::Json => pretty(&checks.iter().map(|check| object(check, lang)).collect::<Vec<_>>()),
    })?;
    if checks.iter().all(Check::is_fine) { Ok(()) } else { Err(Failure::said(Exit::No)) }
}

/// The anchors that were given as lines or in files.
fn read(given: &[String]) -> Result<Vec<Anchor>, Failure> {
    let mut anchors = Vec::new();
    for given in given {
        let text = if given.starts_with(Anchor::START) {
            given.clone()
        } else {
            String::from_utf8_lossy(&read_file(Path::new(given))?).into_owned()
        };
        anchors.extend(Anchor::parse_all(&text).map_err(|wrong| Failure::new(Exit::Input, wrong))?);
    }
    Ok(anchors)
}

fn lines(checks: &[Check], lang: Lang) -> String {
    let colour = colours_answers();
    let mut text = String::new();
    for check in checks {
        let title = check.title.get(lang);
        match &check.outcome {
            Outcome::Fine(fine) => {
                let _ = writeln!(text, "{:<4} {title}: {}", bold("ok", colour), fine.get(lang));
            }
            Outcome::Faults { told, more } => {
                let count = told.len() as u64 + more;
                let _ = writeln!(text, "{:<4} {title}: {count}", error(say!("FEL", "NO").get(lang), colour));
                for fault in told {
                    let (place, problem) = (harmless(&fault.place), harmless(fault.problem.get(lang)));
                    let _ = writeln!(text, "     {place}: {problem}\n       {}", fault.advice.get(lang));
                }
                if *more > 0 {
                    let _ = writeln!(text, "     {}", say!("… och {more} till.", "… and {more} more.").get(lang));
                }
            }
        }
    }
    text
}

fn object(check: &Check, lang: Lang) -> Value {
    let (detail, told, more) = match &check.outcome {
        Outcome::Fine(fine) => (Some(fine.get(lang)), &[][..], 0),
        Outcome::Faults { told, more } => (None, told.as_slice(), *more),
    };
    let faults = told.iter().map(
        |fault| json!({ "place": fault.place, "problem": fault.problem.get(lang), "advice": fault.advice.get(lang) }),
    );
    json!({
        "name": check.name,
        "ok": check.is_fine(),
        "detail": detail,
        "faults": faults.collect::<Vec<_>>(),
        "more_faults": more,
    })
}
