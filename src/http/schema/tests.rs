//! The description and the reader of the core name the same fields.

use std::collections::BTreeSet;

use samfin_core::agreement as core;
use samfin_core::billing::document::Address;
use samfin_core::billing::identifiers::ElectronicAddress;
use samfin_core::billing::invoicing_details::{GapKind, Part};
use samfin_core::billing::organisation::{Accounts, IssuedBy, Organisation};
use samfin_core::comparison::Comparison;
use samfin_core::stress::StressTest;
use samfin_core::{Agreement, Opening, Request, Statistics, change::Change, explore};
use serde_json::Value;

use crate::app::scenarios::Draft;
use crate::http::openapi_json;

fn schemas() -> Value {
    let api: Value = serde_json::from_str(&openapi_json()).expect("the description is JSON");
    api["components"]["schemas"].clone()
}

fn names<'v>(list: impl IntoIterator<Item = &'v str>) -> BTreeSet<String> {
    list.into_iter().map(str::to_owned).collect()
}

/// All fields and the required ones of the schemas called `of`, taken together: required in all of them.
fn described(schemas: &Value, of: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut fields = BTreeSet::new();
    let mut required: Option<BTreeSet<String>> = None;
    for name in of {
        let schema = &schemas[*name];
        let members = schema["properties"].as_object().unwrap_or_else(|| panic!("{name} is described as an object"));
        assert_eq!(schema["additionalProperties"], Value::Bool(false), "{name} takes no other fields");
        fields.extend(members.keys().cloned());
        let list =
            schema["required"].as_array().map(|list| list.iter().filter_map(Value::as_str)).into_iter().flatten();
        let own = names(list);
        required = Some(required.map_or(own.clone(), |known| &known & &own));
    }
    (fields, required.unwrap_or_default())
}

#[test]
fn every_object_has_the_fields_that_the_core_reads() {
    let schemas = schemas();
    let both: &[(&[&str], &[&str], &[&str])] = &[
        (&["CalculationRequest"], Request::FIELDS, Request::REQUIRED),
        (&["Agreement"], Agreement::FIELDS, Agreement::REQUIRED),
        (&["Party"], core::Party::FIELDS, core::Party::REQUIRED),
        (&["Body"], core::Body::FIELDS, core::Body::REQUIRED),
        (&["StaffCost", "PurchaseCost", "ReserveCost"], core::Cost::FIELDS, core::Cost::REQUIRED),
        (&["HourlyRate", "SalaryRate"], core::Rate::FIELDS, &[]),
        (&["HoursPerYear", "HoursPerMeeting"], core::Hours::FIELDS, &[]),
        (&["AmountPerYear", "AmountPerMeeting"], core::Hours::FIELDS, &[]),
        (&["AmountNotNegativePerYear", "AmountNotNegativePerMeeting"], core::Hours::FIELDS, &[]),
        (&["Rotation"], core::Rotation::FIELDS, core::Rotation::FIELDS),
        (&["OfKind", "These", "AllBut", "WithSeat"], core::Selector::FIELDS, &[]),
        (&["Group"], core::Group::FIELDS, core::Group::FIELDS),
        (&["Part"], core::Part::FIELDS, core::Part::FIELDS),
        (&["RelativeDay", "FixedDay"], core::AsOf::FIELDS, &[]),
        (&["PercentBound", "AmountBound"], core::Bound::FIELDS, &[]),
        (&["PercentIndexation", "SeriesIndexation"], core::Indexation::FIELDS, &["base_year"]),
        (&["Invoicing"], core::Invoicing::FIELDS, &[]),
        (&["NewScenario"], Draft::FIELDS, &["name"]),
        (&["Lever"], core::Lever::FIELDS, core::Lever::REQUIRED),
        (&["Complement"], core::Complement::FIELDS, core::Complement::FIELDS),
        (&["Milestone"], core::Milestone::FIELDS, core::Milestone::REQUIRED),
        (&["Reference"], core::Reference::FIELDS, core::Reference::FIELDS),
        (&["StatisticValue"], Statistics::FIELDS, Statistics::REQUIRED),
        (&["Opening"], Opening::FIELDS, &[]),
        (&["Event"], samfin_core::Event::FIELDS, samfin_core::Event::REQUIRED),
        (&["OrganisationDetails"], Organisation::FIELDS, Organisation::REQUIRED),
        (&["PostalAddress"], Address::FIELDS, Address::FIELDS),
        (&["ElectronicAddress"], ElectronicAddress::FIELDS, ElectronicAddress::FIELDS),
        (&["Accounts"], Accounts::FIELDS, Accounts::REQUIRED),
        (&["Change"], Change::FIELDS, Change::FIELDS),
        (&["ComparisonRequest"], Comparison::FIELDS, Comparison::REQUIRED),
        (&["ScenarioInput"], &samfin_core::SCENARIO_FIELDS, &["name"]),
        (&["StressTestRequest"], StressTest::FIELDS, StressTest::REQUIRED),
        (&["SensitivityRequest"], explore::Sensitivity::FIELDS, explore::Sensitivity::REQUIRED),
        (&["GoalSeekRequest"], explore::GoalSeek::FIELDS, explore::GoalSeek::REQUIRED),
        (&["Goal"], explore::Goal::FIELDS, explore::Goal::FIELDS),
        (&["ExitRequest"], explore::Exit::FIELDS, explore::Exit::REQUIRED),
    ];
    for (of, fields, required) in both {
        let expected = (names(fields.iter().copied()), names(required.iter().copied()));
        assert_eq!(described(&schemas, of), expected, "{of:?}");
    }
}

/// The name of the schema that a reference leads to.
fn target(reference: &Value) -> &str {
    reference.as_str().and_then(|path| path.strip_prefix("#/components/schemas/")).expect("a reference to a schema")
}

/// The fields of each type in `TYPES`, by the word in `type`, from the schemas that `union` maps them to.
fn by_type(schemas: &Value, union: &str) -> Vec<(String, BTreeSet<String>)> {
    let mapping = schemas[union]["discriminator"]["mapping"].as_object().expect("the types are told apart");
    let of_type = |(word, reference): (&String, &Value)| {
        let name = target(reference);
        let kind = target(&schemas[name]["properties"]["type"]["$ref"]);
        assert_eq!(schemas[kind]["enum"], serde_json::json!([word]), "{name}");
        (word.clone(), described(schemas, &[name]).0)
    };
    mapping.iter().map(of_type).collect()
}

#[test]
fn every_type_of_key_and_step_has_the_fields_that_the_core_reads() {
    let schemas = schemas();
    for (union, types) in [("Key", core::Key::TYPES), ("PolicyStep", core::PolicyStep::TYPES)] {
        let mut expected: Vec<_> =
            types.iter().map(|(word, fields)| ((*word).to_owned(), names(fields.iter().copied()))).collect();
        expected.sort();
        assert_eq!(by_type(&schemas, union), expected, "{union}");
    }
}

#[test]
fn every_word_is_one_that_the_core_knows() {
    let schemas = schemas();
    let words = |value: &Value| names(value["enum"].as_array().into_iter().flatten().filter_map(Value::as_str));
    let kinds = core::PartyKind::WORDS.iter().map(|(word, _)| *word);
    assert_eq!(words(&schemas["PartyKind"]), names(kinds));
    assert_eq!(words(&schemas["Vat"]), names(core::Vat::WORDS.iter().copied()));
    assert_eq!(words(&schemas["PresetName"]), names(samfin_core::PRESETS.iter().copied()));
    assert_eq!(words(&schemas["Measure"]), names(explore::Measure::WORDS.iter().map(|(word, _)| *word)));
    assert_eq!(words(&schemas["IssuedBy"]), names(IssuedBy::WORDS.iter().map(|(word, _)| *word)));
    assert_eq!(words(&schemas["EndpointScheme"]), names(ElectronicAddress::SCHEMES));
    assert_eq!(words(&schemas["InvoicingPart"]), names(Part::ALL.map(Part::as_str)));
    assert_eq!(words(&schemas["InvoicingGapCode"]), names(GapKind::ALL.map(GapKind::as_str)));
    assert_eq!(words(&schemas["Cause"]), names(samfin_core::Event::CAUSES.iter().copied()));
}
