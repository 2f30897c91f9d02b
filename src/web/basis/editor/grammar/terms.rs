//! What surrounds the calculation: settlement, indexation, invoicing, days that matter, references and sliders.

use super::{ID, KRONOR, NUMBER, PERCENT};
use crate::web::basis::editor::shape::{Field, List, Map, Names, Shape, ShownBy, Variant};
use crate::web::words::key;

pub(super) static SETTLEMENT: Shape =
    Shape::Word(&[("via_host", key!("edit-via-host")), ("netted", key!("edit-netted"))]);

pub(super) static ROUNDING: Shape =
    Shape::Word(&[("0.01", key!("edit-round-ore")), ("1.00", key!("edit-round-krona"))]);

pub(super) static INDEXATION: Shape = Shape::Choice(
    key!("edit-index-by"),
    &[
        &Variant {
            word: "procent",
            label: key!("edit-index-percent"),
            shown_by: ShownBy::Has("percent_per_year"),
            shape: &Shape::Record(&[Field::must("percent_per_year", key!("edit-percent-a-year"), &PERCENT), BASE_YEAR]),
        },
        &Variant {
            word: "serie",
            label: key!("edit-index-series"),
            shown_by: ShownBy::Has("series"),
            shape: &Shape::Record(&[
                BASE_YEAR,
                Field::must(
                    "series",
                    key!("edit-index-numbers"),
                    &Shape::Map(&Map {
                        names: Names::Free,
                        value: &NUMBER,
                        one: key!("edit-year"),
                        add: key!("edit-add-year"),
                    }),
                ),
            ]),
        },
    ],
);

const BASE_YEAR: Field = Field::must("base_year", key!("edit-base-year"), &Shape::Whole);

/// A day of every year.
static DAY_OF_YEAR: Shape = Shape::Record(DAY_OF_YEAR_FIELDS);
const DAY_OF_YEAR_FIELDS: &[Field] =
    &[Field::must("month", key!("edit-month"), &Shape::Whole), Field::must("day", key!("edit-day"), &Shape::Whole)];

pub(super) static INVOICING: Shape = Shape::Record(&[
    Field::may("instalments", key!("edit-instalments"), &Shape::Whole).noted(key!("edit-instalments-how")),
    Field::may("in_advance", key!("edit-in-advance"), &Shape::Truth(true)),
    Field::may("due_days", key!("edit-due-days"), &Shape::Whole).noted(key!("edit-due-days-how")),
    Field::may(
        "fixed_due_day",
        key!("edit-due-day"),
        &Shape::Choice(
            key!("edit-due-day"),
            &[&Variant {
                word: "dag",
                label: key!("edit-due-day-fixed"),
                shown_by: ShownBy::Object,
                shape: &DAY_OF_YEAR,
            }],
        ),
    )
    .usual(key!("edit-due-day-none")),
    Field::may("minimum_amount", key!("edit-minimum"), &KRONOR).noted(key!("edit-minimum-how")),
    Field::may("handling_cost", key!("edit-handling"), &KRONOR).noted(key!("edit-handling-how")).more(),
    Field::may("reminder_fee", key!("edit-reminder"), &KRONOR),
    Field::may("interest_margin_percent", key!("edit-interest"), &PERCENT).noted(key!("edit-interest-how")),
    Field::may("ocr", key!("edit-ocr"), &OCR).usual(key!("edit-ocr-check")).more(),
]);

static OCR: Shape = Shape::Word(&[("check", key!("edit-ocr-check")), ("length_check", key!("edit-ocr-length"))]);

pub(super) static MILESTONES: Shape = Shape::List(&List {
    item: &Shape::Choice(
        key!("edit-when"),
        &[
            &Variant {
                word: "varje",
                label: key!("edit-when-every"),
                shown_by: ShownBy::Has("every_year"),
                shape: &Shape::Record(&[ID, MILESTONE, Field::must("every_year", key!("edit-when-day"), &DAY_OF_YEAR)]),
            },
            &Variant {
                word: "dag",
                label: key!("edit-when-once"),
                shown_by: ShownBy::Has("date"),
                shape: &Shape::Record(&[ID, MILESTONE, Field::must("date", key!("edit-date"), &Shape::Day)]),
            },
        ],
    ),
    one: key!("edit-milestone"),
    add: key!("edit-add-milestone"),
    folded: true,
});

const MILESTONE: Field = Field::may("name", key!("edit-name"), &Shape::Line);

pub(super) static REFERENCES: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        Field::must("label", key!("edit-label"), &Shape::Line),
        Field::must("text", key!("edit-text"), &Shape::Text),
    ]),
    one: key!("edit-reference"),
    add: key!("edit-add-reference"),
    folded: true,
});

pub(super) static LEVERS: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        ID,
        Field::may("name", key!("edit-name"), &Shape::Line),
        Field::must("min", key!("edit-lever-min"), &NUMBER),
        Field::must("max", key!("edit-lever-max"), &NUMBER),
        Field::must("step", key!("edit-lever-step"), &NUMBER),
        Field::may("unit", key!("edit-lever-unit"), &Shape::Line),
        Field::must(
            "targets",
            key!("edit-targets"),
            &Shape::List(&List {
                item: &Shape::Line,
                one: key!("edit-target"),
                add: key!("edit-add-target"),
                folded: false,
            }),
        )
        .noted(key!("edit-targets-how")),
        Field::may("complements", key!("edit-complements"), &COMPLEMENTS).noted(key!("edit-complements-how")).more(),
    ]),
    one: key!("edit-lever"),
    add: key!("edit-add-lever"),
    folded: true,
});

pub(super) static COMPLEMENTS: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        Field::must("target", key!("edit-target"), &Shape::Line),
        Field::must("of", key!("edit-complement-of"), &NUMBER),
    ]),
    one: key!("edit-complement"),
    add: key!("edit-add-complement"),
    folded: false,
});
