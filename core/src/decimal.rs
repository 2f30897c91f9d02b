//! Decimal numbers as text: at most 15 digits before the point, no exponent, no sign on zero.

use rust_decimal::Decimal;

/// The most decimals a number may have.
pub const MAX_DECIMALS: usize = 10;
/// The most digits before the decimal point.
pub const MAX_DIGITS: usize = 15;

/// Reads `^-?(0|[1-9]\d{0,14})(\.\d{1,n})?$` where n is `max_decimals`, but not `-0`.
///
/// The result is without trailing zeros, so that equal numbers have equal scale.
///
/// ```
/// use samfin_core::decimal::parse;
/// assert_eq!(parse("45.50", 10).unwrap().to_string(), "45.5");
/// for wrong in ["1e3", ".5", "5.", "00", "-0.0", "+1", "NaN", " 1", "1.23456789012", "１"] {
///     assert!(parse(wrong, 10).is_none(), "{wrong}");
/// }
/// ```
#[must_use]
pub fn parse(text: &str, max_decimals: usize) -> Option<Decimal> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = match unsigned.split_once('.') {
        Some((whole, decimals)) if !decimals.is_empty() => (whole, decimals),
        Some(_) => return None,
        None => (unsigned, ""),
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if whole.is_empty() || whole.len() > MAX_DIGITS || leading_zero || decimals.len() > max_decimals {
        return None;
    }
    if !digits(whole) || !digits(decimals) {
        return None;
    }
    let decimals = decimals.trim_end_matches('0');
    let magnitude = whole.bytes().chain(decimals.bytes()).fold(0_i128, |n, b| n * 10 + i128::from(b - b'0'));
    if negative && magnitude == 0 {
        return None;
    }
    let scale = u32::try_from(decimals.len()).ok()?;
    Decimal::try_from_i128_with_scale(if negative { -magnitude } else { magnitude }, scale).ok()
}
