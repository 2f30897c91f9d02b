//! In which language a page is written, and the switch between them.
//!
//! | first | the choice that the reader made, in the cookie `lang` |
//! | --- | --- |
//! | then | what the browser asks for (`Accept-Language`) |
//! | else | Swedish |

use std::fmt::Write as _;

use actix_web::http::header::{CACHE_CONTROL, HeaderMap, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse, get};
use samfin_core::{Code, Lang, say};

use crate::http::cookies;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::http::reader::preferred;

const COOKIE_NAME: &str = "lang";
const ONE_YEAR_SECONDS: u32 = 31_536_000;

/// The language for the sender of `headers`.
pub(super) fn of(headers: &HeaderMap) -> Lang {
    chosen(headers).or_else(|| preferred(headers)).unwrap_or(Lang::Sv)
}

fn chosen(headers: &HeaderMap) -> Option<Lang> {
    match cookies::value(headers, COOKIE_NAME)? {
        "sv" => Some(Lang::Sv),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The address that switches to `lang` and comes back to `page`.
pub(super) fn switch(lang: Lang, page: &str) -> String {
    format!("/sprak?till={}&sida={}", lang.tag(), escaped(page))
}

/// An address as it is written inside another one.
pub(super) fn escaped(page: &str) -> String {
    page.bytes().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                write!(text, "{}", char::from(byte))
            }
            _ => write!(text, "%{byte:02X}"),
        };
        text
    })
}

/// Remembers the language for a year and goes back to the page. A preference and no secret: the cookie is for the
/// service alone, and another site can at most change the language.
#[get("/sprak")]
pub(super) async fn choose(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["till", "sida"]);
    let lang = match query.raw("till").as_deref() {
        Some("sv") => Lang::Sv,
        Some("en") => Lang::En,
        _ => {
            query.refuse("till", Code::OutOfRange, say!("skriv sv eller en", "write sv or en"));
            Lang::Sv
        }
    };
    let page = query.raw("sida").unwrap_or_default();
    query.finish()?;
    let cookie = format!("{COOKIE_NAME}={}; Path=/; Max-Age={ONE_YEAR_SECONDS}; SameSite=Lax; HttpOnly", lang.tag());
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, own_address(&page)))
        .insert_header((SET_COOKIE, cookie))
        .insert_header((CACHE_CONTROL, "no-store"))
        .finish())
}

/// The field in which a form that leads to a file says which page it stands on, so that an error leads back there.
pub(super) const FROM_FIELD: &str = "fran";

/// An address within the service; anything else leads to the start page and never to another site.
pub(super) fn own_address(page: &str) -> &str {
    let visible = page.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if visible && page.starts_with('/') && !page.starts_with("//") { page } else { "/" }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{ACCEPT_LANGUAGE, COOKIE, HeaderName, HeaderValue};

    use super::*;

    fn headers(list: &[(HeaderName, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_choice_comes_before_the_browser_and_swedish_last() {
        let spoken = |list: &[(HeaderName, &'static str)]| of(&headers(list));
        assert_eq!(spoken(&[]), Lang::Sv);
        assert_eq!(spoken(&[(ACCEPT_LANGUAGE, "fi")]), Lang::Sv);
        assert_eq!(spoken(&[(ACCEPT_LANGUAGE, "en-GB, sv;q=0.5")]), Lang::En);
        assert_eq!(spoken(&[(ACCEPT_LANGUAGE, "en"), (COOKIE, "a=b; lang=sv")]), Lang::Sv);
        assert_eq!(spoken(&[(ACCEPT_LANGUAGE, "en"), (COOKIE, "lang=xx; slang=sv")]), Lang::En);
    }

    #[test]
    fn the_switch_comes_back_to_the_same_page_and_never_to_another_site() {
        assert_eq!(switch(Lang::En, "/problems/a?x=1&y"), "/sprak?till=en&sida=/problems/a%3Fx%3D1%26y");
        for elsewhere in ["", "//example.org", "https://example.org", "/\\example.org", "/a\nb", "javascript:x"] {
            assert_eq!(own_address(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(own_address("/hjalp?a=%20b"), "/hjalp?a=%20b");
    }
}
