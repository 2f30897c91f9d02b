//! CSV bytes as a table: which encoding, which separator.

use std::borrow::Cow;

use samfin_core::{Text, say};

use super::Rejected;
use super::table::{Cell, Limits, Table};

/// The separators tried when none is given, the most Swedish first.
const SEPARATORS: [char; 3] = [';', '\t', ','];

/// How many lines the separator is judged by.
const SAMPLE_LINES: usize = 20;

pub(super) fn read(bytes: &[u8], separator: Option<char>, limits: &Limits) -> Result<Table, Rejected> {
    let (text, encoding) = decode(bytes)?;
    let separator = separator.unwrap_or_else(|| guess_separator(&text));
    let Ok(delimiter) = u8::try_from(separator) else {
        return Err(Rejected(say!(
            "Skiljetecknet ”{separator}” går inte att använda; välj ; , eller tabb.",
            "The separator '{separator}' cannot be used; choose ; , or tab."
        )));
    };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut table = Table::new(read_as(encoding, separator));
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 0 };
    for record in reader.records() {
        let record = record.map_err(|_| broken(lines.line + 1))?;
        let row = lines.of(record.position());
        for (column, text) in record.iter().enumerate() {
            table.put(row, column, Cell { text: text.trim().to_owned(), number: false }, limits)?;
        }
    }
    Ok(table)
}

/// Counts lines as an editor does. The reader's own count starts before the empty lines that it
/// skips and before the second half of a CRLF, so its row numbers would point beside the error.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line, from 0, on which a record starts.
    fn of(&mut self, position: Option<&csv::Position>) -> usize {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let blank = self.text.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let (from, to) = (self.at, start + blank);
        let ends = |at: &usize| match self.text[*at] {
            b'\n' => true,
            b'\r' => self.text.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        self.line += (from..to).filter(ends).count();
        self.at = to;
        self.line
    }
}

fn read_as(encoding: &str, separator: char) -> Text {
    match separator {
        '\t' => say!("{encoding}, skilt med tabb", "{encoding}, separated by tab"),
        _ => say!("{encoding}, skilt med ”{separator}”", "{encoding}, separated by '{separator}'"),
    }
}

fn broken(line: usize) -> Rejected {
    Rejected(say!(
        "Filen går inte att läsa som CSV efter rad {line}.",
        "The file cannot be read as CSV after line {line}."
    ))
}

/// UTF-8 when the bytes are valid UTF-8 (a mark at the start is dropped), else Windows-1252, which
/// is what Swedish Excel writes when it is not told otherwise.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), Rejected> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let (text, encoding, bad) = encoding_rs::UTF_16LE.decode(bytes);
        return if bad { Err(not_text()) } else { Ok((text, encoding.name())) };
    }
    if bytes.contains(&0) || bytes.starts_with(b"%PDF-") {
        return Err(not_text());
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(unmarked) {
        Ok(text) => Ok((Cow::Borrowed(text), "UTF-8")),
        Err(_) => match encoding_rs::WINDOWS_1252.decode_without_bom_handling(unmarked) {
            (text, false) => Ok((text, "Windows-1252")),
            (_, true) => Err(not_text()),
        },
    }
}

fn not_text() -> Rejected {
    Rejected(say!(
        "Filen är varken text eller en XLSX-arbetsbok. Spara den som CSV (UTF-8) eller XLSX.",
        "The file is neither text nor an XLSX workbook. Save it as CSV (UTF-8) or XLSX."
    ))
}

/// The separator that gives the most lines the same number of cells, more than one.
fn guess_separator(text: &str) -> char {
    let score = |separator: char| {
        let counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(SAMPLE_LINES)
            .map(|line| outside_quotes(line, separator))
            .collect();
        counts
            .iter()
            .filter(|count| **count > 0)
            .map(|count| counts.iter().filter(|other| *other == count).count())
            .max()
            .unwrap_or(0)
    };
    // `max_by_key` keeps the last of equals, so the order is turned around: `;` wins a tie.
    SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(';')
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    line.chars()
        .filter(|c| {
            quoted ^= *c == '"';
            !quoted && *c == separator
        })
        .count()
}
