//! What differs between two documents, in the words of the form: `Kostnad Sekreterare: per möte 20 → 24`.

use maud::{Markup, html};
use samfin_core::Lang;
use samfin_core::json::Json;

use super::known::Known;
use super::numbers::dressed;
use super::shape::{Field, Kind, List, Map, Names, Shape, ShownBy, Unit, Variant};
use super::tree::{as_text, fields_of, title, variant_of};
use crate::web::words::{Key, Words, t};

/// Something that differs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// What it belongs to: a thing with a name, or a section.
    pub(super) of: String,
    /// What it is; empty when it is the whole of that.
    pub(super) what: String,
    /// What it was; none when it was not there.
    pub(super) before: Option<String>,
    /// What it is; none when it is not there.
    pub(super) after: Option<String>,
}

/// Everything that differs, in the order of the form.
pub(super) fn between(words: Words, shape: &'static Shape, before: &Json<'_>, after: &Json<'_>) -> Vec<Difference> {
    let known = (Known::of(words, before, &[]), Known::of(words, after, &[]));
    let mut walk = Walk { words, known, found: Vec::new() };
    walk.value(shape, &[], None, Some(before), Some(after));
    walk.found
}

/// The differences as a list.
pub(super) fn listed(words: Words, found: &[Difference]) -> Markup {
    html! {
        @if found.is_empty() { p { (t!(words, "diff-none")) } } @else {
            ul.list.diffs {
                @for one in found {
                    li {
                        strong { (one.of) } ": "
                        @if !one.what.is_empty() { (one.what) ": " }
                        @match (&one.before, &one.after) {
                            (Some(before), Some(after)) => { del { (before) } " → " ins { (after) } }
                            (None, Some(after)) => ins { (after) },
                            (Some(before), None) => { del { (before) } " " (t!(words, "diff-gone")) }
                            (None, None) => {},
                        }
                    }
                }
            }
        }
    }
}

/// Which of `old` each of `new` was: one that is alike, or else the next that is left over.
fn alike(old: &[Json<'_>], new: &[Json<'_>]) -> Vec<Option<usize>> {
    let mut free: Vec<usize> = (0..old.len()).collect();
    let mut take = |i: usize, item: &Json<'_>| {
        // What stands where it stood is not taken for one that has come from elsewhere.
        let found = free.iter().position(|was| *was == i && old[i] == *item);
        let found = found.or_else(|| free.iter().position(|was| old[*was] == *item));
        found.map(|at| free.remove(at))
    };
    let mut pairs: Vec<Option<usize>> = new.iter().enumerate().map(|(i, item)| take(i, item)).collect();
    let mut left = free.into_iter();
    for pair in pairs.iter_mut().filter(|pair| pair.is_none()) {
        *pair = left.next();
    }
    pairs
}

/// Those of the new ones that have changed places, as few as can be: the longest run that stands in its old order stays.
fn moved(pairs: &[Option<usize>]) -> Vec<usize> {
    let known: Vec<(usize, usize)> = pairs.iter().enumerate().filter_map(|(i, was)| Some((i, (*was)?))).collect();
    // For each, how long a run can be that ends with it, and the one before it there.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(known.len());
    for (at, (_, was)) in known.iter().enumerate() {
        let before = (0..at).filter(|one| known[*one].1 < *was).max_by_key(|one| runs[*one].0);
        runs.push((before.map_or(1, |one| runs[one].0 + 1), before));
    }
    let mut stays = Vec::new();
    let mut at = (0..runs.len()).max_by_key(|one| runs[*one].0);
    while let Some(one) = at {
        stays.push(known[one].0);
        at = runs[one].1;
    }
    known.iter().map(|(i, _)| *i).filter(|i| !stays.contains(i)).collect()
}

/// What has a name, by name.
type Members = Vec<(String, Json<'static>)>;

struct Walk {
    words: Words,
    known: (Known, Known),
    found: Vec<Difference>,
}

impl Walk {
    fn value(
        &mut self,
        shape: &'static Shape,
        path: &[String],
        usual: Option<Key>,
        before: Option<&Json<'_>>,
        after: Option<&Json<'_>>,
    ) {
        let there = |json: Option<&Json<'_>>| json.is_some_and(|json| *json != Json::Null);
        if before == after || (!there(before) && !there(after)) {
            return;
        }
        match shape {
            Shape::Record(fields) => self.record(fields, path, before, after),
            Shape::Choice(_, variants) => self.choice(variants, path, usual, before, after),
            Shape::List(list) => self.list(list, path, before, after),
            Shape::Map(map) => self.map(map, path, before, after),
            _ => {
                let unsaid = |said: Option<String>| said.or_else(|| usual.map(|usual| self.words.get(usual)));
                let (old, new) =
                    (unsaid(self.told(shape, before, &self.known.0)), unsaid(self.told(shape, after, &self.known.1)));
                if old != new {
                    self.tell(path, old, new);
                }
            }
        }
    }

    fn record(
        &mut self,
        fields: &'static [Field],
        path: &[String],
        before: Option<&Json<'_>>,
        after: Option<&Json<'_>>,
    ) {
        for field in fields.iter().filter(|field| !matches!(field.shape, Shape::Id | Shape::Same(_))) {
            let old = before.and_then(|json| json.get(field.name));
            let new = after.and_then(|json| json.get(field.name));
            let label = self.words.get(field.label);
            let path: Vec<String> = path.iter().cloned().chain([label]).collect();
            self.value(field.shape, &path, field.usual, old, new);
        }
    }

    fn choice(
        &mut self,
        variants: &'static [&'static Variant],
        path: &[String],
        usual: Option<Key>,
        before: Option<&Json<'_>>,
        after: Option<&Json<'_>>,
    ) {
        let of = |json: Option<&Json<'_>>| json.and_then(|json| variant_of(variants, json));
        let (old, new) = (of(before), of(after));
        let same = old.zip(new).is_some_and(|(old, new)| old.word == new.word);
        let whole = |variant: &Variant| matches!(variant.shape, Shape::One(_));
        if !same {
            // A reference says by itself which it is.
            let said = |variant: Option<&'static Variant>, json, known: &Known| match variant {
                Some(variant) if whole(variant) => self.told(variant.shape, json, known),
                Some(variant) => Some(self.words.get(variant.label)),
                None => usual.map(|usual| self.words.get(usual)),
            };
            let (was, is) = (said(old, before, &self.known.0), said(new, after, &self.known.1));
            self.tell(path, was, is);
        }
        if let Some(new) = new.filter(|new| same || !whole(new)) {
            // What it held as something else is not what it holds now, except what both have by the same name.
            let kept = before.filter(|_| same || matches!(new.shown_by, ShownBy::Type | ShownBy::Has(_)));
            self.value(new.shape, path, None, kept.filter(|json| matches!(json, Json::Object(_)) || same), after);
        }
    }

    fn list(&mut self, list: &'static List, path: &[String], before: Option<&Json<'_>>, after: Option<&Json<'_>>) {
        let of = |json: Option<&Json<'_>>| match json {
            Some(Json::Array(items)) => items.clone().into_iter().map(|item| super::tree::owned(&item)).collect(),
            _ => Vec::new(),
        };
        let (old, new): (Vec<Json<'static>>, Vec<Json<'static>>) = (of(before), of(after));
        let id = |item: &Json<'static>| as_text(item.get("id")).to_owned();
        let has_ids = old.iter().chain(&new).all(|item| !id(item).is_empty());
        // What has no id is the same when it is alike: what is moved is not told as if it were written anew.
        let pairs: Vec<Option<usize>> = if has_ids {
            new.iter().map(|item| old.iter().position(|was| id(was) == id(item))).collect()
        } else {
            alike(&old, &new)
        };
        let moved = if has_ids { Vec::new() } else { moved(&pairs) };
        for (i, item) in new.iter().enumerate() {
            let path = self.inside(list, path, item, i);
            if moved.contains(&i)
                && let Some(was) = pairs[i]
            {
                self.tell(&path, None, Some(t!(self.words, "diff-moved", from = was + 1, to = i + 1)));
            }
            match pairs[i].and_then(|was| old.get(was).cloned()) {
                Some(was) => self.value(list.item, &path, None, Some(&was), Some(item)),
                None if fields_of(list.item, item).is_empty() => self.value(list.item, &path, None, None, Some(item)),
                None => {
                    self.tell(&path, None, Some(t!(self.words, "diff-new")));
                    self.value(list.item, &path, None, None, Some(item));
                }
            }
        }
        for (i, item) in old.iter().enumerate().filter(|(i, _)| !pairs.contains(&Some(*i))) {
            let path = self.inside(list, path, item, i);
            self.tell(&path, Some(t!(self.words, "diff-whole")), None);
        }
        let order = |items: &[Json<'static>], others: &[Json<'static>]| -> Vec<String> {
            items.iter().map(id).filter(|known| others.iter().any(|other| id(other) == *known)).collect()
        };
        if has_ids && order(&old, &new) != order(&new, &old) {
            self.tell(path, None, Some(t!(self.words, "diff-order")));
        }
    }

    /// The path to one of several: it is named by what it is called, not by where it stands.
    fn inside(&self, list: &'static List, path: &[String], item: &Json<'static>, i: usize) -> Vec<String> {
        let name = match title(item) {
            "" => (i + 1).to_string(),
            name => name.to_owned(),
        };
        let one = format!("{} {name}", self.words.get(list.one));
        path[..path.len().saturating_sub(1)].iter().cloned().chain([one]).collect()
    }

    fn map(&mut self, map: &'static Map, path: &[String], before: Option<&Json<'_>>, after: Option<&Json<'_>>) {
        let of = |json: Option<&Json<'_>>| match json {
            Some(Json::Object(members)) => {
                members.iter().map(|(name, value)| (name.to_string(), super::tree::owned(value))).collect()
            }
            _ => Vec::new(),
        };
        let (old, new): (Members, Members) = (of(before), of(after));
        let find = |members: &[(String, Json<'static>)], name: &str| {
            members.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        for (name, value) in &new {
            let path = self.member(map, path, name, &self.known.1);
            let was = find(&old, name);
            if was.is_none() && path.len() == 1 {
                self.tell(&path, None, Some(t!(self.words, "diff-new")));
            }
            self.value(map.value, &path, None, was.as_ref(), Some(value));
        }
        for (name, value) in old.iter().filter(|(name, _)| find(&new, name).is_none()) {
            let path = self.member(map, path, name, &self.known.0);
            let was = self.told(map.value, Some(value), &self.known.0);
            self.tell(&path, Some(was.unwrap_or_else(|| t!(self.words, "diff-whole"))), None);
        }
    }

    fn member(&self, map: &'static Map, path: &[String], name: &str, known: &Known) -> Vec<String> {
        if map.names == Names::Free && path.len() == 1 {
            return vec![format!("{} {name}", self.words.get(map.one))];
        }
        let called = if map.names == Names::Free { name.to_owned() } else { known.member(self.words, name) };
        path.iter().cloned().chain([called]).collect()
    }

    fn tell(&mut self, path: &[String], before: Option<String>, after: Option<String>) {
        let (of, what) = path.split_first().map_or((String::new(), &[][..]), |(of, what)| (of.clone(), what));
        self.found.push(Difference { of, what: what.join(", "), before, after });
    }

    /// A value as people write it; none when nothing stands there.
    fn told(&self, shape: &Shape, json: Option<&Json<'_>>, known: &Known) -> Option<String> {
        let words = self.words;
        let said = match (shape, json?) {
            (Shape::Set(kind), Json::Array(items)) => {
                let names: Vec<&str> = items.iter().map(|item| known.name(*kind, as_text(Some(item)))).collect();
                if names.is_empty() { words.get(super::form::NONE) } else { names.join(", ") }
            }
            (_, Json::Bool(value)) => {
                if *value {
                    t!(words, "edit-yes")
                } else {
                    t!(words, "edit-no")
                }
            }
            (_, Json::Number(number)) => number.to_string(),
            (Shape::Number(unit), Json::String(text)) => {
                let number = dressed(text, words.lang() == Lang::Sv);
                match unit {
                    Unit::Kronor => format!("{number}\u{a0}kr"),
                    Unit::Percent => format!("{number}\u{a0}%"),
                    Unit::None => number,
                }
            }
            (Shape::One(kind), Json::String(id)) => named(known, *kind, id),
            (Shape::Word(all), Json::String(word)) => all
                .iter()
                .find(|(known, _)| known == word)
                .map_or_else(|| word.to_string(), |(_, name)| words.get(*name)),
            (Shape::Day, Json::String(day)) => match day.parse() {
                Ok(date) => words.format().date(date),
                Err(_) => day.to_string(),
            },
            (_, Json::String(text)) => text.to_string(),
            _ => return None,
        };
        Some(said)
    }
}

fn named(known: &Known, kind: Kind, id: &str) -> String {
    known.name(kind, id).to_owned()
}
