//! The journal for other systems: as SIE, and as CSV in the layout that the receiver wants.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::billing::organisation::{Accounts, Coding, Organisation};
use samfin_core::billing::posting::Entry;
use samfin_core::{Code, Issue, Text, say};
use samfin_documents::sie::{self, Side};

use super::Posted;
use super::layout::{Layout, Row};
use crate::app::organisations::with_number;
use crate::app::scope::{On, Right};
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::vouchers as store;

/// So many rows at a time.
const ROWS: i64 = 500;
/// The most vouchers in one file: what fits in memory many times over.
const MOST: usize = 50_000;

/// Which vouchers are exported: those in the agreements whose books the caller sees.
#[derive(Debug, Clone)]
pub struct Export {
    /// In whose books.
    pub issuer: OrganisationNumber,
    /// From this day on.
    pub from: NaiveDate,
    /// To this day.
    pub to: NaiveDate,
}

impl Desk {
    /// Vouchers as a SIE 4I file, each side on the account of the issuer's own chart.
    pub async fn sie(&self, export: Export) -> Result<Vec<u8>, Error> {
        let (organisation, vouchers) = self.exported(export).await?;
        let (version, written_on) = (env!("CARGO_PKG_VERSION").to_owned(), self.today());
        let work = move || {
            let Organisation { organisation_number, name, accounts, .. } = organisation;
            let accounts = accounts.ok_or_else(|| no_accounts(&name))?;
            check(&accounts, &vouchers)?;
            let vouchers = vouchers.into_iter().map(|voucher| for_sie(&accounts, voucher)).collect::<Result<_, _>>()?;
            let file = sie::File { version, written_on, organisation_number, name, vouchers };
            sie::sie(&file).map_err(|error| match error {
                sie::Error::NotDigits(_) => Error::AccountsMissing(vec![error.text()]),
                sie::Error::Unbalanced(_) => Error::Broken(error.to_string()),
            })
        };
        self.pool.heavy(work).await?
    }

    /// Vouchers as CSV, a row for each side.
    pub async fn ledger_csv(&self, export: Export, layout: Layout) -> Result<String, Error> {
        let (organisation, vouchers) = self.exported(export).await?;
        let work = move || {
            let accounts = if layout.needs_accounts() {
                let accounts = organisation.accounts.ok_or_else(|| no_accounts(&organisation.name))?;
                check(&accounts, &vouchers)?;
                Some(accounts)
            } else {
                None
            };
            let sides = vouchers.iter().flat_map(|voucher| voucher.entries.iter().map(move |entry| (voucher, entry)));
            let rows = sides.map(|(voucher, entry)| {
                let coding = accounts.as_ref().and_then(|accounts| accounts.coding(&entry.account).ok());
                Row { voucher, entry, coding }
            });
            layout.write(rows)
        };
        self.pool.heavy(work).await?
    }

    async fn exported(&self, export: Export) -> Result<(Organisation, Vec<Posted>), Error> {
        self.require(Right::ReadLedger, On::Anything)?;
        let only = self.agreements_with_books();
        self.db
            .read((export, only), |tx, (export, only)| {
                Box::pin(async move {
                    let organisation = with_number(tx, &export.issuer).await?.ok_or_else(|| no_such(&export.issuer))?;
                    let (mut found, mut after) = (Vec::new(), (0, 0));
                    loop {
                        let days = (export.from, export.to);
                        let mut some = store::in_period(tx, export.issuer.as_str(), days, after, ROWS).await?;
                        let Some(last) = some.last() else { break };
                        after = (last.year, last.number);
                        some.retain(|voucher| only.as_ref().is_none_or(|only| only.contains(&voucher.agreement_id)));
                        found.extend(some);
                        if found.len() > MOST {
                            return Err(too_many());
                        }
                    }
                    Ok((organisation.details, found))
                })
            })
            .await
    }
}

/// Every account that is missing, told at once.
fn check(accounts: &Accounts, vouchers: &[Posted]) -> Result<(), Error> {
    let posted: BTreeSet<_> =
        vouchers.iter().flat_map(|voucher| &voucher.entries).map(|entry| &entry.account).collect();
    let missing: Vec<Text> = posted.into_iter().filter_map(|account| accounts.coding(account).err()).collect();
    if missing.is_empty() { Ok(()) } else { Err(Error::AccountsMissing(missing)) }
}

fn for_sie(accounts: &Accounts, voucher: Posted) -> Result<sie::Voucher, Error> {
    let side = |Entry { account, amount }: Entry| {
        let Coding { account: number, objects } =
            accounts.coding(&account).map_err(|missing| Error::AccountsMissing(vec![missing]))?;
        let about = account.party().or(account.cost()).map(ToString::to_string);
        let objects = objects.into_iter().map(|(dimension, object)| (dimension, object.to_owned())).collect();
        Ok(Side { account: number.clone(), objects, amount, text: about })
    };
    Ok(sie::Voucher {
        number: voucher.number,
        dated_on: voucher.dated_on,
        posted_on: in_sweden(voucher.recorded_at).date(),
        text: voucher.text,
        sides: voucher.entries.into_iter().map(side).collect::<Result<_, Error>>()?,
    })
}

fn no_accounts(name: &str) -> Error {
    Error::AccountsMissing(vec![say!(
        "{name} har ingen kontering; lägg till konton under accounts",
        "{name} has no account coding; add the accounts"
    )])
}

fn no_such(issuer: &OrganisationNumber) -> Error {
    let number = issuer.as_str();
    let detail =
        say!("det finns ingen organisation med numret {number}", "there is no organisation with the number {number}");
    Issue::new("/query/issuer", Code::UnknownReference, detail).into()
}

fn too_many() -> Error {
    let detail = say!(
        "det blir mer än {MOST} verifikationer; välj färre dagar",
        "it comes to more than {MOST} vouchers; choose fewer days"
    );
    Issue::new("/query/to", Code::OutOfRange, detail).into()
}
