//! `/api/v1/payments`: money that has come in or gone out, and which documents it pays.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::{Code, Ore, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::{json, tagged};
use super::examples::payments as example;
use super::invoices::ByView;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use crate::app::Desk;
use crate::app::payments::{self, Allocation, Entry, Kind, Whole};

/// Which payment.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PaymentPath {
    /// The payment's id.
    #[param(format = Uuid, example = example::payment_id)]
    pub id: String,
}

impl PaymentPath {
    pub(super) fn id(self) -> Result<String, Problem> {
        known_form(&self.id)
    }
}

/// Which way money went.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// A payer paid the organisation.
    Received,
    /// The organisation paid a payer back.
    Refunded,
    /// The organisation paid an employer what it is owed.
    PaidOut,
}

impl From<Kind> for PaymentKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Received => Self::Received,
            Kind::Refunded => Self::Refunded,
            Kind::PaidOut => Self::PaidOut,
        }
    }
}

/// Money that has come in or gone out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Payment)]
pub struct PaymentView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Which way it went.
    kind: PaymentKind,
    /// Whose account it came to or went from: an organisation number.
    organisation: String,
    /// Who paid or was paid; null while that is not known.
    #[schema(required)]
    counterparty: Option<String>,
    /// Kronor; below zero when it takes another row back.
    #[schema(value_type = String)]
    amount: Ore,
    /// The day, as the bank has it.
    paid_on: NaiveDate,
    /// In words.
    #[schema(required)]
    note: Option<String>,
    /// Kronor that pay nothing yet: the counterparty's credit.
    #[schema(value_type = String)]
    rest: Ore,
    /// What it pays, and paid, in the order it was decided; of the documents that the caller sees.
    allocations: Vec<AllocationView>,
    /// The payment that it gives back of.
    #[schema(required, format = Uuid)]
    refunds: Option<String>,
    /// The row that it takes back.
    #[schema(required, format = Uuid)]
    reverses: Option<String>,
    /// The row that takes it back.
    #[schema(required, format = Uuid)]
    reversed_by: Option<String>,
    /// What the bank told; null when it was written in by hand.
    #[schema(required)]
    entry: Option<EntryView>,
    /// Who registered it.
    registered_by: ByView,
    /// When.
    recorded_at: DateTime<Utc>,
}

/// That an amount of a payment pays a document.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentAllocation)]
pub struct AllocationView {
    /// The document.
    #[schema(format = Uuid)]
    invoice: String,
    /// Kronor; below zero it was taken away again.
    #[schema(value_type = String)]
    amount: Ore,
    /// Why.
    #[schema(required)]
    reason: Option<String>,
    /// Who decided it.
    by: ByView,
    /// When.
    at: DateTime<Utc>,
}

/// What a bank told of a payment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentEntry)]
pub struct EntryView {
    /// The import that it came with.
    #[schema(format = Uuid)]
    import: String,
    /// Which entry of the file, from 1.
    position: i64,
    /// The account that it came to.
    account: String,
    /// What the bank calls it.
    #[schema(required)]
    reference: Option<String>,
    /// The structured reference, as it was written.
    #[schema(required)]
    ocr: Option<String>,
    /// What the payer wrote.
    #[schema(required)]
    text: Option<String>,
    /// What the payer is called.
    #[schema(required)]
    payer_name: Option<String>,
    /// The account that it came from.
    #[schema(required)]
    payer_account: Option<String>,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let told = entry.told;
        Self {
            import: entry.import_id,
            position: told.position,
            account: told.account,
            reference: told.reference,
            ocr: told.ocr,
            text: told.text,
            payer_name: told.payer_name,
            payer_account: told.payer_account,
        }
    }
}

impl From<Allocation> for AllocationView {
    fn from(one: Allocation) -> Self {
        Self {
            invoice: one.invoice_id,
            amount: kronor(one.amount),
            reason: one.reason,
            by: one.by.into(),
            at: one.recorded_at,
        }
    }
}

impl From<Whole> for PaymentView {
    fn from(Whole { payment, allocations }: Whole) -> Self {
        Self {
            rest: kronor(payment.rest()),
            id: payment.id,
            kind: payment.kind.into(),
            organisation: payment.organisation,
            counterparty: payment.counterparty,
            amount: kronor(payment.amount),
            paid_on: payment.paid_on,
            note: payment.note,
            allocations: allocations.into_iter().map(AllocationView::from).collect(),
            refunds: payment.refunds_id,
            reverses: payment.reverses_id,
            reversed_by: payment.reversed_by,
            entry: payment.entry.map(EntryView::from),
            registered_by: payment.by.into(),
            recorded_at: payment.recorded_at,
        }
    }
}

/// A stored amount; the database holds none that is larger than money can be.
pub(super) fn kronor(amount: i64) -> Ore {
    Ore::from_ore(amount).unwrap_or_default()
}

/// Which payments are listed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaymentFilter {
    /// Those of an organisation's account.
    #[param(pattern = "^[0-9]{6}-?[0-9]{4}$", example = "232100-0214")]
    pub organisation: Option<String>,
    /// Those of one who paid or was paid.
    #[param(pattern = "^[0-9]{6}-?[0-9]{4}$")]
    pub counterparty: Option<String>,
    /// Those that pay, or paid, a document.
    #[param(format = Uuid)]
    pub invoice: Option<String>,
    /// Only those of which something pays nothing yet.
    #[param(default = false)]
    pub with_rest: Option<bool>,
}

/// List payments
///
/// The newest first. Who sees a document sees what pays it; what pays nothing yet is seen by those whose role holds in every
/// agreement.
#[utoipa::path(
    operation_id = "listPayments", tag = "billing", params(PaymentFilter, PageParams),
    responses((status = 200, description = "A page of payments", body = Page<PaymentView>, example = example::payments)),
)]
#[get("/api/v1/payments")]
pub(crate) async fn list_payments(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let names = ["organisation", "counterparty", "invoice", "with_rest", "limit", "cursor"];
    let mut query = Query::read(request.query_string(), &names);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    let number = |query: &mut Query, name: &str| {
        query.identifier::<OrganisationNumber>(name).map(|number| number.as_str().to_owned())
    };
    let invoice = query.raw("invoice");
    if invoice.as_ref().is_some_and(|id| Uuid::try_parse(id).is_err()) {
        query.refuse("invoice", Code::UnknownValue, say!("ange underlagets id", "give the document's id"));
    }
    let filter = payments::Wanted {
        organisation: number(&mut query, "organisation"),
        counterparty: number(&mut query, "counterparty"),
        invoice,
        with_rest: query.flag("with_rest"),
        without_rest: false,
    };
    query.finish()?;
    let found = desk.payments(filter, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |whole| whole.payment.id.clone(), PaymentView::from)))
}

/// Read a payment
///
/// What came or went, what it pays, and what of it pays nothing.
#[utoipa::path(
    operation_id = "getPayment", tag = "billing", params(PaymentPath),
    responses((status = 200, description = "The payment", body = PaymentView, headers(
        ("ETag" = String, description = "Its entity tag"),
    ), example = example::payment)),
)]
#[get("/api/v1/payments/{id}")]
pub(crate) async fn get_payment(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PaymentPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let found = desk.payment(path.into_inner().id()?).await?;
    Ok(tagged(&tag(&found), &PaymentView::from(found)))
}

/// It changes only by what it pays.
pub(super) fn tag(whole: &Whole) -> String {
    let payment = &whole.payment;
    let last = whole.allocations.last().map_or("", |one| one.id.as_str());
    format!("\"{}-{last}-{}-{}\"", payment.id, payment.rest(), payment.reversed_by.is_some())
}
