//! `/api/v1/api-keys`: the keys of programs.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{created, json, tagged};
use super::bodies::{NewKeyBody, Revocation};
use super::body::JsonBody;
use super::examples::people as example;
use super::paging::{Page, PageParams, Wanted};
use super::people::KeyView;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::people::keys::Key;

/// Which key.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct KeyPath {
    /// The key's id.
    #[param(format = Uuid, example = example::key_id)]
    pub id: String,
}

/// A key and its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewApiKey)]
pub struct MadeKey {
    /// The key.
    #[serde(flatten)]
    about: KeyView,
    /// The key as a program sends it in `Authorization: Bearer`. It is told this once only; null when the answer is a
    /// repeated one (`Idempotency-Replayed`), since nothing that is stored knows it. Revoke the key and make another then.
    #[schema(required, pattern = "^samfin_[0-9a-f-]{36}_[0-9a-f]{64}$")]
    key: Option<String>,
}

/// A key is never written over; its tag tells whether it has been revoked.
fn tag(key: &Key) -> &'static str {
    if key.key.revoked_at.is_some() { "\"r2\"" } else { "\"r1\"" }
}

fn shown(key: Key) -> HttpResponse {
    tagged(tag(&key), &KeyView::from(key))
}

/// Make a key
///
/// For a program. Give it no more than it needs, and a last day. It goes in `Authorization: Bearer` and nowhere else.
#[utoipa::path(
    operation_id = "createApiKey", tag = "people",
    request_body(content = NewKeyBody, description = "The key", example = example::new_key),
    responses((status = 201, description = "Made", body = MadeKey, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = example::made_key)),
)]
#[post("/api/v1/api-keys")]
pub(crate) async fn create_api_key(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (made, key) = desk.create_key(NewKeyBody::parse(&body)?).await?;
    let tag = tag(&made);
    let made = MadeKey { about: made.into(), key };
    Ok(created(&format!("/api/v1/api-keys/{}", made.about.id), tag, &made))
}

/// List keys
///
/// In the order they were made, without their secrets, those that are revoked too.
#[utoipa::path(
    operation_id = "listApiKeys", tag = "people", params(PageParams),
    responses((status = 200, description = "A page of keys", body = Page<KeyView>, example = example::keys)),
)]
#[get("/api/v1/api-keys")]
pub(crate) async fn list_api_keys(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.keys(wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |key| key.key.id.clone(), KeyView::from)))
}

/// Read a key
///
/// Without its secret, which nobody can read.
#[utoipa::path(
    operation_id = "getApiKey", tag = "people", params(KeyPath),
    responses((status = 200, description = "The key", body = KeyView, headers(("ETag" = String, description = "Its entity tag")), example = example::key)),
)]
#[get("/api/v1/api-keys/{id}")]
pub(crate) async fn get_api_key(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<KeyPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.key(known_form(&path.id)?).await?))
}

/// Revoke a key
///
/// For good. It opens nothing from then on, on every replica within five seconds.
#[utoipa::path(
    operation_id = "revokeApiKey", tag = "people", params(KeyPath),
    request_body(content = Revocation, description = "Why", example = example::revocation),
    responses(
        (status = 200, description = "Revoked", body = KeyView, headers(("ETag" = String, description = "Its new entity tag")), example = example::revoked_key),
        (status = 409, description = "It is revoked already", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/api-keys/{id}/revoke")]
pub(crate) async fn revoke_api_key(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<KeyPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = known_form(&path.id)?;
    Ok(shown(desk.revoke_key(id, Some(Revocation::parse(&body)?)).await?))
}
