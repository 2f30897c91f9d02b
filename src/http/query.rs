//! Strict reading of what stands after `?` and inside the path: everything known, everything checked.
//!
//! A misspelt `knwon_at=` must not silently give today's figures, so an unknown name is an error.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::identifiers::Identifier;
use samfin_core::json::Json;
use samfin_core::read::{Node, Reader};
use samfin_core::{Code, Id, Issue, say};

use super::problem::Problem;
use crate::clock::{end_of_day, start_of_day};

/// The parameters of a request, and what is wrong with them.
#[derive(Debug)]
pub struct Query {
    given: Vec<(String, String)>,
    reader: Reader,
}

impl Query {
    /// Reads a query string in which only `known` names may appear, each once.
    #[must_use]
    pub fn read(text: &str, known: &[&str]) -> Self {
        Self::read_repeating(text, known, &[])
    }

    /// As [`Query::read`]; the names in `repeating` may appear several times.
    #[must_use]
    pub fn read_repeating(text: &str, known: &[&str], repeating: &[&str]) -> Self {
        let mut query = Self { given: Vec::new(), reader: Reader::default() };
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            if !repeating.contains(&name.as_str()) && query.given.iter().any(|(seen, _)| *seen == name) {
                query.fault(&name, Code::RepeatedReference, say!("ange \"{name}\" en gång", "give \"{name}\" once"));
            }
            query.given.push((name, value));
        }
        if !query.given.is_empty() {
            let unset = query.given.iter().map(|(name, _)| (name.as_str().into(), Json::Null)).collect();
            query.reader.object(&Node::rooted(&Json::Object(unset), "/query"), known);
        }
        query
    }

    /// The value of `name`, when it is given.
    fn value(&self, name: &str) -> Option<&str> {
        self.given.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// Every value of `name`, in the order they came.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.given.iter().filter(|(given, _)| given == name).map(|(_, value)| value.clone()).collect()
    }

    fn fault(&mut self, name: &str, code: Code, detail: samfin_core::Text) {
        self.reader.push(Issue::new(format!("/query/{name}"), code, detail));
    }

    /// `true` or `false`; absent is false.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.value(name) {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                self.fault(name, Code::WrongType, say!("skriv true eller false", "write true or false"));
                false
            }
        }
    }

    /// One of some words, with what it means.
    pub fn word<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> Option<T> {
        let value = self.value(name)?;
        let found = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            self.fault(name, Code::UnknownValue, say!("skriv ett av {known}", "write one of {known}"));
        }
        found
    }

    /// A whole number from `least` to `most`.
    pub fn whole<N: FromStr + PartialOrd + Copy + std::fmt::Display>(
        &mut self,
        name: &str,
        least: N,
        most: N,
    ) -> Option<N> {
        let text = self.value(name)?;
        let number = whole(text, least, most);
        if number.is_none() {
            let detail =
                say!("skriv ett heltal från {least} till {most}", "write a whole number from {least} to {most}");
            self.fault(name, Code::OutOfRange, detail);
        }
        number
    }

    /// As [`Query::whole`], for a parameter that must be there.
    pub fn required_whole<N: FromStr + PartialOrd + Copy + std::fmt::Display + Default>(
        &mut self,
        name: &str,
        least: N,
        most: N,
    ) -> N {
        if self.value(name).is_none() {
            self.fault(
                name,
                Code::MissingField,
                say!("parametern \"{name}\" måste finnas", "the parameter \"{name}\" must be there"),
            );
        }
        self.whole(name, least, most).unwrap_or_default()
    }

    /// The value as it was sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<String> {
        self.value(name).map(str::to_owned)
    }

    /// One line of text, checked as a name in a document is.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read_by(name, Reader::name)
    }

    /// The id of something in a document, or the name of something that is kept.
    pub fn id(&mut self, name: &str) -> Option<Id> {
        self.read_by(name, Reader::id)
    }

    /// A number by which an organisation or an account is known.
    pub fn identifier<T: Identifier>(&mut self, name: &str) -> Option<T> {
        self.read_by(name, Reader::identifier)
    }

    /// A calendar date.
    pub fn date(&mut self, name: &str) -> Option<NaiveDate> {
        self.read_by(name, Reader::date)
    }

    fn read_by<T>(&mut self, name: &str, read: impl FnOnce(&mut Reader, &Node<'_>) -> Option<T>) -> Option<T> {
        let text = self.value(name)?.to_owned();
        read(&mut self.reader, &Node::rooted(&Json::String(text.into()), &format!("/query/{name}")))
    }

    /// A moment: an RFC 3339 instant, or a date, which means the end of that day in Sweden.
    pub fn moment(&mut self, name: &str) -> Option<DateTime<Utc>> {
        self.moment_or_day(name, end_of_day)
    }

    /// As [`Query::moment`], where a date means the beginning of that day.
    pub fn first_moment(&mut self, name: &str) -> Option<DateTime<Utc>> {
        self.moment_or_day(name, start_of_day)
    }

    fn moment_or_day(&mut self, name: &str, of_day: fn(NaiveDate) -> DateTime<Utc>) -> Option<DateTime<Utc>> {
        let text = self.value(name)?;
        if text.len() == "2027-01-01".len() {
            return self.date(name).map(of_day);
        }
        // A plus sign that was not escaped arrives as a space.
        let instant = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok().map(|instant| instant.to_utc());
        let (first, last) = (DateTime::UNIX_EPOCH, NaiveDate::from_ymd_opt(2100, 12, 31).map(end_of_day));
        let instant = instant.filter(|at| *at >= first && Some(*at) <= last);
        if instant.is_none() {
            let detail = say!(
                "skriv en dag (2027-01-31) eller en tidpunkt (2027-01-31T12:00:00Z)",
                "write a day (2027-01-31) or an instant (2027-01-31T12:00:00Z)"
            );
            self.fault(name, Code::DateInvalid, detail);
        }
        instant
    }

    /// Adds an issue with the parameter `name`.
    pub fn refuse(&mut self, name: &str, code: Code, detail: samfin_core::Text) {
        self.fault(name, code, detail);
    }

    /// All that was wrong, if anything was.
    pub fn finish(self) -> Result<(), Problem> {
        self.reader.finish(Some(())).map_err(Problem::from)
    }
}

/// A whole number inside the path, for example the year of a budget.
pub fn path_whole<N: FromStr + PartialOrd + Copy + std::fmt::Display>(
    name: &str,
    text: &str,
    least: N,
    most: N,
) -> Result<N, Problem> {
    whole(text, least, most).ok_or_else(|| {
        let detail = say!("skriv ett heltal från {least} till {most}", "write a whole number from {least} to {most}");
        Problem::at(format!("/path/{name}"), Code::OutOfRange, detail)
    })
}

/// Digits only: no sign, no spaces, no decimals.
fn whole<N: FromStr + PartialOrd + Copy>(text: &str, least: N, most: N) -> Option<N> {
    let number = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    (least <= number && number <= most).then_some(number)
}

/// Percent-decoding as in forms; what is not UTF-8 becomes a replacement character, which no field takes.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        bytes.push(match (first, after) {
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *first,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut query =
            Query::read("year=twenty&knwon_at=2027-01-01&explain=yes&year=2027", &["year", "known_at", "explain"]);
        assert_eq!(query.whole::<i32>("year", 2000, 2100), None);
        assert!(!query.flag("explain"));
        let problem = query.finish().expect_err("four faults").to_string();
        assert!(problem.contains("4 errors"), "{problem}");
    }

    #[test]
    fn a_moment_is_an_instant_or_the_end_of_a_day_in_sweden() {
        let moment = |text: &str| Query::read(text, &["known_at"]).moment("known_at").map(|at| at.to_rfc3339());
        assert_eq!(moment("known_at=2027-01-31").as_deref(), Some("2027-01-31T22:59:59.999999+00:00"));
        assert_eq!(moment("known_at=2027-01-31T12%3A00%3A00%2B01:00").as_deref(), Some("2027-01-31T11:00:00+00:00"));
        assert_eq!(moment("known_at=2027-01-31T12:00:00+01:00").as_deref(), Some("2027-01-31T11:00:00+00:00"));
        assert_eq!(moment("known_at=yesterday"), None);
        assert_eq!(moment("known_at=%F0%9F"), None);
    }
}
