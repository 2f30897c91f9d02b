//! `/api/v1/me`: who the caller is, and what it may do.

use actix_web::{HttpRequest, HttpResponse, get};
use samfin_core::Ore;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::examples::people as example;
use super::problem::Problem;
use super::query::Query;
use super::reader::Reader;
use super::schema::words::{GrantRole, Money, Slug};
use crate::app::scope::{Grant, On, Right};
use crate::app::{Desk, Error};

/// A role of the caller's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnGrant {
    /// The role.
    #[schema(value_type = GrantRole)]
    role: &'static str,
    /// In which agreement; null: in all of them, and in what belongs to none.
    #[schema(format = Uuid, required)]
    agreement: Option<String>,
    /// For a party's officer, the party.
    #[schema(value_type = Option<Slug>, required)]
    party: Option<String>,
    /// For an approver, the largest amount to pay that it attests, kronor; null: any.
    #[schema(value_type = Option<Money>, required)]
    limit: Option<Ore>,
}

impl From<&Grant> for OwnGrant {
    fn from(grant: &Grant) -> Self {
        Self {
            role: grant.role.as_str(),
            agreement: grant.agreement.clone(),
            party: grant.party.clone(),
            limit: grant.limit,
        }
    }
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub struct Me {
    /// A person or a program.
    #[schema(pattern = "^(user|key)$")]
    kind: &'static str,
    /// The user's or the key's id.
    id: String,
    /// The person's name, or what the key is for.
    name: String,
    /// What the caller is trusted with.
    grants: Vec<OwnGrant>,
    /// What the caller may do somewhere; where, the grants say.
    rights: Vec<&'static str>,
    /// Names of organisations whose documents are issued without anybody attesting them; told to those who see documents. Show it
    /// wherever documents are shown.
    unattested_issuers: Vec<String>,
}

/// What rights are called.
const RIGHTS: &[(&str, Right)] = &[
    ("calculate", Right::Calculate),
    ("read", Right::Read),
    ("read_drafts", Right::ReadDrafts),
    ("follow", Right::Follow),
    ("write", Right::Write),
    ("write_own_scenarios", Right::WriteOwnScenarios),
    ("decide", Right::Decide),
    ("read_organisations", Right::ReadOrganisations),
    ("write_organisations", Right::WriteOrganisations),
    ("read_invoices", Right::ReadInvoices),
    ("bill", Right::Bill),
    ("attest", Right::Attest),
    ("read_share_links", Right::ReadShareLinks),
    ("share_links", Right::ShareLinks),
    ("read_audit", Right::ReadAudit),
    ("read_people", Right::ReadPeople),
    ("manage_people", Right::ManagePeople),
];

/// Who am I
///
/// Who the key or the session belongs to, and what that one may do.
#[utoipa::path(
    operation_id = "getMe", tag = "people",
    responses((status = 200, description = "The caller", body = Me, example = example::me)),
)]
#[get("/api/v1/me")]
pub(crate) async fn get_me(desk: Desk, _reader: Reader, request: HttpRequest) -> Result<HttpResponse, Problem> {
    Query::read(request.query_string(), &[]).finish()?;
    let scope = desk.scope();
    if !scope.is_somebody() {
        return Err(Error::Unauthenticated.into());
    }
    let rights = RIGHTS.iter().filter(|(_, right)| scope.may(*right, On::Anything)).map(|(name, _)| *name).collect();
    Ok(json(&Me {
        kind: scope.actor.kind(),
        id: scope.actor.id().to_owned(),
        name: scope.actor.name().to_owned(),
        grants: scope.grants().iter().map(OwnGrant::from).collect(),
        rights,
        unattested_issuers: desk.unattested_issuers().await?,
    }))
}
