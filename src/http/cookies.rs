//! The cookie of a session: for this service alone, over TLS alone (or on this machine), out of reach of scripts.

use actix_web::http::header::{COOKIE, HeaderMap};

use crate::app::people::elsewhere::TRY_MINUTES;
use crate::app::scope::Role;

/// Browsers take a cookie of such a name only from the host itself, with `Secure` and `Path=/`.
const SESSION: &str = "__Host-samfin";
/// The cookie of the demo's header.
const ROLE: &str = "roll";

/// The same for a browser that has been sent to sign in elsewhere and is to come back.
const ELSEWHERE: &str = "__Host-samfin-oidc";

/// The value of a cookie.
pub(crate) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(COOKIE).filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The token of a session, when the sender has one that may be one.
pub(super) fn session(headers: &HeaderMap) -> Option<&str> {
    value(headers, SESSION).filter(|token| token.len() == 64 && token.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// The role that a visitor has chosen to be seen in, where that can be chosen: in the demo.
pub(crate) fn role(headers: &HeaderMap) -> Option<Role> {
    value(headers, ROLE).and_then(Role::find)
}

/// What makes a browser remember a role, until it is closed.
pub(crate) fn choose_role(role: Role) -> String {
    format!("{ROLE}={}; Path=/; HttpOnly; SameSite=Lax", role.as_str())
}

/// What hands a browser a session. It goes when the browser is closed; the service decides how long it lasts before that.
pub(crate) fn hand_out(token: &str) -> String {
    format!("{SESSION}={token}; Path=/; Secure; HttpOnly; SameSite=Lax")
}

/// What makes a browser forget its session.
pub(crate) fn take_back() -> String {
    format!("{SESSION}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// The secret of a browser that is about to sign in elsewhere, when it has one that may be one.
pub(crate) fn elsewhere(headers: &HeaderMap) -> Option<&str> {
    value(headers, ELSEWHERE)
        .filter(|secret| secret.len() == 64 && secret.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// What lets a browser finish a sign-in elsewhere that it began: for as long as one may take.
pub(crate) fn hand_out_elsewhere(secret: &str) -> String {
    format!("{ELSEWHERE}={secret}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}", TRY_MINUTES * 60)
}

/// What makes a browser forget that it began.
pub(crate) fn take_back_elsewhere() -> String {
    format!("{ELSEWHERE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_session_is_read_from_the_one_cookie_that_it_is_in() {
        let token = "0a".repeat(32);
        let found = |cookies: &str| {
            let request = TestRequest::get().insert_header((COOKIE, cookies.to_owned())).to_http_request();
            session(request.headers()).map(str::to_owned)
        };
        assert_eq!(found(&format!("lang=sv; __Host-samfin={token}")), Some(token.clone()));
        for other in
            [format!("samfin={token}"), "__Host-samfin=".into(), format!("__Host-samfin={token}0"), String::new()]
        {
            assert_eq!(found(&other), None, "{other}");
        }
    }
}
