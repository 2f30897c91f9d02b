//! Those who take part.

use chrono::NaiveDate;

use super::Names;
use crate::read::{Node, Reader};
use crate::{Code, Id, say};

/// What sort of party it is; selectors and per-member amounts can name a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartyKind {
    /// A region (*region*).
    Region,
    /// A municipality (*kommun*).
    Municipality,
    /// An association (*förbund*), or another body of its own.
    Association,
    /// Anyone else.
    Other,
}

impl PartyKind {
    /// The words of the document, with what they mean.
    pub const WORDS: &[(&str, Self)] = &[
        ("region", Self::Region),
        ("municipality", Self::Municipality),
        ("association", Self::Association),
        ("other", Self::Other),
    ];

    /// The word for this kind in the document.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Municipality => "municipality",
            Self::Association => "association",
            Self::Other => "other",
        }
    }
}

/// Someone who takes part in the agreement (*part*).
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// Its organisation number, as written.
    pub organisation_number: Option<String>,
    /// The code of its area in official statistics: four digits for a municipality, two for a county.
    pub area: Option<String>,
    /// Its first day as a member; none: from the beginning.
    pub member_from: Option<NaiveDate>,
    /// Its last day as a member; none: until further notice.
    pub member_to: Option<NaiveDate>,
    /// The position of the party that is invoiced for it; its own when it pays for itself.
    pub payer: usize,
    /// Whether it bears costs. One that does not can employ, pay, guarantee or host.
    pub shares_costs: bool,
}

impl Party {
    /// The fields of a party.
    pub const FIELDS: &[&str] =
        &["id", "name", "kind", "organisation_number", "area", "member_from", "member_to", "payer", "shares_costs"];
    /// The fields that must be there.
    pub const REQUIRED: &[&str] = &["id", "name", "kind"];

    pub(super) fn read(reader: &mut Reader, node: &Node<'_>, names: &Names) -> Option<Self> {
        if !reader.object(node, Self::FIELDS) {
            return None;
        }
        let kind = reader.required(node, "kind", |r, n| r.word(n, PartyKind::WORDS));
        let id = reader.required(node, "id", |r, n| read_id(r, n, kind));
        let name = reader.required(node, "name", Reader::name);
        let organisation_number = reader.optional(node, "organisation_number", Reader::name);
        let area = reader.optional(node, "area", Reader::name);
        let (member_from, member_to) = reader.range(node, "member_from", "member_to");
        let payer = reader.optional(node, "payer", |r, n| names.party(r, n));
        let shares_costs = reader.optional(node, "shares_costs", Reader::boolean);
        let id = id?;
        let own = names.has_party(id.as_str())?;
        Some(Self {
            payer: payer.unwrap_or(own),
            id,
            name: name?,
            kind: kind?,
            organisation_number,
            area,
            member_from,
            member_to,
            shares_costs: shares_costs.unwrap_or(true),
        })
    }

    /// Whether the party is a member for keys, seats and covering on the day `day`.
    #[must_use]
    pub fn is_charged_on(&self, day: NaiveDate) -> bool {
        self.shares_costs
            && self.member_from.is_none_or(|from| from <= day)
            && self.member_to.is_none_or(|to| day <= to)
    }
}

/// A party's id: not a word that means something else where parties are named.
///
/// An association may be called `association`, as in FINSAM agreements that are in use: there the
/// word means the same either way. See `docs/decisions/0005-association-as-party-id.md`.
fn read_id(reader: &mut Reader, node: &Node<'_>, kind: Option<PartyKind>) -> Option<Id> {
    let id = reader.id(node)?;
    let association = id.as_str() == "association" && kind == Some(PartyKind::Association);
    let taken = id == Id::reserve() || PartyKind::WORDS.iter().any(|(word, _)| *word == id.as_str());
    if !taken || association {
        return Some(id);
    }
    let detail = say!("\"{id}\" är upptaget för annat; välj ett annat id", "\"{id}\" is reserved; choose another id");
    reader.fault(node, Code::IdFormat, detail);
    None
}
