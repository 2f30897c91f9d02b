//! The explanation as text, whole, in both languages.

#![expect(clippy::unwrap_used, reason = "a request that cannot be read is a failed test")]

use samfin_core::{Lang, Request, calculate, explain, explain_text};

const REQUEST: &str = r#"{
  "year": 2028,
  "agreement": {
    "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "r",
    "parties": [
      { "id": "r", "name": "Regionen", "kind": "region" },
      { "id": "a", "name": "A kommun", "kind": "municipality", "area": "2303" },
      { "id": "b", "name": "B kommun", "kind": "municipality", "area": "2305" } ],
    "bodies": [ { "id": "forum", "meetings_per_year": "8" } ],
    "indexation": { "percent_per_year": "2", "base_year": 2027 },
    "costs": [ { "id": "s", "name": "Sekreterare", "type": "staff",
      "hours": { "per_meeting": "20", "bodies": ["forum"] },
      "rate": { "monthly_salary": "38000.00", "on_costs_percent": "45", "annual_hours": "1720", "source": "assumption" },
      "key": { "type": "groups", "groups": [
        { "among": { "kind": "region" }, "weight": "50", "key": { "type": "equal" } },
        { "among": { "kind": "municipality" }, "weight": "50", "key": { "type": "statistic", "statistic": "population" } } ] } } ]
  },
  "statistics": { "population": [
    { "for": "2303", "date": "2026-12-31", "value": "5152", "source": "SCB" },
    { "for": "2305", "date": "2026-12-31", "value": "5950", "source": "SCB" } ] }
}"#;

const SWEDISH: &str = "\
Sekreterare: 62 737,12 kr
  Timmar: 20 per möte × 8 möten (forum) = 160 h
  Timkostnad: 12 × 38 000,00 kr × (1 + 45 %) × (1 + 0 %) / 1 720 h ≈ 384,418605 kr (antagande)
  Index: (1 + 2 %) ^ 1 = 1,02
  Dagar: 366 av 366
  Kostnad: ≈ 62 737,116279 kr, avrundad till 0,01 kr: 62 737,12 kr
  Regionen: 31 368,56 kr
    Grupp 1 (vikt 50) bär 31 368,56 kr
    En ensam part: 31 368,56 kr
    Går jämnt ut: 31 368,56 kr
  A kommun: 14 556,91 kr
    Grupp 2 (vikt 50) bär 31 368,56 kr
    Invånare 5 152 (2026-12-31, SCB), andel ≈ 0,464061, ger ≈ 14 556,910567 kr
    Oavrundat ≈ 14 556,910567 kr; avrundat nedåt: 14 556,91 kr
  B kommun: 16 811,65 kr
    Grupp 2 (vikt 50) bär 31 368,56 kr
    Invånare 5 950 (2026-12-31, SCB), andel ≈ 0,535939, ger ≈ 16 811,649433 kr
    Oavrundat ≈ 16 811,649433 kr; den stora resten ger en enhet till: 16 811,65 kr

";

fn text(lang: Lang) -> String {
    explain_text(&calculate(&Request::parse(REQUEST.as_bytes()).unwrap(), true).unwrap(), lang)
}

#[test]
fn an_explanation_goes_from_hours_to_the_last_ore() {
    assert_eq!(text(Lang::Sv).replace('\u{a0}', " "), SWEDISH);
}

#[test]
fn the_english_text_has_the_same_figures() {
    let english = text(Lang::En);
    for sentence in [
        "  Hourly cost: 12 × 38,000.00 kr × (1 + 45 %) × (1 + 0 %) / 1,720 h ≈ 384.418605 kr (assumption)\n",
        "    Inhabitants 5,950 (2026-12-31, SCB), share ≈ 0.535939, gives ≈ 16,811.649433 kr\n",
        "    Unrounded ≈ 16,811.649433 kr; the large remainder gives one unit more: 16,811.65 kr\n",
    ] {
        assert!(english.contains(sentence), "{english}");
    }
    assert_eq!(english.lines().count(), SWEDISH.lines().count());
}

#[test]
fn with_the_agreement_at_hand_bodies_and_groups_have_their_names() {
    let request = REQUEST.replace(r#""id": "forum","#, r#""id": "forum", "name": "Politiskt forum","#);
    let request = Request::parse(request.as_bytes()).unwrap();
    let calculation = calculate(&request, true).unwrap();
    let told = explain(&calculation, Some(&request.agreement), Lang::Sv, |line| line.party.as_str() == "b");
    assert_eq!(told.len(), 1, "a cost");
    let text = |steps: &[samfin_core::Sentence]| -> Vec<String> {
        steps.iter().map(|step| step.text.replace('\u{a0}', " ")).collect()
    };
    assert_eq!(text(&told[0].steps)[0], "Timmar: 20 per möte × 8 möten (Politiskt forum) = 160 h");
    let steps: Vec<_> = told[0].steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, ["hours", "rate", "index", "days", "cost"], "what is the same for everyone");
    assert!(told[0].steps[1].text.ends_with("(antagande)"), "{}", told[0].steps[1].text);
    let [line] = &told[0].lines[..] else { panic!("only the line that is wanted: {:?}", told[0].lines) };
    assert_eq!((line.party.as_str(), line.amount.to_string().as_str(), line.rounded_up), ("b", "16811.65", true));
    assert_eq!(
        text(&line.steps),
        [
            "Kommunerna (vikt 50) bär 31 368,56 kr",
            "Invånare 5 950 (2026-12-31, SCB), andel ≈ 0,535939, ger ≈ 16 811,649433 kr",
            "Oavrundat ≈ 16 811,649433 kr; den stora resten ger en enhet till: 16 811,65 kr",
        ]
    );
}

#[test]
fn inside_a_group_the_inner_groups_are_named_and_a_new_period_begins_with_the_outer_ones() {
    let inner = r#"{ "type": "groups", "groups": [
        { "among": { "parties": ["b"] }, "weight": "1", "key": { "type": "equal" } },
        { "among": { "except": ["b"] }, "weight": "3", "key": { "type": "equal" } } ] }"#;
    let request = REQUEST.replace(r#"{ "type": "statistic", "statistic": "population" }"#, inner);
    let request = request
        .replace(r#""kind": "municipality", "area": "2305""#, r#""kind": "municipality", "member_from": "2028-07-01""#);
    let request = Request::parse(request.as_bytes()).unwrap();
    let calculation = calculate(&request, true).unwrap();
    let told = explain(&calculation, Some(&request.agreement), Lang::En, |line| line.party.as_str() == "a");
    let groups: Vec<&str> = told[0].lines[0]
        .steps
        .iter()
        .filter(|step| step.step == "group")
        .map(|step| step.text.split(" (").next().unwrap_or_default())
        .collect();
    assert_eq!(groups, ["The municipalities", "All but B kommun", "The municipalities", "All but B kommun"]);
}
