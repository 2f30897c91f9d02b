//! What happens when a party does not contribute: steps in order.

use super::key::KEY_OR_NAME;
use super::party::WHO;
use super::{KRONOR, PERCENT};
use crate::web::basis::editor::shape::{Field, Kind, List, Shape, ShownBy, Variant};
use crate::web::words::key;

pub(super) static POLICY: Shape =
    Shape::List(&List { item: &STEP, one: key!("edit-step"), add: key!("edit-add-step"), folded: false });

const RECOVERABLE: Field = Field::may("recoverable", key!("edit-recoverable"), &Shape::Truth(true));
const LIMIT: Field = Field::may("limit", key!("edit-limit"), &KRONOR).noted(key!("edit-limit-how"));
const CUTS: Field = Field::must("costs", key!("edit-cuts"), &Shape::Set(Kind::Cost));

/// A step.
pub(super) static STEP: Shape = Shape::Choice(
    key!("edit-step-type"),
    &[
        &Variant {
            word: "reserve",
            label: key!("edit-step-reserve"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[LIMIT, RECOVERABLE]),
        },
        &Variant {
            word: "redistribute",
            label: key!("edit-step-redistribute"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[
                Field::may("among", key!("edit-who"), &WHO).usual(key!("edit-who-all")),
                Field::may("max_increase_percent", key!("edit-increase"), &PERCENT).noted(key!("edit-increase-how")),
                Field::may("by", key!("edit-by"), &KEY_OR_NAME).usual(key!("edit-by-shares")),
                RECOVERABLE,
            ]),
        },
        &Variant {
            word: "guarantor",
            label: key!("edit-step-guarantor"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[
                Field::must("party", key!("edit-party"), &Shape::One(Kind::Party)),
                LIMIT,
                Field::may("percent", key!("edit-part-of-rest"), &PERCENT),
                RECOVERABLE,
            ]),
        },
        &Variant {
            word: "reduce_service",
            label: key!("edit-step-reduce"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[CUTS, Field::may("max_percent", key!("edit-reduce-most"), &PERCENT), RECOVERABLE]),
        },
        &Variant {
            word: "match_down",
            label: key!("edit-step-match"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[Field::must("of", key!("edit-match-of"), &WHO), CUTS, RECOVERABLE]),
        },
        &Variant {
            word: "carry_forward",
            label: key!("edit-step-carry"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[LIMIT, RECOVERABLE]),
        },
    ],
);
