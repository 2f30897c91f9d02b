//! Figures as people read them: `163 400,00` in Swedish, `163,400.00` in English.
//!
//! They come as the decimal strings of the answer and are only dressed here; nothing is calculated,
//! but for the rounding of what has more decimals than a table shows.

use rust_decimal::{Decimal, RoundingStrategy};
use samfin_core::Lang;

/// Thousands are kept together by a space that does not break.
const NO_BREAK_SPACE: &str = "\u{a0}";

/// `163400.00` as `163 400,00` or `163,400.00`; what is not a decimal string is left as it is.
pub(super) fn grouped(plain: &str, lang: Lang) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return plain.to_owned();
    }
    let (space, mark) = match lang {
        Lang::Sv => (NO_BREAK_SPACE, ','),
        Lang::En => (",", '.'),
    };
    let mut text = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push_str(space);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(mark);
        text.push_str(fraction);
    }
    text
}

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
    fn thousands_are_grouped_in_both_languages() {
        for (plain, sv, en) in [
            ("0.00", "0,00", "0.00"),
            ("999.50", "999,50", "999.50"),
            ("-44208.14", "-44\u{a0}208,14", "-44,208.14"),
            ("1234567.00", "1\u{a0}234\u{a0}567,00", "1,234,567.00"),
            ("132736", "132\u{a0}736", "132,736"),
            ("–", "–", "–"),
        ] {
            assert_eq!((grouped(plain, Lang::Sv).as_str(), grouped(plain, Lang::En).as_str()), (sv, en));
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(two_decimals("2.669055"), "2.67");
        assert_eq!(two_decimals("0.125000"), "0.13");
        assert_eq!(two_decimals("-0.125"), "-0.13");
        assert_eq!(two_decimals("50.000000"), "50.00");
        assert_eq!(rounded(Decimal::from(3), 2), "3.00");
    }
}
