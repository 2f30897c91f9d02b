//! Plain figures dressed for readers: `163 400,00` in Swedish, `163,400.00` in English.
//!
//! Every table, sentence and page groups thousands here. Nothing is calculated or rounded.

use crate::Lang;

/// Keeps the thousands of a Swedish figure on one line.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// A plain decimal with thousands grouped and the decimal mark of `lang`.
///
/// What stands before the digits (a sign, `≈ `) is kept, and what is no plain decimal is left as it is.
///
/// ```
/// use samfin_core::{Lang, figures::grouped};
/// assert_eq!(grouped("-1234567.50", Lang::Sv), "-1\u{a0}234\u{a0}567,50");
/// assert_eq!(grouped("1234567.50", Lang::En), "1,234,567.50");
/// assert_eq!(grouped("2027-01-01", Lang::En), "2027-01-01");
/// ```
#[must_use]
pub fn grouped(plain: &str, lang: Lang) -> String {
    let (space, mark) = match lang {
        Lang::Sv => (NO_BREAK_SPACE, ','),
        Lang::En => (',', '.'),
    };
    let start = plain.find(|c: char| c.is_ascii_digit()).unwrap_or(plain.len());
    let (before, digits) = plain.split_at(start);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let is_figure = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !is_figure(whole) || !fraction.is_none_or(is_figure) {
        return plain.to_owned();
    }
    let mut text = before.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(space);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(mark);
        text.push_str(fraction);
    }
    text
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
            ("≈ 1887.747223", "≈ 1\u{a0}887,747223", "≈ 1,887.747223"),
            ("–", "–", "–"),
            ("1/3", "1/3", "1/3"),
            ("", "", ""),
        ] {
            assert_eq!((grouped(plain, Lang::Sv).as_str(), grouped(plain, Lang::En).as_str()), (sv, en));
        }
    }
}
