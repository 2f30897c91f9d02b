//! One cost among the parties: share, exact part, and the last öre by largest remainder, all as formulas.

use samfin_core::{Ore, Text, say};

use super::build_up::as_calculated;
use super::error::Error;
use super::figures::{Part, Rounded, Split, Unit, double, is_amount, split};
use super::pen::Pen;
use super::place::{Cell, rows};
use super::style::Style;

/// What one party's row of a split starts from.
pub(super) struct Bearer {
    /// The position of the party.
    pub(super) party: usize,
    pub(super) name: String,
    /// Its share of the cost: a formula and its value; none when the key is no proportion.
    pub(super) share: Option<(String, f64)>,
    /// Its exact part in kronor, where there is no share.
    pub(super) exact: f64,
    /// What samfin calculated.
    pub(super) line: Ore,
    /// Whether samfin gave it an odd unit.
    pub(super) odd: bool,
    /// Odd units from the costs before: the cells that add up to them, and their value.
    pub(super) odd_before: (Option<String>, f64),
    /// The party's number: its place among the ids in order of bytes.
    pub(super) number: usize,
}

/// The cost that is split.
pub(super) struct Whole {
    pub(super) amount: Ore,
    pub(super) cell: Cell,
    pub(super) unit: Unit,
    /// The key has no shares: the exact parts are samfin's.
    pub(super) valued: bool,
}

/// Where a split stands.
pub(super) struct Placed {
    /// By bearer: its line, and the formula and value of its odd units so far.
    pub(super) lines: Vec<(Cell, String, f64)>,
    /// Where the lines are summed.
    pub(super) sum: Cell,
    /// The row after it.
    pub(super) next: u32,
}

const SHARE: u16 = 1;
const EXACT: u16 = 2;
const WHOLE: u16 = 3;
const REST: u16 = 4;
const BEFORE: u16 = 5;
const RANK: u16 = 6;
const ODD: u16 = 7;
/// The column of the lines.
pub(super) const LINE: u16 = 8;
/// The column of the parties' numbers.
pub(super) const NUMBER: u16 = 9;

/// Writes the split from `row` on.
pub(super) fn write(pen: &mut Pen, row: u32, whole: &Whole, bearers: &[Bearer]) -> Result<Placed, Error> {
    let parts: Vec<Part> = bearers
        .iter()
        .map(|bearer| Part {
            exact: bearer.share.as_ref().map_or(bearer.exact, |(_, share)| double(whole.amount) * share),
            odd_before: bearer.odd_before.1,
            order: bearer.number,
        })
        .collect();
    let split = split(double(whole.amount), &parts, whole.unit);
    let agrees = bearers.iter().zip(&split.parts).all(|(bearer, part)| is_amount(part.line, bearer.line));
    heads(pen, row, whole.unit)?;
    let first = row + 1;
    let last = (first..).take(bearers.len()).last().unwrap_or(first);
    let block =
        Block { whole, first, last, left: Cell::at(last + 2, SHARE), decimals: Cell::at(last + 3, SHARE), agrees };
    let mut lines = Vec::with_capacity(bearers.len());
    for (row, (bearer, (part, rounded))) in (first..).zip(bearers.iter().zip(parts.iter().zip(&split.parts))) {
        lines.push(block.row(pen, row, bearer, *part, *rounded)?);
    }
    let sum = block.sums(pen, &split, bearers)?;
    block.last_units(pen, &split)?;
    let mut next = last + 4;
    let mut note = |pen: &mut Pen, text: &Text| {
        next += 1;
        pen.say(Cell::at(next - 1, 0), text, Style::Note)
    };
    if whole.valued {
        note(
            pen,
            &say!(
                "Nyckeln är ingen ren proportion (avgifter, gränser eller parter som kommer eller går under året): de exakta beloppen är räknade av samfin.",
                "The key is no plain proportion (fees, bounds, or parties that join or leave in the year): the exact amounts are calculated by samfin."
            ),
        )?;
    }
    if !agrees {
        note(pen, &as_calculated())?;
    }
    Ok(Placed { lines, sum, next })
}

fn heads(pen: &mut Pen, row: u32, unit: Unit) -> Result<(), Error> {
    let (units, odd) = match unit {
        Unit::Ore => (say!("Hela ören", "Whole öre"), say!("Udda öre", "Odd öre")),
        Unit::Krona => (say!("Hela kronor", "Whole kronor"), say!("Udda krona", "Odd krona")),
    };
    pen.heads(
        row,
        &[
            say!("Part", "Party"),
            say!("Andel", "Share"),
            say!("Exakt belopp", "Exact amount"),
            units,
            say!("Rest", "Remainder"),
            say!("Udda förut", "Odd before"),
            say!("Tur", "Turn"),
            odd,
            say!("Belopp", "Amount"),
            say!("Nr", "No."),
        ],
    )
}

struct Block<'b> {
    whole: &'b Whole,
    first: u32,
    last: u32,
    /// With how many decimals rests are compared.
    decimals: Cell,
    /// How many odd units there are.
    left: Cell,
    /// The formulas come to what samfin calculated.
    agrees: bool,
}

impl Block<'_> {
    /// `ABS(C12)*100`: an amount in units.
    fn in_units(&self, cell: &str) -> String {
        match self.whole.unit {
            Unit::Ore => format!("ABS({cell})*100"),
            Unit::Krona => format!("ABS({cell})"),
        }
    }

    fn row(
        &self,
        pen: &mut Pen,
        row: u32,
        bearer: &Bearer,
        part: Part,
        rounded: Rounded,
    ) -> Result<(Cell, String, f64), Error> {
        let cell = |column| Cell::at(row, column);
        let name = |column| cell(column).name();
        let amount = self.whole.cell.fixed();
        pen.text(cell(0), &bearer.name, Style::Text)?;
        match &bearer.share {
            Some((share, value)) => {
                pen.live(cell(SHARE), share, value, Style::Share)?;
                pen.live(cell(EXACT), &format!("={amount}*{}", name(SHARE)), part.exact, Style::Exact)?;
            }
            None => pen.number(cell(EXACT), part.exact, Style::Exact)?,
        }
        let units = format!("ROUND({},{})", self.in_units(&name(EXACT)), self.decimals.fixed());
        pen.live(cell(WHOLE), &format!("=INT({units})"), rounded.whole, Style::Count)?;
        let rest = format!("=ROUND({units}-{},{})", name(WHOLE), self.decimals.fixed());
        pen.live(cell(REST), &rest, rounded.rest, Style::Rest)?;
        match &bearer.odd_before {
            (Some(cells), value) => pen.live(cell(BEFORE), &format!("={cells}"), value, Style::Count)?,
            (None, _) => pen.number(cell(BEFORE), 0.0, Style::Count)?,
        }
        pen.live(cell(RANK), &self.rank(row), rounded.rank, Style::Count)?;
        // Where fifteen digits do not suffice, what samfin calculated stands in the place of the formulas.
        let odd = if self.agrees { rounded.odd } else { f64::from(u8::from(bearer.odd)) };
        if self.agrees {
            let formula = format!("=IF({}<={},1,0)", name(RANK), self.left.fixed());
            pen.live(cell(ODD), &formula, odd, Style::Count)?;
            let per_krona = if self.whole.unit == Unit::Ore { "/100" } else { "" };
            let formula = format!("=SIGN({amount})*({}+{}){per_krona}", name(WHOLE), name(ODD));
            pen.live(cell(LINE), &formula, bearer.line, Style::Money)?;
        } else {
            pen.number(cell(ODD), odd, Style::Count)?;
            pen.number(cell(LINE), double(bearer.line), Style::Money)?;
        }
        pen.number(cell(NUMBER), double(bearer.number), Style::Count)?;
        let so_far = format!("{}+{}", name(BEFORE), name(ODD));
        Ok((cell(LINE), so_far, bearer.odd_before.1 + odd))
    }

    /// The party's turn to get an odd unit: larger remainder, larger amount, fewer odd units before, lower id.
    fn rank(&self, row: u32) -> String {
        let compare = |column: u16, sign: &str| {
            format!("({}{sign}{})", rows(column, self.first, self.last), Cell::at(row, column).name())
        };
        let (rest, whole, before) = (compare(REST, "="), compare(WHOLE, "="), compare(BEFORE, "="));
        format!(
            "=1+SUMPRODUCT({}+{rest}*({}+{whole}*({}+{before}*{})))",
            compare(REST, ">"),
            compare(WHOLE, ">"),
            compare(BEFORE, "<"),
            compare(NUMBER, "<"),
        )
    }

    fn sums(&self, pen: &mut Pen, split: &Split, bearers: &[Bearer]) -> Result<Cell, Error> {
        let row = self.last + 1;
        let cell = |column| Cell::at(row, column);
        let sum = |column| format!("=SUM({})", rows(column, self.first, self.last));
        pen.say(cell(0), &say!("Summa", "Sum"), Style::Strong)?;
        if self.whole.valued {
            pen.text(cell(SHARE), "", Style::Strong)?;
        } else {
            let shares = bearers.iter().filter_map(|bearer| bearer.share.as_ref()).map(|(_, share)| share).sum::<f64>();
            pen.live(cell(SHARE), &sum(SHARE), shares, Style::ShareSum)?;
        }
        let exact = if self.whole.valued { bearers.iter().map(|b| b.exact).sum() } else { double(self.whole.amount) };
        pen.live(cell(EXACT), &sum(EXACT), exact, Style::MoneySum)?;
        let whole: f64 = split.parts.iter().map(|part| part.whole).sum();
        pen.live(cell(WHOLE), &sum(WHOLE), whole, Style::CountSum)?;
        for column in [REST, BEFORE, RANK] {
            pen.text(cell(column), "", Style::Strong)?;
        }
        let odd: f64 = if self.agrees {
            split.parts.iter().map(|part| part.odd).sum()
        } else {
            bearers.iter().map(|bearer| f64::from(u8::from(bearer.odd))).sum()
        };
        pen.live(cell(ODD), &sum(ODD), odd, Style::CountSum)?;
        pen.live(cell(LINE), &sum(LINE), self.whole.amount, Style::MoneySum)?;
        pen.text(cell(NUMBER), "", Style::Strong)?;
        Ok(cell(LINE))
    }

    /// How many odd units there are to give, and how exactly remainders are compared.
    fn last_units(&self, pen: &mut Pen, split: &Split) -> Result<(), Error> {
        let label = match self.whole.unit {
            Unit::Ore => say!("Udda ören att dela ut", "Odd öre to give out"),
            Unit::Krona => say!("Udda kronor att dela ut", "Odd kronor to give out"),
        };
        pen.say(Cell::at(self.left.row, 0), &label, Style::Indented)?;
        let units = self.in_units(&self.whole.cell.fixed());
        let whole = Cell::at(self.last + 1, WHOLE).name();
        pen.live(self.left, &format!("=ROUND({units}-{whole},0)"), split.left, Style::Count)?;
        let note = say!(
            "Ett i taget, i tur och ordning: störst rest, störst belopp, minst antal udda förut, lägst nr.",
            "One at a time, in turn: largest remainder, largest amount, fewest odd before, lowest no."
        );
        pen.say(Cell::at(self.left.row, EXACT), &note, Style::Note)?;
        let label = say!("Decimaler när rester jämförs", "Decimals in comparing remainders");
        pen.say(Cell::at(self.decimals.row, 0), &label, Style::Indented)?;
        // The more digits there are before the decimal sign, the fewer behind it can be trusted.
        let decimals = format!("=MAX(0,MIN(9,13-INT(LOG10(MAX(1,{units})))))");
        pen.live(self.decimals, &decimals, split.decimals, Style::Count)?;
        let note = say!("Ett kalkylblad räknar med 15 siffror.", "A spreadsheet counts with 15 digits.");
        pen.say(Cell::at(self.decimals.row, EXACT), &note, Style::Note)
    }
}
