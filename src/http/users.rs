//! `/api/v1/users`: people, what they are trusted with, and the links at which they choose a password.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{created, json, tagged};
use super::bodies::{NewUserBody, UserBody};
use super::body::JsonBody;
use super::examples::people as example;
use super::paging::{Page, PageParams, Wanted};
use super::people::UserView;
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::people::users::{Entry, User};

/// Which user.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct UserPath {
    /// The user's id.
    #[param(format = Uuid, example = example::user_id)]
    pub id: String,
}

/// A user and the link to hand over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitedUser)]
pub struct InvitedView {
    /// The user.
    #[serde(flatten)]
    user: UserView,
    /// The page, on this service, at which the user chooses a password: for 60 minutes and once. It is told this once only;
    /// null when the answer is a repeated one (`Idempotency-Replayed`), since nothing that is stored knows it. Ask for
    /// a new invitation then.
    #[schema(required, pattern = "^/losenord/[0-9a-f]{64}$")]
    invitation: Option<String>,
}

impl InvitedView {
    fn of((user, secret): (User, Option<String>)) -> Self {
        Self { user: user.into(), invitation: secret.map(|secret| format!("/losenord/{secret}")) }
    }
}

fn shown(user: User) -> HttpResponse {
    let view = UserView::from(user);
    tagged(&tag(view.revision), &view)
}

/// Make a user
///
/// The answer holds a link at which the person chooses a password. A login belongs to one person (`duplicate-id`).
#[utoipa::path(
    operation_id = "createUser", tag = "people",
    request_body(content = NewUserBody, description = "The user", example = example::new_user),
    responses((status = 201, description = "Made", body = InvitedView, headers(
        ("Location" = String, description = "Where it is found"), ("ETag" = String, description = "Its entity tag"),
    ), example = example::invited)),
)]
#[post("/api/v1/users")]
pub(crate) async fn create_user(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let made = InvitedView::of(desk.create_user(NewUserBody::parse(&body)?, Entry::Invited).await?);
    Ok(created(&format!("/api/v1/users/{}", made.user.id), &tag(made.user.revision), &made))
}

/// List users
///
/// In the order they were made, with what they are trusted with.
#[utoipa::path(
    operation_id = "listUsers", tag = "people", params(PageParams),
    responses((status = 200, description = "A page of users", body = Page<UserView>, example = example::users)),
)]
#[get("/api/v1/users")]
pub(crate) async fn list_users(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &Wanted::NAMES);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    query.finish()?;
    let found = desk.users(wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |user| user.account.id.clone(), UserView::from)))
}

/// Read a user
///
/// With what the person is trusted with.
#[utoipa::path(
    operation_id = "getUser", tag = "people", params(UserPath),
    responses((status = 200, description = "The user", body = UserView, headers(
        ("ETag" = String, description = "Send it in If-Match to change the user"),
    ), example = example::user)),
)]
#[get("/api/v1/users/{id}")]
pub(crate) async fn get_user(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<UserPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.user(known_form(&path.id)?).await?))
}

/// Write over a user
///
/// The name, whether the person may sign in, and what somebody here trusts the person with. Closing signs the person out;
/// grants are seen on every replica within five seconds. The last active administrator stays one (`invalid-state`).
#[utoipa::path(
    operation_id = "putUser", tag = "people",
    params(UserPath, ("If-Match" = Option<String>, Header, description = "The ETag of the user that is written over; needed", example = "\"r1\"")),
    request_body(content = UserBody, description = "The user", example = example::user_body),
    responses(
        (status = 200, description = "Written over", body = UserView, headers(("ETag" = String, description = "Its new entity tag")), example = example::user),
        (status = 409, description = "Nobody would be left to look after people", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[put("/api/v1/users/{id}")]
pub(crate) async fn put_user(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<UserPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let id = known_form(&path.id)?;
    let text = UserBody::parse(&body)?;
    Ok(shown(desk.replace_user(id, revision(&request)?, text).await?))
}

/// Invite a user anew
///
/// A new link at which the person chooses a password, for whoever has forgotten it or let the first link run out. Links
/// from before stop working; the password that there is stays valid until a new one is chosen.
#[utoipa::path(
    operation_id = "inviteUser", tag = "people", params(UserPath),
    responses(
        (status = 200, description = "Invited", body = InvitedView, headers(("ETag" = String, description = "Its entity tag")), example = example::invited),
        (status = 409, description = "The account is closed", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/users/{id}/invite")]
pub(crate) async fn invite_user(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<UserPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let invited = InvitedView::of(desk.invite_user(known_form(&path.id)?).await?);
    Ok(tagged(&tag(invited.user.revision), &invited))
}
