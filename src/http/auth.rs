//! Who is calling, and what they may do: the one place where that is decided.
//!
//! Every operation takes a [`Caller`], so an operation without one does not pass review, and rights
//! will be checked here and nowhere else. So far there are no accounts: samfin binds 127.0.0.1, and
//! whoever reaches that address may do everything. Accounts, API keys, roles and the wall between
//! parties come here; then a caller without rights gets 401 or 403 from this extractor.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

/// Who is calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Someone who reached the address that the service is bound to; may do everything.
    Local,
}

impl FromRequest for Caller {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::Local))
    }
}
