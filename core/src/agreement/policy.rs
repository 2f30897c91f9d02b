//! The default policy (calculation contract § 7): a waterfall of steps, read and checked here.

use rust_decimal::Decimal;

use super::{Key, Names, Selector};
use crate::Ore;
use crate::read::{Node, Reader};

/// One step of the waterfall: it covers what it may, the next gets the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyStep {
    /// How the step covers.
    pub kind: StepKind,
    /// Whether the defaulters owe what it covered.
    pub recoverable: bool,
    /// The JSON Pointer to it.
    pub pointer: String,
}

/// The ways to cover a shortfall.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// From the opening reserve.
    Reserve {
        /// At most this much.
        limit: Option<Ore>,
    },
    /// Among the coverers.
    Redistribute {
        /// Which of them.
        among: Selector,
        /// Their weights, instead of what they are allocated.
        by: Option<Box<Key>>,
        /// At most this much of each one's allocated amount, over all such steps.
        max_increase_percent: Option<Decimal>,
    },
    /// By one party.
    Guarantor {
        /// Its position.
        party: usize,
        /// At most this much.
        limit: Option<Ore>,
        /// At most this much of what remains.
        percent: Option<Decimal>,
    },
    /// By doing less.
    ReduceService {
        /// Positions of the costs that are cut.
        costs: Vec<usize>,
        /// At most this much of each.
        max_percent: Decimal,
    },
    /// By doing less while the other side keeps the agreed ratio.
    MatchDown {
        /// The side that falls short.
        of: Selector,
        /// Positions of the costs that are cut.
        costs: Vec<usize>,
    },
    /// By the host, until the defaulter pays.
    CarryForward {
        /// At most this much.
        limit: Option<Ore>,
    },
}

impl PolicyStep {
    /// The types of step, with the fields that each has beside `type` and `recoverable`.
    pub const TYPES: &[(&str, &[&str])] = &[
        ("reserve", &["type", "recoverable", "limit"]),
        ("redistribute", &["type", "recoverable", "among", "by", "max_increase_percent"]),
        ("guarantor", &["type", "recoverable", "party", "limit", "percent"]),
        ("reduce_service", &["type", "recoverable", "costs", "max_percent"]),
        ("match_down", &["type", "recoverable", "of", "costs"]),
        ("carry_forward", &["type", "recoverable", "limit"]),
    ];

    /// A whole policy.
    pub(super) fn read_list(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Vec<Self>> {
        reader.list(node, |r, n, _| Self::read(r, n, names))
    }

    fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        let types: Vec<_> = Self::TYPES.iter().map(|known| (known.0, *known)).collect();
        let Some((kind, fields)) = reader.required(node, "type", |r, n| r.word(n, &types)) else {
            reader.object(node, if node.field("type").is_some() { ALL_FIELDS } else { &[] });
            return None;
        };
        reader.object(node, fields);
        let limit = reader.optional(node, "limit", Reader::money_not_negative);
        let cuts = |r: &mut Reader| r.required(node, "costs", |r, n| names.cost_list(r, n));
        let kind = match kind {
            "reserve" => StepKind::Reserve { limit },
            "redistribute" => {
                let among = reader.optional(node, "among", |r, n| Selector::read(r, n, names));
                let by = reader.optional(node, "by", |r, n| Key::read_or_name(r, n, names)).map(Box::new);
                let max_increase_percent = reader.optional(node, "max_increase_percent", Reader::decimal_not_negative);
                StepKind::Redistribute { among: among.unwrap_or(Selector::All), by, max_increase_percent }
            }
            "guarantor" => {
                let party = reader.required(node, "party", |r, n| names.party(r, n));
                let percent = reader.optional(node, "percent", Reader::percent);
                StepKind::Guarantor { party: party?, limit, percent }
            }
            "reduce_service" => {
                let costs = cuts(reader);
                let max_percent = reader.optional(node, "max_percent", Reader::percent);
                StepKind::ReduceService { costs: costs?, max_percent: max_percent.unwrap_or(Decimal::ONE_HUNDRED) }
            }
            "match_down" => {
                let of = reader.required(node, "of", |r, n| Selector::read(r, n, names));
                let costs = cuts(reader);
                StepKind::MatchDown { of: of?, costs: costs? }
            }
            _ => StepKind::CarryForward { limit },
        };
        // What is covered by doing less is never owed back, whatever is written.
        let never = matches!(kind, StepKind::ReduceService { .. } | StepKind::MatchDown { .. });
        let recoverable = reader.optional(node, "recoverable", Reader::boolean).unwrap_or(true) && !never;
        Some(Self { kind, recoverable, pointer: node.pointer() })
    }
}

const ALL_FIELDS: &[&str] = &[
    "type",
    "recoverable",
    "limit",
    "among",
    "by",
    "max_increase_percent",
    "party",
    "percent",
    "costs",
    "max_percent",
    "of",
];
