//! Where things are: cells, and the names of sheets.

use rust_xlsxwriter::{column_number_to_name, row_col_to_cell, row_col_to_cell_absolute};

/// A cell by row and column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u16,
}

impl Cell {
    pub(super) fn at(row: u32, column: u16) -> Self {
        Self { row, column }
    }

    /// `C7`
    pub(super) fn name(self) -> String {
        row_col_to_cell(self.row, self.column)
    }

    /// `$C$7`
    pub(super) fn fixed(self) -> String {
        row_col_to_cell_absolute(self.row, self.column)
    }

    /// `'A 2027'!C7`
    pub(super) fn on(self, sheet: &str) -> String {
        format!("'{sheet}'!{}", self.name())
    }
}

/// `C$7:C$9`: the same rows wherever the formula is copied to.
pub(super) fn rows(column: u16, first: u32, last: u32) -> String {
    let column = column_number_to_name(column);
    format!("{column}${}:{column}${}", first + 1, last + 1)
}

/// `$C$7:$C$9`
pub(super) fn fixed_rows(column: u16, first: u32, last: u32) -> String {
    format!("${}", rows(column, first, last)).replace(':', ":$")
}

/// The letter of a scenario: A, B … Z, AA.
pub(super) fn letter(position: usize) -> String {
    column_number_to_name(u16::try_from(position).unwrap_or(u16::MAX))
}

/// The longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// The name of a scenario's sheet: its letter and, where there are several years, the year make it unique;
/// of what people called it only letters, digits, spaces and hyphens are kept, so that it is safe in formulas.
pub(super) fn sheet_name(letter: &str, year: Option<i32>, name: &str) -> String {
    let mut sheet = letter.to_owned();
    if let Some(year) = year {
        sheet.push(' ');
        sheet.push_str(&year.to_string());
    }
    let harmless = |c: char| if c.is_alphanumeric() || c == '-' { c } else { ' ' };
    let name: String = name.chars().map(harmless).collect();
    for word in name.split_whitespace() {
        for c in " ".chars().chain(word.chars()) {
            if sheet.encode_utf16().count() + c.len_utf16() > LONGEST {
                return sheet.trim_end().to_owned();
            }
            sheet.push(c);
        }
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_named_by_letter_and_year_whatever_the_scenario_is_called() {
        assert_eq!(sheet_name("A", None, "Utgångsläge"), "A Utgångsläge");
        assert_eq!(sheet_name("B", Some(2027), "=1+1"), "B 2027 1 1");
        assert_eq!(sheet_name("C", None, "'[x]:*?/\\'"), "C x");
        assert_eq!(sheet_name("D", None, "'"), "D");
        assert_eq!(sheet_name("E", None, &"å".repeat(200)).chars().count(), 31);
        assert_eq!(sheet_name("F", None, &"𝔞".repeat(200)).encode_utf16().count(), 30, "a letter is not cut in two");
        assert_eq!(sheet_name("G", None, &format!("{} b", "a".repeat(28))), format!("G {}", "a".repeat(28)));
    }

    #[test]
    fn cells_are_named_as_in_formulas() {
        let cell = Cell::at(6, 2);
        assert_eq!((cell.name(), cell.fixed(), cell.on("A 2027")), ("C7".into(), "$C$7".into(), "'A 2027'!C7".into()));
        assert_eq!(rows(2, 6, 8), "C$7:C$9");
        assert_eq!(fixed_rows(2, 6, 8), "$C$7:$C$9");
        assert_eq!((letter(0), letter(26)), ("A".into(), "AA".into()));
    }
}
