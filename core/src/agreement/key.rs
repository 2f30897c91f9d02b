//! Keys (*fördelningsnycklar*): how an amount is divided. They nest.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::body::read_weights;
use super::{Names, PerMember, Selector};
use crate::date;
use crate::json::Json;
use crate::read::{Node, Reader};
use crate::{Code, Ore, say};

/// How deep keys may nest.
pub const MAX_KEY_DEPTH: usize = 32;

/// A key and where it stands in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The JSON Pointer to it.
    pub pointer: String,
    /// How it divides.
    pub rule: KeyRule,
}

/// A key that costs can use by name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedKey {
    /// Its name.
    pub name: String,
    /// The key.
    pub key: Key,
}

/// The ways to divide an amount among the members of one day.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyRule {
    /// Equally.
    Equal,
    /// By fixed weights, by party position, ascending; only weights above zero.
    Shares(Vec<(usize, Decimal)>),
    /// By the value of a statistic.
    Statistic {
        /// The name of the series.
        statistic: String,
        /// On which day it is read; none: as [`AsOf::DEFAULT`] says.
        as_of: Option<AsOf>,
    },
    /// By seats in these bodies (none given: all of them).
    Seats(Option<Vec<usize>>),
    /// First among groups by weight, then inside each.
    Groups(Vec<Group>),
    /// In parts by weight, each divided by a key of its own, then summed.
    Blend(Vec<Part>),
    /// A yearly fee per member first, the rest by another key.
    BaseFee {
        /// The yearly fees.
        fees: PerMember<Ore>,
        /// Divides what the fees leave.
        remainder: Box<Key>,
    },
    /// By a key, but for each member not below its minimum or above its maximum.
    Bounded {
        /// The key that the bounds correct.
        key: Box<Key>,
        /// The lower bounds.
        min: PerMember<Bound>,
        /// The upper bounds.
        max: PerMember<Bound>,
    },
    /// By a key, with the members limited to some.
    Among {
        /// Those it is limited to.
        among: Selector,
        /// The key.
        key: Box<Key>,
    },
    /// By the named key at this position.
    Ref(usize),
}

/// The day on which a statistic is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// A day of the year some years before the calculated one.
    Relative {
        /// How many years before.
        years_before: i32,
        /// The month, 1 to 12.
        month: u32,
        /// The day; one that the month lacks means its last.
        day: u32,
    },
    /// The same day whatever the year.
    Date(NaiveDate),
}

impl AsOf {
    /// The fields of a reference day.
    pub const FIELDS: &[&str] = &["years_before", "month", "day", "date"];
    /// When nothing else is said: 31 December of the year before.
    pub const DEFAULT: Self = Self::Relative { years_before: 1, month: 12, day: 31 };

    /// The reference day when `year` is calculated.
    #[must_use]
    pub fn day(self, year: i32) -> NaiveDate {
        match self {
            Self::Relative { years_before, month, day } => date::day_or_last(year - years_before, month, day),
            Self::Date(date) => date,
        }
    }

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if node.field("date").is_some() {
            if ["years_before", "month", "day"].iter().any(|name| node.field(name).is_some()) {
                let detail = say!(
                    "ange \"date\" eller \"years_before\", \"month\" och \"day\", inte båda",
                    "give \"date\" or \"years_before\", \"month\" and \"day\", not both"
                );
                reader.fault(node, Code::ConflictingFields, detail);
            }
            reader.object(node, Self::FIELDS);
            return reader.required(node, "date", Reader::date).map(Self::Date);
        }
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let years_before = reader.required(node, "years_before", |r, n| r.integer(n, 0, 100));
        let month = reader.required(node, "month", |r, n| r.integer(n, 1, 12));
        let day = reader.required(node, "day", |r, n| r.integer(n, 1, 31));
        Some(Self::Relative {
            years_before: years_before?,
            month: u32::try_from(month?).ok()?,
            day: u32::try_from(day?).ok()?,
        })
    }
}

/// One group of a `groups` key.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Who belongs to it.
    pub among: Selector,
    /// Its weight among the groups.
    pub weight: Decimal,
    /// How its part is divided inside.
    pub key: Key,
}

/// One part of a `blend` key.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its weight among the parts.
    pub weight: Decimal,
    /// How it is divided.
    pub key: Key,
}

/// A lower or upper bound of a `bounded` key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Percent of the divided amount.
    Percent(Decimal),
    /// Kronor a year, prorated.
    PerYear(Ore),
}

impl Bound {
    /// The fields of a bound; exactly one of them stands.
    pub const FIELDS: &[&str] = &["percent", "amount"];

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let percent = reader.optional(node, "percent", Reader::decimal_not_negative);
        let amount = reader.optional(node, "amount", Reader::money_not_negative);
        match (node.field("percent").is_some(), node.field("amount").is_some()) {
            (true, false) => percent.map(Self::Percent),
            (false, true) => amount.map(Self::PerYear),
            (both, _) => {
                let code = if both { Code::ConflictingFields } else { Code::MissingField };
                reader.fault(node, code, say!("ange \"percent\" eller \"amount\"", "give \"percent\" or \"amount\""));
                None
            }
        }
    }
}

impl NamedKey {
    pub(super) fn read(reader: &mut Reader, name: &str, node: &Node<'_>, names: &Names) -> Option<Self> {
        if crate::text::fault(name, false).is_some() || name.is_empty() || name.len() > 200 {
            reader.fault(
                node,
                Code::IdFormat,
                say!("nyckelns namn ska vara en rad text", "the key's name must be one line of text"),
            );
            return None;
        }
        Key::read(reader, node, names).map(|key| Self { name: name.to_owned(), key })
    }
}

impl Key {
    /// The types of key, with the fields that each has beside `type`.
    pub const TYPES: &[(&str, &[&str])] = &[
        ("equal", &["type"]),
        ("shares", &["type", "shares"]),
        ("statistic", &["type", "statistic", "as_of"]),
        ("seats", &["type", "bodies"]),
        ("groups", &["type", "groups"]),
        ("blend", &["type", "parts"]),
        ("base_fee", &["type", "fees", "remainder"]),
        ("bounded", &["type", "key", "min", "max"]),
        ("among", &["type", "among", "key"]),
        ("ref", &["type", "key"]),
    ];

    /// A key, or the name of one.
    pub(super) fn read_or_name(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if let Json::String(_) = node.json() {
            let position = names.key(reader, node)?;
            return Some(Self { pointer: node.pointer(), rule: KeyRule::Ref(position) });
        }
        Self::read(reader, node, names)
    }

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        let Json::Object(_) = node.json() else {
            reader.object(node, &[]);
            return None;
        };
        let types: Vec<_> = Self::TYPES.iter().map(|known| (known.0, *known)).collect();
        let (kind, fields) = reader.required(node, "type", |r, n| r.word(n, &types))?;
        reader.object(node, fields);
        let nested = |r: &mut Reader, n: &Node<'_>| Self::read(r, n, names).map(Box::new);
        let rule = match kind {
            "equal" => KeyRule::Equal,
            "shares" => KeyRule::Shares(reader.required(node, "shares", |r, n| read_weights(r, n, names))?),
            "statistic" => {
                let statistic = reader.required(node, "statistic", Reader::name);
                let as_of = reader.optional(node, "as_of", AsOf::read);
                KeyRule::Statistic { statistic: statistic?, as_of }
            }
            "seats" => KeyRule::Seats(reader.optional(node, "bodies", |r, n| names.body_list(r, n))),
            "groups" => {
                KeyRule::Groups(reader.required(node, "groups", |r, n| r.list(n, |r, n, _| Group::read(r, n, names)))?)
            }
            "blend" => {
                KeyRule::Blend(reader.required(node, "parts", |r, n| r.list(n, |r, n, _| Part::read(r, n, names)))?)
            }
            "base_fee" => {
                let fees =
                    reader.required(node, "fees", |r, n| PerMember::read(r, n, names, Reader::money_not_negative));
                let remainder = reader.required(node, "remainder", nested);
                KeyRule::BaseFee { fees: fees?, remainder: remainder? }
            }
            "bounded" => {
                let bounds = |r: &mut Reader, n: &Node<'_>| PerMember::read(r, n, names, Bound::read);
                let key = reader.required(node, "key", nested);
                let min = reader.optional(node, "min", bounds);
                let max = reader.optional(node, "max", bounds);
                KeyRule::Bounded { key: key?, min: min.unwrap_or_default(), max: max.unwrap_or_default() }
            }
            "among" => {
                let among = reader.required(node, "among", |r, n| Selector::read(r, n, names));
                let key = reader.required(node, "key", nested);
                KeyRule::Among { among: among?, key: key? }
            }
            _ => KeyRule::Ref(reader.required(node, "key", |r, n| names.key(r, n))?),
        };
        Some(Self { pointer: node.pointer(), rule })
    }

    /// The keys written directly inside this one.
    pub(crate) fn inner(&self) -> Vec<&Self> {
        match &self.rule {
            KeyRule::Equal | KeyRule::Shares(_) | KeyRule::Statistic { .. } | KeyRule::Seats(_) | KeyRule::Ref(_) => {
                Vec::new()
            }
            KeyRule::Groups(groups) => groups.iter().map(|group| &group.key).collect(),
            KeyRule::Blend(parts) => parts.iter().map(|part| &part.key).collect(),
            KeyRule::BaseFee { remainder: key, .. } | KeyRule::Bounded { key, .. } | KeyRule::Among { key, .. } => {
                vec![key]
            }
        }
    }
}

impl Group {
    /// The fields of a group.
    pub const FIELDS: &[&str] = &["among", "weight", "key"];

    fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let among = reader.required(node, "among", |r, n| Selector::read(r, n, names));
        let weight = reader.required(node, "weight", Reader::decimal_not_negative);
        let key = reader.required(node, "key", |r, n| Key::read(r, n, names));
        Some(Self { among: among?, weight: weight?, key: key? })
    }
}

impl Part {
    /// The fields of a part.
    pub const FIELDS: &[&str] = &["weight", "key"];

    fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let weight = reader.required(node, "weight", Reader::decimal_not_negative);
        let key = reader.required(node, "key", |r, n| Key::read(r, n, names));
        Some(Self { weight: weight?, key: key? })
    }
}
