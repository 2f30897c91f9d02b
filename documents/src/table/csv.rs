//! Comma-separated values (RFC 4180) in the dialect that the reader's program wants.

use encoding_rs::WINDOWS_1252;

use super::{Cell, DayForm, Decimal, Dialect, Encoding, Separator, Table};

/// Writes the table; lines end in CR LF.
#[must_use]
pub fn csv(table: &Table, dialect: Dialect) -> Vec<u8> {
    let separator = match dialect.separator {
        Separator::Semicolon => ';',
        Separator::Comma => ',',
        Separator::Tab => '\t',
    };
    let mut text = String::new();
    if dialect.encoding == Encoding::Utf8WithMark {
        text.push('\u{feff}');
    }
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                text.push(separator);
            }
            quoted(&mut text, &cell, separator);
        }
        text.push_str("\r\n");
    };
    if dialect.heads {
        row(&mut table.heads.iter().map(|head| harmless(head)));
    }
    for cells in &table.rows {
        row(&mut cells.iter().map(|cell| written(cell, dialect)));
    }
    match dialect.encoding {
        Encoding::Utf8 | Encoding::Utf8WithMark => text.into_bytes(),
        Encoding::Windows1252 => windows_1252(&text),
    }
}

fn written(cell: &Cell, dialect: Dialect) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Money(amount) => match dialect.decimal {
            Decimal::Point => amount.to_string(),
            Decimal::Comma => amount.to_string().replace('.', ","),
        },
        Cell::Day(day) => {
            let form = match dialect.day {
                DayForm::Iso => "%Y-%m-%d",
                DayForm::Compact => "%Y%m%d",
                DayForm::Slashes => "%d/%m/%Y",
            };
            day.format(form).to_string()
        }
    }
}

/// Text that no spreadsheet takes for a formula, however it is quoted; signs in other widths count too.
fn harmless(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    let is_formula = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

fn quoted(into: &mut String, cell: &str, separator: char) {
    if cell.contains([separator, '"', '\r', '\n']) {
        into.push('"');
        into.push_str(&cell.replace('"', "\"\""));
        into.push('"');
    } else {
        into.push_str(cell);
    }
}

fn windows_1252(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut room = [0; 4];
    for c in text.chars() {
        match WINDOWS_1252.encode(c.encode_utf8(&mut room)) {
            (encoded, _, false) => bytes.extend_from_slice(&encoded),
            (_, _, true) => bytes.push(b'?'),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain() -> Dialect {
        Dialect { encoding: Encoding::Utf8, heads: false, ..Dialect::default() }
    }

    fn one(cell: Cell, dialect: Dialect) -> Vec<u8> {
        csv(&Table { heads: vec!["Rubrik".into()], rows: vec![vec![cell]] }, dialect)
    }

    #[test]
    fn no_text_is_a_formula_and_no_amount_is_a_text() {
        for text in ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u{a0}=1", "＝1", "\n+1"] {
            let written = String::from_utf8(one(Cell::Text(text.into()), plain())).expect("UTF-8");
            assert!(written.trim_start_matches('"').starts_with('\''), "{written}");
        }
        for text in ["Åre", "0123", "'=1", "", "a=b", "20270102039"] {
            assert_eq!(one(Cell::Text(text.into()), plain()), format!("{text}\r\n").into_bytes());
        }
        let amount = Cell::Money("-1250.50".parse().expect("money"));
        assert_eq!(one(amount.clone(), plain()), b"-1250,50\r\n");
        let english = Dialect { separator: Separator::Comma, decimal: Decimal::Point, ..plain() };
        assert_eq!(one(amount.clone(), english), b"-1250.50\r\n");
        // A decimal comma between commas is quoted, so that it stays one cell.
        assert_eq!(one(amount, Dialect { separator: Separator::Comma, ..plain() }), b"\"-1250,50\"\r\n");
    }

    #[test]
    fn quotes_lines_days_and_bytes_are_as_asked_for() {
        assert_eq!(one(Cell::Text("a;\"b\"\nc".into()), plain()), b"\"a;\"\"b\"\"\nc\"\r\n");
        let day = Cell::Day("2027-01-31".parse().expect("a day"));
        for (form, text) in
            [(DayForm::Iso, "2027-01-31"), (DayForm::Compact, "20270131"), (DayForm::Slashes, "31/01/2027")]
        {
            assert_eq!(one(day.clone(), Dialect { day: form, ..plain() }), format!("{text}\r\n").into_bytes());
        }
        let old = Dialect { encoding: Encoding::Windows1252, heads: true, ..plain() };
        assert_eq!(one(Cell::Text("Åre – 🏔 €".into()), old), b"Rubrik\r\n\xc5re \x96 ? \x80\r\n");
    }
}
