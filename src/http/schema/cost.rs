//! What is shared.

use std::collections::BTreeMap;

use utoipa::ToSchema;

use super::key::KeyOrName;
use super::words::{
    Date, LongText, Money, MoneyNotNegative, NotIndexed, NumberNotNegative, NumberPositive, Purchase, Reserve,
    ShortText, Slug, Staff, Vat,
};

/// One thing that is shared.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
#[schema(discriminator(property_name = "type", mapping(
    ("staff" = "#/components/schemas/StaffCost"),
    ("purchase" = "#/components/schemas/PurchaseCost"),
    ("reserve" = "#/components/schemas/ReserveCost"),
)))]
pub enum Cost {
    /// Hours at a rate.
    Staff(StaffCost),
    /// Something bought.
    Purchase(PurchaseCost),
    /// Money set aside.
    Reserve(ReserveCost),
}

/// A kind of cost: what they have in common, and the quantity that is its own.
macro_rules! costs {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)+ })*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Its id.
            pub id: Slug,
            /// Its name.
            pub name: ShortText,
            /// What sort of cost it is.
                    pub r#type: $kind,
            $($(#[doc = $field_doc])+ pub $field: $type,)+
            /// The party that provides it; the host of the year when absent.
            pub provided_by: Option<Slug>,
            /// How it is divided.
            pub key: KeyOrName,
            /// The VAT treatment when invoiced; `outside_scope` when absent.
            pub vat: Option<Vat>,
            /// Why it is exempt, when `vat` is `exempt`.
            pub exemption_reason: Option<LongText>,
            /// Where the figure comes from; `assumption` marks an assumed one.
            pub source: Option<ShortText>,
            /// Account coding, dimension by dimension.
            pub account: Option<BTreeMap<String, ShortText>>,
            /// Its first day.
            pub from: Option<Date>,
            /// Its last day.
            pub to: Option<Date>,
            /// `none` exempts it from the agreement's indexation.
                    pub index: Option<NotIndexed>,
        }
    )*};
}

costs! {
    /// Hours at a rate.
    StaffCost: Staff {
        /// How many hours.
        hours: Hours,
        /// What an hour costs.
        rate: Rate,
    }
    /// Something bought; negative for a grant or income to share.
    PurchaseCost: Purchase {
        /// How much.
        amount: Amount,
    }
    /// Money set aside; nobody provides it.
    ReserveCost: Reserve {
        /// How much.
        amount: AmountNotNegative,
    }
}

/// A quantity: so much a year, or so much per meeting.
macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $name:ident: $yearly:ident, $meeting:ident, $number:ident;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, ToSchema)]
        #[serde(untagged)]
        pub enum $name {
            /// So much a year.
            PerYear($yearly),
            /// So much for each meeting.
            PerMeeting($meeting),
        }

        /// So much a year.
        #[derive(Debug, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $yearly {
            /// A year.
            pub per_year: $number,
        }

        /// So much for each meeting of some bodies.
        #[derive(Debug, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $meeting {
            /// For each meeting.
            pub per_meeting: $number,
            /// The ids of the bodies that meet.
            pub bodies: Vec<Slug>,
        }
    )*};
}

quantities! {
    /// How many hours in a year.
    Hours: HoursPerYear, HoursPerMeeting, NumberNotNegative;
    /// How many kronor in a year.
    Amount: AmountPerYear, AmountPerMeeting, Money;
    /// How many kronor in a year, not below zero.
    AmountNotNegative: AmountNotNegativePerYear, AmountNotNegativePerMeeting, MoneyNotNegative;
}

/// What an hour of work costs.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub enum Rate {
    /// As it stands.
    Hourly(HourlyRate),
    /// Built up from a salary.
    Salary(SalaryRate),
}

/// Kronor per hour, as it stands.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HourlyRate {
    /// Kronor per hour.
    pub hourly: MoneyNotNegative,
    /// Where the figure comes from.
    pub source: Option<ShortText>,
}

/// Built up: 12 × salary × (1 + on-costs) × (1 + overhead) / annual hours.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SalaryRate {
    /// Kronor a month.
    pub monthly_salary: MoneyNotNegative,
    /// Employer's contributions and the like; 0 when absent.
    pub on_costs_percent: Option<NumberNotNegative>,
    /// Premises, equipment, management; 0 when absent.
    pub overhead_percent: Option<NumberNotNegative>,
    /// Hours worked in a year.
    pub annual_hours: NumberPositive,
    /// Where the figures come from.
    pub source: Option<ShortText>,
}
