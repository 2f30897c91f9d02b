//! Figures as people read them: `163 400,00` in Swedish, `163,400.00` in English.
//!
//! They come as the decimal strings of the answer and are only dressed here; nothing is calculated,
//! but for the rounding of what has more decimals than a table shows.

use rust_decimal::{Decimal, RoundingStrategy};
use samfin_core::Lang;

pub(super) use samfin_core::figures::grouped;

/// For spreadsheets: no grouping, the decimal mark of the language.
pub(super) fn plain(plain: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => plain.replace('.', ","),
        Lang::En => plain.to_owned(),
    }
}

/// `value` with exactly `decimals` decimals, half away from zero.
pub(super) fn rounded(value: Decimal, decimals: u32) -> String {
    let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    rounded.to_string()
}

/// A share of `6.312500` percent as `6.31`.
pub(super) fn two_decimals(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |value| rounded(value, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(two_decimals("2.669055"), "2.67");
        assert_eq!(two_decimals("0.125000"), "0.13");
        assert_eq!(two_decimals("-0.125"), "-0.13");
        assert_eq!(two_decimals("50.000000"), "50.00");
        assert_eq!(rounded(Decimal::from(3), 2), "3.00");
    }
}
