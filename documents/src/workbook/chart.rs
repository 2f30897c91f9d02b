//! A chart of what each party pays in each scenario, drawn by the spreadsheet itself.

use rust_xlsxwriter::{Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill};
use samfin_core::agreement::PartyKind;
use samfin_core::say;

use super::comparison::{Block, place_of};
use super::error::Error;
use super::pen::Pen;
use super::place::Cell;
use super::style::Style;

/// Told apart also by those who see colours otherwise, and in grey.
const COLOURS: [u32; 6] = [0x1D_3F_6E, 0xE6_8A_00, 0x5B_A3_D0, 0x7A_4F_9E, 0x9A_A5_B1, 0x00_6D_6F];
/// More bars than this cannot be read.
const MOST_SERIES: usize = 6;
const MOST_PARTIES: usize = 40;
const ROW_PIXELS: u32 = 20;

/// Inserts the chart of a year at `row`; gives the row after it.
pub(super) fn insert(pen: &mut Pen, block: &Block<'_>, row: u32) -> Result<u32, Error> {
    let municipalities = |kind| kind == PartyKind::Municipality;
    let count = block.entries.iter().filter(|entry| municipalities(entry.kind)).count();
    let (skip, count) = if count < 2 {
        (0, block.entries.len())
    } else {
        (block.entries.iter().take_while(|entry| !municipalities(entry.kind)).count(), count)
    };
    let only_some = count < block.entries.len();
    let series = block.book.columns.len().min(MOST_SERIES);
    if count > MOST_PARTIES {
        return Ok(row);
    }
    let first = block.first + u32::try_from(skip).unwrap_or(0);
    let last = first + u32::try_from(count).unwrap_or(1) - 1;
    let sheet = say!("Jämförelse", "Comparison");
    let sheet = sheet.get(pen.lang);
    let year = block.book.columns[0].years[block.year].calculation.year;
    let title = if only_some {
        say!("Vad kommunerna ska betala {year}", "What the municipalities pay in {year}")
    } else {
        say!("Vad parterna ska betala {year}", "What the parties pay in {year}")
    };
    let mut chart = Chart::new_bar();
    chart.title().set_name(title.get(pen.lang));
    for (column, colour) in (0..series).zip(COLOURS) {
        let place = place_of(block.book, column);
        let colour = ChartSolidFill::new().set_color(colour).clone();
        chart
            .add_series()
            .set_name((sheet, block.first - 2, place))
            .set_categories((sheet, first, 0, last, 0))
            .set_values((sheet, first, place, last, place))
            .set_format(ChartFormat::new().set_solid_fill(&colour))
            .set_gap(60);
    }
    // Of a bar chart y is the parties: the first at the top, as in the table, and the amounts then along the top too.
    chart.y_axis().set_reverse().set_major_gridlines(false);
    chart.x_axis().set_num_format("#,##0\\ \"kr\"").set_major_gridlines(true);
    chart.x_axis().set_major_gridlines_line(ChartLine::new().set_color(0xD8_DD_E2).set_width(0.75));
    chart.legend().set_position(ChartLegendPosition::Top);
    let bars = u32::try_from(count * series).unwrap_or(1);
    let height = 140 + bars * 12 + u32::try_from(count).unwrap_or(1) * 12;
    chart.set_width(980).set_height(height);
    chart.set_alt_text(title.get(pen.lang));
    let mut at = row;
    if only_some {
        let note = say!(
            "Diagrammet visar kommunerna; de andra parterna finns i tabellen. På en gemensam skala skulle regionens stapel dölja skillnaderna.",
            "The chart shows the municipalities; the other parties are in the table. On one scale the region's bar would hide the differences."
        );
        pen.say(Cell::at(at, 0), &note, Style::Note)?;
        at += 1;
    }
    pen.sheet.insert_chart(at, 0, &chart)?;
    Ok(at + height / ROW_PIXELS + 2)
}
