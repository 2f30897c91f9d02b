//! `/api/v1/agreements/{id}/periods/{year}/settlement`, `…/settle` and `…/close`: how a year ends.

use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use samfin_core::billing::document::VatTreatment;
use samfin_core::{Lang, Ore};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{json_in, tagged};
use super::bodies::PeriodSettlement;
use super::body::JsonBody;
use super::examples::{periods as year, settlements as example};
use super::invoice_steps::CallView;
use super::periods::{CauseView, PeriodPath, PeriodView};
use super::preconditions::revision;
use super::problem::{Problem, ProblemDetails};
use super::query::Query;
use super::reader::Reader;
use super::schema::words::SettlementRemainder;
use crate::app::Desk;
use crate::app::budgets::tag;
use crate::app::periods::{Amounts, CarriedAmount, CostAmounts, Left, PartyAmounts, SettlementTold};

/// What settling a year does, or will do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearSettlement)]
pub struct SettlementView {
    /// Send it to settle the year so; null when it is settled.
    #[schema(required)]
    fingerprint: Option<String>,
    /// What becomes of the differences.
    #[schema(value_type = SettlementRemainder)]
    remainder: Left,
    /// The revision of the outcome; 0 when there is none.
    #[schema(minimum = 0)]
    outcome: i64,
    /// What the decision is called; null until it is settled.
    #[schema(required)]
    decision_reference: Option<String>,
    /// When it was settled.
    #[schema(required)]
    settled_at: Option<DateTime<Utc>>,
    /// Every cost.
    costs: Vec<CostAmountsView>,
    /// Every party.
    parties: Vec<PartyAmountsView>,
    /// What is left to the year after.
    carried: Vec<CarriedView>,
    /// What the year puts into the reserve, kronor; below zero it takes from it.
    #[schema(value_type = String)]
    to_reserve: Ore,
    /// What the year rests on and has changed since: correct it or settle it forward first, or it is not in the settlement.
    affected: Vec<CauseView>,
    /// The ids of drafts that are in the way: issue or discard them first.
    open: Vec<String>,
}

/// A cost of a settled year, kronor without VAT.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettledCost)]
pub struct CostAmountsView {
    /// Its id.
    cost: String,
    /// Its name.
    name: String,
    /// What it was to be.
    #[schema(value_type = String)]
    budget: Ore,
    /// What it came to; the budget where the outcome says nothing.
    #[schema(value_type = String)]
    outcome: Ore,
    /// Whether the outcome says something of it.
    known: bool,
}

/// A party of a settled year, kronor without VAT.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettledParty)]
pub struct PartyAmountsView {
    /// Its id.
    party: String,
    /// Its name.
    name: String,
    /// What it was to pay.
    #[schema(value_type = String)]
    budget: Ore,
    /// What it is to pay by the outcome.
    #[schema(value_type = String)]
    outcome: Ore,
    /// What was brought to the year from the one before, less what the year has left to the one after.
    #[schema(value_type = String)]
    brought: Ore,
    /// What it was asked for; of the party that asks, all of it.
    #[schema(value_type = String)]
    called: Ore,
    /// What it is asked for now; below zero it is credited.
    #[schema(value_type = String)]
    to_pay: Ore,
    /// What is left to the year after.
    #[schema(value_type = String)]
    carried: Ore,
    /// What it should be paid for what it provides.
    #[schema(value_type = String)]
    provided: Ore,
    /// What it has been paid for that; of the party that asks, all of it.
    #[schema(value_type = String)]
    paid_out: Ore,
    /// What it is paid now.
    #[schema(value_type = String)]
    to_receive: Ore,
    /// What it lays out as host.
    #[schema(value_type = String)]
    advance: Ore,
}

/// An amount that is left to the year after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CarriedAmount)]
pub struct CarriedView {
    /// Who bears it.
    party: String,
    /// How it is taxed.
    vat: VatTreatment,
    /// Kronor without VAT: above zero the party has paid too little.
    #[schema(value_type = String)]
    amount: Ore,
}

/// A year that was settled just now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SettledPeriod)]
pub struct SettledView {
    /// The year.
    #[serde(flatten)]
    period: PeriodView,
    /// The drafts of what is left, and what is told without a document.
    call: CallView,
}

/// The parameters of a settlement that is previewed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettlementParams {
    /// What is to become of the differences.
    #[param(value_type = Option<SettlementRemainder>, default = "invoice")]
    pub remainder: Option<String>,
}

impl From<CarriedAmount> for CarriedView {
    fn from(one: CarriedAmount) -> Self {
        Self { party: one.party, vat: one.vat, amount: one.amount }
    }
}

impl From<CostAmounts> for CostAmountsView {
    fn from(one: CostAmounts) -> Self {
        let CostAmounts { cost, name, budget, outcome, known } = one;
        Self { cost, name, budget, outcome, known }
    }
}

impl From<PartyAmounts> for PartyAmountsView {
    fn from(one: PartyAmounts) -> Self {
        let PartyAmounts { party, name, budget, outcome, brought, called, .. } = one;
        let PartyAmounts { to_pay, carried, provided, paid_out, to_receive, advance, .. } = one;
        Self { party, name, budget, outcome, brought, called, to_pay, carried, provided, paid_out, to_receive, advance }
    }
}

impl SettlementView {
    fn of(told: SettlementTold, lang: Lang) -> Self {
        match told {
            SettlementTold::Preview(preview) => Self {
                fingerprint: Some(preview.fingerprint),
                affected: preview.affected.into_iter().map(|cause| CauseView::of(cause, lang)).collect(),
                open: preview.open,
                ..Self::amounts(preview.amounts, preview.remainder, preview.outcome)
            },
            SettlementTold::Settled(settled, amounts) => Self {
                decision_reference: Some(settled.decision_reference),
                settled_at: Some(settled.recorded_at),
                ..Self::amounts(amounts, settled.remainder, settled.outcome)
            },
        }
    }

    fn amounts(amounts: Amounts, remainder: Left, outcome: i64) -> Self {
        Self {
            fingerprint: None,
            remainder,
            outcome,
            decision_reference: None,
            settled_at: None,
            costs: amounts.costs.into_iter().map(CostAmountsView::from).collect(),
            parties: amounts.parties.into_iter().map(PartyAmountsView::from).collect(),
            carried: amounts.carried.into_iter().map(CarriedView::from).collect(),
            to_reserve: amounts.to_reserve,
            affected: Vec::new(),
            open: Vec::new(),
        }
    }
}

/// Preview or read a settlement
///
/// Of an adopted year: the outcome through the same calculation, and for each party what it should pay against what it was asked
/// for. Costs without outcome stand as budgeted. Of a settled year: what was settled.
#[utoipa::path(
    operation_id = "getSettlement", tag = "billing", params(PeriodPath, SettlementParams),
    responses(
        (status = 200, description = "What settling does, or will do", body = SettlementView, example = example::settlement),
        (status = 409, description = "The year is not adopted, or the year after cannot take what would be left to it", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[get("/api/v1/agreements/{id}/periods/{year}/settlement")]
pub(crate) async fn get_settlement(
    desk: Desk,
    reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    let mut query = Query::read(request.query_string(), &["remainder"]);
    let remainder = query.word("remainder", &[("invoice", Left::Invoice), ("carry", Left::Carry)]);
    query.finish()?;
    let (id, year) = path.into_inner().read()?;
    let told = desk.settlement(id, year, remainder).await?;
    Ok(json_in(reader.lang, &SettlementView::of(told, reader.lang)))
}

/// Settle a billing year
///
/// As it was previewed. What each party should pay more or less than it was asked for becomes drafts of additional invoices and
/// credit notes, which are attested and issued like any other; or with `carry` it is left to the year after, where it is called in
/// the same parts as everything else. What employers are owed is always settled now.
#[utoipa::path(
    operation_id = "settlePeriod", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the year that is settled; needed", example = "\"r2\"")),
    request_body(content = PeriodSettlement, description = "The preview that is settled, and the decision", example = example::settle),
    responses(
        (status = 200, description = "Settled", body = SettledView, headers(("ETag" = String, description = "Its new entity tag")), example = example::settled),
        (status = 409, description = "Something has changed since the preview, there are drafts, or the year is not adopted", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/settle")]
pub(crate) async fn settle_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
    JsonBody { 0: body }: JsonBody,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let new = PeriodSettlement::parse(&body)?;
    let settled = desk.settle_period(id, year, revision(&request)?, new).await?;
    let tag = tag(settled.period.revision);
    let period = PeriodView::of(settled.period, &settled.snapshot);
    Ok(tagged(&tag, &SettledView { period, call: settled.called.into() }))
}

/// Close a billing year
///
/// A settled year of which nothing is left: every amount is on a document, and every document is issued. Nothing changes in it
/// after that.
#[utoipa::path(
    operation_id = "closePeriod", tag = "billing",
    params(PeriodPath, ("If-Match" = Option<String>, Header, description = "The ETag of the year that is closed; needed", example = "\"r3\"")),
    responses(
        (status = 200, description = "Closed", body = PeriodView, headers(("ETag" = String, description = "Its last entity tag")), example = year::adopted),
        (status = 409, description = "Something is left of it, or it is not settled", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 412, description = "Someone else has changed it; the ETag header has its entity tag now", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 428, description = "If-Match is missing", body = ProblemDetails, content_type = "application/problem+json"),
    ),
)]
#[post("/api/v1/agreements/{id}/periods/{year}/close")]
pub(crate) async fn close_period(
    desk: Desk,
    _reader: Reader,
    request: HttpRequest,
    path: web::Path<PeriodPath>,
) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let (id, year) = path.into_inner().read()?;
    let (period, snapshot) = desk.close_period(id, year, revision(&request)?).await?;
    Ok(tagged(&tag(period.revision), &PeriodView::of(period, &snapshot)))
}
