//! An agreement that leaves nothing to ask about, and what is found when it is changed.

use samfin_core::{Agreement, Finding, Request, findings, findings_of_year};
use serde_json::{Value, json};

/// A request whose agreement leaves nothing to ask about.
pub(crate) fn sound() -> Value {
    json!({ "year": 2028, "opening": { "reserve": "50.00" },
        "statistics": { "population": [
            { "for": "a", "date": "2027-10-31", "value": "3000" }, { "for": "b", "date": "2027-10-31", "value": "1000" } ] },
        "agreement": {
            "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "r", "notice_months": 12,
            "milestones": [{ "id": "evaluation", "date": "2028-09-01" }],
            "parties": [
                { "id": "r", "name": "R", "kind": "region" },
                { "id": "a", "name": "A", "kind": "municipality" },
                { "id": "b", "name": "B", "kind": "municipality" },
                { "id": "k", "name": "K", "kind": "association", "shares_costs": false } ],
            "costs": [
                { "id": "hall", "name": "Hall", "type": "purchase", "amount": { "per_year": "1000.00" }, "key": "half" },
                { "id": "buffer", "name": "Reserve", "type": "reserve", "amount": { "per_year": "100.00" }, "key": "half" } ],
            "keys": { "half": { "type": "groups", "groups": [
                { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
                { "among": { "kind": "municipality" }, "weight": "50", "key": { "type": "statistic",
                  "statistic": "population", "as_of": { "years_before": 1, "month": 11, "day": 1 } } } ] } },
            "default_policy": [
                { "type": "reserve" },
                { "type": "guarantor", "party": "k", "limit": "100.00" },
                { "type": "redistribute", "max_increase_percent": "10" },
                { "type": "reduce_service", "costs": ["hall"], "max_percent": "5" },
                { "type": "carry_forward" } ] } })
}

/// The sound request with values put at pointers into the agreement; `null` takes away.
pub(crate) fn changed(changes: &[(&str, Value)]) -> Value {
    let mut request = sound();
    for (pointer, value) in changes {
        let (place, name) = pointer.rsplit_once('/').unwrap();
        let place = request.pointer_mut(&format!("/agreement{place}")).unwrap();
        match place {
            Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
            Value::Object(members) if value.is_null() => drop(members.remove(name)),
            other => other[name] = value.clone(),
        }
    }
    request
}

pub(crate) fn read(request: &Value) -> Request {
    Request::parse(request.to_string().as_bytes()).unwrap()
}

pub(crate) fn of_document(request: &Value) -> Vec<Finding> {
    findings(&Agreement::parse(request["agreement"].to_string().as_bytes()).unwrap())
}

pub(crate) fn of_year(request: &Value) -> Vec<Finding> {
    findings_of_year(&read(request))
}

pub(crate) fn places(found: &[Finding]) -> Vec<(&str, &str)> {
    found.iter().map(|finding| (finding.code.as_str(), finding.pointer.as_str())).collect()
}

pub(crate) fn bounded(bounds: &Value) -> Value {
    let mut key =
        json!({ "type": "bounded", "key": { "type": "shares", "shares": { "r": "50", "a": "30", "b": "20" } } });
    key.as_object_mut().unwrap().extend(bounds.as_object().unwrap().clone());
    key
}
