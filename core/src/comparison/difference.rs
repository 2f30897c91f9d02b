//! How two inputs differ, in the notation of changes (`costs/secretary/hours/per_meeting`).

use serde::Serialize;

use crate::Text;
use crate::change::LISTS_BY_ID;
use crate::json::Json;
use crate::question::Subject;

/// A place where an input differs from the baseline's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// The place: a target as in changes, `events/{party}`, or `statistics/{series}/{place}/{date}`.
    pub target: String,
    /// The baseline's value; null when it has none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub baseline: serde_json::Value,
    /// The value in its place; null when there is none.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub value: serde_json::Value,
}

/// A [`Difference`], with the scenario that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputDifference {
    /// The scenario's name.
    pub scenario: String,
    /// Where, and how.
    pub difference: Difference,
    /// The same in words.
    pub text: Text,
}

/// Every difference: first the document, in its order, then events, then statistics.
pub(super) fn differences(baseline: &Subject<'_>, own: &Subject<'_>) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    found.of_values("", 0, &baseline.document, &own.document);
    found.of_events(&baseline.events, &own.events);
    let mut places: Vec<_> = baseline.observations.iter().chain(&own.observations).collect();
    places.sort_unstable();
    places.dedup();
    for place in places {
        let value = |subject: &Subject<'_>| match subject.request.statistics.exactly(place) {
            Some(value) => serde_json::Value::String(value.to_string()),
            None => serde_json::Value::Null,
        };
        let (series, area, date) = place;
        found.add(format!("statistics/{series}/{area}/{date}"), value(baseline), value(own));
    }
    found.0
}

struct Found(Vec<Difference>);

impl Found {
    fn add(&mut self, target: String, baseline: serde_json::Value, value: serde_json::Value) {
        if baseline != value {
            self.0.push(Difference { target, baseline, value });
        }
    }

    fn of_values(&mut self, target: &str, depth: usize, before: &Json<'_>, now: &Json<'_>) {
        if before == now {
            return;
        }
        let below = |name: &str| if target.is_empty() { name.to_owned() } else { format!("{target}/{name}") };
        match (before, now) {
            (Json::Object(old), Json::Object(new)) if before.get("type") == now.get("type") => {
                for (name, value) in old {
                    self.of_values(&below(name), depth + 1, value, now.get(name).unwrap_or(&Json::Null));
                }
                for (name, value) in new.iter().filter(|(name, _)| before.get(name).is_none()) {
                    self.of_values(&below(name), depth + 1, &Json::Null, value);
                }
            }
            (Json::Array(old), Json::Array(new)) if depth == 1 && LISTS_BY_ID.contains(&target) => {
                for item in old {
                    self.of_values(&below(id(item)), depth + 1, item, with_id(new, id(item)));
                }
                for item in new.iter().filter(|item| *with_id(old, id(item)) == Json::Null) {
                    self.of_values(&below(id(item)), depth + 1, &Json::Null, item);
                }
            }
            (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
                for (i, (old, new)) in old.iter().zip(new).enumerate() {
                    self.of_values(&below(&i.to_string()), depth + 1, old, new);
                }
            }
            _ => self.add(target.to_owned(), shown(before), shown(now)),
        }
    }

    /// Events are matched by party, in the order they are written.
    fn of_events(&mut self, before: &[(String, Json<'_>)], now: &[(String, Json<'_>)]) {
        let of = |events: &[(String, Json<'_>)], party: &str| {
            let mut own: Vec<_> = events.iter().filter(|(id, _)| id == party).map(|(_, event)| shown(event)).collect();
            match own.len() {
                0 => serde_json::Value::Null,
                1 => own.remove(0),
                _ => serde_json::Value::Array(own),
            }
        };
        let mut told: Vec<&str> = Vec::new();
        for (party, _) in before.iter().chain(now) {
            if !told.contains(&party.as_str()) {
                told.push(party);
                self.add(format!("events/{party}"), of(before, party), of(now, party));
            }
        }
    }
}

fn id<'j>(item: &'j Json<'_>) -> &'j str {
    match item.get("id") {
        Some(Json::String(id)) => id,
        _ => "",
    }
}

fn with_id<'l, 'j>(list: &'l [Json<'j>], wanted: &str) -> &'l Json<'j> {
    list.iter().find(|item| id(item) == wanted).unwrap_or(&Json::Null)
}

fn shown(json: &Json<'_>) -> serde_json::Value {
    serde_json::from_str(&json.to_text()).unwrap_or_default()
}
