//! Keys: trees that are built by choosing.

use super::party::{WEIGHTS, WHO};
use super::{KRONOR, NUMBER, PERCENT};
use crate::web::basis::editor::shape::{Field, Kind, List, Map, Names, Shape, ShownBy, Variant};
use crate::web::words::key;

pub(super) static KEYS: Shape =
    Shape::Map(&Map { names: Names::Free, value: &KEY, one: key!("edit-key"), add: key!("edit-add-key") });

/// A key.
pub(super) static KEY: Shape = Shape::Choice(
    key!("edit-key-type"),
    &[
        &EQUAL,
        &SHARES,
        &STATISTIC,
        &SEATS,
        &GROUPS,
        &BLEND,
        &BASE_FEE,
        &BOUNDED,
        &AMONG,
        &Variant {
            word: "ref",
            label: key!("edit-key-ref"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[Field::must("key", key!("edit-key"), &Shape::One(Kind::Key))]),
        },
    ],
);

/// A named key, or one of its own.
pub(super) static KEY_OR_NAME: Shape = Shape::Choice(
    key!("edit-key-type"),
    &[
        &NAMED,
        &EQUAL,
        &SHARES,
        &STATISTIC,
        &SEATS,
        &GROUPS,
        &BLEND,
        &BASE_FEE,
        &BOUNDED,
        &AMONG,
        &Variant {
            word: "ref",
            label: key!("edit-key-ref-written"),
            shown_by: ShownBy::Type,
            shape: &Shape::Record(&[Field::must("key", key!("edit-key"), &Shape::One(Kind::Key))]),
        },
    ],
);

static NAMED: Variant =
    Variant { word: "namn", label: key!("edit-key-ref"), shown_by: ShownBy::Text, shape: &Shape::One(Kind::Key) };

static EQUAL: Variant =
    Variant { word: "equal", label: key!("edit-key-equal"), shown_by: ShownBy::Type, shape: &Shape::Record(&[]) };

static SHARES: Variant = Variant {
    word: "shares",
    label: key!("edit-key-shares"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[Field::must("shares", key!("edit-weights"), &WEIGHTS)]),
};

static STATISTIC: Variant = Variant {
    word: "statistic",
    label: key!("edit-key-statistic"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[
        Field::must("statistic", key!("edit-series"), &Shape::One(Kind::Series)),
        Field::may("as_of", key!("edit-as-of"), &AS_OF).usual(key!("edit-as-of-usual")),
    ]),
};

static SEATS: Variant = Variant {
    word: "seats",
    label: key!("edit-key-seats"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[
        Field::may("bodies", key!("edit-of-bodies"), &Shape::Set(Kind::Body)).noted(key!("edit-seats-all"))
    ]),
};

const WEIGHT: Field = Field::must("weight", key!("edit-weight"), &NUMBER);

static GROUPS: Variant = Variant {
    word: "groups",
    label: key!("edit-key-groups"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[Field::must("groups", key!("edit-groups"), &GROUP_LIST)]),
};

static GROUP_LIST: Shape = Shape::List(&List {
    item: &Shape::Record(&[
        WEIGHT,
        Field::must("among", key!("edit-who"), &WHO),
        Field::must("key", key!("edit-inner-key"), &KEY),
    ]),
    one: key!("edit-group"),
    add: key!("edit-add-group"),
    folded: false,
});

static BLEND: Variant = Variant {
    word: "blend",
    label: key!("edit-key-blend"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[Field::must("parts", key!("edit-parts"), &PART_LIST)]),
};

static PART_LIST: Shape = Shape::List(&List {
    item: &Shape::Record(&[WEIGHT, Field::must("key", key!("edit-inner-key"), &KEY)]),
    one: key!("edit-part"),
    add: key!("edit-add-part"),
    folded: false,
});

static BASE_FEE: Variant = Variant {
    word: "base_fee",
    label: key!("edit-key-base-fee"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[
        Field::must("fees", key!("edit-fees"), &FEES),
        Field::must("remainder", key!("edit-remainder"), &KEY),
    ]),
};

static FEES: Shape =
    Shape::Map(&Map { names: Names::Members, value: &KRONOR, one: key!("edit-fee"), add: key!("edit-add-for") });

static BOUNDED: Variant = Variant {
    word: "bounded",
    label: key!("edit-key-bounded"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[
        Field::may("min", key!("edit-min"), &BOUNDS),
        Field::may("max", key!("edit-max"), &BOUNDS),
        Field::must("key", key!("edit-inner-key"), &KEY),
    ]),
};

static AMONG: Variant = Variant {
    word: "among",
    label: key!("edit-key-among"),
    shown_by: ShownBy::Type,
    shape: &Shape::Record(&[
        Field::must("among", key!("edit-who"), &WHO),
        Field::must("key", key!("edit-inner-key"), &KEY),
    ]),
};

static BOUNDS: Shape =
    Shape::Map(&Map { names: Names::Members, value: &BOUND, one: key!("edit-bound"), add: key!("edit-add-for") });

static BOUND: Shape = Shape::Choice(
    key!("edit-bound-by"),
    &[
        &Variant {
            word: "procent",
            label: key!("edit-bound-percent"),
            shown_by: ShownBy::Has("percent"),
            shape: &Shape::Record(&[Field::must("percent", key!("edit-percent"), &PERCENT)]),
        },
        &Variant {
            word: "belopp",
            label: key!("edit-bound-amount"),
            shown_by: ShownBy::Has("amount"),
            shape: &Shape::Record(&[Field::must("amount", key!("edit-amount-per-year"), &KRONOR)]),
        },
    ],
);

static AS_OF: Shape = Shape::Choice(
    key!("edit-as-of-by"),
    &[
        &Variant {
            word: "ar",
            label: key!("edit-as-of-every-year"),
            shown_by: ShownBy::Has("years_before"),
            shape: &Shape::Record(&[
                Field::must("years_before", key!("edit-years-before"), &Shape::Whole)
                    .noted(key!("edit-years-before-how")),
                Field::must("month", key!("edit-month"), &Shape::Whole),
                Field::must("day", key!("edit-day"), &Shape::Whole),
            ]),
        },
        &Variant {
            word: "dag",
            label: key!("edit-as-of-day"),
            shown_by: ShownBy::Has("date"),
            shape: &Shape::Record(&[Field::must("date", key!("edit-date"), &Shape::Day)]),
        },
    ],
);
