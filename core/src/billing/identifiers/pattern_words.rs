//! What a pattern for references says, for those who do not read regular expressions: `BK[0-9]{2,5}` is «BK, sedan 2–5 siffror».
//!
//! Only what buyers write is known: letters and digits as they are, and how many digits, capitals or characters of any kind follow.

use std::iter::Peekable;
use std::str::Chars;

use super::ReferencePattern;
use crate::{Text, say};

/// A part of a pattern.
enum Part {
    /// What stands there as it is.
    As(String),
    /// Some of a kind, so many at least and at most; none: any number.
    Of(Kind, u32, Option<u32>),
}

#[derive(Clone, Copy)]
enum Kind {
    Digit,
    Capital,
    Any,
}

impl ReferencePattern {
    /// What it says and a reference that has the form; none of a pattern that says more than is known here.
    ///
    /// ```
    /// use samfin_core::billing::identifiers::{Identifier as _, ReferencePattern};
    /// let told = |pattern: &str| ReferencePattern::parse(pattern).unwrap().in_words().map(|(text, example)| (text.sv, example));
    /// assert_eq!(told("[0-9]{6}"), Some(("6 siffror".into(), "123456".into())));
    /// assert_eq!(told(r"BK\d{2,5}"), Some(("BK, sedan 2–5 siffror".into(), "BK12".into())));
    /// assert_eq!(told(".{5,}"), Some(("minst 5 tecken".into(), "12345".into())));
    /// assert_eq!(told("[0-9]"), Some(("1 siffra".into(), "1".into())));
    /// assert_eq!(told("(A|B)[0-9]+"), None);
    /// ```
    #[must_use]
    pub fn in_words(&self) -> Option<(Text, String)> {
        let parts = parts(&self.text)?;
        let mut example = String::new();
        for part in &parts {
            match part {
                Part::As(text) => example.push_str(text),
                Part::Of(kind, least, _) => {
                    let of = if matches!(kind, Kind::Capital) { "ABCDEFGHIJ" } else { "1234567890" };
                    example.extend(of.chars().cycle().take(usize::try_from(*least).ok()?));
                }
            }
        }
        let (sv, en): (Vec<String>, Vec<String>) = parts.iter().map(told).map(|text| (text.sv, text.en)).unzip();
        let text = Text::new(sv.join(", sedan "), en.join(", then "));
        (!example.is_empty() && self.accepts(&example)).then_some((text, example))
    }
}

fn told(part: &Part) -> Text {
    let Part::Of(kind, least, most) = part else {
        let Part::As(text) = part else { return Text::new("", "") };
        return Text::new(text.clone(), text.clone());
    };
    let is_one = *least == 1 && *most == Some(1);
    let (sv, en) = match (kind, is_one) {
        (Kind::Digit, true) => ("siffra", "digit"),
        (Kind::Digit, false) => ("siffror", "digits"),
        (Kind::Capital, true) => ("versal", "capital letter"),
        (Kind::Capital, false) => ("versaler", "capital letters"),
        (Kind::Any, true) => ("tecken", "character"),
        (Kind::Any, false) => ("tecken", "characters"),
    };
    match most {
        None => say!("minst {least} {sv}", "at least {least} {en}"),
        Some(most) if most == least => say!("{least} {sv}", "{least} {en}"),
        Some(most) => say!("{least}–{most} {sv}", "{least}–{most} {en}"),
    }
}

fn parts(pattern: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(first) = rest.next() {
        let kind = match first {
            '[' => {
                let class: String = rest.by_ref().take_while(|one| *one != ']').collect();
                match class.as_str() {
                    "0-9" | r"\d" => Kind::Digit,
                    "A-Z" | "A-ZÅÄÖ" => Kind::Capital,
                    _ => return None,
                }
            }
            '\\' if rest.next_if_eq(&'d').is_some() => Kind::Digit,
            '.' => Kind::Any,
            one if one.is_alphanumeric() || matches!(one, ' ' | '-' | '/') => {
                // How many times a letter stands is no part of what is known.
                if matches!(rest.peek(), Some('{' | '+' | '*' | '?')) {
                    return None;
                }
                if let Some(Part::As(text)) = parts.last_mut() {
                    text.push(one);
                } else {
                    parts.push(Part::As(one.to_string()));
                }
                continue;
            }
            _ => return None,
        };
        let (least, most) = how_many(&mut rest)?;
        parts.push(Part::Of(kind, least, most));
    }
    Some(parts)
}

/// `{6}`, `{2,5}`, `{5,}`, `+`, or nothing for one. What may be left out altogether says too little.
fn how_many(rest: &mut Peekable<Chars<'_>>) -> Option<(u32, Option<u32>)> {
    if rest.next_if_eq(&'+').is_some() {
        return Some((1, None));
    }
    if rest.next_if_eq(&'{').is_none() {
        return (!matches!(rest.peek(), Some('*' | '?'))).then_some((1, Some(1)));
    }
    let inside: String = rest.by_ref().take_while(|one| *one != '}').collect();
    let (least, most) = match inside.split_once(',') {
        None => (inside.parse().ok()?, Some(inside.parse().ok()?)),
        Some((least, "")) => (least.parse().ok()?, None),
        Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
    };
    (least > 0).then_some((least, most))
}
