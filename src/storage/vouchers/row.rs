//! A row of `vouchers`, and its sides.

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::Ore;
use samfin_core::billing::posting::Entry;

use super::super::columns::{Stored, corrupt};
use super::super::error::{Error, On};
use super::super::invoices::By;
use super::super::sql::sql;
use super::super::tx::Tx;
use super::{ENTRIES, Source, SourceKind, VOUCHERS, Voucher};

/// The rows of vouchers that a condition finds.
macro_rules! select {
    ($tx:ident.$fetch:ident($tail:literal $(, $argument:expr)* $(,)?)) => {
        $crate::storage::sql::sql!($tx.$fetch(
            concat!(
                "SELECT v.id, v.issuer, v.year, v.number, v.agreement_id, v.dated_on, v.text, v.source_kind, v.source_id,
                        v.recorded_by_kind, v.recorded_by_id, v.recorded_by_name, v.recorded_at, v.previous_sha256, v.sha256
                 FROM vouchers AS v ",
                $tail,
            )
            $(, $argument)*
        ))
    };
}

pub(super) use select;

#[derive(sqlx::FromRow)]
pub(super) struct VoucherRow {
    pub(super) id: String,
    issuer: String,
    pub(super) year: i64,
    pub(super) number: i64,
    agreement_id: String,
    dated_on: Stored<NaiveDate>,
    text: String,
    source_kind: String,
    source_id: String,
    recorded_by_kind: String,
    recorded_by_id: String,
    recorded_by_name: String,
    recorded_at: Stored<DateTime<Utc>>,
    pub(super) previous_sha256: String,
    pub(super) sha256: String,
}

/// A side as it is stored: its account and its öre.
pub(super) type Side = (String, i64);

/// A voucher with its sides.
pub(super) async fn with_entries(tx: &mut Tx, row: VoucherRow) -> Result<Voucher, Error> {
    let sides: Vec<Side> =
        sql!(tx.fetch_all("SELECT account, ore FROM voucher_entries WHERE voucher_id = $1 ORDER BY ordinal", &row.id,))
            .on(ENTRIES)?;
    row.read(sides)
}

impl VoucherRow {
    pub(super) fn read(self, sides: Vec<Side>) -> Result<Voucher, Error> {
        let key = self.id.clone();
        let kind = SourceKind::find(&self.source_kind).ok_or_else(|| corrupt(VOUCHERS, "source_kind", &key))?;
        let entry = |(account, ore): Side| {
            let wrong = |column: &str| corrupt(ENTRIES, column, &key);
            let account = account.parse().map_err(|_| wrong("account"))?;
            Ok(Entry { account, amount: Ore::from_ore(ore).ok_or_else(|| wrong("ore"))? })
        };
        Ok(Voucher {
            dated_on: self.dated_on.of(VOUCHERS, "dated_on", &key)?,
            recorded_at: self.recorded_at.of(VOUCHERS, "recorded_at", &key)?,
            id: self.id,
            issuer: self.issuer,
            year: self.year,
            number: self.number,
            agreement_id: self.agreement_id,
            text: self.text,
            source: Source { kind, id: self.source_id },
            by: By { kind: self.recorded_by_kind, id: self.recorded_by_id, name: self.recorded_by_name },
            previous_sha256: self.previous_sha256,
            sha256: self.sha256,
            entries: sides.into_iter().map(entry).collect::<Result<_, _>>()?,
        })
    }
}
