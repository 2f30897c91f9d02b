//! The requests to a provider: over TLS, followed nowhere, not waited for long, and read only so far.

use std::sync::OnceLock;
use std::time::Duration;

use openidconnect::http::Response;
use openidconnect::url::Url;
use openidconnect::{HttpRequest, HttpResponse};
use reqwest::redirect::Policy;

use super::is_private;

/// How long a whole request may take.
const WAIT: Duration = Duration::from_secs(5);
/// How long it may take to be connected.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(3);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("{0} is not reached by https")]
    Open(String),
    #[error("no client: {0}")]
    Client(String),
    #[error("request")]
    Request(#[from] reqwest::Error),
    #[error("an answer longer than {LONGEST} bytes")]
    TooLong,
    #[error("answer")]
    Answer(#[from] openidconnect::http::Error),
}

/// Chooses what every TLS connection of the process is encrypted with, unless that has been done: no client of reqwest can
/// be made before.
pub(crate) fn choose_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Sends requests. The client is made when there is first something to ask, with the authorities that the machine trusts.
#[derive(Debug, Default)]
pub(super) struct Fetch(OnceLock<reqwest::Client>);

impl Fetch {
    pub(super) async fn call(&self, request: HttpRequest) -> Result<HttpResponse, Error> {
        let (parts, body) = request.into_parts();
        let address = parts.uri.to_string();
        let url = Url::parse(&address).ok().filter(is_private).ok_or(Error::Open(address))?;
        let sent = self.client()?.request(parts.method, url).headers(parts.headers).body(body).send();
        let mut answer = sent.await.map_err(reqwest::Error::without_url)?;
        let mut builder = Response::builder().status(answer.status());
        if let Some(headers) = builder.headers_mut() {
            *headers = std::mem::take(answer.headers_mut());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Error::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(builder.body(body)?)
    }

    fn client(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.0.get() {
            return Ok(client);
        }
        choose_cryptography();
        let made = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(WAIT_FOR_CONNECTION)
            .timeout(WAIT)
            .user_agent(concat!("samfin/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Error::Client(format!("{error:?}")))?;
        Ok(self.0.get_or_init(|| made))
    }
}
