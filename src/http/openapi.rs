//! The API's description: the operations of [`super::routes`], and what they have in common.

use std::sync::LazyLock;

use actix_web::dev::HttpServiceFactory;
use actix_web::http::StatusCode;
use samfin_core::{Lang, say};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, Required, Response, ResponseBuilder};
use utoipa_actix_web::OpenApiFactory;

use super::Operations;
use super::problem::{Kind, Problem, ProblemDetails, Service};

/// What the description says about the API as a whole.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "samfin",
        description = "Splits what regions and municipalities run together, exactly, and shows why.\n\n\
            Amounts are strings in kronor with two decimals and exclude VAT. Every error is an RFC 9457 problem whose \
            `type` is a page under `/problems/`; sentences are in Swedish or English by `Accept-Language`. \
            Programs send a key in `Authorization: Bearer samfin_…`, people sign in at the pages. Whoever is not known gets \
            one and the same 401; what a caller has no grant for is not found. Calculations that store nothing are open to \
            everyone on the loopback address.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/")),
    tags(
        (name = "calculations", description = "Everything in the body, nothing stored"),
        (name = "agreements", description = "Agreements with immutable versions, budgets and what follows from them"),
        (name = "billing", description = "The billing year: planned, adopted, called, settled"),
        (name = "scenarios", description = "What could be otherwise in an agreement: stored, shared, locked, compared"),
        (name = "organisations", description = "Legal entities with their invoicing details, and what is missing of them"),
        (name = "statistics", description = "Series of observations; corrections add, never overwrite"),
        (name = "audit", description = "What has happened: for auditors, and for programs that follow along"),
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

/// The operations as they are described.
struct Described(OpenApi);

impl Operations for Described {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        self.0.paths.merge(operation.paths());
        // The same schema comes again for every place that refers to it: together they are tens of megabytes.
        let mut schemas = Vec::new();
        operation.schemas(&mut schemas);
        self.0.components.get_or_insert_default().schemas.extend(schemas);
        self
    }
}

fn build() -> OpenApi {
    let mut described = Described(Base::openapi());
    super::routes(&mut described);
    let Described(mut api) = described;
    api.security = Some(credentials());
    if let Some(components) = &mut api.components {
        components.responses.extend(SHARED.iter().map(|kind| (name(*kind), shared(*kind).into())));
        components.add_security_scheme(KEY, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKeyValue::with_description("__Host-samfin", "What the pages' sign-in gives a browser");
        components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components.responses.insert(UNPROCESSABLE.to_owned(), unprocessable().into());
    }
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            add_shared(path, operation);
            add_credentials(path, operation);
            if is_change(path, method, operation) {
                add_key(operation);
            }
        }
    }
    api
}

/// How a caller says who it is: either will do.
fn credentials() -> Vec<SecurityRequirement> {
    let none: [&str; 0] = [];
    vec![SecurityRequirement::new(KEY, none), SecurityRequirement::new(SESSION, none)]
}

fn add_credentials(path: &str, operation: &mut Operation) {
    if path.starts_with("/health") || path.starts_with("/api/v1/shared-calendars/") {
        operation.security = Some(Vec::new());
        return;
    }
    if is_calculation(operation) {
        // On the loopback address everyone may calculate.
        operation.security = Some(std::iter::once(SecurityRequirement::default()).chain(credentials()).collect());
    } else {
        add(operation, Service::Forbidden);
    }
    add(operation, Service::Unauthorized);
}

/// Calculated from the body alone, whoever asks.
fn is_calculation(operation: &Operation) -> bool {
    operation.tags.iter().flatten().any(|tag| tag == "calculations")
}

/// Whether an operation changes what is stored.
fn is_change(path: &str, method: &str, operation: &Operation) -> bool {
    path.starts_with("/api/v1") && method != "GET" && !is_calculation(operation)
}

/// What gives out a number or moves money, and so must come with a key: sent again without one it would be done again.
const KEYED: [&str; 10] = [
    "allocatePayment",
    "issueInvoice",
    "issueInvoiceExternally",
    "issueInvoices",
    "issueInvoicesExternally",
    "refundPayment",
    "registerLateMoney",
    "registerPayment",
    "remindPayer",
    "reversePayment",
];

fn must_have_key(operation: &Operation) -> bool {
    operation.operation_id.as_ref().is_some_and(|id| KEYED.contains(&id.as_str()))
}

fn add_key(operation: &mut Operation) {
    let schema = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(255));
    let key = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(if must_have_key(operation) { Required::True } else { Required::False })
        .description(Some(
            "A name of your own for this request, such as a UUID. The same request sent again with it is not carried out \
             again: the first answer is given, with `Idempotency-Replayed: true`. Kept for at least 90 days.",
        ))
        .schema(Some(schema.pattern(Some("^[!-~]+$"))))
        .example(Some("9f1c2f6e-3c1b-4f1e-9a52-5b1d3c7f6a10".into()))
        .build();
    operation.parameters.get_or_insert_default().push(key.into());
    add(operation, Service::KeyInvalid);
    add(operation, Service::KeyInFlight);
}

/// Adds the shared answer for a kind of problem, unless the operation tells more of its own.
fn add(operation: &mut Operation, kind: Service) {
    let status = Kind::from(kind).status().as_str().to_owned();
    operation.responses.responses.entry(status).or_insert_with(|| Ref::from_response_name(name(kind)).into());
}

/// The names of the ways to say who one is.
const KEY: &str = "key";
const SESSION: &str = "session";

/// The answers that several operations give.
const SHARED: &[Service] = &[
    Service::KeyInFlight,
    Service::KeyInvalid,
    Service::Unauthorized,
    Service::Forbidden,
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
    for kind in given {
        add(operation, kind);
    }
    if is_api {
        let status = StatusCode::UNPROCESSABLE_ENTITY.as_str().to_owned();
        operation.responses.responses.entry(status).or_insert_with(|| Ref::from_response_name(UNPROCESSABLE).into());
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
        assert_eq!(seen.len(), 128);
    }
}
