//! What is shared: hours and what an hour costs, purchases, money set aside.

use super::key::KEY_OR_NAME;
use super::{ID, KRONOR, NUMBER, PERCENT};
use crate::web::basis::editor::shape::{Field, Kind, List, Map, Names, Shape, ShownBy, Variant};
use crate::web::words::key;

pub(super) static COSTS: Shape = Shape::List(&List {
    item: &Shape::Choice(
        key!("edit-cost-type"),
        &[
            &Variant {
                word: "staff",
                label: key!("edit-cost-staff"),
                shown_by: ShownBy::Type,
                shape: &Shape::Record(&[
                    ID, NAME, HOURS, RATE, KEY, PROVIDED, SOURCE, VAT, EXEMPTION, ACCOUNT, FROM, TO, INDEX,
                ]),
            },
            &Variant {
                word: "purchase",
                label: key!("edit-cost-purchase"),
                shown_by: ShownBy::Type,
                shape: &Shape::Record(&[
                    ID, NAME, AMOUNT, KEY, PROVIDED, SOURCE, VAT, EXEMPTION, ACCOUNT, FROM, TO, INDEX,
                ]),
            },
            &Variant {
                word: "reserve",
                label: key!("edit-cost-reserve"),
                shown_by: ShownBy::Type,
                shape: &Shape::Record(&[
                    ID, NAME, AMOUNT, KEY, PROVIDED, SOURCE, VAT, EXEMPTION, ACCOUNT, FROM, TO, INDEX,
                ]),
            },
        ],
    ),
    one: key!("edit-cost"),
    add: key!("edit-add-cost"),
    folded: true,
});

const NAME: Field = Field::must("name", key!("edit-name"), &Shape::Line);
const HOURS: Field = Field::must("hours", key!("edit-hours"), &HOURS_OF);
const AMOUNT: Field = Field::must("amount", key!("edit-amount"), &AMOUNT_OF);
const RATE: Field = Field::must("rate", key!("edit-rate"), &RATE_OF);
const KEY: Field = Field::must("key", key!("edit-cost-key"), &KEY_OR_NAME);
const PROVIDED: Field =
    Field::may("provided_by", key!("edit-provided"), &Shape::One(Kind::Party)).usual(key!("edit-provided-host"));
const SOURCE: Field = Field::may("source", key!("edit-source"), &Shape::Line).noted(key!("edit-source-how")).more();
const VAT: Field = Field::may("vat", key!("edit-vat"), &VAT_OF).usual(key!("edit-vat-outside")).more();
const EXEMPTION: Field =
    Field::may("exemption_reason", key!("edit-exemption"), &Shape::Text).noted(key!("edit-exemption-how")).more();
const ACCOUNT: Field = Field::may("account", key!("edit-account"), &ACCOUNT_OF).noted(key!("edit-account-how")).more();
const FROM: Field = Field::may("from", key!("edit-from"), &Shape::Day).more();
const TO: Field = Field::may("to", key!("edit-to"), &Shape::Day).more();
const INDEX: Field = Field::may("index", key!("edit-indexed"), &INDEX_OF).usual(key!("edit-indexed-as-all")).more();

static INDEX_OF: Shape = Shape::Word(&[("none", key!("edit-indexed-not"))]);

static VAT_OF: Shape = Shape::Word(&[
    ("outside_scope", key!("edit-vat-outside")),
    ("standard_25", key!("edit-vat-25")),
    ("standard_12", key!("edit-vat-12")),
    ("standard_6", key!("edit-vat-6")),
    ("exempt", key!("edit-vat-exempt")),
]);

static ACCOUNT_OF: Shape = Shape::Map(&Map {
    names: Names::Free,
    value: &Shape::Line,
    one: key!("edit-dimension"),
    add: key!("edit-add-dimension"),
});

const BODIES: Field = Field::must("bodies", key!("edit-of-bodies"), &Shape::Set(Kind::Body));

static HOURS_OF: Shape = Shape::Choice(
    key!("edit-counted"),
    &[
        &Variant {
            word: "mote",
            label: key!("edit-per-meeting"),
            shown_by: ShownBy::Has("per_meeting"),
            shape: &Shape::Record(&[Field::must("per_meeting", key!("edit-hours-per-meeting"), &NUMBER), BODIES]),
        },
        &Variant {
            word: "ar",
            label: key!("edit-per-year"),
            shown_by: ShownBy::Has("per_year"),
            shape: &Shape::Record(&[Field::must("per_year", key!("edit-hours-per-year"), &NUMBER)]),
        },
    ],
);

static AMOUNT_OF: Shape = Shape::Choice(
    key!("edit-counted"),
    &[
        &Variant {
            word: "ar",
            label: key!("edit-per-year"),
            shown_by: ShownBy::Has("per_year"),
            shape: &Shape::Record(&[Field::must("per_year", key!("edit-amount-per-year"), &KRONOR)]),
        },
        &Variant {
            word: "mote",
            label: key!("edit-per-meeting"),
            shown_by: ShownBy::Has("per_meeting"),
            shape: &Shape::Record(&[Field::must("per_meeting", key!("edit-amount-per-meeting"), &KRONOR), BODIES]),
        },
    ],
);

const RATE_SOURCE: Field = Field::may("source", key!("edit-source"), &Shape::Line).noted(key!("edit-source-how"));

static RATE_OF: Shape = Shape::Choice(
    key!("edit-rate-by"),
    &[
        &Variant {
            word: "lon",
            label: key!("edit-rate-salary"),
            shown_by: ShownBy::Has("monthly_salary"),
            shape: &Shape::Record(&[
                Field::must("monthly_salary", key!("edit-salary"), &KRONOR),
                Field::may("on_costs_percent", key!("edit-on-costs"), &PERCENT),
                Field::may("overhead_percent", key!("edit-overhead"), &PERCENT),
                Field::must("annual_hours", key!("edit-annual-hours"), &NUMBER).noted(key!("edit-annual-hours-how")),
                RATE_SOURCE,
            ]),
        },
        &Variant {
            word: "timme",
            label: key!("edit-rate-hourly"),
            shown_by: ShownBy::Has("hourly"),
            shape: &Shape::Record(&[Field::must("hourly", key!("edit-hourly"), &KRONOR), RATE_SOURCE]),
        },
    ],
);
