//! What the API needs to know of the pages beside it, which it does not import.

use actix_web::{HttpRequest, HttpResponse};

use super::problem::Problem;

/// The pages as the edge and the fallback see them.
#[derive(Clone, Copy)]
pub struct Front {
    /// Whether there is a page at a path. All of them are read with GET.
    pub is_page: fn(&str) -> bool,
    /// Writes the page for a problem with the request's id, when whoever asked wants a page.
    pub error_page: fn(&HttpRequest, &Problem, &str) -> Option<HttpResponse>,
}
