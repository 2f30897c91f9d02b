//! `/api/v1/invoices`: documents that ask for money, give it back, or tell of it.

use actix_web::{HttpRequest, HttpResponse, delete, get, web};
use chrono::{DateTime, Utc};
use samfin_core::billing::document::{Document, Form};
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::{Code, Id, Ore, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{json, nothing, tagged};
use super::claims::{InvoicePayment, PaymentStatusWord};
use super::examples::invoices as example;
use super::paging::{Page, PageParams, Wanted};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::invoices::{Attestation, By, Filter, Incoming, Status, Whole};

/// Which document.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct InvoicePath {
    /// The document's id.
    #[param(format = Uuid, example = example::invoice_id)]
    pub id: String,
}

impl InvoicePath {
    pub(super) fn id(self) -> Result<String, Problem> {
        super::agreements::known_form(&self.id)
    }
}

/// Which documents are listed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InvoiceFilter {
    /// Those of an agreement.
    #[param(format = Uuid)]
    pub agreement: Option<String>,
    /// Those of a calendar year; with `agreement`.
    #[param(minimum = 2000, maximum = 2100)]
    pub year: Option<i32>,
    /// Those that stand so.
    #[param(inline)]
    pub status: Option<InvoiceStatusFilter>,
    /// Those that ask this party.
    #[param(pattern = "^[a-z0-9][a-z0-9-]{0,62}$")]
    pub payer: Option<String>,
    /// Those of this sort.
    #[param(inline)]
    pub form: Option<InvoiceFormFilter>,
    /// Those that stand so with money today.
    #[param(inline)]
    pub payment_status: Option<PaymentStatusWord>,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatusFilter {
    /// Being worked on.
    Draft,
    /// Final; credited ones too.
    Issued,
    /// A draft that came to nothing.
    Discarded,
}

/// What sort of paper it is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceFormFilter {
    /// An invoice.
    Invoice,
    /// A credit note.
    CreditNote,
    /// A posting between boards of one legal entity.
    Internal,
    /// What the host owes an employer.
    Payout,
}

/// Where a document stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceStatus {
    /// Being worked on; `attested` says how many attest what it says now.
    Draft,
    /// Final.
    Issued,
    /// Issued, and taken back whole.
    Credited,
    /// A draft that came to nothing.
    Discarded,
}

/// A document and where it stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invoice)]
pub struct InvoiceView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// The agreement's id.
    #[schema(format = Uuid)]
    agreement: String,
    /// Where it stands.
    status: InvoiceStatus,
    /// 1, 2, 3 … with every change.
    #[schema(minimum = 1)]
    revision: i64,
    /// Whether it is a draft whose year or parties have changed since: call it again.
    stale: bool,
    /// Where it gets its number, or got it: here, or in the seller's own customer ledger. There an attested draft is the basis of
    /// an invoice.
    #[schema(value_type = words::IssuedBy)]
    issued_by: IssuedBy,
    /// How many must attest it before it is issued. 0: the issuer has given that up.
    #[schema(minimum = 0, maximum = 2)]
    attestations_required: i32,
    /// How many attest what it says now.
    attested: i64,
    /// Who attested what, those too that no longer count.
    attestations: Vec<AttestationView>,
    /// What it says.
    document: Document,
    /// The SHA-256 of what it says as a draft: what is attested.
    content_sha256: String,
    /// The snapshot of the year that it was made from.
    snapshot: i64,
    /// The issued document that it takes back, when it is a credit.
    #[schema(required, format = Uuid)]
    credits: Option<String>,
    /// What takes it back: ids of credits that are drafted or issued.
    credited_by: Vec<String>,
    /// How much issued credits have taken back, kronor without VAT.
    #[schema(value_type = String)]
    credited: Ore,
    /// The employer's own invoice for what a payout basis says that it is owed; null until it is registered.
    #[schema(required)]
    incoming_invoice: Option<IncomingView>,
    /// Who has written what it says.
    written_by: ByView,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it changed last.
    changed_at: DateTime<Utc>,
    /// Its place in its series; null while it is not issued.
    #[schema(required)]
    series: Option<SeriesView>,
    /// How it stands with money; null when it is not issued, an internal posting, or a credit of another document.
    #[schema(required)]
    payment: Option<InvoicePayment>,
}

/// A place in a series without gaps.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceSeries)]
pub struct SeriesView {
    /// Whose series it is: an organisation number, with what it is a series of where it is not invoices.
    issuer: String,
    /// The year of the series.
    year: i64,
    /// 1, 2, 3 … without gaps. Of what a customer ledger has issued: in the order in which that was registered.
    number: i64,
    /// When it was issued, or registered.
    issued_at: DateTime<Utc>,
    /// The checksum of the document before it.
    previous_sha256: String,
    /// Its own, of itself and of that.
    sha256: String,
}

/// An invoice that an employer has sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IncomingInvoice)]
pub struct IncomingView {
    /// The employer, ten digits.
    issuer: String,
    /// The employer's number.
    number: String,
    /// The employer's date.
    issued_on: chrono::NaiveDate,
    /// Who registered it.
    registered_by: ByView,
    /// When.
    registered_at: DateTime<Utc>,
}

impl From<Incoming> for IncomingView {
    fn from(one: Incoming) -> Self {
        Self {
            issuer: one.issuer,
            number: one.number,
            issued_on: one.issued_on,
            registered_by: one.by.into(),
            registered_at: one.recorded_at,
        }
    }
}

/// Who did something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvoiceActor)]
pub struct ByView {
    /// `user`, `key` or `command`.
    kind: String,
    /// The id of a user or a key.
    id: String,
    /// What that one was called then.
    name: String,
}

impl From<By> for ByView {
    fn from(by: By) -> Self {
        Self { kind: by.kind, id: by.id, name: by.name }
    }
}

/// That somebody attested a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attestation)]
pub struct AttestationView {
    /// Who.
    by: ByView,
    /// When.
    at: DateTime<Utc>,
    /// The SHA-256 of what the document said then.
    content_sha256: String,
    /// Whether it says the same now.
    counts: bool,
}

impl From<Attestation> for AttestationView {
    fn from(one: Attestation) -> Self {
        Self { by: one.by.into(), at: one.recorded_at, content_sha256: one.content_sha256, counts: one.counts }
    }
}

impl From<Whole> for InvoiceView {
    fn from(whole: Whole) -> Self {
        let Whole { invoice, stale, issued_by, attestations_required, attestations, credits, payment, incoming } =
            whole;
        let issued = credits.iter().filter(|credit| credit.status == Status::Issued);
        let credited: i64 = issued.map(|credit| credit.net.abs()).sum();
        let net = invoice.document.totals.net.ore().abs();
        let status = match invoice.status {
            Status::Draft => InvoiceStatus::Draft,
            Status::Discarded => InvoiceStatus::Discarded,
            Status::Issued if !credits.is_empty() && credited == net => InvoiceStatus::Credited,
            Status::Issued => InvoiceStatus::Issued,
        };
        Self {
            id: invoice.id,
            agreement: invoice.agreement_id,
            status,
            revision: invoice.revision,
            stale,
            issued_by,
            attestations_required,
            attested: invoice.attested,
            attestations: attestations.into_iter().map(AttestationView::from).collect(),
            document: invoice.document,
            content_sha256: invoice.content_sha256,
            snapshot: invoice.snapshot,
            credits: invoice.credits_id,
            credited_by: credits.into_iter().map(|credit| credit.id).collect(),
            credited: Ore::from_ore(credited).unwrap_or_default(),
            incoming_invoice: incoming.map(IncomingView::from),
            written_by: invoice.created_by.into(),
            created_at: invoice.created_at,
            changed_at: invoice.changed_at,
            series: invoice.issue.map(|issue| SeriesView {
                issuer: issue.number.issuer,
                year: issue.number.year,
                number: issue.number.number,
                issued_at: issue.issued_at,
                previous_sha256: issue.previous_sha256,
                sha256: issue.sha256,
            }),
            payment: payment.map(InvoicePayment::from),
        }
    }
}

/// 200 with a document and its entity tag.
pub(super) fn shown(whole: Whole) -> HttpResponse {
    let tag = tag(whole.invoice.revision);
    tagged(&tag, &InvoiceView::from(whole))
}

/// The parameters of [`InvoiceFilter`].
pub(super) const FILTERS: &[&str] = &["agreement", "year", "status", "payer", "form", "payment_status"];

/// The words of `status`.
pub(super) const STATUSES: [(&str, Status); 3] =
    [("draft", Status::Draft), ("issued", Status::Issued), ("discarded", Status::Discarded)];

/// The words of `form`.
pub(super) const FORMS: [(&str, Form); 4] = [
    ("invoice", Form::Invoice),
    ("credit_note", Form::CreditNote),
    ("internal", Form::Internal),
    ("payout", Form::Payout),
];

/// Reads the parameters of [`InvoiceFilter`].
pub(super) fn filter(query: &mut Query) -> Filter {
    let agreement = query.raw("agreement");
    if agreement.as_ref().is_some_and(|id| Uuid::try_parse(id).is_err()) {
        query.refuse("agreement", Code::UnknownValue, say!("ange ett avtals id", "give an agreement's id"));
    }
    let year = query.whole("year", 2000, 2100);
    if year.is_some() && agreement.is_none() {
        query.refuse("year", Code::ConflictingFields, say!("ange agreement också", "give agreement as well"));
    }
    Filter {
        agreement,
        year,
        status: query.word("status", &STATUSES),
        payer: query.raw("payer").and_then(|payer| {
            let id = Id::parse(&payer);
            if id.is_none() {
                query.refuse("payer", Code::IdFormat, say!("ange en parts id", "give a party's id"));
            }
            id
        }),
        form: query.word("form", &FORMS),
        payment_status: query.word("payment_status", PaymentStatusWord::WORDS),
        only: None,
    }
}

/// List documents
///
/// Those that the caller sees, the newest first: a party's officer those that its party pays or is paid by, once they are issued.
#[utoipa::path(
    operation_id = "listInvoices", tag = "billing", params(InvoiceFilter, PageParams),
    responses((status = 200, description = "A page of documents", body = Page<InvoiceView>, example = example::invoices)),
)]
#[get("/api/v1/invoices")]
pub(crate) async fn list_invoices(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &[FILTERS, &["limit", "cursor"]].concat());
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    let filter = filter(&mut query);
    query.finish()?;
    let found = desk.invoices(filter, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |whole| whole.invoice.id.clone(), InvoiceView::from)))
}

/// Read a document
///
/// What it says, who attested it, its place in its series, and what takes it back.
#[utoipa::path(
    operation_id = "getInvoice", tag = "billing", params(InvoicePath),
    responses((status = 200, description = "The document", body = InvoiceView, headers(
        ("ETag" = String, description = "Send it in If-Match to take the next step"),
    ), example = example::issued)),
)]
#[get("/api/v1/invoices/{id}")]
pub(crate) async fn get_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(shown(desk.invoice(path.into_inner().id()?).await?))
}

/// Discard a draft
///
/// It stays to be read, and its place is free for another call. What is issued never changes: credit it instead.
#[utoipa::path(
    operation_id = "discardInvoice", tag = "billing",
    params(InvoicePath, ("If-Match" = Option<String>, Header, description = "The ETag of the draft; needed", example = "\"r1\"")),
    responses(
        (status = 204, description = "Discarded"),
        (status = 409, description = "It is issued, or discarded already", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[delete("/api/v1/invoices/{id}")]
pub(crate) async fn discard_invoice(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<InvoicePath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    desk.discard_invoice(path.into_inner().id()?, revision(&request)?, None).await?;
    Ok(nothing())
}
