//! What the API needs to know of the pages beside it, which it does not import.

use actix_web::{HttpRequest, HttpResponse};

use super::problem::Problem;

/// The pages as the edge and the fallback see them.
#[derive(Clone, Copy)]
pub struct Front {
    /// The methods that the page at a path takes, when there is one.
    pub methods: fn(&str) -> Option<&'static str>,
    /// Writes the page for a problem with the request's id, when whoever asked wants a page.
    pub error_page: fn(&HttpRequest, &Problem, &str) -> Option<HttpResponse>,
}
