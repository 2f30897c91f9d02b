//! Aligned columns.

use unicode_width::UnicodeWidthStr;

use super::terminal::bold;

/// How a column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A table: a header, rows, and rows of totals under a line.
#[derive(Debug)]
pub(super) struct Table {
    columns: Vec<(Align, String)>,
    rows: Vec<Vec<String>>,
    totals: Vec<Vec<String>>,
}

const BETWEEN: &str = "  ";

impl Table {
    pub(super) fn new(columns: Vec<(Align, String)>) -> Self {
        Self { columns, rows: Vec::new(), totals: Vec::new() }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    pub(super) fn total(&mut self, cells: Vec<String>) {
        self.totals.push(cells);
    }

    /// The table as text. Headers and totals are bold when `colour` is on.
    pub(super) fn render(&self, colour: bool) -> String {
        let header: Vec<String> = self.columns.iter().map(|(_, name)| name.clone()).collect();
        let widths = self.widths(&header);
        let line = "─".repeat(widths.iter().sum::<usize>() + BETWEEN.len() * widths.len().saturating_sub(1));
        let mut lines = vec![bold(&self.line(&header, &widths), colour), line.clone()];
        lines.extend(self.rows.iter().map(|row| self.line(row, &widths)));
        if !self.totals.is_empty() {
            lines.push(line);
            lines.extend(self.totals.iter().map(|row| bold(&self.line(row, &widths), colour)));
        }
        lines.join("\n") + "\n"
    }

    fn widths(&self, header: &[String]) -> Vec<usize> {
        let rows = || std::iter::once(header).chain(self.rows.iter().chain(&self.totals).map(Vec::as_slice));
        (0..header.len())
            .map(|at| rows().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0))
            .collect()
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let padded = self.columns.iter().zip(cells).zip(widths).map(|(((align, _), cell), width)| {
            let space = " ".repeat(width.saturating_sub(cell.width()));
            match align {
                Align::Left => format!("{cell}{space}"),
                Align::Right => format!("{space}{cell}"),
            }
        });
        padded.collect::<Vec<_>>().join(BETWEEN).trim_end_matches(' ').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let mut table = Table::new(vec![(Align::Left, "Part".into()), (Align::Right, "Kr".into())]);
        table.row(vec!["Åre".into(), "1,00".into()]);
        table.row(vec!["県".into(), "-12,00".into()]);
        table.total(vec!["Summa".into(), "-11,00".into()]);
        assert_eq!(
            table.render(false),
            "Part       Kr\n─────────────\nÅre      1,00\n県     -12,00\n─────────────\nSumma  -11,00\n"
        );
        assert!(table.render(true).starts_with("\u{1b}[1mPart       Kr\u{1b}[0m\n"));
    }
}
