//! A difference between two inputs in words: what it concerns, which of its figures, from what to what.

use serde_json::Value;

use super::{figure, key_name};
use crate::comparison::Difference;
use crate::{Agreement, Lang, Text};

/// The figures that people know by name, by the end of a target.
const FIGURES: &[(&str, &str, &str)] = &[
    ("hours/per_meeting", "timmar per möte", "hours a meeting"),
    ("hours/per_year", "timmar per år", "hours a year"),
    ("hours/bodies", "möten som räknas", "bodies that count"),
    ("amount/per_meeting", "kronor per möte", "kronor a meeting"),
    ("amount/per_year", "kronor per år", "kronor a year"),
    ("rate/hourly", "kronor per timme", "kronor an hour"),
    ("rate/monthly_salary", "månadslön", "monthly salary"),
    ("rate/on_costs_percent", "PO-pålägg, procent", "on-costs, per cent"),
    ("rate/overhead_percent", "overhead, procent", "overhead, per cent"),
    ("rate/annual_hours", "årsarbetstid", "annual hours"),
    ("meetings_per_year", "möten per år", "meetings a year"),
    ("seats", "platser", "seats"),
    ("key", "fördelningsnyckel", "allocation key"),
    ("provided_by", "tillhandahålls av", "provided by"),
    ("payer", "betalas av", "paid by"),
    ("member_from", "medlem från", "member from"),
    ("member_to", "medlem till", "member until"),
    ("from", "från", "from"),
    ("to", "till", "to"),
    ("index", "indexering", "indexation"),
];

/// The fields of the agreement itself.
const FIELDS: &[(&str, &str, &str)] = &[
    ("name", "Namn", "Name"),
    ("valid_from", "Gäller från", "Valid from"),
    ("valid_to", "Gäller till", "Valid until"),
    ("host", "Värd", "Host"),
    ("settlement", "Betalningssätt", "Settlement"),
    ("rounding_unit", "Avrundning", "Rounding"),
    ("indexation", "Indexering", "Indexation"),
    ("default_policy", "Regel vid bortfall", "Default policy"),
    ("keys", "Fördelningsnyckel", "Allocation key"),
    ("invoicing", "Fakturering", "Invoicing"),
    ("notice_months", "Uppsägningstid, månader", "Notice, months"),
    ("references", "Hänvisningar", "References"),
];

/// The difference as a line that people read, for example «Sekreterare, timmar per möte: 20 → 16».
///
/// `own` is the agreement of the column, `baseline` the other: an element that only one of them has is named by it.
pub(crate) fn in_words(difference: &Difference, own: &Agreement, baseline: &Agreement) -> Text {
    let what = subject(&difference.target, own, baseline);
    let is_event = difference.target.starts_with("events/");
    let told = |lang: Lang| {
        let what = what.get(lang);
        let word = |sv: &'static str, en: &'static str| if lang == Lang::Sv { sv } else { en };
        match (&difference.baseline, &difference.value) {
            (Value::Null, Value::Object(_)) if !is_event => format!("{what} {}", word("läggs till", "is added")),
            (Value::Object(_), Value::Null) if !is_event => format!("{what} {}", word("tas bort", "is removed")),
            (before, now) => {
                let absent = if is_event { word("som avtalat", "as agreed") } else { word("inget", "nothing") };
                let told = |one: &Value, of: &Agreement| match one {
                    Value::String(text) if is_text(&difference.target) => text.clone(),
                    Value::String(name) if difference.target.ends_with("/key") => named_key(name, of, lang),
                    other => value(other, absent, lang),
                };
                format!("{what}: {} → {}", told(before, baseline), told(now, own))
            }
        }
    };
    Text::new(told(Lang::Sv), told(Lang::En))
}

/// Whether what stands at a target is what people call something: no figure, even when it has only digits.
fn is_text(target: &str) -> bool {
    let mut steps = target.rsplit('/');
    let (last, parent) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    TEXTS.contains(&last) || parent == "account"
}

/// The fields that hold text.
const TEXTS: &[&str] =
    &["name", "area", "organisation_number", "source", "exemption_reason", "unit", "label", "text", "statistic"];

/// A named key as people call it.
fn named_key(name: &str, agreement: &Agreement, lang: Lang) -> String {
    let named = agreement.keys.iter().find(|known| known.name == name);
    named.map_or_else(|| name.to_owned(), |named| key_name(named).get(lang).to_lowercase())
}

fn subject(target: &str, own: &Agreement, baseline: &Agreement) -> Text {
    let (first, rest) = target.split_once('/').unwrap_or((target, ""));
    let (second, further) = rest.split_once('/').unwrap_or((rest, ""));
    let named = |find: &dyn Fn(&Agreement) -> Option<String>| find(own).or_else(|| find(baseline));
    let party = |agreement: &Agreement| {
        agreement.parties.iter().find(|party| party.id.as_str() == second).map(|party| party.name.clone())
    };
    let name = match first {
        "costs" => named(&|a| a.costs.iter().find(|cost| cost.id.as_str() == second).map(|cost| cost.name.clone())),
        "bodies" => named(&|a| a.bodies.iter().find(|body| body.id.as_str() == second).map(|body| body.name.clone())),
        "levers" => named(&|a| a.levers.iter().find(|lever| lever.id.as_str() == second).map(|l| l.name.clone())),
        "milestones" => named(&|a| a.milestones.iter().find(|one| one.id.as_str() == second).map(|m| m.name.clone())),
        "parties" | "events" => named(&party),
        _ => None,
    };
    if first == "events" {
        let name = name.unwrap_or_else(|| second.to_owned());
        return Text::new(format!("{name}, bidrag"), format!("{name}, contribution"));
    }
    if first == "statistics" {
        let told = rest.replace('/', ", ");
        return Text::new(format!("Statistik, {told}"), format!("Statistic, {told}"));
    }
    match name {
        Some(name) if further.is_empty() => Text::new(name.clone(), name),
        Some(name) => {
            let figure = known(FIGURES, further);
            let (sv, en) = figure.unwrap_or((further, further));
            Text::new(format!("{name}, {sv}"), format!("{name}, {en}"))
        }
        None => {
            let (sv, en) = known(FIELDS, first).unwrap_or((first, first));
            match rest {
                "" => Text::new(sv, en),
                rest => Text::new(format!("{sv} ({rest})"), format!("{en} ({rest})")),
            }
        }
    }
}

fn known<'t>(table: &[(&str, &'t str, &'t str)], target: &str) -> Option<(&'t str, &'t str)> {
    table.iter().find(|(name, _, _)| *name == target).map(|(_, sv, en)| (*sv, *en))
}

/// The types of key, by their word in the document.
const KEYS: &[(&str, &str, &str)] = &[
    ("equal", "lika delar", "equal parts"),
    ("shares", "fasta andelar", "fixed shares"),
    ("statistic", "efter statistik", "by a statistic"),
    ("seats", "efter platser", "by seats"),
    ("groups", "i grupper", "in groups"),
    ("blend", "blandad", "a blend"),
    ("base_fee", "grundavgift och resten", "a base fee and the rest"),
    ("bounded", "med gränser", "within bounds"),
    ("among", "bland några", "among some"),
    ("ref", "en namngiven nyckel", "a named key"),
];

/// A figure, a word, how many per cent a party contributes, or what sort of thing it is.
fn value(value: &Value, absent: &str, lang: Lang) -> String {
    let word = |sv: &str, en: &str| if lang == Lang::Sv { sv.to_owned() } else { en.to_owned() };
    match value {
        Value::Null => absent.to_owned(),
        Value::String(text) if text.parse::<rust_decimal::Decimal>().is_ok() => figure(text, lang),
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            let kind = text("type").and_then(|kind| known(KEYS, kind));
            match (text("contributes_percent"), kind, text("name")) {
                (Some(percent), _, _) => format!("{} %", figure(percent, lang)),
                (None, Some((sv, en)), _) => word(sv, en),
                (None, None, Some(name)) => name.to_owned(),
                (None, None, None) => word("annat innehåll", "other content"),
            }
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => match lang {
            Lang::Sv => format!("{} delar", items.len()),
            Lang::En => format!("{} items", items.len()),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(target: &str, baseline: &Value, value: &Value) -> (String, String) {
        let agreement = Agreement::parse(
            br#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
                "parties": [ { "id": "a", "name": "A kommun", "kind": "municipality" } ],
                "costs": [ { "id": "secretary", "name": "Sekreterare", "type": "staff", "hours": { "per_year": "1" },
                             "rate": { "hourly": "1.00" }, "key": { "type": "equal" } } ] }"#,
        )
        .expect("valid");
        let difference = Difference { target: target.to_owned(), baseline: baseline.clone(), value: value.clone() };
        let Text { sv, en } = in_words(&difference, &agreement, &agreement);
        (sv, en)
    }

    #[test]
    fn a_difference_is_told_by_the_name_of_what_it_concerns() {
        let told = words("costs/secretary/hours/per_meeting", &json!("20"), &json!("1600"));
        assert_eq!(told.0, "Sekreterare, timmar per möte: 20 → 1\u{a0}600");
        assert_eq!(told.1, "Sekreterare, hours a meeting: 20 → 1,600");
        assert_eq!(words("costs/secretary", &json!({ "name": "Sekreterare" }), &json!(null)).0, "Sekreterare tas bort");
        assert_eq!(
            words("events/a", &json!(null), &json!({ "contributes_percent": "50" })).0,
            "A kommun, bidrag: som avtalat → 50 %"
        );
        assert_eq!(
            words("keys/half/groups/0/weight", &json!("50"), &json!("60")).0,
            "Fördelningsnyckel (half/groups/0/weight): 50 → 60"
        );
        for target in ["costs/secretary/name", "parties/a/organisation_number", "costs/secretary/account/kst"] {
            let told = words(target, &json!("+0.0"), &json!("2321000214")).0;
            assert!(told.ends_with(": +0.0 → 2321000214"), "{told}");
        }
        assert_eq!(words("host", &json!("a"), &json!("b")).1, "Host: a → b");
        assert_eq!(words("costs/secretary/note", &json!(1), &json!([1])).1, "Sekreterare, note: 1 → 1 items");
    }
}
