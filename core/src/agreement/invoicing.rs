//! How the amounts of a year are invoiced. It does not affect the calculation.

use rust_decimal::Decimal;

use crate::read::{Node, Reader};
use crate::{Code, Ore, say};

/// How the OCR reference of an invoice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ocr {
    /// With a check digit.
    Check,
    /// With a length digit and a check digit.
    LengthCheck,
}

/// How the amounts of a year are invoiced.
#[derive(Debug, Clone, PartialEq)]
pub struct Invoicing {
    /// In how many parts a year: 1, 2, 4 or 12.
    pub instalments: i32,
    /// Whether a part is invoiced before its months rather than after.
    pub in_advance: bool,
    /// Days from invoice to due date.
    pub due_days: i32,
    /// A fixed due day instead: month and day.
    pub fixed_due_day: Option<(i32, i32)>,
    /// Smaller amounts wait for the next part.
    pub minimum_amount: Option<Ore>,
    /// What handling one invoice costs, for comparisons.
    pub handling_cost: Option<Ore>,
    /// How the OCR reference is made.
    pub ocr: Ocr,
    /// What a reminder costs, where that is agreed.
    pub reminder_fee: Ore,
    /// Interest above the reference rate, percentage points (räntelagen 1975:635 § 6: 8).
    pub interest_margin_percent: Decimal,
}

impl Default for Invoicing {
    fn default() -> Self {
        Self {
            instalments: 1,
            in_advance: true,
            due_days: 30,
            fixed_due_day: None,
            minimum_amount: None,
            handling_cost: None,
            ocr: Ocr::Check,
            reminder_fee: Ore::ZERO,
            interest_margin_percent: Decimal::from(8),
        }
    }
}

impl Invoicing {
    /// The fields of the invoicing terms.
    pub const FIELDS: &[&str] = &[
        "instalments",
        "in_advance",
        "due_days",
        "fixed_due_day",
        "minimum_amount",
        "handling_cost",
        "ocr",
        "reminder_fee",
        "interest_margin_percent",
    ];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let standard = Self::default();
        let instalments = reader.optional(node, "instalments", |r, n| {
            let count = r.integer(n, 1, 12)?;
            if ![1, 2, 4, 12].contains(&count) {
                r.fault(n, Code::OutOfRange, say!("välj 1, 2, 4 eller 12", "choose 1, 2, 4 or 12"));
            }
            Some(count)
        });
        let in_advance = reader.optional(node, "in_advance", Reader::boolean);
        let due_days = reader.optional(node, "due_days", |r, n| r.integer(n, 0, 365));
        let fixed_due_day = reader.optional(node, "fixed_due_day", month_and_day);
        let minimum_amount = reader.optional(node, "minimum_amount", Reader::money_not_negative);
        let handling_cost = reader.optional(node, "handling_cost", Reader::money_not_negative);
        let ocr = reader
            .optional(node, "ocr", |r, n| r.word(n, &[("check", Ocr::Check), ("length_check", Ocr::LengthCheck)]));
        let reminder_fee = reader.optional(node, "reminder_fee", Reader::money_not_negative);
        let margin = reader.optional(node, "interest_margin_percent", Reader::decimal_not_negative);
        Some(Self {
            instalments: instalments.unwrap_or(standard.instalments),
            in_advance: in_advance.unwrap_or(standard.in_advance),
            due_days: due_days.unwrap_or(standard.due_days),
            fixed_due_day,
            minimum_amount,
            handling_cost,
            ocr: ocr.unwrap_or(standard.ocr),
            reminder_fee: reminder_fee.unwrap_or(standard.reminder_fee),
            interest_margin_percent: margin.unwrap_or(standard.interest_margin_percent),
        })
    }
}

/// A day of every year: `{ "month": 10, "day": 1 }`.
pub(super) fn month_and_day(reader: &mut Reader, node: &Node<'_>) -> Option<(i32, i32)> {
    if !reader.object(node, &["month", "day"]) {
        return None;
    }
    let month = reader.required(node, "month", |r, n| r.integer(n, 1, 12));
    let day = reader.required(node, "day", |r, n| r.integer(n, 1, 31));
    Some((month?, day?))
}
