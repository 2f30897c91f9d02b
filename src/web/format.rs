//! Numbers and dates of the pages: `12 345,67 kr`, `−19 025`, `+4 086`, `49,3 %`, `15 oktober 2027`.
//!
//! | what | how |
//! | --- | --- |
//! | thousands, and before `kr` and `%` | a space that does not break |
//! | minus | U+2212, as wide as the plus |
//! | a change | with its sign, also the plus |
//! | kronor | whole in tables; with two decimals where someone pays by it |
//!
//! Fields are read by [`crate::app::import::written_number`]: `1 234,5` and `1234.5` alike.

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _};
use rust_decimal::{Decimal, RoundingStrategy};
use samfin_core::figures::{NO_BREAK_SPACE, grouped};
use samfin_core::{Lang, Ore};

const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("maj", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augusti", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// How readers of a language write numbers and dates.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    lang: Lang,
}

impl Format {
    /// The format of `lang`.
    #[must_use]
    pub fn of(lang: Lang) -> Self {
        Self { lang }
    }

    /// Whole kronor: `12 346 kr`.
    #[must_use]
    pub fn kronor(self, amount: Ore) -> String {
        format!("{}{NO_BREAK_SPACE}kr", self.whole(amount))
    }

    /// Kronor and öre: `12 345,67 kr`.
    #[must_use]
    pub fn kronor_and_ore(self, amount: Ore) -> String {
        format!("{}{NO_BREAK_SPACE}kr", self.plain(&amount.to_string()))
    }

    /// Whole kronor without their name: `12 346`.
    #[must_use]
    pub fn whole(self, amount: Ore) -> String {
        self.number(Decimal::new(amount.ore(), 2), 0)
    }

    /// A change in whole kronor: `+4 086`, `−19 025`, `±0`.
    #[must_use]
    pub fn change(self, amount: Ore) -> String {
        self.signed(Decimal::new(amount.ore(), 2), 0)
    }

    /// A number with exactly `decimals` decimals, half away from zero.
    #[must_use]
    pub fn number(self, value: Decimal, decimals: u32) -> String {
        let mut rounded = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(decimals);
        if rounded.is_zero() {
            rounded.set_sign_positive(true);
        }
        self.plain(&rounded.to_string())
    }

    /// As [`Format::number`], with its sign always written.
    #[must_use]
    pub fn signed(self, value: Decimal, decimals: u32) -> String {
        let number = self.number(value, decimals);
        if number.starts_with('\u{2212}') {
            number
        } else if number.bytes().any(|b| matches!(b, b'1'..=b'9')) {
            format!("+{number}")
        } else {
            format!("±{number}")
        }
    }

    /// Percent with exactly `decimals` decimals: `49,3 %`.
    #[must_use]
    pub fn percent(self, value: Decimal, decimals: u32) -> String {
        format!("{}{NO_BREAK_SPACE}%", self.number(value, decimals))
    }

    /// `15 oktober 2027`, `15 October 2027`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        let (sv, en) = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
        let month = if self.lang == Lang::Sv { sv } else { en };
        // The day stays with its month.
        format!("{}{NO_BREAK_SPACE}{month} {}", date.day(), date.year())
    }

    /// A day of any year: `1 november`, `1 November`.
    #[must_use]
    pub fn day_of_year(self, month: u32, day: u32) -> String {
        let position = usize::try_from(month).unwrap_or_default().saturating_sub(1);
        let (sv, en) = MONTHS.get(position).copied().unwrap_or_default();
        let month = if self.lang == Lang::Sv { sv } else { en };
        format!("{day}{NO_BREAK_SPACE}{month}")
    }

    /// `10.05`, `10:05`.
    #[must_use]
    pub fn time(self, time: NaiveTime) -> String {
        let mark = if self.lang == Lang::Sv { '.' } else { ':' };
        format!("{:02}{mark}{:02}", time.hour(), time.minute())
    }

    fn plain(self, plain: &str) -> String {
        grouped(plain, self.lang).replace('-', "\u{2212}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SV: Format = Format { lang: Lang::Sv };
    const EN: Format = Format { lang: Lang::En };

    fn ore(ore: i64) -> Ore {
        Ore::from_ore(ore).expect("an amount")
    }

    #[test]
    fn kronor_are_whole_or_with_ore() {
        assert_eq!(SV.kronor(ore(1_234_567)), "12\u{a0}346\u{a0}kr");
        assert_eq!(SV.kronor_and_ore(ore(1_234_567)), "12\u{a0}345,67\u{a0}kr");
        assert_eq!(SV.kronor(ore(-123_456_700)), "\u{2212}1\u{a0}234\u{a0}567\u{a0}kr");
        assert_eq!(EN.kronor_and_ore(ore(-123_456_789)), "\u{2212}1,234,567.89\u{a0}kr");
        assert_eq!(
            [SV.whole(ore(50)), SV.whole(ore(49)), SV.whole(ore(-49)), SV.whole(ore(-50))],
            ["1", "0", "0", "\u{2212}1"]
        );
    }

    #[test]
    fn a_change_always_has_its_sign() {
        let changes = [ore(408_600), ore(-1_902_500), ore(0), ore(-30)].map(|change| SV.change(change));
        assert_eq!(changes, ["+4\u{a0}086", "\u{2212}19\u{a0}025", "±0", "±0"]);
    }

    #[test]
    fn percent_and_numbers_are_rounded_half_away_from_zero() {
        let value = Decimal::new(49_250_000, 6);
        assert_eq!((SV.percent(value, 1), EN.percent(value, 1)), ("49,3\u{a0}%".into(), "49.3\u{a0}%".into()));
        assert_eq!(SV.number(Decimal::new(127, 2), 2), "1,27");
    }

    #[test]
    fn dates_and_times_are_written_out() {
        let date = NaiveDate::from_ymd_opt(2027, 10, 15).expect("a date");
        let time = NaiveTime::from_hms_opt(8, 5, 0).expect("a time");
        assert_eq!((SV.date(date), SV.time(time)), ("15\u{a0}oktober 2027".into(), "08.05".into()));
        assert_eq!(SV.day_of_year(2, 31), "31\u{a0}februari", "as it is written, whatever the year");
        assert_eq!((EN.date(date), EN.time(time)), ("15\u{a0}October 2027".into(), "08:05".into()));
    }
}
