//! The few pages of the service itself: the start page and the pages of `/problems/`.

use actix_web::http::header::{CONTENT_LANGUAGE, HeaderValue, VARY};
use actix_web::{HttpRequest, HttpResponse, get, web};
use maud::{DOCTYPE, Markup, html};
use samfin_core::{Lang, say};

use super::problem::{self, Kind, Problem};
use super::reader::{accepts, language, not_acceptable};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;\
    background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem}a{color:#0b5394}table{border-collapse:collapse;width:100%}\
    th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #ddd}code{font-size:.95em}\
    @media(prefers-color-scheme:dark){body{color:#eee;background:#161616}a{color:#8ab4f8}th,td{border-color:#444}}";

/// A whole page around `content`.
pub(super) fn layout(lang: Lang, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · samfin" }
                link rel="stylesheet" href="/assets/page.css";
            }
            body { main { h1 { (title) } (content) } }
        }
    }
}

/// Writes a page in the reader's language.
fn page(request: &HttpRequest, write: impl FnOnce(Lang) -> Markup) -> Result<HttpResponse, Problem> {
    if !accepts(request.headers(), "text/html") {
        return Err(not_acceptable("text/html"));
    }
    let lang = language(request.headers());
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag())))
        .insert_header((VARY, HeaderValue::from_static("Accept-Language")))
        .body(write(lang).into_string()))
}

/// Where to go from here.
#[get("/")]
pub(crate) async fn start(request: HttpRequest) -> Result<HttpResponse, Problem> {
    page(&request, |lang| {
        let (what, links) = match lang {
            Lang::Sv => (
                "samfin delar upp vad regioner och kommuner driver tillsammans, exakt på öret, och visar varför.",
                [
                    ("/api/docs/", "Prova API:et"),
                    ("/api/openapi.json", "Beskrivningen av API:et (OpenAPI 3.1)"),
                    ("/problems", "Alla felmeddelanden och vad man gör åt dem"),
                    ("/health/ready", "Om tjänsten är redo"),
                    ("/metrics", "Mätvärden för Prometheus"),
                ],
            ),
            Lang::En => (
                "samfin splits what regions and municipalities run together, exact to the öre, and shows why.",
                [
                    ("/api/docs/", "Try the API"),
                    ("/api/openapi.json", "The description of the API (OpenAPI 3.1)"),
                    ("/problems", "Every error and what to do about it"),
                    ("/health/ready", "Whether the service is ready"),
                    ("/metrics", "Figures for Prometheus"),
                ],
            ),
        };
        layout(
            lang,
            "samfin",
            &html! {
                p { (what) }
                ul { @for (address, words) in links { li { a href=(address) { (words) } } } }
            },
        )
    })
}

/// The list of problems.
#[get("/problems")]
pub(crate) async fn problems(request: HttpRequest) -> Result<HttpResponse, Problem> {
    page(&request, problem::index_page)
}

/// One kind of problem.
#[get("/problems/{code}")]
pub(crate) async fn problem_by_code(request: HttpRequest, code: web::Path<String>) -> Result<HttpResponse, Problem> {
    let kind = Kind::find(&code).ok_or_else(|| {
        Problem::not_found(say!(
            "Det finns ingen sådan kod. Alla koder står på /problems.",
            "There is no such code. All codes are listed at /problems."
        ))
    })?;
    page(&request, |lang| problem::problem_page(kind, lang))
}

/// The style of the pages.
#[get("/assets/page.css")]
pub(crate) async fn style() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(STYLE)
}
