//! Outcome that replaces the budget of a cost.

use rust_decimal::Decimal;

use super::unknown;
use crate::agreement::CostKind;
use crate::read::{Node, Reader};
use crate::{Agreement, Code, Ore, say};

/// The outcome of one cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Actual {
    /// Hours worked; rate and index still apply.
    Hours(Decimal),
    /// What it cost.
    Amount(Ore),
}

/// The outcome of the cost `id`, with its position.
pub(super) fn read_actual(
    reader: &mut Reader,
    id: &str,
    node: &Node<'_>,
    agreement: Option<&Agreement>,
) -> Option<(usize, Actual)> {
    let costs = agreement.map(|agreement| agreement.costs.as_slice());
    let cost = costs.unwrap_or_default().iter().position(|cost| cost.id.as_str() == id);
    if let (None, Some(costs)) = (cost, costs) {
        unknown(reader, node, id, ("kostnad", "cost"), costs.iter().map(|cost| &cost.id));
    }
    if !reader.object(node, &["hours", "amount"]) {
        return None;
    }
    let kind = cost.and_then(|position| Some(&costs?[position].kind));
    let hours = reader.optional(node, "hours", Reader::decimal_not_negative);
    let money = if matches!(kind, Some(CostKind::Reserve(_))) { Reader::money_not_negative } else { Reader::money };
    let amount = reader.optional(node, "amount", money);
    let given = (node.field("hours"), node.field("amount"));
    if let (Some(field), Some(CostKind::Purchase(_) | CostKind::Reserve(_))) = (given.0, kind) {
        let detail = say!("bara personalkostnader har timmar", "only staff costs have hours");
        reader.fault(&field, Code::UnknownField, detail);
    }
    match given {
        (Some(_), None) => Some((cost?, Actual::Hours(hours?))),
        (None, Some(_)) => Some((cost?, Actual::Amount(amount?))),
        (both, _) => {
            let code = if both.is_some() { Code::ConflictingFields } else { Code::MissingField };
            reader.fault(node, code, say!("ange \"hours\" eller \"amount\"", "give \"hours\" or \"amount\""));
            None
        }
    }
}
