//! A row in every table of what officers write over each time.

use samfin::storage::export_layouts::{self, ExportLayout, Exports};
use samfin::storage::meetings::{self, Meeting, Meetings};
use samfin::storage::parked::{self, Parked};
use samfin::storage::uploads::{self, Purpose, Upload};
use samfin::storage::{Error, Tx};
use samfin_core::Id;

use super::{at, numbered, sha256};

/// A parked agreement.
pub(super) async fn parked(tx: &mut Tx, agreement: &str) -> Result<(), Error> {
    let new = Parked {
        agreement_id: agreement.to_owned(),
        reason_sv: "Serien är inte hel.".to_owned(),
        reason_en: "The series is not whole.".to_owned(),
        parked_at: at("2026-11-03T09:00:00.000001Z"),
    };
    parked::park(tx, &new).await.map(drop)
}

/// Two meetings of a year, written a second time.
pub(super) async fn meetings_of(tx: &mut Tx, agreement: &str) -> Result<(), Error> {
    let meeting = |day: &str| Meeting { on: day.parse().expect("a date"), body: Id::parse("pahsu").expect("an id") };
    let new = Meetings {
        agreement_id: agreement.to_owned(),
        year: 2027,
        revision: 0,
        days: vec![meeting("2027-02-26"), meeting("2027-11-05")],
        changed_at: at("2026-11-03T09:00:00.000001Z"),
    };
    let first = meetings::put(tx, new.clone(), None).await?;
    meetings::put(tx, new, Some(first.revision)).await?;
    Ok(())
}

/// A layout for each sort of file, one of them written a second time.
pub(super) async fn layouts_of(tx: &mut Tx, organisation: &str) -> Result<(), Error> {
    for (name, exports) in [("kundreskontran", Exports::Invoices), ("bok-1", Exports::Ledger)] {
        let new = ExportLayout {
            organisation_id: organisation.to_owned(),
            name: name.to_owned(),
            exports,
            layout: "{\"columns\":[{\"column\":\"number\",\"head\":\"Nr å'\\\"\"}]}".to_owned(),
            revision: 0,
            changed_at: at("2026-11-03T09:00:00.000001Z"),
        };
        let first = export_layouts::put(tx, new.clone(), None).await?;
        if exports == Exports::Ledger {
            export_layouts::put(tx, new, Some(first.revision)).await?;
        }
    }
    Ok(())
}

/// A file on its way in of each kind, one of them stored, and the columns of its head.
pub(super) async fn uploads_of(tx: &mut Tx, agreement: &str, number: u32) -> Result<(), Error> {
    let principal = format!("user:{}", numbered(70, number));
    let purposes = [Purpose::Statistics, Purpose::Outcome { agreement: agreement.to_owned(), year: 2027 }];
    for (kind, purpose) in [71, 72].into_iter().zip(purposes) {
        let upload = Upload {
            id: numbered(kind, number),
            principal: principal.clone(),
            purpose,
            file_name: "folkmängd \"2026\".csv".to_owned(),
            file_sha256: sha256("file"),
            mapping: (kind == 71).then(|| "{}".to_owned()),
            expires_at: at("2026-03-02T10:00:00.000001Z"),
        };
        uploads::insert(tx, &upload, b"kod;antal").await?;
    }
    uploads::store(tx, &principal, &numbered(72, number), "{}").await?;
    let when = at("2026-03-01T10:00:00.000001Z");
    uploads::remember(tx, &principal, "statistics", &sha256("head"), "{\"a\":\"å'\\n\"}", when).await
}
