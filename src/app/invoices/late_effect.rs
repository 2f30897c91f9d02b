//! What late money does, before it is registered: who owes how much, and who is given how much of it back.

use samfin_core::billing::late::Late;
use samfin_core::{Id, Ore};

use super::late::{lates, require_called};
use super::{LateMoney, NewLateMoney};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::digest::sha256;
use crate::storage::late_money;

/// A party whose part of a year others have covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// The party.
    pub party: Id,
    /// Its name.
    pub name: String,
    /// Kronor that it owes for the year.
    pub debt: Ore,
    /// Kronor of it that have not come.
    pub left: Ore,
}

/// What late money would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateEffect {
    /// Who is given how much of it back.
    pub late: Late,
    /// What tells it apart from another payment, or another division.
    pub fingerprint: String,
}

impl Desk {
    /// The parties that have a debt for a year, in the agreement's order.
    pub async fn late_money_debts(&self, agreement: String, year: i32) -> Result<Vec<Debt>, Error> {
        let earlier = self.late_money(agreement.clone(), year).await?;
        let (_, snapshot) = self.year_in_force(agreement, year).await?;
        let (_, calculation) = self.calculated(snapshot).await?;
        let paid = |party: &Id| -> i128 {
            earlier.iter().filter(|one| one.party == party.as_str()).map(|one| one.amount.wide()).sum()
        };
        let owing = calculation.parties.iter().filter(|party| !party.debt.is_zero());
        let debt = |party: &samfin_core::PartyResult| Debt {
            party: party.id.clone(),
            name: party.name.clone(),
            debt: party.debt,
            left: Ore::from_wide((party.debt.wide() - paid(&party.id)).max(0)).unwrap_or_default(),
        };
        Ok(owing.map(debt).collect())
    }

    /// What late money that is not registered would do. Nothing is stored.
    pub async fn late_money_effect(
        &self,
        agreement: String,
        year: i32,
        new: &NewLateMoney,
    ) -> Result<LateEffect, Error> {
        self.require_in(Right::Bill, &agreement)?;
        let (period, snapshot) = self.year_in_force(agreement, year).await?;
        require_called(&period)?;
        let number = snapshot.number;
        let (_, calculation) = self.calculated(snapshot).await?;
        let earlier =
            self.db.read(period.id, |tx, id| Box::pin(async move { Ok::<_, Error>(late_money::list(tx, id).await?) }));
        let late = Late::of(&calculation, &lates(&earlier.await?)?, &new.party, new.amount)?;
        let back: Vec<String> = late.back.iter().map(|(to, amount)| format!("{to}={amount}")).collect();
        let said = format!("{number}\n{} {}\n{}", late.party, late.amount, back.join("\n"));
        Ok(LateEffect { fingerprint: sha256(said.as_bytes()), late })
    }

    /// Registers late money when what it does is what was seen; what it does now otherwise, and then nothing is registered.
    pub async fn register_seen_late_money(
        &self,
        agreement: String,
        year: i32,
        new: NewLateMoney,
        seen: &str,
    ) -> Result<Result<LateMoney, LateEffect>, Error> {
        self.require_in(Right::Bill, &agreement)?;
        if let Some(done) = self.done_already().await? {
            return Ok(Ok(done));
        }
        let effect = self.late_money_effect(agreement.clone(), year, &new).await?;
        if effect.fingerprint != seen {
            return Ok(Err(effect));
        }
        self.register_late_money(agreement, year, new).await.map(Ok)
    }
}
