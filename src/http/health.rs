//! Whether the process lives, and whether it is ready to serve.

use actix_web::{HttpResponse, get, web};
use samfin_core::say;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::problem::Problem;
use crate::app::App;

/// What a health check says when all is well; otherwise it answers a problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    #[schema(pattern = "^ok$", examples("ok"))]
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// The process runs
///
/// Answers as long as the process can answer at all; says nothing about the database.
#[utoipa::path(operation_id = "live", tag = "health", responses(
    (status = 200, description = "The process runs", body = Health, example = json!({ "status": "ok" })),
))]
#[get("/health/live")]
pub(crate) async fn live() -> HttpResponse {
    json(&OK)
}

/// The service is ready
///
/// The database answers, something can be stored in it, and the service is not shutting down; otherwise 503, whose detail says
/// which of them it is. Load balancers ask this one.
#[utoipa::path(operation_id = "ready", tag = "health", responses(
    (status = 200, description = "Ready to serve", body = Health, example = json!({ "status": "ok" })),
))]
#[get("/health/ready")]
pub(crate) async fn ready(app: web::Data<App>) -> Result<HttpResponse, Problem> {
    if app.is_stopping() {
        let detail = say!("Tjänsten håller på att stängas av.", "The service is shutting down.");
        return Err(Problem::unavailable(detail, 5));
    }
    app.check_storing().await?;
    Ok(json(&OK))
}
