//! `samfin parked list` and `samfin parked release`.

use std::sync::Arc;

use samfin_core::read::Reader;
use samfin_core::{Lang, say};
use serde_json::json;

use super::args::{OutputFormat, ParkedVerb};
use super::failure::{Exit, Failure};
use super::people::{desk, listed, name};
use super::print;
use crate::app::parked::{Parked, why};
use crate::clock::in_sweden;
use crate::config::Loaded;

pub(super) async fn run(loaded: &Loaded, verb: ParkedVerb, lang: Lang) -> Result<(), Failure> {
    match verb {
        ParkedVerb::List { format } => list(loaded, format, lang).await,
        ParkedVerb::Release { agreement, reason, despite_faults } => {
            release(loaded, agreement, &reason, despite_faults, lang).await
        }
    }
}

async fn list(loaded: &Loaded, format: OutputFormat, lang: Lang) -> Result<(), Failure> {
    let desk = desk(loaded).await?;
    let parked = desk.parked().await;
    desk.close().await;
    let parked = parked?;
    let headers = [say!("avtal", "agreement"), say!("sedan", "since"), say!("varför", "why")];
    let since = |one: &Parked| in_sweden(one.parked_at).format("%Y-%m-%d %H:%M").to_string();
    let row = |one: &Parked| vec![one.agreement_id.clone(), since(one), why(one).get(lang).to_owned()];
    let item =
        |one: &Parked| json!({ "agreement": one.agreement_id, "parked_at": one.parked_at, "why": why(one).get(lang) });
    let items: Vec<_> = parked.iter().map(item).collect();
    listed(&headers, parked.iter().map(row).collect(), &items, format, lang)
}

/// Verifies everything first: an agreement goes on when nothing is wrong any more, or when somebody answers for that it may.
async fn release(
    loaded: &Loaded,
    agreement: String,
    reason: &str,
    despite_faults: bool,
    lang: Lang,
) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let reason = name(&mut reader, "--reason", reason);
    let reason = reader.finish(reason)?;
    let desk = desk(loaded).await?;
    let checks = desk.verify_all(Vec::new(), Arc::new(|_, _| {})).await;
    let wrong = checks.map(|checks| checks.iter().filter(|check| !check.is_fine()).count());
    let released = match wrong {
        Ok(wrong) if wrong > 0 && !despite_faults => Err(still_wrong(wrong)),
        Ok(_) => desk.release(agreement, reason).await.map_err(Failure::from),
        Err(error) => Err(error.into()),
    };
    desk.close().await;
    released?;
    let text = say!(
        "Avtalet är släppt: det går att utfärda igen.",
        "The agreement is released: documents can be issued again."
    );
    print(&format!("{}\n", text.get(lang)))
}

fn still_wrong(checks: usize) -> Failure {
    let text = say!(
        "samfin verify hittar fel i {checks} granskningar, så avtalet är kvar som parkerat. Kör samfin verify, rätta felen och försök igen, eller släpp det ändå med --despite-faults.",
        "samfin verify finds faults in {checks} checks, so the agreement stays parked. Run samfin verify, mend them and try again, or release it anyway with --despite-faults."
    );
    Failure::new(Exit::No, text)
}
