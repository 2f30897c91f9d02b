//! The shape of the agreement document (calculation contract § 2), part by part.

mod cost;
mod key;
mod party;
mod policy;
mod terms;

use super::shape::{Field, Shape, Unit};
use crate::web::words::{Key, key};

/// The whole document.
pub(super) static AGREEMENT: Shape = Shape::Record(FIELDS);

const FIELDS: &[Field] = &[
    Field::must("name", key!("edit-name"), &Shape::Line),
    Field::must("currency", key!("edit-currency"), &Shape::Same("SEK")),
    Field::must("valid_from", key!("edit-valid-from"), &Shape::Day).noted(key!("edit-valid-from-how")),
    Field::may("valid_to", key!("edit-valid-to"), &Shape::Day).noted(key!("edit-valid-to-how")),
    Field::must("host", key!("edit-host"), &party::TURNS),
    Field::may("settlement", key!("edit-settlement"), &terms::SETTLEMENT).usual(key!("edit-via-host")),
    Field::may("rounding_unit", key!("edit-rounding"), &terms::ROUNDING).usual(key!("edit-round-ore")),
    Field::may("notice_months", key!("edit-notice"), &Shape::Whole),
    Field::may("indexation", key!("edit-indexation"), &terms::INDEXATION).usual(key!("edit-index-none")),
    Field::must("parties", key!("edit-parties"), &party::PARTIES),
    Field::may("bodies", key!("edit-bodies"), &party::BODIES),
    Field::must("costs", key!("edit-costs"), &cost::COSTS),
    Field::may("keys", key!("edit-keys"), &key::KEYS),
    Field::may("default_policy", key!("edit-policy"), &policy::POLICY).noted(key!("edit-policy-how")),
    Field::may("invoicing", key!("edit-invoicing"), &terms::INVOICING),
    Field::may("milestones", key!("edit-milestones"), &terms::MILESTONES),
    Field::may("references", key!("edit-references"), &terms::REFERENCES),
    Field::may("levers", key!("edit-levers"), &terms::LEVERS).noted(key!("edit-levers-how")),
];

/// The sections of the form, in order: their places on the page, their titles and their fields.
pub(super) const SECTIONS: &[(&str, Key, &[&str])] = &[
    (
        "allmant",
        key!("edit-general"),
        &[
            "name",
            "currency",
            "valid_from",
            "valid_to",
            "host",
            "settlement",
            "rounding_unit",
            "notice_months",
            "indexation",
        ],
    ),
    ("parter", key!("edit-parties"), &["parties"]),
    ("forum", key!("edit-bodies"), &["bodies"]),
    ("kostnader", key!("edit-costs"), &["costs"]),
    ("nycklar", key!("edit-keys"), &["keys"]),
    ("bortfall", key!("edit-policy"), &["default_policy"]),
    ("fakturering", key!("edit-invoicing"), &["invoicing"]),
    ("ovrigt", key!("edit-other"), &["milestones", "references", "levers"]),
];

/// The fields of the document by name.
pub(super) fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

const ID: Field = Field::may("id", key!("edit-id"), &Shape::Id);
const KINDS: &[(&str, Key)] = &[
    ("municipality", key!("edit-municipality")),
    ("region", key!("edit-region")),
    ("association", key!("edit-association")),
    ("other", key!("edit-other-kind")),
];
static KRONOR: Shape = Shape::Number(Unit::Kronor);
static PERCENT: Shape = Shape::Number(Unit::Percent);
static NUMBER: Shape = Shape::Number(Unit::None);

#[cfg(test)]
mod tests {
    use samfin_core::Agreement;
    use samfin_core::agreement::{
        Body, Complement, Cost, Invoicing, Key, Lever, Milestone, Party, PolicyStep, Reference,
    };

    use super::super::shape::ShownBy;
    use super::*;

    /// The names of the members of every object that a shape can be.
    fn names(shape: &Shape, found: &mut Vec<Vec<&'static str>>) {
        match shape {
            Shape::Record(fields) => found.push(fields.iter().map(|field| field.name).collect()),
            Shape::Choice(_, variants) => variants.iter().for_each(|variant| {
                let before = found.len();
                names(variant.shape, found);
                if variant.shown_by == ShownBy::Type && found.len() > before {
                    found[before].push("type");
                }
            }),
            Shape::List(list) => names(list.item, found),
            Shape::Map(map) => names(map.value, found),
            _ => {}
        }
    }

    fn all_of(shape: &Shape) -> Vec<&'static str> {
        let mut found = Vec::new();
        names(shape, &mut found);
        let mut all: Vec<_> = found.concat();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn sorted(names: &[&'static str]) -> Vec<&'static str> {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_form_has_every_field_that_the_reader_knows() {
        assert_eq!(all_of(&AGREEMENT), sorted(Agreement::FIELDS));
        assert_eq!(all_of(&party::PARTIES), sorted(Party::FIELDS));
        assert_eq!(all_of(&party::BODIES), sorted(Body::FIELDS));
        assert_eq!(all_of(&cost::COSTS), sorted(Cost::FIELDS));
        assert_eq!(all_of(&terms::INVOICING), sorted(Invoicing::FIELDS));
        assert_eq!(all_of(&terms::LEVERS), sorted(Lever::FIELDS));
        assert_eq!(all_of(&terms::COMPLEMENTS), sorted(Complement::FIELDS));
        assert_eq!(all_of(&terms::MILESTONES), sorted(Milestone::FIELDS));
        assert_eq!(all_of(&terms::REFERENCES), sorted(Reference::FIELDS));
        let sections: Vec<&str> = SECTIONS.iter().flat_map(|(_, _, fields)| fields.iter().copied()).collect();
        assert_eq!(sorted(&sections), sorted(Agreement::FIELDS), "each field has its section");
    }

    #[test]
    fn every_kind_of_key_and_step_can_be_chosen_with_its_fields() {
        for (shape, types) in [(&key::KEY, Key::TYPES), (&policy::STEP, PolicyStep::TYPES)] {
            let Shape::Choice(_, variants) = shape else { panic!("a choice") };
            for (word, fields) in types {
                let variant = variants.iter().find(|variant| variant.word == *word).expect("the word");
                let Shape::Record(known) = variant.shape else { panic!("a record") };
                let known: Vec<_> = known.iter().map(|field| field.name).chain(["type"]).collect();
                assert_eq!(sorted(&known), sorted(fields), "{word}");
            }
            assert_eq!(variants.len(), types.len());
        }
    }
}
