//! The API's description, and Swagger UI to try it; its files are inside the program.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, get};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::openapi::openapi_json;

/// The description, OpenAPI 3.1.
#[get("/api/openapi.json")]
pub(crate) async fn openapi() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi_json())
}

/// Swagger UI finds its files relative to an address that ends with a slash.
#[get("/api/docs")]
pub(crate) async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}

/// Swagger UI. It asks nobody else whether the description is valid.
pub(super) fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/api/docs/{file:.*}").config(Config::from("/api/openapi.json").validator_url("none"))
}
