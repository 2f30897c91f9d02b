//! Answers and mistakes as the API gives them.

use actix_web::body::MessageBody as _;
use samfin_core::Lang;
use serde::Serialize;

use crate::http::problem::Problem;

/// The API's answer, laid out for reading.
pub(super) fn pretty(answer: &impl Serialize) -> String {
    serde_json::to_string_pretty(answer).map_or_else(|error| error.to_string(), |text| text + "\n")
}

/// The API's answer to the same mistake at the address `instance`.
pub(super) fn problem(error: samfin_core::Error, lang: Lang, instance: &str) -> String {
    let body = Problem::from(error).render(lang, instance, "").into_body();
    let bytes = body.try_into_bytes().unwrap_or_default();
    format!("{}\n", String::from_utf8_lossy(&bytes))
}
