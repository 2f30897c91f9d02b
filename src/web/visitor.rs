//! Who reads a page: in which language, from which address, at whose service.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, HeaderValue, VARY};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::NaiveDateTime;
use maud::{Markup, html};

use super::language;
use super::layout::{self, Page};
use super::words::Words;
use crate::app::scope::Scope;
use crate::app::{Desk, Site};
use crate::clock::in_sweden;
use crate::http::auth::{CSRF_FIELD, desk_of, desk_or_nobody, form_token_of, session_of};
use crate::http::problem::Problem;
use crate::http::reader::{accepts, not_acceptable};

/// The reader of a page. Every page takes one.
pub(super) struct Visitor {
    /// What is said to the reader.
    pub(super) words: Words,
    /// The program, with the reader at it.
    pub(super) app: Desk,
    /// The path and query that was asked for.
    pub(super) address: String,
    /// Whether the reader has signed in.
    pub(super) has_session: bool,
    /// What the reader's forms must carry.
    pub(super) form_token: Option<String>,
}

impl Visitor {
    /// The sender of `request`, whatever form of answer it asks for; one whose credentials are refused is nobody here.
    pub(super) fn of(request: &HttpRequest) -> Option<Self> {
        Some(Self::at(desk_or_nobody(request)?, request))
    }

    fn at(app: Desk, request: &HttpRequest) -> Self {
        let address = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        let (has_session, form_token) = (session_of(request).is_some(), form_token_of(request));
        Self { words: Words::of(language::of(request.headers())), app, address, has_session, form_token }
    }

    /// The reader at another desk.
    pub(super) fn at_desk(self, app: Desk) -> Self {
        Self { app, ..self }
    }

    /// The same reader to those who must not know what this page was made with.
    pub(super) fn unknown(reader: &Self) -> Self {
        let app = reader.app.desk(Scope::nobody());
        Self { app, words: reader.words, address: "/".to_owned(), has_session: false, form_token: None }
    }

    /// What every form that changes something holds.
    pub(super) fn form_token(&self) -> Markup {
        html! { @if let Some(token) = &self.form_token { input type="hidden" name=(CSRF_FIELD) value=(token); } }
    }

    pub(super) fn site(&self) -> &Site {
        self.app.site()
    }

    /// What a clock on a wall shows.
    pub(super) fn now(&self) -> NaiveDateTime {
        in_sweden(self.app.now())
    }

    /// A page that is the same for everyone until the next release.
    pub(super) fn page(&self, page: &Page<'_>) -> HttpResponse {
        self.page_with(StatusCode::OK, page)
    }

    /// A page with data, which nothing on the way may keep.
    pub(super) fn page_of_data(&self, page: &Page<'_>) -> HttpResponse {
        let mut response = self.page(page);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// A page with another status than 200. One that names its reader is nobody else's.
    pub(super) fn page_with(&self, status: StatusCode, page: &Page<'_>) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response
            .content_type("text/html; charset=utf-8")
            .insert_header((CONTENT_LANGUAGE, HeaderValue::from_static(self.words.lang().tag())))
            .insert_header((VARY, HeaderValue::from_static("Accept-Language, Cookie")));
        if self.has_session {
            response.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
        }
        response.body(layout::frame(self, page).into_string())
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(if accepts(request.headers(), "text/html") {
            desk_of(request).map(|desk| Self::at(desk, request))
        } else {
            Err(not_acceptable("text/html"))
        })
    }
}
