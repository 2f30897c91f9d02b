//! What issuing builds on is looked at again, in the same transaction, before a number is taken: that what was attested is what is
//! stored, that its year was calculated so, that no more is taken back than was asked for, and that the series are whole.
//!
//! `samfin verify` looks at all of the database; this looks at what the next documents are tied to. What does not hold together
//! goes back with the rest, and parks the agreements ([`parked`](crate::app::parked)).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use samfin_core::{Text, say};

use super::issue::Ready;
use super::series::Series;
use super::{Invoice, Status, store};
use crate::app::Error;
use crate::app::ledger::issuer_of;
use crate::app::parked::Inconsistency;
use crate::app::periods::{ENGINE, calculated_again};
use crate::digest::sha256;
use crate::storage::{Tx, periods, vouchers};

/// Refuses drafts that are not what was attested, or come from what was not calculated so. It comes first: a draft that somebody
/// has written into is not one that the year has left behind.
pub(super) async fn drafts(tx: &mut Tx, drafts: &[Invoice]) -> Result<(), Error> {
    contents(tx, drafts).await?;
    snapshots(tx, drafts).await?;
    credits(tx, drafts).await
}

/// What is stored is what was attested.
async fn contents(tx: &mut Tx, drafts: &[Invoice]) -> Result<(), Error> {
    let ids: Vec<&str> = drafts.iter().map(|one| one.id.as_str()).collect();
    let Some(edited) = store::edited(tx, &ids).await? else { return Ok(()) };
    let of = drafts.iter().filter(|one| one.id == edited);
    Err(found(
        of,
        say!("Underlaget {edited} är inte det som attesterades.", "The document {edited} is not what was attested."),
    ))
}

/// The year that a document comes from was calculated as it is stored. What another samfin has calculated it may have
/// calculated otherwise.
async fn snapshots(tx: &mut Tx, drafts: &[Invoice]) -> Result<(), Error> {
    let mut of: BTreeMap<(&str, i64), Vec<&Invoice>> = BTreeMap::new();
    for one in drafts {
        of.entry((&one.period_id, one.snapshot)).or_default().push(one);
    }
    for ((period, number), of) in of {
        let snapshot = periods::snapshot(tx, period, number).await?;
        let is_as_written = snapshot.request_sha256 == sha256(snapshot.request.as_bytes());
        let is_so = || calculated_again(&snapshot.request).is_ok_and(|again| again == snapshot.result);
        if !is_as_written || (snapshot.engine == ENGINE && !is_so()) {
            let what = say!(
                "Året {period} har inte det resultat i ögonblicksbild {number} som följer av dess underlag.",
                "The year {period} does not have the result in snapshot {number} that follows from its basis."
            );
            return Err(found(of, what));
        }
    }
    Ok(())
}

/// With these, no more is taken back of a document than it asks for.
async fn credits(tx: &mut Tx, drafts: &[Invoice]) -> Result<(), Error> {
    let mut taken: BTreeMap<&str, i128> = BTreeMap::new();
    for one in drafts {
        if let Some(of) = &one.credits_id {
            *taken.entry(of).or_default() += i128::from(one.document.totals.net.ore().abs());
        }
    }
    let ids: Vec<&str> = taken.keys().copied().collect();
    for (of, credit) in store::credits(tx, &ids).await? {
        if credit.status == Status::Issued
            && let Some(sum) = taken.get_mut(of.as_str())
        {
            *sum += i128::from(credit.net.abs());
        }
    }
    for credited in store::several(tx, &ids).await? {
        let asked = i128::from(credited.document.totals.net.ore().abs());
        if taken.get(credited.id.as_str()).is_some_and(|sum| *sum > asked) {
            let id = &credited.id;
            let of = drafts.iter().filter(|one| one.credits_id.as_ref() == Some(id));
            let what = say!(
                "Mer skulle krediteras än vad dokumentet {id} är på.",
                "More would be credited than the document {id} asks for."
            );
            return Err(found(of, what));
        }
    }
    Ok(())
}

/// Refuses to put documents of the year of `day`, and their vouchers, last in series that are not whole.
pub(super) async fn series<'r>(
    tx: &mut Tx,
    ready: impl IntoIterator<Item = &'r Ready>,
    day: NaiveDate,
    series_of: fn(&Ready) -> Series,
) -> Result<(), Error> {
    let year = i64::from(day.year());
    let (mut documents, mut books) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    for one in ready {
        let series = store::Series { issuer: series_of(one).key(&one.issuer), year };
        documents.entry(series).or_default().push(&one.draft);
        let issuer = issuer_of(&one.draft.document).to_owned();
        books.entry(vouchers::Series { issuer, year }).or_default().push(&one.draft);
    }
    for (series, of) in documents {
        if !store::is_whole(tx, &series).await? {
            return Err(found(of, not_whole(&say!("fakturor", "invoices"), &series.issuer, year)));
        }
    }
    for (series, of) in books {
        if !vouchers::is_whole(tx, &series).await? {
            return Err(found(of, not_whole(&say!("verifikationer", "vouchers"), &series.issuer, year)));
        }
    }
    Ok(())
}

fn not_whole(of: &Text, issuer: &str, year: i64) -> Text {
    Text::new(
        format!(
            "Serien av {} för {issuer} år {year} har ett nummer som saknas eller inte är som det utfärdades.",
            of.sv
        ),
        format!("The series of {} of {issuer} in {year} has a number that is missing or not as it was issued.", of.en),
    )
}

/// That something does not hold together, for the agreements of these documents.
fn found<'d>(of: impl IntoIterator<Item = &'d Invoice>, what: Text) -> Error {
    let agreements: BTreeSet<String> = of.into_iter().map(|one| one.agreement_id.clone()).collect();
    Error::Inconsistent(Box::new(Inconsistency { agreements, what }))
}
