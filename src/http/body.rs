//! Reading a request's body: of the right kind, not too large, and not too slowly.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use samfin_core::say;

use super::auth::request_of;
use super::multipart::Multipart;
use super::problem::{Problem, Service};
use crate::digest::sha256;

/// The most that an ordinary operation reads.
pub const ORDINARY: usize = 1 << 20;
/// The most that a calculation or an import reads.
pub const LARGE: usize = 8 << 20;
/// The most that a bank's file has, by itself or in a form.
const BANK_FILE: usize = samfin_documents::camt::MAX_BYTES;

/// How long the whole body may take to arrive.
const DEADLINE: Duration = Duration::from_secs(30);
/// What is read and thrown away of a body that is too large, so that the client gets to see the answer.
const DRAINED: usize = 32 << 20;

/// A JSON body of at most `LIMIT` bytes, not parsed yet.
#[derive(Debug)]
pub struct JsonBody<const LIMIT: usize = ORDINARY>(pub Bytes);

/// The body of a calculation.
pub type CalculationBody = JsonBody<LARGE>;

impl<const LIMIT: usize> FromRequest for JsonBody<LIMIT> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let refusal = refusal(request.headers(), &["application/json"], LIMIT);
        let payload = payload.take();
        let once = request_of(request);
        Box::pin(async move {
            let bytes = read(payload, LIMIT, refusal).await?;
            if let Some(once) = once.filter(|once| once.has_key()) {
                once.asks_for(digest_of_json(&bytes));
            }
            Ok(Self(bytes))
        })
    }
}

/// The body of an import and what kind of file it is.
#[derive(Debug)]
pub struct FileBody {
    /// The kind, one of [`FileBody::KINDS`].
    pub kind: &'static str,
    /// The file.
    pub bytes: Bytes,
}

impl FileBody {
    /// Comma or semicolon separated text.
    pub const CSV: &'static str = "text/csv";
    /// A workbook.
    pub const XLSX: &'static str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    /// What can be imported.
    pub const KINDS: &'static [&'static str] = &[Self::CSV, Self::XLSX];
}

impl FromRequest for FileBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let refusal = refusal(request.headers(), Self::KINDS, LARGE);
        let given = kind_of(request.headers());
        let kind = Self::KINDS.iter().copied().find(|kind| given.eq_ignore_ascii_case(kind)).unwrap_or(Self::CSV);
        let payload = payload.take();
        let once = request_of(request);
        Box::pin(async move {
            let bytes = read(payload, LARGE, refusal).await?;
            if let Some(once) = once.filter(|once| once.has_key()) {
                once.asks_for(sha256(&bytes));
            }
            Ok(Self { kind, bytes })
        })
    }
}

/// The body of an import of payments.
#[derive(Debug)]
pub struct XmlBody(pub Bytes);

impl FromRequest for XmlBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let refusal = refusal(request.headers(), &["application/xml", "text/xml"], BANK_FILE);
        let payload = payload.take();
        let once = request_of(request);
        Box::pin(async move {
            let bytes = read(payload, BANK_FILE, refusal).await?;
            if let Some(once) = once.filter(|once| once.has_key()) {
                once.asks_for(sha256(&bytes));
            }
            Ok(Self(bytes))
        })
    }
}

/// The same for the same document, whatever the order of its names and the white space in it. What is no document is refused
/// later on.
fn digest_of_json(bytes: &[u8]) -> String {
    match samfin_core::json::parse(bytes) {
        Ok(document) => sha256(document.to_canonical().as_bytes()),
        Err(_) => sha256(bytes),
    }
}

/// Why the headers alone are enough to refuse the body.
fn refusal(headers: &HeaderMap, kinds: &[&str], limit: usize) -> Option<Problem> {
    let given = kind_of(headers);
    if !kinds.iter().any(|kind| given.eq_ignore_ascii_case(kind)) {
        let kinds = kinds.join(", ");
        let detail = say!(
            "Skicka innehållet som {kinds}; Content-Type säger \"{given}\".",
            "Send the body as {kinds}; Content-Type says \"{given}\"."
        );
        return Some(Problem::new(Service::UnsupportedMediaType, detail));
    }
    // A small compressed body can be an enormous one: refused rather than unpacked.
    if headers.get(CONTENT_ENCODING).is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        let detail = say!("Skicka innehållet utan Content-Encoding.", "Send the body without Content-Encoding.");
        return Some(Problem::new(Service::UnsupportedMediaType, detail));
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    announced.is_some_and(|length| length > limit as u64).then(|| too_large(limit))
}

/// The body of a form, of which something must be known before it is handed on.
pub(crate) async fn form(headers: HeaderMap, payload: Payload) -> Result<Bytes, Problem> {
    let refusal = refusal(&headers, &["application/x-www-form-urlencoded"], ORDINARY);
    read(payload, ORDINARY, refusal).await
}

/// The body of a form with a file in it, of which something must be known before it is handed on.
pub(super) async fn upload(headers: HeaderMap, payload: Payload) -> Result<Bytes, Problem> {
    let refusal = refusal(&headers, &[Multipart::KIND], BANK_FILE);
    read(payload, BANK_FILE, refusal).await
}

/// A form with a file in it: of at most as many bytes as a bank's.
#[derive(Debug)]
pub(crate) struct UploadForm(pub(crate) Multipart);

impl FromRequest for UploadForm {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (headers, payload) = (request.headers().clone(), payload.take());
        Box::pin(async move {
            let bytes = upload(headers.clone(), payload).await?;
            let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
            Multipart::read(kind, &bytes).await.map(Self).ok_or_else(|| {
                let detail = say!(
                    "Formuläret kom inte fram helt, och ingenting har sparats. Skicka det igen.",
                    "The form did not arrive whole, and nothing has been stored. Send it again."
                );
                Problem::new(Service::MalformedJson, detail)
            })
        })
    }
}

/// The content type without its parameters.
pub(super) fn kind_of(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

fn too_large(limit: usize) -> Problem {
    let mib = limit >> 20;
    let detail = say!("Den här adressen tar högst {mib} MiB.", "This address takes at most {mib} MiB.");
    Problem::new(Service::PayloadTooLarge, detail)
}

/// Reads the body, or throws it away when it is refused.
async fn read(payload: Payload, limit: usize, refusal: Option<Problem>) -> Result<Bytes, Problem> {
    let within = tokio::time::timeout(DEADLINE, collect(payload, limit, refusal));
    within.await.unwrap_or_else(|_| {
        let detail = say!("Innehållet kom inte fram inom 30 sekunder.", "The body did not arrive within 30 seconds.");
        Err(Problem::new(Service::RequestTimeout, detail))
    })
}

async fn collect(mut payload: Payload, limit: usize, mut refusal: Option<Problem>) -> Result<Bytes, Problem> {
    let mut whole: Option<Bytes> = None;
    let mut parts = BytesMut::new();
    let mut seen = 0;
    while let Some(chunk) = payload.next().await {
        let Ok(chunk) = chunk else {
            let detail = say!("Innehållet bröts innan det var helt.", "The body broke off before it was complete.");
            return Err(refusal.unwrap_or_else(|| Problem::new(Service::MalformedJson, detail)));
        };
        seen += chunk.len();
        if refusal.is_none() && seen > limit {
            refusal = Some(too_large(limit));
            (whole, parts) = (None, BytesMut::new());
        }
        if refusal.is_some() {
            if seen > DRAINED {
                break;
            }
            continue;
        }
        // Most bodies come in one piece, which then needs no copy.
        match whole.take() {
            None if parts.is_empty() => whole = Some(chunk),
            None => parts.extend_from_slice(&chunk),
            Some(first) => {
                parts.extend_from_slice(&first);
                parts.extend_from_slice(&chunk);
            }
        }
    }
    refusal.map_or_else(|| Ok(whole.unwrap_or_else(|| parts.freeze())), Err)
}
