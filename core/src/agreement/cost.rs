//! What is shared: staff, purchases and money set aside.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Key, Names};
use crate::read::{Node, Reader};
use crate::text::is_name;
use crate::{Code, Id, Ore, say};

/// One thing that is shared (*kostnadspost*).
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What sort of cost it is, and how much of it there is in a year.
    pub kind: CostKind,
    /// The position of the party that provides it; none: the host of the year.
    pub provided_by: Option<usize>,
    /// How it is divided.
    pub key: Key,
    /// How it is treated for VAT when invoiced.
    pub vat: Vat,
    /// Where the figure comes from; `assumption` marks an assumed one.
    pub source: Option<String>,
    /// Account coding, dimension by dimension.
    pub account: Vec<(String, String)>,
    /// Its first day; none: from the agreement's.
    pub from: Option<NaiveDate>,
    /// Its last day; none: to the agreement's.
    pub to: Option<NaiveDate>,
    /// Whether it grows with the agreement's indexation.
    pub indexed: bool,
}

/// What sort of cost it is.
#[derive(Debug, Clone, PartialEq)]
pub enum CostKind {
    /// Hours at a rate.
    Staff {
        /// How many hours.
        hours: Quantity<Decimal>,
        /// What an hour costs.
        rate: Rate,
    },
    /// Something bought; negative for a grant or income to share.
    Purchase(Quantity<Ore>),
    /// Money set aside; nobody provides it.
    Reserve(Quantity<Ore>),
}

/// How much there is of something in a year.
#[derive(Debug, Clone, PartialEq)]
pub enum Quantity<T> {
    /// This much a year.
    PerYear(T),
    /// This much for each meeting of the bodies at these positions.
    PerMeeting {
        /// For each meeting.
        each: T,
        /// The bodies that meet.
        bodies: Vec<usize>,
    },
}

/// The amounts a year or per meeting of staff hours (`hours`).
pub type Hours = Quantity<Decimal>;

/// What an hour of work costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// How it is known.
    pub basis: RateBasis,
    /// Where the figure comes from.
    pub source: Option<String>,
}

/// How an hourly rate is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RateBasis {
    /// As it stands, kronor per hour.
    Hourly(Ore),
    /// Built up from a salary: `12 × salary × (1 + on-costs) × (1 + overhead) / annual hours`.
    Salary {
        /// Kronor a month.
        monthly: Ore,
        /// Employer's contributions and the like (*PO-pålägg*), percent.
        on_costs_percent: Decimal,
        /// Premises, equipment, management (*overhead*), percent.
        overhead_percent: Decimal,
        /// Hours worked in a year.
        annual_hours: Decimal,
    },
}

/// The VAT treatment of a cost when it is invoiced (*moms*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vat {
    /// A contribution without counter-performance.
    OutsideScope,
    /// Taxed at this percentage: 25, 12 or 6.
    Standard(u8),
    /// Exempt, for the reason given.
    Exempt(String),
}

impl Cost {
    /// The fields of a cost; which of `hours`, `rate` and `amount` stand depends on its type.
    pub const FIELDS: &[&str] = &[
        "id",
        "name",
        "type",
        "hours",
        "rate",
        "amount",
        "provided_by",
        "key",
        "vat",
        "exemption_reason",
        "source",
        "account",
        "from",
        "to",
        "index",
    ];
    /// The fields that must always be there.
    pub const REQUIRED: &[&str] = &["id", "name", "type", "key"];

    /// Whether its figures are assumed rather than known.
    #[must_use]
    pub fn is_assumed(&self) -> bool {
        let assumed = |source: &Option<String>| source.as_deref() == Some(ASSUMPTION);
        assumed(&self.source) || matches!(&self.kind, CostKind::Staff { rate, .. } if assumed(&rate.source))
    }

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let id = reader.required(node, "id", Reader::id);
        let name = reader.required(node, "name", Reader::name);
        let kind = CostKind::read(reader, node, names);
        let provided_by = reader.optional(node, "provided_by", |r, n| names.party(r, n));
        let key = reader.required(node, "key", |r, n| Key::read_or_name(r, n, names));
        let vat = Vat::read(reader, node);
        let source = reader.optional(node, "source", Reader::name);
        let account = reader.optional(node, "account", |r, n| {
            r.map(n, |r, dimension, n| {
                if !is_name(dimension) {
                    let detail =
                        say!("dimensionens namn ska vara en rad text", "the dimension's name must be one line of text");
                    r.fault(n, Code::IdFormat, detail);
                }
                r.name(n).map(|value| (dimension.to_owned(), value))
            })
        });
        let (from, to) = reader.range(node, "from", "to");
        let index = reader.optional(node, "index", |r, n| r.word(n, &[("none", ())]));
        Some(Self {
            id: id?,
            name: name?,
            kind: kind?,
            provided_by,
            key: key?,
            vat: vat?,
            source,
            account: account.unwrap_or_default(),
            from,
            to,
            indexed: index.is_none(),
        })
    }
}

/// The `source` that marks a figure as assumed.
pub const ASSUMPTION: &str = "assumption";

impl CostKind {
    fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        let kinds = [("staff", "staff"), ("purchase", "purchase"), ("reserve", "reserve")];
        let kind = reader.required(node, "type", |r, n| r.word(n, &kinds))?;
        let foreign: &[&str] = if kind == "staff" { &["amount"] } else { &["hours", "rate"] };
        for field in foreign.iter().filter_map(|name| node.field(name)) {
            let detail = say!(
                "en kostnad av typen \"{kind}\" har inte det här fältet",
                "a cost of type \"{kind}\" does not have this field"
            );
            reader.fault(&field, Code::UnknownField, detail);
        }
        if kind == "staff" {
            let hours =
                reader.required(node, "hours", |r, n| Quantity::read(r, n, names, Reader::decimal_not_negative));
            let rate = reader.required(node, "rate", Rate::read);
            return Some(Self::Staff { hours: hours?, rate: rate? });
        }
        let money = if kind == "reserve" { Reader::money_not_negative } else { Reader::money };
        let amount = reader.required(node, "amount", |r, n| Quantity::read(r, n, names, money))?;
        Some(if kind == "reserve" { Self::Reserve(amount) } else { Self::Purchase(amount) })
    }
}

impl<T> Quantity<T> {
    /// The fields of a quantity: `per_year`, or `per_meeting` with `bodies`.
    pub const FIELDS: &[&str] = &["per_year", "per_meeting", "bodies"];

    fn read(
        reader: &mut Reader,
        node: &Node<'_>,
        names: &Names,
        number: impl Fn(&mut Reader, &Node<'_>) -> Option<T>,
    ) -> Option<Self> {
        let per_meeting = node.field("per_meeting").is_some();
        if per_meeting == node.field("per_year").is_some() {
            if reader.object(node, Self::FIELDS) {
                let code = if per_meeting { Code::ConflictingFields } else { Code::MissingField };
                let detail = say!("ange \"per_year\" eller \"per_meeting\"", "give \"per_year\" or \"per_meeting\"");
                reader.fault(node, code, detail);
            }
            return None;
        }
        if !per_meeting {
            reader.object(node, &["per_year"]);
            return reader.required(node, "per_year", number).map(Self::PerYear);
        }
        reader.object(node, &["per_meeting", "bodies"]);
        let each = reader.required(node, "per_meeting", number);
        let bodies = reader.required(node, "bodies", |r, n| names.body_list(r, n));
        Some(Self::PerMeeting { each: each?, bodies: bodies? })
    }
}

impl Rate {
    /// The fields of a rate: `hourly`, or the build-up from a salary.
    pub const FIELDS: &[&str] =
        &["hourly", "monthly_salary", "on_costs_percent", "overhead_percent", "annual_hours", "source"];

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let source = reader.optional(node, "source", Reader::name);
        let salary = ["monthly_salary", "on_costs_percent", "overhead_percent", "annual_hours"];
        if node.field("hourly").is_some() {
            if salary.iter().any(|name| node.field(name).is_some()) {
                let detail = say!(
                    "ange \"hourly\" eller en lön att räkna timkostnaden från, inte båda",
                    "give \"hourly\" or a salary to build the rate from, not both"
                );
                reader.fault(node, Code::ConflictingFields, detail);
            }
            reader.object(node, Self::FIELDS);
            let hourly = reader.required(node, "hourly", Reader::money_not_negative)?;
            return Some(Self { basis: RateBasis::Hourly(hourly), source });
        }
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        if node.field("monthly_salary").is_none() && node.field("annual_hours").is_none() {
            let detail = say!(
                "ange \"hourly\", eller \"monthly_salary\" och \"annual_hours\"",
                "give \"hourly\", or \"monthly_salary\" and \"annual_hours\""
            );
            reader.fault(node, Code::MissingField, detail);
            return None;
        }
        let monthly = reader.required(node, "monthly_salary", Reader::money_not_negative);
        let on_costs = reader.optional(node, "on_costs_percent", Reader::decimal_not_negative);
        let overhead = reader.optional(node, "overhead_percent", Reader::decimal_not_negative);
        let annual_hours = reader.required(node, "annual_hours", Reader::decimal_positive);
        let basis = RateBasis::Salary {
            monthly: monthly?,
            on_costs_percent: on_costs.unwrap_or_default(),
            overhead_percent: overhead.unwrap_or_default(),
            annual_hours: annual_hours?,
        };
        Some(Self { basis, source })
    }
}

impl Vat {
    /// The words of the document; `exempt` needs an `exemption_reason`.
    pub const WORDS: &[&str] = &["outside_scope", "standard_25", "standard_12", "standard_6", "exempt"];

    fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Self> {
        let words: Vec<_> = Self::WORDS.iter().map(|word| (*word, *word)).collect();
        let word = reader.optional(node, "vat", |r, n| r.word(n, &words));
        let reason = reader.optional(node, "exemption_reason", Reader::text);
        Some(match word {
            Some("exempt") => {
                if node.field("exemption_reason").is_none() {
                    reader.missing(node, "exemption_reason");
                }
                Self::Exempt(reason?)
            }
            Some("standard_25") => Self::Standard(25),
            Some("standard_12") => Self::Standard(12),
            Some("standard_6") => Self::Standard(6),
            _ => Self::OutsideScope,
        })
    }
}
