//! Parties, forums with their seats, and turns.

use super::{ID, KINDS, NUMBER};
use crate::web::basis::editor::shape::{Field, Kind, List, Map, Names, Shape, ShownBy, Variant};
use crate::web::words::key;

pub(super) static PARTIES: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        ID,
        Field::must("name", key!("edit-name"), &Shape::Line),
        Field::must("kind", key!("edit-kind"), &Shape::Word(KINDS)),
        Field::may("organisation_number", key!("edit-number"), &Shape::Line),
        Field::may("area", key!("edit-area"), &Shape::Line).noted(key!("edit-area-how")),
        Field::may("member_from", key!("edit-member-from"), &Shape::Day).more(),
        Field::may("member_to", key!("edit-member-to"), &Shape::Day).more(),
        Field::may("payer", key!("edit-payer"), &Shape::One(Kind::Party)).usual(key!("edit-payer-own")).more(),
        Field::may("shares_costs", key!("edit-shares-costs"), &Shape::Truth(true)).more(),
    ]),
    one: key!("edit-party"),
    add: key!("edit-add-party"),
    folded: true,
});

pub(super) static BODIES: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        ID,
        Field::may("name", key!("edit-name"), &Shape::Line),
        Field::may("meetings_per_year", key!("edit-meetings"), &NUMBER),
        Field::may("seats", key!("edit-seats"), &WEIGHTS).noted(key!("edit-seats-how")),
        Field::may("chair", key!("edit-chair"), &TURNS).usual(key!("edit-none")).more(),
    ]),
    one: key!("edit-body"),
    add: key!("edit-add-body"),
    folded: true,
});

/// A number for each party.
pub(super) static WEIGHTS: Shape =
    Shape::Map(&Map { names: Names::Parties, value: &NUMBER, one: key!("edit-party"), add: key!("edit-add-party") });

/// A party, or parties that take turns.
pub(super) static TURNS: Shape = Shape::Choice(
    key!("edit-turns"),
    &[
        &Variant {
            word: "part",
            label: key!("edit-turns-one"),
            shown_by: ShownBy::Text,
            shape: &Shape::One(Kind::Party),
        },
        &Variant {
            word: "tur",
            label: key!("edit-turns-many"),
            shown_by: ShownBy::Object,
            shape: &Shape::Record(&[
                Field::must("starting", key!("edit-turns-starting"), &Shape::Whole),
                Field::must(
                    "rotate",
                    key!("edit-turns-order"),
                    &Shape::List(&List {
                        item: &Shape::One(Kind::Party),
                        one: key!("edit-party"),
                        add: key!("edit-add-turn"),
                        folded: false,
                    }),
                ),
            ]),
        },
    ],
);

/// Which of the members something concerns.
pub(super) static WHO: Shape = Shape::Choice(
    key!("edit-who-by"),
    &[
        &Variant { word: "alla", label: key!("edit-who-all"), shown_by: ShownBy::Text, shape: &Shape::Same("all") },
        &Variant {
            word: "slag",
            label: key!("edit-who-kind"),
            shown_by: ShownBy::Has("kind"),
            shape: &Shape::Record(&[Field::must("kind", key!("edit-kind"), &Shape::Word(KINDS))]),
        },
        &Variant {
            word: "parter",
            label: key!("edit-who-parties"),
            shown_by: ShownBy::Has("parties"),
            shape: &Shape::Record(&[Field::must("parties", key!("edit-parties"), &Shape::Set(Kind::Party))]),
        },
        &Variant {
            word: "utom",
            label: key!("edit-who-except"),
            shown_by: ShownBy::Has("except"),
            shape: &Shape::Record(&[Field::must("except", key!("edit-who-left-out"), &Shape::Set(Kind::Party))]),
        },
        &Variant {
            word: "forum",
            label: key!("edit-who-body"),
            shown_by: ShownBy::Has("body"),
            shape: &Shape::Record(&[Field::must("body", key!("edit-body"), &Shape::One(Kind::Body))]),
        },
    ],
);
