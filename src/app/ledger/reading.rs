//! Reading the journal: vouchers, and what accounts come to.

use chrono::NaiveDate;
use samfin_core::billing::posting::Account;

use super::{Balance, Posted};
use crate::app::scope::{On, Right, Visible};
use crate::app::{Desk, Error};
use crate::storage;
use crate::storage::vouchers::{self as store, SourceKind, Wanted};

/// Which vouchers are listed.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those in these books: ten digits.
    pub issuer: Option<String>,
    /// Those of an agreement.
    pub agreement: Option<String>,
    /// Those from this day on.
    pub from: Option<NaiveDate>,
    /// Those to this day.
    pub to: Option<NaiveDate>,
    /// Those with a side on this account.
    pub account: Option<Account>,
    /// Those of this kind of thing, or of one thing.
    pub source: Option<SourceFilter>,
}

/// What a voucher tells of.
#[derive(Debug, Clone)]
pub struct SourceFilter {
    /// The kind of thing.
    pub kind: SourceKind,
    /// One of that kind.
    pub id: Option<String>,
}

impl Desk {
    /// Vouchers from the newest on, at most `limit` of those before the id `before`.
    pub async fn vouchers(&self, filter: Filter, before: Option<String>, limit: i64) -> Result<Vec<Posted>, Error> {
        match &filter.agreement {
            Some(agreement) => self.require_in(Right::ReadLedger, agreement)?,
            None => self.require(Right::ReadLedger, On::Anything)?,
        }
        let wanted = Wanted {
            issuer: filter.issuer,
            agreement: filter.agreement,
            from: filter.from,
            to: filter.to,
            account: filter.account.map(|account| account.to_string()),
            source_kind: filter.source.as_ref().map(|source| source.kind),
            source_id: filter.source.and_then(|source| source.id),
        };
        let only = self.agreements_with_books();
        self.db
            .read((wanted, only, before), move |tx, (wanted, only, before)| {
                Box::pin(async move { Ok(store::page(tx, wanted, only.as_deref(), before.as_deref(), limit).await?) })
            })
            .await
    }

    /// One voucher.
    pub async fn voucher(&self, id: String) -> Result<Posted, Error> {
        self.require(Right::ReadLedger, On::Anything)?;
        let found =
            self.db.read(id.clone(), |tx, id| Box::pin(async move { Ok::<_, Error>(store::get(tx, id).await?) }));
        let found = found.await?;
        if self.scope().may(Right::ReadLedger, On::Agreement(&found.agreement_id)) {
            return Ok(found);
        }
        Err(storage::Error::NotFound { what: "voucher", id }.into())
    }

    /// What the accounts in an organisation's books come to at the end of a day, by agreement and account: in the agreements
    /// that the caller sees the books of.
    pub async fn balances(
        &self,
        organisation: String,
        on: Option<NaiveDate>,
    ) -> Result<(NaiveDate, Vec<Balance>), Error> {
        self.require(Right::ReadLedger, On::Anything)?;
        let (on, only) = (on.unwrap_or_else(|| self.today()), self.agreements_with_books());
        self.db
            .read((organisation, only), move |tx, (organisation, only)| {
                Box::pin(async move {
                    let issuer = storage::organisations::get(tx, organisation).await?.organisation_number;
                    let mut found = store::balances(tx, &issuer, on).await?;
                    if let Some(only) = only {
                        found.retain(|balance| only.contains(&balance.agreement_id));
                    }
                    found.retain(|balance| balance.ore != 0);
                    Ok((on, found))
                })
            })
            .await
    }

    /// The agreements whose books the caller sees; none: all.
    pub(super) fn agreements_with_books(&self) -> Option<Vec<String>> {
        match self.scope().visible(Right::ReadLedger) {
            Visible::All => None,
            Visible::Only(only) => Some(only.into_iter().collect()),
        }
    }
}
