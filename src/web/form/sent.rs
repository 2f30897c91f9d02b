//! A form as it comes in, and the desk at which it is carried out once.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use maud::{Markup, html};

use super::{Form, ONCE_FIELD, REVISION_FIELD, STEP_FIELD};
use crate::app::Desk;
use crate::app::once::Request;
use crate::digest::sha256;
use crate::http::cross_site::from_here;
use crate::web::forms::Fields;
use crate::web::visitor::Visitor;

/// The longest key that is taken for one of ours.
const LONGEST_KEY: usize = 64;

/// A form that was sent from one of our own pages.
pub(in crate::web) struct Sent(pub(in crate::web) Fields);

impl actix_web::FromRequest for Sent {
    type Error = actix_web::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &actix_web::HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let ours = from_here(request);
        let form = actix_web::web::Form::<Vec<(String, String)>>::from_request(request, payload);
        Box::pin(async move {
            ours?;
            Ok(Self(Fields(form.await?.into_inner())))
        })
    }
}

impl Fields {
    /// The revision that was read; 0, which none has, when the form does not say.
    pub(in crate::web) fn revision(&self) -> i64 {
        self.get(REVISION_FIELD).parse().unwrap_or(0)
    }

    /// The word of the form that was sent.
    pub(in crate::web) fn step(&self) -> &str {
        self.get(STEP_FIELD)
    }
}

impl Visitor {
    /// The desk at which a form is carried out once: sent again with the same key it gives the same answer. `route` tells
    /// forms apart, as `POST /fakturor/{id}`.
    pub(in crate::web) fn once(&self, route: &str, fields: &Fields) -> Desk {
        let key = fields.get(ONCE_FIELD);
        if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return self.app.clone();
        }
        let request = Request::once_only(route.to_owned(), key.to_owned(), self.address.clone());
        let mut said = String::new();
        for (name, value) in fields.0.iter().filter(|(name, _)| name != crate::http::auth::CSRF_FIELD) {
            said.extend([name, "=", value, "\n"]);
        }
        request.asks_for(sha256(said.as_bytes()));
        self.app.desk_for(self.app.scope().clone(), Arc::new(request))
    }
}

impl Form<'_> {
    /// What every form that changes something holds: whose it is, which one it is, and the key under which it is carried out once.
    pub(in crate::web) fn hidden(&self, visitor: &Visitor) -> Markup {
        html! {
            (visitor.form_token())
            @if !self.step.is_empty() { input type="hidden" name=(STEP_FIELD) value=(self.step); }
            input type="hidden" name=(ONCE_FIELD) value=(visitor.app.new_id());
        }
    }
}

/// The revision that is being read: after a stale edit the one there is now, which has then been seen.
pub(in crate::web) fn revision(revision: i64) -> Markup {
    html! { input type="hidden" name=(REVISION_FIELD) value=(revision); }
}

/// On to the page that shows what came of a form.
pub(in crate::web) fn see(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, to)).insert_header((CACHE_CONTROL, "no-store")).finish()
}
