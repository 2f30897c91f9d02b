//! Whose account it is, among the organisations that are known.

use std::collections::HashMap;

use samfin_core::billing::identifiers::Identifier as _;
use samfin_documents::camt::Account;

use crate::app::Error;
use crate::app::organisations;
use crate::storage::Tx;

/// Which organisations there are and which accounts they are paid to.
pub(super) struct Accounts {
    /// Organisation number by account; none where several have it.
    owners: HashMap<String, Option<String>>,
}

impl Accounts {
    pub(super) async fn load(tx: &mut Tx) -> Result<Self, Error> {
        let mut owners: HashMap<String, Option<String>> = HashMap::new();
        for organisation in organisations::all(tx).await? {
            let details = &organisation.details;
            let number = details.organisation_number.as_str();
            let bankgiro = details.bankgiro.as_ref().map(|account| bankgiro(account.as_str()));
            let plusgiro = details.plusgiro.as_ref().map(|account| other(account.as_str()));
            let iban = details.iban.as_ref().map(|account| account.as_str().to_owned());
            for account in [bankgiro, plusgiro, iban].into_iter().flatten() {
                owners
                    .entry(account)
                    .and_modify(|owner| *owner = owner.take().filter(|known| known == number))
                    .or_insert_with(|| Some(number.to_owned()));
            }
        }
        Ok(Self { owners })
    }

    /// The organisation number of the one whose account it is.
    pub(super) fn owner(&self, account: &Account) -> Option<&str> {
        let key = match account {
            Account::Iban(iban) => iban.as_str().to_owned(),
            Account::Bankgiro(account) => bankgiro(account.as_str()),
            Account::Other(account) => other(account),
        };
        self.owners.get(&key)?.as_deref()
    }
}

/// As a bank writes an account, to be read.
pub(super) fn written(account: &Account) -> String {
    match account {
        Account::Iban(iban) => iban.as_str().to_owned(),
        Account::Bankgiro(account) => account.as_str().to_owned(),
        Account::Other(account) => account.clone(),
    }
}

/// Banks write a bankgiro with zeros in front, and without.
fn bankgiro(digits: &str) -> String {
    format!("bankgiro {}", digits.trim_start_matches('0'))
}

fn other(account: &str) -> String {
    let digits: String = account.chars().filter(char::is_ascii_digit).collect();
    format!("account {}", digits.trim_start_matches('0'))
}
