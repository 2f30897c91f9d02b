//! What is drawn and sent back unchanged is the same document, in both languages, for every document at hand.

use std::path::Path;

use samfin_core::json::{self, Json};
use samfin_core::{Agreement, Lang};

use super::faults::faults;
use super::form::Form;
use super::grammar::{self, AGREEMENT, SECTIONS};
use super::known::Known;
use super::tree::{Tree, owned};
use super::{change::Change, difference, labels, sent};
use crate::web::forms::Fields;
use crate::web::words::Words;

/// Everything that a document can hold, written in unusual ways.
const EVERYTHING: &str = include_str!("../../../../tests/common/every-part.json");

fn drawn(words: Words, tree: &Tree) -> String {
    let known = Known::of(words, tree, &["skola".to_owned()]);
    let faults = faults(words, tree);
    let form = Form { words, known: &known, faults: &faults, asked: None, address: "/underlag/andra", changed: None };
    let fields = SECTIONS.iter().flat_map(|(_, _, names)| names.iter().filter_map(|name| grammar::field(name)));
    let shown = fields.map(|field| match field.shape {
        super::shape::Shape::Record(_) => form.section(field, tree).into_string(),
        _ => form.field(field, "", Some(tree)).into_string(),
    });
    shown.collect()
}

/// The fields as a browser sends them.
fn browsed(html: &str) -> Fields {
    let mut fields = Vec::new();
    let mut rest = html;
    while let Some(at) = ["<input", "<select", "<textarea"].iter().filter_map(|tag| rest.find(tag)).min() {
        rest = &rest[at..];
        let tag = rest.split_once('>').expect("its end").0;
        let name = attribute(tag, "name").unwrap_or_default();
        if tag.starts_with("<select") {
            let inside = rest.split_once("</select>").expect("its end").0;
            let chosen = inside
                .split("<option")
                .skip(1)
                .find(|option| option.split('>').next().is_some_and(|tag| tag.ends_with(" selected")));
            let chosen = chosen.or_else(|| inside.split("<option").nth(1));
            fields.extend(chosen.map(|option| (name, attribute(option, "value").unwrap_or_default())));
        } else if tag.starts_with("<textarea") {
            let inside = rest.split_once("</textarea>").expect("its end").0.split_once('>').expect("its end").1;
            let inside = inside.strip_prefix('\n').unwrap_or(inside);
            fields.push((name, plain(inside).replace('\n', "\r\n")));
        } else if !tag.contains("type=\"checkbox\"") || tag.ends_with(" checked") {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
        rest = &rest[1..];
    }
    Fields(fields)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| plain(value))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// A document without what is null, which means the same as not being there.
fn without_nulls(tree: &Json<'_>) -> Tree {
    match tree {
        Json::Object(members) => {
            let there = members.iter().filter(|(_, value)| *value != Json::Null);
            Json::Object(there.map(|(name, value)| (name.to_string().into(), without_nulls(value))).collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(without_nulls).collect()),
        other => owned(other),
    }
}

/// Every agreement document in a JSON file, wherever in it.
fn agreements(json: &Json<'_>, found: &mut Vec<Tree>) {
    match json {
        Json::Object(members) => {
            if json.get("parties").is_some() && Agreement::parse(json.to_text().as_bytes()).is_ok() {
                found.push(owned(json));
            }
            for (_, value) in members {
                agreements(value, found);
            }
        }
        Json::Array(items) => {
            for item in items {
                agreements(item, found);
            }
        }
        _ => {}
    }
}

fn at_hand() -> Vec<(String, Tree)> {
    let mut all = Vec::new();
    for folder in ["examples", "core/tests/cases", "docs/examples", "benches"] {
        for entry in
            std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the documents are there")
        {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ext| ext == "json") {
                let bytes = std::fs::read(&path).expect("read");
                let mut found = Vec::new();
                agreements(&json::parse(&bytes).expect("JSON"), &mut found);
                all.extend(found.into_iter().map(|tree| (path.display().to_string(), tree)));
            }
        }
    }
    let everything = json::parse(EVERYTHING.as_bytes()).expect("JSON");
    let issues = Agreement::parse(EVERYTHING.as_bytes()).map_err(|error| format!("{error:?}"));
    assert!(issues.is_ok(), "{issues:?}");
    all.push(("everything".to_owned(), owned(&everything)));
    all
}

#[test]
fn a_form_that_is_sent_as_it_is_shown_is_the_same_document() {
    let all = at_hand();
    assert!(all.len() > 25, "{}", all.len());
    for (name, tree) in all {
        for lang in [Lang::Sv, Lang::En] {
            let html = drawn(Words::of(lang), &tree);
            let again = sent::document(&AGREEMENT, &browsed(&html), lang == Lang::Sv);
            assert_eq!(again.to_canonical(), without_nulls(&tree).to_canonical(), "{name}");
        }
        assert_eq!(difference::between(Words::of(Lang::Sv), &AGREEMENT, &tree, &tree), []);
    }
}

#[test]
fn every_id_on_the_page_is_there_once_and_every_field_has_its_label() {
    for (name, tree) in at_hand() {
        let html = drawn(Words::of(Lang::Sv), &tree);
        let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{name}: {twice:?}");
        assert!(count > 50);
        for label in html.split("<label").skip(1).filter_map(|rest| attribute(rest.split('>').next()?, "for")) {
            assert!(html.contains(&format!(" id=\"{label}\"")), "{name}: {label}");
        }
    }
}

#[test]
fn whatever_is_added_or_chosen_can_be_shown_and_sent_back() {
    let words = Words::of(Lang::Sv);
    let mut tree = owned(&json::parse(EVERYTHING.as_bytes()).expect("JSON"));
    for list in ["/parties", "/bodies", "/costs", "/keys", "/default_policy", "/milestones", "/references", "/levers"] {
        let made = Change::Add(list).make(&AGREEMENT, &mut tree, &Fields::default());
        assert!(made.is_some(), "{list}");
    }
    let again = sent::document(&AGREEMENT, &browsed(&drawn(words, &tree)), true);
    assert!(!faults(words, &again).is_empty(), "what is new is not filled in yet");
    let twice = sent::document(&AGREEMENT, &browsed(&drawn(words, &again)), true);
    assert_eq!(twice.to_canonical(), again.to_canonical(), "what is half written stays as it is");
    // Another kind of key is chosen at the root of every named key: what it needs is there to fill in, and it can be sent.
    for word in ["equal", "shares", "statistic", "seats", "groups", "blend", "base_fee", "bounded", "among", "ref"] {
        let mut fields = browsed(&drawn(words, &tree));
        for (_, value) in fields
            .0
            .iter_mut()
            .filter(|(name, _)| name.starts_with("/keys/") && name.matches('/').count() == 2 && name.ends_with('?'))
        {
            *value = word.to_owned();
        }
        let chosen = sent::document(&AGREEMENT, &fields, true);
        let shown = sent::document(&AGREEMENT, &browsed(&drawn(words, &chosen)), true);
        let stays = sent::document(&AGREEMENT, &browsed(&drawn(words, &shown)), true);
        assert_eq!(shown.to_canonical(), stays.to_canonical(), "{word}");
    }
}

#[test]
fn a_key_with_another_name_takes_what_it_divides_with_it() {
    let words = Words::of(Lang::Sv);
    let tree = owned(&json::parse(EVERYTHING.as_bytes()).expect("JSON"));
    let mut fields = browsed(&drawn(words, &tree));
    let name = fields
        .0
        .iter_mut()
        .find(|(name, value)| name.starts_with("/keys/") && name.ends_with('#') && value == "50/50 ~ å")
        .expect("the key");
    name.1 = "hälften".to_owned();
    let renamed = sent::document(&AGREEMENT, &fields, true);
    assert!(faults(words, &renamed).is_empty(), "{:?}", faults(words, &renamed));
    assert!(!renamed.to_text().contains("50/50") && renamed.to_text().matches("hälften").count() > 2);
    let twice = fields
        .0
        .iter_mut()
        .find(|(name, value)| name.starts_with("/keys/") && name.ends_with('#') && value == "lika")
        .expect("another");
    twice.1 = "hälften".to_owned();
    let twice = faults(words, &sent::document(&AGREEMENT, &fields, true));
    assert!(twice.iter().any(|fault| fault.text.contains("två gånger")), "{twice:?}");
}

#[test]
fn what_differs_is_said_in_words() {
    let words = Words::of(Lang::Sv);
    let before = owned(&json::parse(EVERYTHING.as_bytes()).expect("JSON"));
    let mut fields = browsed(&drawn(words, &before));
    let set = |fields: &mut Fields, name: &str, value: &str| {
        fields.0.iter_mut().find(|(known, _)| known == name).expect(name).1 = value.to_owned();
    };
    set(&mut fields, "/costs/0/hours/per_meeting", "24,5");
    set(&mut fields, "/name", "Annat");
    set(&mut fields, "/settlement", "");
    let mut after = sent::document(&AGREEMENT, &fields, true);
    let _ = Change::Remove("/default_policy/0").make(&AGREEMENT, &mut after, &fields);
    let found = difference::between(words, &AGREEMENT, &before, &after);
    let said: Vec<String> = found
        .iter()
        .map(|one| format!("{} | {} | {:?} | {:?}", one.of, one.what, one.before.as_deref(), one.after.as_deref()))
        .collect();
    for wanted in [
        r#"Namn |  | Some("Allt som finns") | Some("Annat")"#,
        r#"Avräkning |  | Some("parterna betalar varandra netto") | Some("alla betalar till värden")"#,
        r#"Kostnad Sekreterare | Timmar, Timmar per möte | Some("20.00") | Some("24,5")"#,
    ] {
        let wanted = wanted.replace("20.00", "20,00");
        assert!(said.contains(&wanted), "{wanted}: {said:#?}");
    }
    assert_eq!(
        labels::label_of(words, &before, "/costs/0/hours/per_meeting"),
        "Kostnad Sekreterare, Timmar, Timmar per möte"
    );
    assert_eq!(labels::label_of(words, &before, ""), "Avtalet");
}

#[test]
fn a_step_that_is_moved_is_not_told_as_two_that_are_rewritten() {
    let words = Words::of(Lang::Sv);
    let of =
        |policy: &str| owned(&json::parse(format!(r#"{{ "default_policy": {policy} }}"#).as_bytes()).expect("JSON"));
    let (reserve, share) = (r#"{ "type": "reserve" }"#, r#"{ "type": "redistribute" }"#);
    let carry = |limit: &str| format!(r#"{{ "type": "carry_forward", "limit": "{limit}" }}"#);
    let told = |before: &str, after: &str| -> Vec<String> {
        let found = difference::between(words, &AGREEMENT, &of(before), &of(after));
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        found.iter().map(|one| format!("{}: {} → {}", one.of, said(&one.before), said(&one.after))).collect()
    };
    let both = format!("[{reserve}, {share}]");
    assert_eq!(told(&both, &format!("[{share}, {reserve}]")), ["Steg 1:  → flyttad från 2 till 1"]);
    let more = told(&both, &format!("[{}, {reserve}, {share}]", carry("5.00")));
    assert!(
        more[0] == "Steg 1:  → ny" && more.iter().all(|line| line.starts_with("Steg 1")),
        "what gives way is not moved: {more:?}"
    );
    let gone = told(&format!("[{}, {reserve}, {share}]", carry("5.00")), &both);
    assert_eq!(gone, ["Steg 1: allt → "]);
    let changed = told(&format!("[{reserve}, {}]", carry("5.00")), &format!("[{reserve}, {}]", carry("6.00")));
    assert_eq!(changed, ["Steg 2: 5,00\u{a0}kr → 6,00\u{a0}kr"]);
    let last_first =
        told(&format!("[{reserve}, {share}, {}]", carry("5.00")), &format!("[{}, {reserve}, {share}]", carry("5.00")));
    assert_eq!(last_first, ["Steg 1:  → flyttad från 3 till 1"]);
}

#[test]
fn a_named_key_is_chosen_by_how_it_divides() {
    let tree = owned(&json::parse(EVERYTHING.as_bytes()).expect("JSON"));
    let html = drawn(Words::of(Lang::Sv), &tree);
    assert!(html.contains(">golv (med lägsta eller högsta belopp)</option>"), "an id says little: {html}");
    assert!(html.contains(">50/50 ~ å</option>"), "a name of somebody's own says what it is to");
}
