//! Writing into a sheet: text as text, numbers with a format, formulas with their result beside them.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Formula, Worksheet};
use samfin_core::{Lang, Text, say};

use super::error::Error;
use super::place::Cell;
use super::style::Style;

/// A sheet that is being written.
pub(super) struct Pen {
    pub(super) sheet: Worksheet,
    pub(super) lang: Lang,
}

impl Pen {
    /// A sheet set up for printing on A4, landscape, with these column widths.
    pub(super) fn new(name: &str, lang: Lang, widths: &[f64]) -> Result<Self, Error> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        for (column, width) in (0_u16..).zip(widths) {
            sheet.set_column_width(column, *width)?;
        }
        let page = say!("Sida", "Page");
        sheet
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
            .set_footer(format!("&L&A&C{} &P (&N)&Rsamfin", page.get(lang)))
            .set_screen_gridlines(false);
        Ok(Self { sheet, lang })
    }

    /// Text that people wrote, or that says something of the place: never evaluated.
    pub(super) fn text(&mut self, cell: Cell, text: &str, style: Style) -> Result<(), Error> {
        self.sheet.write_string_with_format(cell.row, cell.column, clean(text), &style.format())?;
        Ok(())
    }

    /// Our own words.
    pub(super) fn say(&mut self, cell: Cell, text: &Text, style: Style) -> Result<(), Error> {
        self.text(cell, text.get(self.lang), style)
    }

    /// A row of headings: the first to the left, the others over their numbers.
    pub(super) fn heads(&mut self, row: u32, heads: &[Text]) -> Result<(), Error> {
        for (column, head) in (0_u16..).zip(heads) {
            self.say(Cell::at(row, column), head, if column == 0 { Style::Head } else { Style::HeadRight })?;
        }
        Ok(())
    }

    /// A heading with a line under it, as wide as the tables below.
    pub(super) fn section(&mut self, row: u32, text: &Text, columns: u16) -> Result<(), Error> {
        self.say(Cell::at(row, 0), text, Style::Section)?;
        (1..columns).try_for_each(|column| self.text(Cell::at(row, column), "", Style::Section))
    }

    /// Text over several columns, on as many lines as it needs when `fits` letters stand on one.
    pub(super) fn wide(&mut self, row: u32, first: u16, last: u16, text: &str, fits: usize) -> Result<(), Error> {
        let format = Style::Wide.format();
        self.sheet.merge_range(row, first, row, last, &clean(text), &format)?;
        self.lines(row, text.chars().count(), fits)
    }

    /// Makes a row as high as text of this length needs: programs do not agree on doing so by themselves.
    pub(super) fn lines(&mut self, row: u32, length: usize, fits: usize) -> Result<(), Error> {
        const MOST: usize = 12;
        let lines = length.div_ceil(fits).min(MOST);
        if lines > 1 {
            self.sheet.set_row_height(row, 15 * u16::try_from(lines).unwrap_or(1))?;
        }
        Ok(())
    }

    /// A figure as it stands.
    pub(super) fn number(&mut self, cell: Cell, value: f64, style: Style) -> Result<(), Error> {
        self.sheet.write_number_with_format(cell.row, cell.column, value, &style.format())?;
        Ok(())
    }

    /// A day.
    pub(super) fn date(&mut self, cell: Cell, day: NaiveDate) -> Result<(), Error> {
        let part = |number: u32| u8::try_from(number).unwrap_or(1);
        let year = u16::try_from(day.year()).unwrap_or(2000);
        let day = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day()))?;
        self.sheet.write_datetime_with_format(cell.row, cell.column, day, &Style::Date.format())?;
        Ok(())
    }

    /// A formula, with what it comes to for programs that show without calculating.
    pub(super) fn live(&mut self, cell: Cell, formula: &str, result: impl Display, style: Style) -> Result<(), Error> {
        let formula = Formula::new(formula).set_result(result.to_string());
        self.sheet.write_formula_with_format(cell.row, cell.column, formula, &style.format())?;
        Ok(())
    }
}

const A4: u8 = 9;
/// What a cell can hold.
const LONGEST: usize = 32_000;

/// Text without what a file of this kind cannot hold.
pub(super) fn clean(text: &str) -> String {
    let legal = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}') && (!c.is_control() || matches!(c, '\n' | '\t'));
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    text.chars().filter(legal).take_while(fits).collect()
}
