//! The API's description: the operations of [`super::routes`], and what they have in common.

use std::sync::LazyLock;

use actix_web::App;
use actix_web::http::StatusCode;
use samfin_core::{Lang, say};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Response, ResponseBuilder};
use utoipa_actix_web::AppExt as _;

use super::problem::{Kind, Problem, ProblemDetails, Service};

/// What the description says about the API as a whole.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "samfin",
        description = "Splits what regions and municipalities run together, exactly, and shows why.\n\n\
            Amounts are strings in kronor with two decimals and exclude VAT. Every error is an RFC 9457 problem whose \
            `type` is a page under `/problems/`; sentences are in Swedish or English by `Accept-Language`. \
            There are no accounts yet: the service listens on the loopback address, and whoever reaches it may call \
            every operation.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/")),
    tags(
        (name = "calculations", description = "Everything in the body, nothing stored"),
        (name = "agreements", description = "Agreements with immutable versions, budgets and what follows from them"),
        (name = "scenarios", description = "What could be otherwise in an agreement: stored, shared, locked, compared"),
        (name = "statistics", description = "Series of observations; corrections add, never overwrite"),
        (name = "people", description = "Users, keys of programs, share links, and who the caller is"),
        (name = "health", description = "For those who run the service"),
    ),
    components(schemas(ProblemDetails)),
)]
struct Base;

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(build);
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let text = DOCUMENT.to_pretty_json();
    text.map_or_else(|_| String::from("{}\n"), |text| text + "\n")
});

/// The description.
pub(super) fn openapi() -> &'static OpenApi {
    &DOCUMENT
}

/// The description as JSON: what `/api/openapi.json` answers and `samfin openapi` prints.
#[must_use]
pub fn openapi_json() -> String {
    TEXT.clone()
}

fn build() -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(Base::openapi());
    let (_, mut api) = app.configure(super::routes).split_for_parts();
    // An empty list says that no operation asks for credentials.
    api.security = Some(Vec::new());
    if let Some(components) = &mut api.components {
        components.responses.extend(SHARED.iter().map(|kind| (name(*kind), shared(*kind).into())));
        components.responses.insert(UNPROCESSABLE.to_owned(), unprocessable().into());
    }
    for (path, item) in &mut api.paths.paths {
        for (_, operation) in operations(item) {
            add_shared(path, operation);
        }
    }
    api
}

/// The answers that several operations give.
const SHARED: &[Service] = &[
    Service::MalformedJson,
    Service::NotFound,
    Service::NotAcceptable,
    Service::RequestTimeout,
    Service::PayloadTooLarge,
    Service::UnsupportedMediaType,
    Service::InternalError,
    Service::ServiceUnavailable,
];

fn add_shared(path: &str, operation: &mut Operation) {
    let is_api = path.starts_with("/api/v1");
    let reads_body = operation.request_body.is_some();
    let mut given = vec![Service::InternalError, Service::ServiceUnavailable];
    if is_api {
        given.push(Service::NotAcceptable);
    }
    if path.contains('{') {
        given.push(Service::NotFound);
    }
    if reads_body {
        given.extend([
            Service::MalformedJson,
            Service::RequestTimeout,
            Service::PayloadTooLarge,
            Service::UnsupportedMediaType,
        ]);
    }
    let responses = &mut operation.responses.responses;
    for kind in given {
        let status = Kind::from(kind).status().as_str().to_owned();
        responses.entry(status).or_insert_with(|| Ref::from_response_name(name(kind)).into());
    }
    if is_api {
        let status = StatusCode::UNPROCESSABLE_ENTITY.as_str().to_owned();
        responses.entry(status).or_insert_with(|| Ref::from_response_name(UNPROCESSABLE).into());
    }
}

/// The name of the shared answer for content that is wrong.
const UNPROCESSABLE: &str = "Unprocessable";

fn name(kind: Service) -> String {
    format!("{kind:?}")
}

fn shared(kind: Service) -> Response {
    let kind = Kind::from(kind);
    described(&kind.title().en, &Problem::new(kind, kind.advice()))
}

/// An answer that is a problem, with an example of it.
fn described(description: &str, problem: &Problem) -> Response {
    let example =
        serde_json::from_slice(&problem.document(Lang::En, "/api/v1/…", "01890a5d-ac96-774b-bcce-b302099a8057"));
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).example(example.ok());
    ResponseBuilder::new().description(description).content("application/problem+json", content.build()).build()
}

fn unprocessable() -> Response {
    let detail = say!("fältet \"year\" måste finnas", "the field \"year\" must be there");
    let problem = Problem::at("/year", samfin_core::Code::MissingField, detail);
    described("The content is wrong; every independent error is listed with its place", &problem)
}

/// The operations of an address, by method.
pub(super) fn methods(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("DELETE", &item.delete),
        ("PATCH", &item.patch),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [("GET", &mut item.get), ("POST", &mut item.post), ("PUT", &mut item.put), ("DELETE", &mut item.delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares with the committed description; `SAMFIN_TEST_UPDATE=1` writes it instead.
    #[test]
    fn the_committed_description_is_the_one_the_program_has() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
        if std::env::var_os("SAMFIN_TEST_UPDATE").is_some() {
            std::fs::write(path, openapi_json()).expect("the file can be written");
        }
        let committed = std::fs::read_to_string(path).expect("openapi/openapi.json is committed");
        assert!(committed == openapi_json(), "openapi/openapi.json differs: run this test with SAMFIN_TEST_UPDATE=1");
    }

    #[test]
    fn every_operation_is_fully_described() {
        let mut seen = std::collections::HashSet::new();
        for (path, item) in &openapi().paths.paths {
            for (method, operation) in methods(item) {
                let id = operation.operation_id.clone().unwrap_or_default();
                assert!(seen.insert(id.clone()), "{method} {path}: operationId {id:?} is not its own");
                let summary = operation.summary.as_deref().unwrap_or_default();
                let description = operation.description.as_deref().unwrap_or_default();
                assert!(!summary.is_empty() && !description.is_empty(), "{method} {path} lacks summary or description");
                assert_eq!(operation.tags.as_ref().map(Vec::len), Some(1), "{method} {path}: one tag");
                let text = serde_json::to_value(operation).expect("an operation is JSON");
                for (status, response) in text["responses"].as_object().expect("responses") {
                    let has_example = response["$ref"].is_string()
                        || response["content"]
                            .as_object()
                            .is_some_and(|kinds| kinds.values().all(|kind| !kind["example"].is_null()));
                    let is_ours = status.starts_with('2') && status != "204";
                    assert!(has_example || !is_ours, "{method} {path}: {status} has no example");
                }
                if let Some(body) = text["requestBody"]["content"].as_object() {
                    let json = body.get("application/json");
                    assert!(json.is_none_or(|kind| !kind["example"].is_null()), "{method} {path}: no example to send");
                }
            }
        }
        assert_eq!(seen.len(), 51);
    }
}
