//! Well-known rules for a shortfall, ready to try on any agreement, each with the sentence that an
//! agreement would need for it.
//!
//! ```
//! use samfin_core::{Agreement, presets};
//! # let agreement = Agreement::parse(br#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [],
//! #   "parties": [ { "id": "a", "name": "Region A", "kind": "region" } ] }"#).unwrap();
//! let found = presets(&agreement);
//! assert_eq!(found[0].id, "region-absorbs");
//! assert_eq!(found[0].steps.to_text(), r#"[{"type":"guarantor","party":"a"}]"#);
//! assert!(found[0].sentence.sv.contains("Region A"));
//! ```

use crate::agreement::{CostKind, PartyKind};
use crate::json::Json;
use crate::{Agreement, Id, Text, say};

/// A rule for a shortfall that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Its id; never changes.
    pub id: &'static str,
    /// What people call it.
    pub name: Text,
    /// What the agreement would say.
    pub sentence: Text,
    /// The steps, as they stand in `default_policy`.
    pub steps: Json<'static>,
}

/// The ids of all presets; an agreement without a region lacks the first.
pub const PRESETS: &[&str] = &[
    "region-absorbs",
    "all-share",
    "municipalities-share",
    "capped-then-reduce",
    "reserve-first",
    "match-down",
    "defer",
];

/// The presets that this agreement can have, in the order of [`PRESETS`].
#[must_use]
pub fn presets(agreement: &Agreement) -> Vec<Preset> {
    PRESETS.iter().filter_map(|id| preset(agreement, id)).collect()
}

/// The preset `id` for this agreement.
#[must_use]
pub fn preset(agreement: &Agreement, id: &str) -> Option<Preset> {
    let costs = || reducible(agreement);
    Some(match id {
        "region-absorbs" => {
            let region = agreement.parties.iter().find(|party| party.kind == PartyKind::Region)?;
            Preset {
                id: "region-absorbs",
                name: say!("Regionen täcker", "The region absorbs"),
                sentence: say!(
                    "Om en kommun inte bidrar som avtalat täcker {} hela bortfallet, som kommunen därefter är skyldig regionen.",
                    "If a municipality does not contribute as agreed, {} covers the whole shortfall, which the municipality then owes the region.";
                    region.name
                ),
                steps: steps([object("guarantor", [("party", text(&region.id))])]),
            }
        }
        "all-share" => Preset {
            id: "all-share",
            name: say!("Alla delar", "Everyone shares"),
            sentence: say!(
                "Om en part inte bidrar som avtalat täcker övriga parter bortfallet i förhållande till sina andelar.",
                "If a party does not contribute as agreed, the other parties cover the shortfall in proportion to their shares."
            ),
            steps: steps([object("redistribute", [])]),
        },
        "municipalities-share" => Preset {
            id: "municipalities-share",
            name: say!("Kommunerna delar", "The municipalities share"),
            sentence: say!(
                "Om en part inte bidrar som avtalat täcker övriga kommuner bortfallet i förhållande till sina andelar; regionens andel ändras inte.",
                "If a party does not contribute as agreed, the other municipalities cover the shortfall in proportion to their shares; the region's share does not change."
            ),
            steps: steps([object("redistribute", [("among", municipalities())])]),
        },
        "capped-then-reduce" => Preset {
            id: "capped-then-reduce",
            name: say!("Högst +10 %, sedan mindre stöd", "At most +10 %, then less service"),
            sentence: say!(
                "Om en part inte bidrar som avtalat täcker övriga parter bortfallet, dock högst 10 procent av sina egna andelar; det som återstår möts med mindre stöd.",
                "If a party does not contribute as agreed, the other parties cover the shortfall, though at most 10 per cent of their own shares; what remains is met by less service."
            ),
            steps: steps([
                object("redistribute", [("max_increase_percent", word("10"))]),
                object("reduce_service", [("costs", costs())]),
            ]),
        },
        "reserve-first" => Preset {
            id: "reserve-first",
            name: say!("Reserven först", "The reserve first"),
            sentence: say!(
                "Om en part inte bidrar som avtalat täcks bortfallet i första hand ur reserven och i andra hand av övriga parter i förhållande till sina andelar.",
                "If a party does not contribute as agreed, the shortfall is covered first from the reserve and then by the other parties in proportion to their shares."
            ),
            steps: steps([object("reserve", []), object("redistribute", [])]),
        },
        "match-down" => Preset {
            id: "match-down",
            name: say!("Stödet minskas i samma mån", "Matched down"),
            sentence: say!(
                "Om kommunerna eller regionen inte bidrar som avtalat behåller den andra sidan det avtalade förhållandet, och stödet minskas i motsvarande mån.",
                "If the municipalities or the region do not contribute as agreed, the other side keeps the agreed ratio and the service is reduced accordingly."
            ),
            steps: steps([
                object("match_down", [("of", municipalities()), ("costs", costs())]),
                object("match_down", [("of", kind("region")), ("costs", costs())]),
            ]),
        },
        "defer" => Preset {
            id: "defer",
            name: say!("Anstånd", "Deferral"),
            sentence: say!(
                "Om en part inte bidrar som avtalat ligger värden ute med beloppet, som parten betalar senare.",
                "If a party does not contribute as agreed, the host lays out the amount, which the party pays later."
            ),
            steps: steps([object("carry_forward", [])]),
        },
        _ => return None,
    })
}

/// Every cost that less service would make smaller.
fn reducible(agreement: &Agreement) -> Json<'static> {
    let costs = agreement.costs.iter().filter(|cost| !matches!(cost.kind, CostKind::Reserve(_)));
    Json::Array(costs.map(|cost| text(&cost.id)).collect())
}

fn municipalities() -> Json<'static> {
    kind("municipality")
}

fn kind(kind: &'static str) -> Json<'static> {
    Json::Object(vec![("kind".into(), word(kind))])
}

fn steps<const N: usize>(steps: [Json<'static>; N]) -> Json<'static> {
    Json::Array(steps.into())
}

fn object<const N: usize>(kind: &'static str, fields: [(&'static str, Json<'static>); N]) -> Json<'static> {
    let fields = fields.into_iter().map(|(name, value)| (name.into(), value));
    Json::Object(std::iter::once(("type".into(), word(kind))).chain(fields).collect())
}

fn word(word: &'static str) -> Json<'static> {
    Json::String(word.into())
}

fn text(id: &Id) -> Json<'static> {
    Json::String(id.to_string().into())
}
