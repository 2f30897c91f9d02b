//! `docs/scenarios.md` says what is in the worked examples and in the program.

use std::path::Path;

use samfin_core::{Agreement, Lang, PRESETS, presets};
use serde_json::Value;

use super::example;

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenarios.md");
    std::fs::read_to_string(path).expect("the page")
}

/// Whether `excerpt` is in `whole`; members may be left out of objects.
fn holds(whole: &Value, excerpt: &Value) -> bool {
    match (whole, excerpt) {
        (Value::Object(whole), Value::Object(excerpt)) => {
            excerpt.iter().all(|(name, value)| whole.get(name).is_some_and(|whole| holds(whole, value)))
        }
        (Value::Array(whole), Value::Array(excerpt)) => {
            whole.len() == excerpt.len() && whole.iter().zip(excerpt).all(|(whole, excerpt)| holds(whole, excerpt))
        }
        _ => whole == excerpt,
    }
}

/// Whether `excerpt` is anywhere in `whole`.
fn holds_somewhere(whole: &Value, excerpt: &Value) -> bool {
    holds(whole, excerpt)
        || match whole {
            Value::Object(members) => members.values().any(|value| holds_somewhere(value, excerpt)),
            Value::Array(items) => items.iter().any(|value| holds_somewhere(value, excerpt)),
            _ => false,
        }
}

#[test]
fn every_excerpt_is_from_the_example_that_is_named_before_it() {
    let page = page();
    let mut checked = 0;
    for (at, _) in page.match_indices("```json\n") {
        let (before, after) = (&page[..at], &page[at + 8..]);
        let named = before.rfind("](examples/").expect("an example is named");
        let (name, _) = before[named + 11..].split_once(".json)").expect("a link to an example");
        let (excerpt, _) = after.split_once("```").expect("the end of the excerpt");
        let excerpt: Value = serde_json::from_str(excerpt).expect("an excerpt of JSON");
        assert!(holds_somewhere(&example(name), &excerpt), "{name}: {excerpt}");
        checked += 1;
    }
    assert_eq!(checked, 11);
}

#[test]
fn every_named_rule_is_there_with_its_sentence() {
    let page = page();
    let agreement = example("stress-test")["request"]["agreement"].to_string();
    let rules = presets(&Agreement::parse(agreement.as_bytes()).expect("an agreement"));
    assert_eq!(rules.len(), PRESETS.len());
    for rule in rules {
        let [sv, en] = [Lang::Sv, Lang::En].map(|lang| rule.sentence.get(lang));
        let row = format!("| `{}` | {} | {en} *{sv}* |\n", rule.id, rule.name.get(Lang::En));
        assert!(page.contains(&row), "{row}");
    }
}
