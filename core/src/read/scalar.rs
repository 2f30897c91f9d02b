//! Reading of single values: text, ids, money, decimals, dates, integers.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Node, Reader};
use crate::date::{self, FIRST_YEAR, LAST_YEAR, NotADate};
use crate::decimal::{self, MAX_DECIMALS};
use crate::json::Json;
use crate::text::{self, MAX_DECISION, MAX_NAME, MAX_TEXT};
use crate::{Code, Id, Ore, Text, say};

impl Reader {
    /// Any string; for ids and words, which are checked further.
    pub fn string<'n>(&mut self, node: &Node<'n>) -> Option<&'n str> {
        if let Json::String(text) = node.json() {
            return Some(text);
        }
        self.wrong_type(node, &Text::new("en sträng", "a string"));
        None
    }

    /// A name: one line of 1 to 200 characters.
    pub fn name(&mut self, node: &Node<'_>) -> Option<String> {
        self.bounded_text(node, false, MAX_NAME)
    }

    /// What a decision is called: one line of at most 100 characters.
    pub fn decision(&mut self, node: &Node<'_>) -> Option<String> {
        self.bounded_text(node, false, MAX_DECISION)
    }

    /// Free text: at most 4 000 characters, line breaks allowed.
    pub fn text(&mut self, node: &Node<'_>) -> Option<String> {
        self.bounded_text(node, true, MAX_TEXT)
    }

    fn bounded_text(&mut self, node: &Node<'_>, multiline: bool, longest: usize) -> Option<String> {
        let text = self.string(node)?;
        if let Some(detail) = text::fault(text, multiline) {
            self.fault(node, Code::IllegalCharacter, detail);
            return None;
        }
        let length = text.chars().count();
        if text.trim().is_empty() || length > longest {
            let detail = say!(
                "texten ska ha 1 till {longest} tecken, inte {length} (och inte bara mellanslag)",
                "the text must have 1 to {longest} characters, not {length} (and not only spaces)"
            );
            self.fault(node, Code::TextLength, detail);
            return None;
        }
        Some(text.to_owned())
    }

    /// An id: a lower-case slug.
    pub fn id(&mut self, node: &Node<'_>) -> Option<Id> {
        let text = self.string(node)?;
        let id = Id::parse(text);
        if id.is_none() {
            let detail = say!(
                "ett id har 1–63 tecken av a–z, 0–9 och bindestreck och börjar inte med bindestreck",
                "an id has 1–63 characters of a–z, 0–9 and hyphen, and does not start with a hyphen"
            );
            self.fault(node, Code::IdFormat, detail);
        }
        id
    }

    /// An amount of money, written as a string.
    pub fn money(&mut self, node: &Node<'_>) -> Option<Ore> {
        let text = self.quoted(node, Code::MoneyFormat)?;
        let money = text.parse();
        if money.is_err() {
            let detail = say!(
                "skriv kronor som \"1234.50\": punkt, högst två decimaler, under 10^15, utan mellanslag, exponent eller \"-0\"",
                "write kronor as \"1234.50\": a point, at most two decimals, below 10^15, no spaces, exponent or \"-0\""
            );
            self.fault(node, Code::MoneyFormat, detail);
        }
        money.ok()
    }

    /// An amount of money that is not below zero.
    pub fn money_not_negative(&mut self, node: &Node<'_>) -> Option<Ore> {
        let money = self.money(node)?;
        (!money.is_negative()).then_some(money).or_else(|| self.below_zero(node))
    }

    /// A decimal number, written as a string.
    pub fn decimal(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let text = self.quoted(node, Code::DecimalFormat)?;
        let number = decimal::parse(text, MAX_DECIMALS);
        if number.is_none() {
            let detail = say!(
                "skriv talet som \"12.5\": punkt, högst 15 siffror och 10 decimaler, utan exponent eller \"-0\"",
                "write the number as \"12.5\": a point, at most 15 digits and 10 decimals, no exponent or \"-0\""
            );
            self.fault(node, Code::DecimalFormat, detail);
        }
        number
    }

    /// A decimal number that is not below zero.
    pub fn decimal_not_negative(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let number = self.decimal(node)?;
        (number >= Decimal::ZERO).then_some(number).or_else(|| self.below_zero(node))
    }

    /// A decimal number above zero.
    pub fn decimal_positive(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let number = self.decimal(node)?;
        if number > Decimal::ZERO {
            return Some(number);
        }
        self.fault(node, Code::OutOfRange, say!("talet ska vara större än noll", "the number must be above zero"));
        None
    }

    /// A percentage from 0 to 100.
    pub fn percent(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let number = self.decimal(node)?;
        if (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&number) {
            return Some(number);
        }
        self.fault(node, Code::OutOfRange, say!("procenttalet ska vara 0–100", "the percentage must be 0–100"));
        None
    }

    fn below_zero<T>(&mut self, node: &Node<'_>) -> Option<T> {
        self.fault(node, Code::OutOfRange, say!("talet får inte vara negativt", "the number must not be negative"));
        None
    }

    /// A string; a bare number is told to be quoted.
    fn quoted<'n>(&mut self, node: &Node<'n>, code: Code) -> Option<&'n str> {
        if let Json::Number(number) = node.json() {
            let shown: String = number.chars().take(40).collect();
            self.fault(
                node,
                code,
                say!(
                    "sätt talet inom citattecken: \"{shown}\", så att det behålls exakt",
                    "put the number in quotes: \"{shown}\", so that it is kept exactly"
                ),
            );
            return None;
        }
        self.string(node)
    }

    /// A calendar date, `YYYY-MM-DD`.
    pub fn date(&mut self, node: &Node<'_>) -> Option<NaiveDate> {
        let text = self.string(node)?;
        match date::parse(text) {
            Ok(date) => Some(date),
            Err(NotADate::Invalid) => {
                let detail = say!("skriv en dag som finns, som ÅÅÅÅ-MM-DD", "write a day that exists, as YYYY-MM-DD");
                self.fault(node, Code::DateInvalid, detail);
                None
            }
            Err(NotADate::OutOfRange) => {
                let detail = say!(
                    "datum går från {FIRST_YEAR}-01-01 till {LAST_YEAR}-12-31",
                    "dates go from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31"
                );
                self.fault(node, Code::DateOutOfRange, detail);
                None
            }
        }
    }

    /// A range of dates; `to` before `from` is noted at `to`.
    pub fn range(&mut self, node: &Node<'_>, from: &str, to: &str) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let first = self.optional(node, from, Self::date);
        let last = self.optional(node, to, Self::date);
        if let (Some(first), Some(last)) = (first, last)
            && last < first
            && let Some(field) = node.field(to)
        {
            let detail = say!(
                "perioden slutar {last} innan den börjar {first}",
                "the range ends on {last}, before it starts on {first}"
            );
            self.fault(&field, Code::OutOfRange, detail);
        }
        (first, last)
    }

    /// A whole number between `least` and `most`.
    pub fn integer(&mut self, node: &Node<'_>, least: i32, most: i32) -> Option<i32> {
        let Json::Number(text) = node.json() else {
            self.wrong_type(node, &Text::new("ett heltal", "a whole number"));
            return None;
        };
        let number = whole(text);
        let found = number.filter(|n| (least..=most).contains(n));
        if found.is_none() {
            let code = if number.is_none() && !is_plain(text) { Code::WrongType } else { Code::OutOfRange };
            self.fault(
                node,
                code,
                say!("talet ska vara ett heltal {least}–{most}", "this must be a whole number {least}–{most}"),
            );
        }
        found
    }

    /// A calendar year, 2000 to 2100.
    pub fn year(&mut self, node: &Node<'_>) -> Option<i32> {
        self.integer(node, FIRST_YEAR, LAST_YEAR)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, node: &Node<'_>) -> Option<bool> {
        if let Json::Bool(value) = node.json() {
            return Some(*value);
        }
        self.wrong_type(node, &Text::new("true eller false", "true or false"));
        None
    }
}

/// `2027` and `2027.0` are the same integer in JSON.
fn whole(text: &str) -> Option<i32> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|b| b == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

fn is_plain(text: &str) -> bool {
    text.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
}
