//! What matters most: each lever a little lower and higher, and what that does to the municipalities' sum.

use maud::{Markup, html};
use rust_decimal::Decimal;
use samfin_core::explore::LeverSensitivity;

use super::view::{View, clipped, length, letter};
use crate::web::words::t;

const WIDTH: i64 = 312;
const ROW: i64 = 62;
const MIDDLE: i64 = 156;
const HALF: i64 = 92;
/// The levers that matter least are left to the API.
const MOST_LEVERS: usize = 5;

/// Letters that there is room for across the figure, and on either side of its middle.
const LONGEST_NAME: usize = 42;
const LONGEST_VALUE: usize = 24;

struct Row<'r> {
    lever: &'r LeverSensitivity,
    low: Decimal,
    high: Decimal,
}

/// The card with the figure.
pub(super) fn tornado(view: &View<'_>) -> Markup {
    let words = view.words;
    let rows: Vec<Row<'_>> = view.dialogue.sensitivities.levers.iter().take(MOST_LEVERS).map(row).collect();
    let title = t!(words, "tornado-title");
    let Some(first) = view.dialogue.sensitivities.levers.first() else {
        return html! { section.card aria-labelledby="to-r" { h3 #to-r { (title) } p.card-sub { (t!(words, "tornado-nothing")) } } };
    };
    let height = i64::try_from(rows.len()).unwrap_or(1) * ROW + 2;
    let largest =
        rows.iter().flat_map(|row| [row.low.abs(), row.high.abs()]).max().unwrap_or_default().max(Decimal::ONE);
    let now = view.format().kronor(first.now.municipalities);
    html! {
        section.card aria-labelledby="to-r" {
            h3 #to-r { (title) }
            p.card-sub { (t!(words, "tornado-what", now = now)) }
            svg.fig viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="to-t to-d" {
                title #to-t { (t!(words, "tornado-figure", letter = letter(view.dialogue.active))) }
                desc #to-d { (rows.iter().map(|row| told(view, row)).collect::<Vec<_>>().join("; ")) }
                line.axis x1=(MIDDLE) x2=(MIDDLE) y1="20" y2=(height - 12) {}
                @for (i, row) in rows.iter().enumerate() { (drawn(view, row, i, largest)) }
            }
        }
    }
}

fn row(lever: &LeverSensitivity) -> Row<'_> {
    let away =
        |at: &samfin_core::explore::AtValue| Decimal::new(at.municipalities.ore() - lever.now.municipalities.ore(), 2);
    Row { lever, low: away(&lever.low), high: away(&lever.high) }
}

fn told(view: &View<'_>, row: &Row<'_>) -> String {
    t!(
        view.words,
        "tornado-desc",
        lever = row.lever.name.as_str(),
        low = value(view, row.lever, row.lever.low.value.as_deref()),
        low_change = view.format().signed(row.low, 0),
        high = value(view, row.lever, row.lever.high.value.as_deref()),
        high_change = view.format().signed(row.high, 0)
    )
}

/// What the lever stands at, with its unit.
fn value(view: &View<'_>, lever: &LeverSensitivity, value: Option<&str>) -> String {
    let Some(value) = value.and_then(|text| text.parse::<Decimal>().ok()) else { return String::new() };
    let number = view.format().number(value, value.normalize().scale().min(2));
    let levers = &view.agreement(view.dialogue.active).levers;
    let unit = levers.iter().find(|known| known.id == lever.id).and_then(|known| known.unit.as_deref());
    unit.map_or_else(|| number.clone(), |unit| format!("{number}\u{a0}{unit}"))
}

fn drawn(view: &View<'_>, row: &Row<'_>, index: usize, largest: Decimal) -> Markup {
    let top = i64::try_from(index).unwrap_or(0) * ROW + 14;
    // What lowers the sum to the left, what raises it to the right, whichever end of the lever does it.
    let (less, more) = if row.low <= row.high {
        ((row.low, &row.lever.low), (row.high, &row.lever.high))
    } else {
        ((row.high, &row.lever.high), (row.low, &row.lever.low))
    };
    let long = |change: Decimal| change.abs() * Decimal::from(HALF) / largest;
    let (left, right) = (long(less.0), long(more.0));
    let middle = Decimal::from(MIDDLE);
    let six = Decimal::from(6);
    html! {
        text.t-b x=(MIDDLE) y=(top) text-anchor="middle" { (clipped(&row.lever.name, LONGEST_NAME)) }
        rect.to-d x=(length(middle - left)) y=(top + 8) width=(length(left)) height="18" {}
        rect.to-u x=(MIDDLE) y=(top + 8) width=(length(right)) height="18" {}
        rect.bar-hatch x=(MIDDLE) y=(top + 8) width=(length(right)) height="18" {}
        text.t-n x=(length(middle - left - six)) y=(top + 22) text-anchor="end" { (view.format().signed(less.0, 0)) }
        text.t-n x=(length(middle + right + six)) y=(top + 22) { (view.format().signed(more.0, 0)) }
        text.t-s x=(MIDDLE - 6) y=(top + 40) text-anchor="end" { (clipped(&value(view, row.lever, less.1.value.as_deref()), LONGEST_VALUE)) }
        text.t-s x=(MIDDLE + 6) y=(top + 40) { (clipped(&value(view, row.lever, more.1.value.as_deref()), LONGEST_VALUE)) }
    }
}
