//! `/api/v1/vouchers` and `…/balances`: the books.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber as Number};
use samfin_core::{Code, Ore, say};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::agreements::known_form;
use super::answer::json;
use super::examples::ledger as example;
use super::organisations::OrganisationPath;
use super::paging::{Page, PageParams, Wanted};
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::words::OrganisationNumber;
use crate::app::Desk;
use crate::app::ledger::{Balance, Filter, Posted, SourceFilter, SourceKind};

/// Which voucher.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VoucherPath {
    /// The voucher's id.
    #[param(format = Uuid, example = example::voucher_id)]
    pub id: String,
}

/// Which vouchers are listed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VoucherFilter {
    /// Those in the books of this organisation.
    pub issuer: Option<OrganisationNumber>,
    /// Those of an agreement.
    #[param(format = Uuid)]
    pub agreement: Option<String>,
    /// Those dated this day or later.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<NaiveDate>,
    /// Those dated this day or earlier.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<NaiveDate>,
    /// Those with a side on this account: `bank`, `receivable:are`.
    #[param(pattern = "^[a-z_]+(:[a-z0-9][a-z0-9-]{0,62})?$", example = "receivable:are")]
    pub account: Option<String>,
    /// Those of this kind of thing.
    #[param(inline)]
    pub source_kind: Option<SourceKindWord>,
    /// The one of this thing; with `source_kind`.
    #[param(max_length = 100, pattern = "^[0-9A-Za-z/-]{1,100}$")]
    pub source_id: Option<String>,
}

/// Kinds of things that are posted.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKindWord {
    /// An issued document, by its id.
    Document,
    /// Cover of a shortfall that nobody is asked for, by the id of the billing year and the number of the snapshot.
    Default,
    /// That such a cover was undone when the year was corrected, forwarded or settled.
    DefaultReversal,
    /// What late money gives back without a document, by the id of the billing year and its number.
    LateMoney,
    /// That money pays a document, or no longer does, by the id of the allocation.
    Allocation,
    /// The fee for a reminder, by the id of what was said.
    Reminder,
    /// What a settlement tells without a document, by the id of the billing year and the number of the snapshot.
    Settlement,
}

/// What a voucher tells of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoucherSource)]
pub struct SourceView {
    /// Which kind of thing.
    #[schema(value_type = SourceKindWord)]
    kind: &'static str,
    /// Its id.
    id: String,
}

/// A side of a voucher.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoucherEntry)]
pub struct EntryView {
    /// What it is posted on.
    account: String,
    /// Kronor: debit above zero, credit below.
    #[schema(value_type = String)]
    amount: Ore,
}

/// What happened, in somebody's books. The sides sum to zero.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Voucher)]
pub struct VoucherView {
    /// Its id.
    #[schema(format = Uuid)]
    id: String,
    /// Whose books: ten digits.
    issuer: String,
    /// The year of the series.
    year: i64,
    /// 1, 2, 3 … without gaps.
    number: i64,
    /// The agreement that it belongs to.
    #[schema(format = Uuid)]
    agreement: String,
    /// Its date.
    date: NaiveDate,
    /// What it is, in Swedish as the documents are.
    text: String,
    /// What it tells of; each thing is posted once.
    source: SourceView,
    /// Its sides.
    entries: Vec<EntryView>,
    /// Who did what it tells of.
    by: String,
    /// When it was posted.
    posted_at: DateTime<Utc>,
    /// The checksum of the voucher before in the series.
    previous_sha256: String,
    /// Its own, over all of this.
    sha256: String,
}

impl From<Posted> for VoucherView {
    fn from(of: Posted) -> Self {
        let entries = of.entries.into_iter();
        Self {
            id: of.id,
            issuer: of.issuer,
            year: of.year,
            number: of.number,
            agreement: of.agreement_id,
            date: of.dated_on,
            text: of.text,
            source: SourceView { kind: of.source.kind.as_str(), id: of.source.id },
            entries: entries.map(|e| EntryView { account: e.account.to_string(), amount: e.amount }).collect(),
            by: of.by.name,
            posted_at: of.recorded_at,
            previous_sha256: of.previous_sha256,
            sha256: of.sha256,
        }
    }
}

/// What an account comes to in one agreement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balance)]
pub struct BalanceView {
    /// The agreement, in which parties and costs have their ids.
    #[schema(format = Uuid)]
    agreement: String,
    /// The account: `receivable:are` is what Åre owes.
    account: String,
    /// Kronor: debit above zero, credit below.
    #[schema(value_type = String)]
    amount: Ore,
}

/// What every account comes to at the end of a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Balances)]
pub struct BalancesView {
    /// The day.
    on: NaiveDate,
    /// Accounts that do not come to zero, by agreement and account.
    items: Vec<BalanceView>,
}

/// List vouchers
///
/// Those in the agreements whose books the caller sees, the newest first. Vouchers are posted by samfin when something happens, once, and
/// never change.
#[utoipa::path(
    operation_id = "listVouchers", tag = "billing", params(VoucherFilter, PageParams),
    responses((status = 200, description = "A page of vouchers", body = Page<VoucherView>, example = example::vouchers)),
)]
#[get("/api/v1/vouchers")]
pub(crate) async fn list_vouchers(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let names = ["issuer", "agreement", "from", "to", "account", "source_kind", "source_id", "limit", "cursor"];
    let mut query = Query::read(request.query_string(), &names);
    let wanted = Wanted::read(&mut query, |key| Uuid::try_parse(key).is_ok());
    let agreement = query.raw("agreement");
    if agreement.as_ref().is_some_and(|id| Uuid::try_parse(id).is_err()) {
        query.refuse("agreement", Code::UnknownValue, say!("ange ett avtals id", "give an agreement's id"));
    }
    let kind = query.word("source_kind", &SourceKind::ALL.map(|kind| (kind.as_str(), kind)));
    let source_id = query.raw("source_id");
    let is_id = |id: &String| {
        matches!(id.len(), 1..=100) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/".contains(&b))
    };
    if source_id.as_ref().is_some_and(|id| !is_id(id)) {
        query.refuse("source_id", Code::UnknownValue, say!("ange källans id", "give the id of the source"));
    }
    if source_id.is_some() && kind.is_none() {
        query.refuse("source_id", Code::ConflictingFields, say!("ange source_kind också", "give source_kind as well"));
    }
    let account = query.raw("account").and_then(|text| {
        let account = text.parse().ok();
        if account.is_none() {
            let detail =
                say!("ange ett konto som bank eller receivable:PART", "give an account like bank or receivable:PARTY");
            query.refuse("account", Code::UnknownValue, detail);
        }
        account
    });
    let filter = Filter {
        issuer: query.identifier::<Number>("issuer").map(|number| number.as_str().to_owned()),
        agreement,
        from: query.date("from"),
        to: query.date("to"),
        account,
        source: kind.map(|kind| SourceFilter { kind, id: source_id }),
    };
    query.finish()?;
    let found = desk.vouchers(filter, wanted.after.clone(), wanted.fetch()).await?;
    Ok(json(&wanted.page(found, |voucher| voucher.id.clone(), VoucherView::from)))
}

/// Read a voucher
///
/// With its sides, what it tells of, and its place in its series.
#[utoipa::path(
    operation_id = "getVoucher", tag = "billing", params(VoucherPath),
    responses((status = 200, description = "The voucher", body = VoucherView, example = example::voucher)),
)]
#[get("/api/v1/vouchers/{id}")]
pub(crate) async fn get_voucher(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<VoucherPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    Ok(json(&VoucherView::from(desk.voucher(known_form(&path.id)?).await?)))
}

/// Read balances
///
/// What every account in an organisation's books comes to: who owes what, what is owed to whom. Sums of vouchers in the agreements whose
/// books the caller sees.
#[utoipa::path(
    operation_id = "getBalances", tag = "billing",
    params(OrganisationPath, ("on" = Option<String>, Query, format = Date, description = "At the end of this day; today when absent")),
    responses((status = 200, description = "The balances", body = BalancesView, example = example::balances)),
)]
#[get("/api/v1/organisations/{id}/balances")]
pub(crate) async fn get_balances(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<OrganisationPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["on"]);
    let on = query.date("on");
    query.finish()?;
    let (on, found) = desk.balances(known_form(&path.id)?, on).await?;
    let shown = |Balance { agreement_id, account, ore }| {
        let amount = Ore::from_ore(ore).ok_or_else(|| Problem::internal(format!("{account} comes to {ore} öre")))?;
        Ok::<_, Problem>(BalanceView { agreement: agreement_id, account, amount })
    };
    Ok(json(&BalancesView { on, items: found.into_iter().map(shown).collect::<Result<_, _>>()? }))
}
