//! Whether the parties of an agreement can be invoiced in a year: each with its organisation, and what is missing.

use std::collections::BTreeMap;

use samfin_core::billing::invoicing_details::{Gap, Part, PartyDetails, invoicing_details, organisation_number};

use super::calculate::{Basis, Stored, load, version_for_year};
use super::documents::agreement_of;
use super::organisations::{Organisation, with_number};
use super::scope::Right;
use super::{Desk, Error};

/// A party of an agreement, and what its invoices of a year need.
#[derive(Debug, Clone)]
pub struct Row {
    /// The party's id.
    pub party: String,
    /// What the agreement calls it.
    pub name: String,
    /// The party that is invoiced for it; its own id when it pays for itself.
    pub payer: String,
    /// What it is in the year's invoicing.
    pub part: Part,
    /// Whether the host owes it money.
    pub is_owed: bool,
    /// The organisation that it is, where it is known.
    pub organisation: Option<Organisation>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// Whom a payer asks about its invoices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The organisation that issues.
    pub issuer: String,
    /// Who answers there.
    pub contact: String,
}

impl Desk {
    /// Whom the parties ask about a year's invoices: the contact that the host's organisation gives, as its invoices say it. None
    /// where it gives none, or the year has no version.
    pub async fn contact_of_host(&self, agreement: String, year: i32) -> Result<Option<Contact>, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, id| {
                Box::pin(async move {
                    let Some(version) = version_for_year(tx, id, year).await? else { return Ok(None) };
                    let agreement = agreement_of(&version)?;
                    let host = &agreement.parties[agreement.host.of_year(year)];
                    let Some(number) = organisation_number(host) else { return Ok(None) };
                    let found = with_number(tx, &number).await?.map(|organisation| organisation.details);
                    Ok(found.and_then(|details| Some(Contact { issuer: details.name, contact: details.contact? })))
                })
            })
            .await
    }

    /// Every party of an agreement in a year, in the agreement's order, by the version and the budget of that year.
    pub async fn invoicing_details(&self, agreement: String, year: i32) -> Result<(Basis, Vec<Row>), Error> {
        self.require_in(Right::ReadOrganisations, &agreement)?;
        let stored = Stored { agreement, year, version: None, known_at: None };
        self.db
            .read(stored, move |tx, stored| {
                Box::pin(async move {
                    let loaded = load(tx, stored).await?;
                    let basis = loaded.basis();
                    let agreement = loaded.into_request(year)?.agreement;
                    let mut known = BTreeMap::new();
                    for number in agreement.parties.iter().filter_map(organisation_number) {
                        if !known.contains_key(&number)
                            && let Some(organisation) = with_number(tx, &number).await?
                        {
                            known.insert(number, organisation);
                        }
                    }
                    let find = |number: &_| known.get(number).map(|organisation| &organisation.details);
                    let row = |details: PartyDetails<'_>| Row {
                        party: details.party.id.to_string(),
                        name: details.party.name.clone(),
                        payer: agreement.parties[details.party.payer].id.to_string(),
                        part: details.part,
                        is_owed: details.is_owed,
                        organisation: organisation_number(details.party).and_then(|number| known.get(&number).cloned()),
                        gaps: details.gaps,
                    };
                    Ok((basis, invoicing_details(&agreement, year, find).into_iter().map(row).collect()))
                })
            })
            .await
    }
}
