//! Which account of an organisation's own chart something is posted on (*kontering*).
//!
//! | posted | account | where there is none |
//! | --- | --- | --- |
//! | `receivable:…`, `payable:…`, `bank`, `rounding` | the field of that name | |
//! | `output_vat:25` | `vat_25` | refused |
//! | `income:COST` | `income` of the cost, or of `*` | refused |
//! | `provided:COST` | `other.provided` | as `income:COST` |
//! | `reserve`, `cover` | the field of that name | `income` of `*` |
//! | `shortfall` | `other.shortfall` | as `cover` |
//! | `interest`, `fee` | `other` | `income` of `*` |
//! | `outlay`, `own_share`, `carry`, `input_vat:25` | `other` | refused |

use super::Other;
use super::accounts::{Accounts, CostKey};
use crate::billing::identifiers::AccountNumber;
use crate::billing::posting::Account;
use crate::{Id, Text, say};

/// Where something is posted in an organisation's own books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding<'a> {
    /// The account.
    pub account: &'a AccountNumber,
    /// Objects by dimension, in the order of the dimensions' numbers.
    pub objects: Vec<(u16, &'a str)>,
}

impl Accounts {
    /// Where something is posted; otherwise what to add to the organisation's accounts.
    ///
    /// ```
    /// use samfin_core::billing::{organisation::Organisation, identifiers::Identifier as _};
    /// let organisation = Organisation::parse(br#"{ "name": "Region", "organisation_number": "232100-0214", "accounts": {
    ///     "receivable": "1510", "payable": "2440", "bank": "1930", "rounding": "3740",
    ///     "income": { "*": "3990" }, "dimensions": { "hall": { "6": "SAM27", "1": "4711" } } } }"#).unwrap();
    /// let accounts = organisation.accounts.unwrap();
    /// let coding = accounts.coding(&"income:hall".parse().unwrap()).unwrap();
    /// assert_eq!((coding.account.as_str(), coding.objects), ("3990", vec![(1, "4711"), (6, "SAM27")]));
    /// assert!(accounts.coding(&"own_share".parse().unwrap()).unwrap_err().en.contains("own_share"));
    /// ```
    ///
    /// # Errors
    ///
    /// The sentence that says which account is missing and where to add it.
    pub fn coding(&self, posted: &Account) -> Result<Coding<'_>, Text> {
        let (account, field) = self.number(posted);
        let account = account.ok_or_else(|| {
            say!(
                "det finns inget konto för {posted}; lägg till {field} under accounts",
                "there is no account for {posted}; add {field} to accounts"
            )
        })?;
        let objects = posted.cost().and_then(|cost| self.dimensions_of(cost)).into_iter().flatten();
        let mut objects: Vec<(u16, &str)> =
            objects.filter_map(|(dimension, object)| Some((dimension.parse().ok()?, object.as_str()))).collect();
        objects.sort_unstable();
        Ok(Coding { account, objects })
    }

    /// The account, and what it would be called where it is missing.
    fn number(&self, posted: &Account) -> (Option<&AccountNumber>, String) {
        let other = |other: Other| (self.other.get(&other), format!("other.{other}"));
        let anywhere = || self.income.get(&CostKey::Any);
        let cover = || self.cover.as_ref().or_else(anywhere);
        match posted {
            Account::Receivable(_) => (Some(&self.receivable), "receivable".to_owned()),
            Account::Payable(_) => (Some(&self.payable), "payable".to_owned()),
            Account::Bank => (Some(&self.bank), "bank".to_owned()),
            Account::Rounding => (Some(&self.rounding), "rounding".to_owned()),
            Account::Income(cost) => self.income(cost),
            Account::Provided(cost) => match self.other.get(&Other::Provided) {
                Some(own) => (Some(own), String::new()),
                None => self.income(cost),
            },
            Account::Reserve => (self.reserve.as_ref().or_else(anywhere), "reserve".to_owned()),
            Account::Cover => (cover(), "cover".to_owned()),
            Account::Shortfall => (self.other.get(&Other::Shortfall).or_else(cover), "other.shortfall".to_owned()),
            Account::Interest => (self.other.get(&Other::Interest).or_else(anywhere), "other.interest".to_owned()),
            Account::Fee => (self.other.get(&Other::Fee).or_else(anywhere), "other.fee".to_owned()),
            Account::Outlay => other(Other::Outlay),
            Account::OwnShare => other(Other::OwnShare),
            Account::Carry => other(Other::Carry),
            Account::OutputVat(percent) => (self.output_vat(*percent), format!("vat_{percent}")),
            Account::InputVat(25) => other(Other::InputVat25),
            Account::InputVat(12) => other(Other::InputVat12),
            Account::InputVat(6) => other(Other::InputVat6),
            Account::InputVat(percent) => (None, format!("other.input_vat_{percent}")),
        }
    }

    fn income(&self, cost: &Id) -> (Option<&AccountNumber>, String) {
        (self.income_of(cost), format!("income.{cost}"))
    }
}
