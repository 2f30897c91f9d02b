//! The bodies that register and move payments, and say what is said of what is not paid.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Ore, say};
use utoipa::ToSchema;
use uuid::Uuid;

use super::parse_only;
use crate::app::payments::{AllocationItem, Kind, NewAllocation, NewClaim, NewPayment, NewRate, NewRefund};
use crate::http::payments::PaymentKind;
use crate::http::problem::Problem;
use crate::http::schema::words::{Date, LongText, Money, Number};

/// The most documents that one request lets a payment pay.
const MOST_ITEMS: usize = 200;

/// A payment that is written in by hand.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentBody {
    /// The document that it pays.
    #[schema(format = Uuid)]
    pub invoice: String,
    /// Which way the money went; absent: the way that the document asks for. `refunded` gives back what is too much on an
    /// invoice.
    pub kind: Option<PaymentKind>,
    /// Kronor above zero.
    pub amount: Money,
    /// The day, as the bank has it.
    pub paid_on: Date,
    /// In words.
    pub note: Option<LongText>,
}

impl PaymentBody {
    /// Reads the body of `POST /payments`.
    pub fn parse(bytes: &[u8]) -> Result<NewPayment, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["invoice", "kind", "amount", "paid_on", "note"]);
            let invoice = reader.required(root, "invoice", document);
            let kinds = [("received", Kind::Received), ("refunded", Kind::Refunded), ("paid_out", Kind::PaidOut)];
            let kind = reader.optional(root, "kind", |r, n| r.word(n, &kinds));
            let amount = reader.required(root, "amount", above_zero);
            let paid_on = reader.required(root, "paid_on", Reader::date);
            let note = reader.optional(root, "note", Reader::text);
            Some(NewPayment { invoice: invoice?, kind, amount: amount?, paid_on: paid_on?, note })
        })
    }
}

/// What of a payment pays what.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationBody {
    /// In this order, all or none.
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<AllocationItemBody>,
    /// Why.
    pub reason: Option<LongText>,
    /// Whether it may pay a document of somebody else than the one who paid.
    pub for_another_payer: Option<bool>,
}

/// What of a payment pays one document.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocationItemBody {
    /// The document.
    #[schema(format = Uuid)]
    pub invoice: String,
    /// Kronor; below zero it is taken away again.
    pub amount: Money,
}

impl AllocationBody {
    /// Reads the body of `POST /payments/{id}/allocations`.
    pub fn parse(bytes: &[u8]) -> Result<NewAllocation, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["items", "reason", "for_another_payer"]);
            let items = reader.required(root, "items", |r, n| {
                let items = r.list(n, |r, n, _| {
                    r.object(n, &["invoice", "amount"]);
                    let invoice = r.required(n, "invoice", document);
                    let amount = r.required(n, "amount", |r, n| {
                        let amount = r.money(n)?;
                        if amount.is_zero() {
                            r.fault(
                                n,
                                Code::OutOfRange,
                                say!("ange ett annat belopp än 0", "give another amount than 0"),
                            );
                        }
                        Some(amount)
                    });
                    Some(AllocationItem { invoice: invoice?, amount: amount? })
                })?;
                if r.is_clean() && !(1..=MOST_ITEMS).contains(&items.len()) {
                    let detail = say!("ange 1–{MOST_ITEMS} underlag", "give 1–{MOST_ITEMS} documents");
                    r.fault(n, Code::OutOfRange, detail);
                }
                Some(items)
            });
            let reason = reader.optional(root, "reason", Reader::text);
            let for_another = reader.optional(root, "for_another_payer", Reader::boolean);
            Some(NewAllocation { items: items?, reason, for_another_payer: for_another.unwrap_or(false) })
        })
    }
}

/// What is given back of a payment that pays nothing.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundBody {
    /// Kronor above zero.
    pub amount: Money,
    /// The day, as the bank has it.
    pub paid_on: Date,
    /// In words.
    pub note: Option<LongText>,
}

impl RefundBody {
    /// Reads the body of `POST /payments/{id}/refunds`.
    pub fn parse(bytes: &[u8]) -> Result<NewRefund, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["amount", "paid_on", "note"]);
            let amount = reader.required(root, "amount", above_zero);
            let paid_on = reader.required(root, "paid_on", Reader::date);
            let note = reader.optional(root, "note", Reader::text);
            Some(NewRefund { amount: amount?, paid_on: paid_on?, note })
        })
    }
}

/// Why something is done.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonBody {
    /// Why.
    pub reason: LongText,
}

impl ReasonBody {
    /// Reads the body of `POST /payments/{id}/reversals` and of the steps of a dispute.
    pub fn parse(bytes: &[u8]) -> Result<String, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["reason"]);
            reader.required(root, "reason", Reader::text)
        })
    }
}

/// That the payer has got longer.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeferralBody {
    /// Until this day, after today and after the day that counts now.
    pub until: Date,
    /// Why.
    pub reason: LongText,
}

impl DeferralBody {
    /// Reads the body of `POST /invoices/{id}/deferrals`.
    pub fn parse(bytes: &[u8]) -> Result<NewClaim, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["until", "reason"]);
            let until = reader.required(root, "until", Reader::date);
            let reason = reader.required(root, "reason", Reader::text);
            Some(NewClaim::Deferral { until: until?, reason: reason? })
        })
    }
}

/// Which interest is charged.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestBody {
    /// The last day, today at the latest; absent: today.
    pub to: Option<Date>,
}

impl InterestBody {
    /// Reads the body of `POST /invoices/{id}/interest-invoices`.
    pub fn parse(bytes: &[u8]) -> Result<Option<NaiveDate>, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["to"]);
            Some(reader.optional(root, "to", Reader::date))
        })
    }
}

/// A reference rate (räntelagen 1975:635, § 9).
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateBody {
    /// Its first day: 1 January or 1 July.
    pub from: Date,
    /// Percent a year, from -10 to 100.
    pub percent: Number,
}

impl RateBody {
    /// Reads the body of `POST /reference-rates`.
    pub fn parse(bytes: &[u8]) -> Result<NewRate, Problem> {
        parse_only(bytes, |reader, root| {
            reader.object(root, &["from", "percent"]);
            let from = reader.required(root, "from", Reader::date);
            let percent = reader.required(root, "percent", |r, n| {
                let percent = r.decimal(n)?;
                if percent < Decimal::from(-10) || percent > Decimal::from(100) {
                    r.fault(n, Code::OutOfRange, say!("ange -10 till 100 procent", "give -10 to 100 percent"));
                }
                Some(percent)
            });
            Some(NewRate { from: from?, percent: percent? })
        })
    }
}

/// A document's id.
fn document(reader: &mut Reader, node: &Node<'_>) -> Option<String> {
    let id = reader.string(node)?.to_owned();
    if Uuid::try_parse(&id).is_err() {
        reader.fault(node, Code::IdFormat, say!("ange underlagets id", "give the document's id"));
    }
    Some(id)
}

fn above_zero(reader: &mut Reader, node: &Node<'_>) -> Option<Ore> {
    let amount = reader.money(node)?;
    if amount.is_zero() || amount.is_negative() {
        reader.fault(node, Code::OutOfRange, say!("ange ett belopp över 0", "give an amount above 0"));
    }
    Some(amount)
}
