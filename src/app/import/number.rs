//! Numbers as people write them: `12 770`, `12770`, `1 234,5`, `1,234.5`.
//!
//! `12.770` and `12,770` are twelve and a bit or twelve thousand, depending on who wrote them. The
//! column usually says which (a cell such as `3,5` elsewhere); when it does not, it is an error:
//! a bill a thousand times too large is worse than a question.

use rust_decimal::Decimal;
use samfin_core::{Code, Text, say};

use super::table::Cell;

/// The decimal mark of a column, as far as its cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Known(char),
    Unknown,
}

impl Mark {
    /// Looks for a cell that can be read in one way only.
    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let mut found = Self::Unknown;
        for cell in cells.filter(|cell| !cell.number) {
            match (found, evidence(&squeeze(&cell.text))) {
                (_, None) => {}
                (Self::Unknown, Some(mark)) => found = Self::Known(mark),
                (Self::Known(known), Some(mark)) if known == mark => {}
                (Self::Known(_), Some(_)) => return Self::Unknown,
            }
        }
        found
    }
}

/// What is wrong with a number, and what to write instead.
pub(super) struct Wrong {
    pub(super) code: Code,
    pub(super) detail: Text,
    pub(super) suggestion: Option<Text>,
}

pub(super) fn parse(cell: &Cell, mark: Mark) -> Result<Decimal, Wrong> {
    let value = parse_signed(cell, mark)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(Wrong {
            code: Code::OutOfRange,
            detail: say!("Statistik kan inte vara negativ.", "A statistic cannot be negative."),
            suggestion: None,
        });
    }
    Ok(value.abs())
}

/// As [`parse`], of what may be below zero.
pub(super) fn parse_signed(cell: &Cell, mark: Mark) -> Result<Decimal, Wrong> {
    let text = squeeze(&cell.text);
    decimal(&if cell.number { text } else { plain(&text, mark)? })
}

/// A number that someone wrote in a field of a page. What can be read in two ways is asked about.
///
/// ```
/// use samfin::app::import::written_number;
/// for text in ["1 234,5", "1\u{a0}234,5", "1234.5", "1.234,5"] {
///     assert_eq!(written_number(text).map(|value| value.to_string()), Ok("1234.5".to_owned()));
/// }
/// assert_eq!(written_number("\u{2212}7").map(|value| value.to_string()), Ok("-7".to_owned()));
/// let asked = written_number("1,234").expect_err("1234 or 1.234");
/// assert!(asked.sv.starts_with("Talet kan betyda 1234 eller 1,234."), "{}", asked.sv);
/// ```
pub fn written_number(text: &str) -> Result<Decimal, Text> {
    plain(&squeeze(text), Mark::Unknown).and_then(|plain| decimal(&plain)).map_err(|wrong| match wrong.suggestion {
        Some(next) => Text::new(format!("{} {}", wrong.detail.sv, next.sv), format!("{} {}", wrong.detail.en, next.en)),
        None => wrong.detail,
    })
}

/// A decimal with `.` as its mark, and perhaps a minus sign.
fn decimal(plain: &str) -> Result<Decimal, Wrong> {
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
        return Err(not_a_number());
    }
    if whole.trim_start_matches('0').len() > 15 || fraction.trim_end_matches('0').len() > 10 {
        return Err(Wrong {
            code: Code::DecimalFormat,
            detail: say!(
                "Talet är för långt: högst 15 siffror och 10 decimaler.",
                "The number is too long: at most 15 digits and 10 decimals."
            ),
            suggestion: None,
        });
    }
    Decimal::from_str_exact(plain).map(|value| value.normalize()).map_err(|_| not_a_number())
}

fn not_a_number() -> Wrong {
    Wrong {
        code: Code::DecimalFormat,
        detail: say!("Det är inget tal.", "This is not a number."),
        suggestion: Some(say!("Skriv talet med siffror, som 5011.", "Write the number in digits, as 5011.")),
    }
}

/// Drops what groups thousands by space; a typographic minus becomes a plain one.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '\u{2212}' { '-' } else { c }).collect()
}

/// The text with `.` as its decimal mark and no grouping.
fn plain(text: &str, mark: Mark) -> Result<String, Wrong> {
    let known = match (evidence(text), mark) {
        (Some(mark), _) | (None, Mark::Known(mark)) => mark,
        (None, Mark::Unknown) => match text.find([',', '.']) {
            None => '.',
            Some(at) => return Err(two_readings(text, at)),
        },
    };
    let grouping = if known == ',' { '.' } else { ',' };
    if !well_grouped(text.split(known).next().unwrap_or_default(), grouping) {
        return Err(not_a_number());
    }
    Ok(text.replace(grouping, "").replace(known, "."))
}

fn two_readings(text: &str, at: usize) -> Wrong {
    let (whole, fraction) = (&text[..at], &text[at + 1..]);
    Wrong {
        code: Code::DecimalFormat,
        detail: say!(
            "Talet kan betyda {whole}{fraction} eller {whole},{fraction}.",
            "The number can mean {whole}{fraction} or {whole}.{fraction}."
        ),
        suggestion: Some(say!(
            "Skriv {whole}{fraction} om det är tusental, eller ange decimaltecknet.",
            "Write {whole}{fraction} if it means thousands, or state the decimal mark."
        )),
    }
}

/// The decimal mark when the text alone tells: `3,5` (not a group of three), `1.234,5` (the last of
/// two kinds), `1.234.567` (twice: it groups, so the other one is the mark).
fn evidence(text: &str) -> Option<char> {
    if !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'-')) {
        return None;
    }
    let (commas, dots) = (text.matches(',').count(), text.matches('.').count());
    match (commas, dots) {
        (0, 0) => None,
        (1.., 1..) => text.chars().rfind(|c| matches!(c, ',' | '.')),
        (2.., 0) => Some('.'),
        (0, 2..) => Some(','),
        _ => {
            let mark = if commas == 1 { ',' } else { '.' };
            let (whole, fraction) = text.split_once(mark)?;
            let whole = whole.trim_start_matches('-');
            let group = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            if group { None } else { Some(mark) }
        }
    }
}

fn well_grouped(whole: &str, grouping: char) -> bool {
    let mut groups = whole.trim_start_matches('-').split(grouping);
    let first = groups.next().unwrap_or_default().len();
    let mut rest = groups.peekable();
    rest.peek().is_none() || ((1..=3).contains(&first) && rest.all(|group| group.len() == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell { text: text.to_owned(), number: false }
    }

    fn read(written: &str, mark: Mark) -> Option<String> {
        parse(&text(written), mark).ok().map(|value| value.to_string())
    }

    #[test]
    fn spaces_of_every_kind_group_thousands() {
        for written in ["12770", "12 770", "12\u{a0}770", "12\u{202f}770", " 12\u{2009}770 "] {
            assert_eq!(read(written, Mark::Unknown).as_deref(), Some("12770"), "{written:?}");
        }
    }

    #[test]
    fn both_decimal_marks_are_read_where_they_are_clear() {
        for (written, value) in [
            ("3,5", "3.5"),
            ("3.5", "3.5"),
            ("1 234,50", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("0,125", "0.125"),
            ("1234,567", "1234.567"),
        ] {
            assert_eq!(read(written, Mark::Unknown).as_deref(), Some(value), "{written}");
        }
    }

    #[test]
    fn a_number_with_two_readings_is_not_guessed_but_the_column_may_tell() {
        assert_eq!(read("12,770", Mark::Unknown), None);
        assert_eq!(read("12.770", Mark::Unknown), None);
        assert_eq!(read("12,770", Mark::Known('.')).as_deref(), Some("12770"));
        assert_eq!(read("12,770", Mark::Known(',')).as_deref(), Some("12.77"));
        let column = [text("12,770"), text("3,5")];
        assert_eq!(Mark::of(column.iter()), Mark::Known(','));
        let quarrel = [text("3.5"), text("3,5")];
        assert_eq!(Mark::of(quarrel.iter()), Mark::Unknown);
    }

    #[test]
    fn a_number_of_the_workbook_needs_no_guess() {
        let cell = Cell { text: "12.770".to_owned(), number: true };
        assert_eq!(parse(&cell, Mark::Unknown).ok().map(|v| v.to_string()).as_deref(), Some("12.77"));
    }

    #[test]
    fn what_is_no_statistic_is_refused() {
        for written in
            ["", "..", "-", "n/a", "1e3", "0x10", "5 011 inv", "12,34,5", "1.2.3", "NaN", "#N/A", "--5", "5-", "5,"]
        {
            assert_eq!(read(written, Mark::Unknown), None, "{written}");
        }
        assert_eq!(read("-5", Mark::Unknown), None);
        assert_eq!(read("1234567890123456", Mark::Unknown), None);
        assert_eq!(read("0,12345678901", Mark::Unknown), None);
        assert_eq!(read("-0", Mark::Unknown).as_deref(), Some("0"));
    }
}
