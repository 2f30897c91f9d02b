//! Requests that a browser sends on its own account: that they come from a page of ours.

use actix_web::HttpRequest;
use samfin_core::say;

use super::problem::{Problem, Service};

/// Refuses a form that was sent from elsewhere, before anything is done.
pub(crate) fn from_here(request: &HttpRequest) -> Result<(), Problem> {
    if is_ours(request) { Ok(()) } else { Err(refused()) }
}

/// That something was not sent from a page of ours.
pub(super) fn refused() -> Problem {
    let detail = say!(
        "Formuläret kom inte härifrån, och ingenting har sparats. Öppna sidan på nytt och försök igen.",
        "The form did not come from here, and nothing has been stored. Open the page anew and try again."
    );
    Problem::new(Service::CrossSite, detail)
}

/// Whether a form was sent from a page of ours: the browser says so, or the page's address is this service's.
fn is_ours(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match header("origin") {
        Some(origin) => origin.split_once("://").is_some_and(|(_, host)| Some(host) == header("host")),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_form_is_taken_from_our_own_pages_only() {
        let sent = |headers: &[(&'static str, &'static str)]| {
            let request = TestRequest::post().insert_header(("host", "samfin.example"));
            let request = headers.iter().fold(request, |request, header| request.insert_header(*header));
            from_here(&request.to_http_request()).is_ok()
        };
        assert!(sent(&[]) && sent(&[("sec-fetch-site", "same-origin")]) && sent(&[("sec-fetch-site", "none")]));
        assert!(sent(&[("origin", "https://samfin.example")]));
        for other in ["cross-site", "same-site"] {
            assert!(!sent(&[("sec-fetch-site", other), ("origin", "https://samfin.example")]), "{other}");
        }
        for origin in ["https://other.example", "https://samfin.example.org", "null"] {
            assert!(!sent(&[("origin", origin)]), "{origin}");
        }
    }
}
