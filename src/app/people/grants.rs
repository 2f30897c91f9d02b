//! Grants between the database and [`Scope`](super::super::scope::Scope): read strictly, given with care.

use samfin_core::json::Json;
use samfin_core::{Code, Issue, Ore, say};

use super::super::budgets::newest_version;
use super::super::documents::json_of;
use super::super::scope::{Grant, Role};
use super::super::{App, Error};
use crate::storage::grants::{Held, Source};
use crate::storage::{self, Tx, agreements};

/// What is stored, as a scope has it.
pub(super) fn granted(held: Vec<Held>) -> Result<Vec<Grant>, Error> {
    let grant = |held: Held| match Role::find(&held.role) {
        Some(role) => {
            let limit = held.amount_limit.map(|ore| Ore::from_ore(ore).ok_or_else(|| broken(&held.id, "amount_limit")));
            Ok(Grant { role, limit: limit.transpose()?, agreement: held.agreement_id, party: held.party })
        }
        None => Err(broken(&held.id, "role")),
    };
    held.into_iter().map(grant).collect()
}

impl App {
    /// Grants as they will be stored, given by somebody here.
    pub(super) fn to_hold(&self, grants: &[Grant]) -> Vec<Held> {
        let held = |grant: &Grant| Held {
            id: self.new_id(),
            role: grant.role.as_str().to_owned(),
            agreement_id: grant.agreement.clone(),
            party: grant.party.clone(),
            amount_limit: grant.limit.map(Ore::ore),
            source: Source::Manual,
        };
        grants.iter().map(held).collect()
    }
}

/// What is wrong with grants that are about to be given, told at `/grants/…`.
pub(super) async fn faults(tx: &mut Tx, grants: &[Held]) -> Result<Vec<Issue>, Error> {
    let mut issues = Vec::new();
    for (at, grant) in grants.iter().enumerate() {
        let fault = |field: &str, code, detail| Issue::new(format!("/grants/{at}{field}"), code, detail);
        let is_party_officer = grant.role == Role::PartyOfficer.as_str();
        if is_party_officer && grant.party.is_none() {
            let detail = say!("parts handläggare behöver en part", "a party officer needs a party");
            issues.push(fault("/party", Code::MissingField, detail));
        }
        if !is_party_officer && grant.party.is_some() {
            let detail = say!("bara parts handläggare har en part", "only a party officer has a party");
            issues.push(fault("/party", Code::ConflictingFields, detail));
        }
        if grant.role != Role::Approver.as_str() && grant.amount_limit.is_some() {
            let detail = say!("bara en attestant har en beloppsgräns", "only an approver has a limit");
            issues.push(fault("/limit", Code::ConflictingFields, detail));
        }
        if grant.role == Role::Admin.as_str() && grant.agreement_id.is_some() {
            let detail = say!(
                "en administratör sköter hela tjänsten; utelämna avtalet",
                "an administrator looks after the whole service; leave the agreement out"
            );
            issues.push(fault("/agreement", Code::ConflictingFields, detail));
        }
        if grants[..at].iter().any(|before| alike(before, grant)) {
            let detail = say!("samma behörighet två gånger", "the same grant twice");
            issues.push(fault("", Code::RepeatedReference, detail));
        }
        issues.extend(unknown(tx, grant).await?.map(|(field, detail)| fault(field, Code::UnknownReference, detail)));
    }
    Ok(issues)
}

fn broken(id: &str, column: &str) -> Error {
    Error::Broken(format!("{column} of grant {id} cannot be what it is"))
}

fn alike(one: &Held, other: &Held) -> bool {
    (&one.role, &one.agreement_id, &one.party) == (&other.role, &other.agreement_id, &other.party)
}

/// The field that leads nowhere, if one does.
async fn unknown(tx: &mut Tx, grant: &Held) -> Result<Option<(&'static str, samfin_core::Text)>, Error> {
    let Some(agreement) = &grant.agreement_id else { return Ok(None) };
    match agreements::get(tx, agreement).await {
        Ok(_) => {}
        Err(storage::Error::NotFound { .. }) => {
            let detail = say!("det finns inget avtal {agreement}", "there is no agreement {agreement}");
            return Ok(Some(("/agreement", detail)));
        }
        Err(error) => return Err(error.into()),
    }
    let Some(party) = &grant.party else { return Ok(None) };
    let version = newest_version(tx, agreement).await?;
    let document = json_of(&version)?;
    let is_it = |known: &Json<'_>| matches!(known.get("id"), Some(Json::String(id)) if id == party.as_str());
    if matches!(document.get("parties"), Some(Json::Array(parties)) if parties.iter().any(is_it)) {
        return Ok(None);
    }
    Ok(Some(("/party", say!("avtalet har ingen part {party}", "the agreement has no party {party}"))))
}
