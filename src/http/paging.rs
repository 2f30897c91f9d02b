//! Lists in pages: `{ "items": […], "next": "<cursor>" | null }`.
//!
//! A cursor is opaque to callers; inside it is the key of the last item they have seen.

use samfin_core::{Code, say};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::query::Query;

/// The most items on a page.
pub const MOST: u16 = 200;
/// How many there are when nothing is said.
const USUAL: u16 = 50;

/// The parameters of every list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// How many items at most.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Where the page before ended: its `next`.
    #[param(max_length = 2000, pattern = "^([0-9a-f]{2})+$", example = "30313962")]
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items, in the documented order.
    pub items: Vec<T>,
    /// The cursor of the next page; null when this is the last one.
    #[schema(required)]
    pub next: Option<String>,
}

/// Which page is asked for.
#[derive(Debug)]
pub struct Wanted {
    /// How many items at most.
    pub limit: usize,
    /// The key of the last item already seen.
    pub after: Option<String>,
}

impl Wanted {
    /// The names of the parameters.
    pub const NAMES: [&'static str; 2] = ["limit", "cursor"];

    /// Reads the parameters; a cursor whose key `is_key` does not know is refused.
    pub fn read(query: &mut Query, is_key: impl Fn(&str) -> bool) -> Self {
        Self::read_from(query, "cursor", is_key)
    }

    /// As [`Wanted::read`], where the cursor has another name.
    pub fn read_from(query: &mut Query, name: &str, is_key: impl Fn(&str) -> bool) -> Self {
        let limit = query.whole("limit", 1, MOST).unwrap_or(USUAL);
        let after = query.raw(name).and_then(|cursor| {
            let key = decode(&cursor).filter(|key| is_key(key));
            if key.is_none() {
                let detail = say!("använd next från sidan före, oförändrad", "use next from the page before, as it is");
                query.refuse(name, Code::UnknownValue, detail);
            }
            key
        });
        Self { limit: usize::from(limit), after }
    }

    /// The number of the last item seen, in lists whose keys are numbers; 0 on the first page.
    #[must_use]
    pub fn after_number(&self) -> i64 {
        self.after.as_deref().and_then(number).unwrap_or(0)
    }

    /// How many to fetch: one more than fits, to know whether there is a next page.
    #[must_use]
    pub fn fetch(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// The page of what was fetched.
    pub fn page<T, U>(&self, mut fetched: Vec<T>, key: impl Fn(&T) -> String, show: impl FnMut(T) -> U) -> Page<U> {
        let more = fetched.len() > self.limit;
        fetched.truncate(self.limit);
        let next = fetched.last().filter(|_| more).map(|last| encode(&key(last)));
        Page { items: fetched.into_iter().map(show).collect(), next }
    }
}

/// A number as a key: digits, without a sign or leading zeros.
#[must_use]
pub fn number(key: &str) -> Option<i64> {
    let number = key.parse().ok().filter(|number| *number >= 0)?;
    (i64::to_string(&number) == key).then_some(number)
}

/// A key as a cursor.
pub(super) fn encode(key: &str) -> String {
    use std::fmt::Write as _;
    key.bytes().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn decode(cursor: &str) -> Option<String> {
    let digits = cursor.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    let byte = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).ok().filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u8::from_str_radix(text, 16).ok()
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_goes_out_and_comes_back() {
        assert_eq!(decode(&encode("2321\u{0}2025-12-31 å")).as_deref(), Some("2321\u{0}2025-12-31 å"));
        assert_eq!((decode(""), decode("0"), decode("zz"), decode("ff"), decode("+1")), (None, None, None, None, None));
    }

    #[test]
    fn a_page_says_whether_there_is_another() {
        let wanted = Wanted { limit: 2, after: None };
        let page = wanted.page(vec![1, 2, 3], ToString::to_string, |n| n);
        assert_eq!((page.items, page.next), (vec![1, 2], Some("32".to_owned())));
        let page = wanted.page(vec![1, 2], ToString::to_string, |n| n);
        assert_eq!((page.items, page.next), (vec![1, 2], None));
    }
}
