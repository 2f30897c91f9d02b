//! Columns whose text or type may have been damaged: read without failing, then checked with the row's name at hand.

use chrono::{DateTime, SubsecRound, Utc};
use rust_decimal::Decimal;
use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Type};

use super::error::Error;

/// A value as it was stored, or what was wrong with it. `row.date.of(TABLE, "date", &row.id)?` says where.
#[derive(Debug)]
pub(super) struct Stored<T>(Result<T, BoxDynError>);

impl<T> Stored<T> {
    /// The value, or an error that names its place.
    pub(super) fn of(self, table: &'static str, column: &str, row: &str) -> Result<T, Error> {
        self.0.map_err(|_| corrupt(table, column, row))
    }
}

impl<DB: Database, T: Type<DB>> Type<DB> for Stored<T> {
    fn type_info() -> DB::TypeInfo {
        T::type_info()
    }

    /// SQLite holds any type in any column; what does not fit is found when it is decoded.
    fn compatible(_: &DB::TypeInfo) -> bool {
        true
    }
}

impl<'r, DB: Database, T: Decode<'r, DB>> Decode<'r, DB> for Stored<T> {
    fn decode(value: DB::ValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(T::decode(value)))
    }
}

/// The error for a stored value that samfin would not have written.
pub(super) fn corrupt(table: &'static str, column: &str, row: &str) -> Error {
    Error::Corrupt { table, column: column.to_owned(), row: row.to_owned() }
}

/// The one way to write a decimal: no trailing zeros, no `-0`.
pub(super) fn decimal_text(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A decimal as it was written.
pub(super) fn decimal(text: &str, table: &'static str, column: &str, row: &str) -> Result<Decimal, Error> {
    Decimal::from_str_exact(text).map_err(|_| corrupt(table, column, row))
}

/// A moment as both databases keep it: PostgreSQL has whole microseconds.
pub(super) fn moment(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_decimals_have_one_text() {
        for (written, stored) in [("12770", "12770"), ("0.50", "0.5"), ("-0.0", "0"), ("100", "100")] {
            assert_eq!(decimal_text(written.parse().expect("a decimal")), stored);
        }
    }
}
