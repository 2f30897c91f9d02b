//! What settles a billing year, as the service would have stored it.

use samfin::storage::outcomes::{self, Entry, Outcome, Source};
use samfin::storage::settlements::{self, Cause, Left, Settlement};
use samfin::storage::{Error, Tx};
use samfin_core::Id;
use samfin_core::billing::document::VatTreatment;
use samfin_core::billing::settlement::Carried;

use super::{at, sha256};

/// Two revisions of an outcome, the second from a file, and a settlement that leaves something to the year after.
pub(crate) async fn settled(tx: &mut Tx, period: &str) -> Result<(), Error> {
    let now = at("2028-01-10T08:00:00.000001Z");
    let entry = |what: Option<&str>| Entry {
        cost: "secretary".to_owned(),
        date: "2027-03-01".parse().expect("a date"),
        what: what.map(str::to_owned),
        hours: what.is_some().then(|| "7.5".parse().expect("hours")),
        amount: what.is_none().then(|| "-1.05".parse().expect("money")),
    };
    let outcome = |revision: i64, source: Option<Source>| Outcome {
        revision,
        entries: [entry(Some("Möte \"1\"")), entry(None)][..usize::try_from(revision).expect("small")].to_vec(),
        reason: source.is_none().then(|| "Å\n\u{1f9ee}".to_owned()),
        source,
        recorded_at: now,
    };
    outcomes::insert(tx, period, &outcome(1, None)).await?;
    let source = Source { name: "tid.csv".to_owned(), sha256: sha256("tid") };
    outcomes::insert(tx, period, &outcome(2, Some(source))).await?;
    let settlement = Settlement {
        snapshot: 1,
        outcome: 2,
        remainder: Left::Carry,
        decision_reference: "HSN 2028/9 § 3".to_owned(),
        amounts: "{}".to_owned(),
        recorded_at: now,
    };
    settlements::insert(tx, period, &settlement).await?;
    let carried = |party: &str, vat, amount: &str| Carried {
        year: 2027,
        bearer: Id::parse(party).expect("an id"),
        vat,
        amount: amount.parse().expect("money"),
    };
    let exempt = VatTreatment::Exempt { reason: "Vård \"3 kap.\"".to_owned() };
    let amounts = [carried("bracke", VatTreatment::OutsideScope, "0.01"), carried("bracke", exempt, "-12.00")];
    settlements::carry(tx, period, 1, Cause::Settlement, &amounts, now).await
}
