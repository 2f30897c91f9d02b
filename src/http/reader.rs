//! How the caller wants the answer: in which language, and in which form.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpRequest};
use samfin_core::{Lang, say};

use super::problem::{Problem, Service};

/// The reader of a JSON answer. Every operation of the API takes one.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The language of sentences in the answer.
    pub lang: Lang,
}

impl FromRequest for Reader {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let headers = request.headers();
        ready(if accepts(headers, "application/json") {
            Ok(Self { lang: language(headers) })
        } else {
            Err(not_acceptable("application/json"))
        })
    }
}

/// The refusal of an answer in any other form than `kind`.
pub(crate) fn not_acceptable(kind: &str) -> Problem {
    let detail = say!(
        "Svaret finns bara som {kind}; skriv det i Accept eller utelämna Accept.",
        "The answer only exists as {kind}; name it in Accept, or leave Accept out."
    );
    Problem::new(Service::NotAcceptable, detail)
}

/// The language of an answer: the preferred one, English when there is none.
pub(super) fn language(headers: &HeaderMap) -> Lang {
    preferred(headers).unwrap_or_default()
}

/// The language that `Accept-Language` puts first among those there are.
pub(crate) fn preferred(headers: &HeaderMap) -> Option<Lang> {
    let mut best = (0, None);
    for (range, quality) in preferences(headers, &ACCEPT_LANGUAGE) {
        let lang = match range.split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("sv") => Lang::Sv,
            Some("en") => Lang::En,
            _ => continue,
        };
        if quality > best.0 {
            best = (quality, Some(lang));
        }
    }
    best.1
}

/// Whether the sender names HTML, as browsers do; `*/*` is what programs send.
pub(crate) fn prefers_html(headers: &HeaderMap) -> bool {
    preferences(headers, &ACCEPT).any(|(range, quality)| range.eq_ignore_ascii_case("text/html") && quality > 0)
}

/// Whether an answer of `kind` is acceptable. The most specific range decides (RFC 9110, 12.5.1).
pub(crate) fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    if !headers.contains_key(ACCEPT) {
        return true;
    }
    let mut decided = (0, false);
    for (range, quality) in preferences(headers, &ACCEPT) {
        let specificity = match range {
            "*/*" => 1,
            exact if exact.eq_ignore_ascii_case(kind) => 3,
            prefix => match (prefix.strip_suffix("/*"), kind.split_once('/')) {
                (Some(family), Some((own, _))) if family.eq_ignore_ascii_case(own) => 2,
                _ => continue,
            },
        };
        if specificity >= decided.0 {
            decided = (specificity, quality > 0);
        }
    }
    decided.1
}

/// The items of a header like `sv, en;q=0.8`, with their quality in thousandths.
fn preferences<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = (&'h str, u16)> {
    headers.get_all(name).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        (range, quality.map_or(1000, thousandths))
    })
}

/// `0.8` as 800; what is not a quality counts as none.
fn thousandths(text: &str) -> u16 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    match whole {
        "1" => 1000,
        "0" if rest.bytes().all(|b| b.is_ascii_digit()) => format!("{rest:0<3}")[..3].parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn header(name: HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn the_preferred_language_that_exists_is_used() {
        let spoken = |value| language(&header(ACCEPT_LANGUAGE, value));
        assert_eq!(spoken("sv-SE,sv;q=0.9,en;q=0.8"), Lang::Sv);
        assert_eq!(spoken("fi, en;q=0.5, sv;q=0.4"), Lang::En);
        assert_eq!(spoken("en;q=0, SV;q=0.1"), Lang::Sv);
        assert_eq!(spoken("*"), Lang::En);
        assert_eq!(language(&HeaderMap::new()), Lang::En);
    }

    #[test]
    fn json_is_given_to_whoever_takes_it() {
        let takes = |value| accepts(&header(ACCEPT, value), "application/json");
        assert!(accepts(&HeaderMap::new(), "application/json"));
        assert!(takes("*/*") && takes("application/*") && takes("text/html, application/json;q=0.1"));
        assert!(!takes("text/html") && !takes("application/json;q=0, */*") && !takes("application/xml"));
    }
}
