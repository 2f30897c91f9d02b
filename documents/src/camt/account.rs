//! Accounts and organisation numbers, as far as they can be recognised.

use samfin_core::billing::identifiers::{Bankgiro, Iban, Identifier as _, OrganisationNumber};

use super::Account;
use super::tree::Element;

/// The account of a `CashAccount`; none when it has no number.
pub(super) fn account(holder: &Element) -> Option<Account> {
    let id = holder.at(&["Id"])?;
    if let Some(iban) = id.text_at(&["IBAN"]) {
        return Some(Iban::parse(iban).map_or_else(|_| Account::Other(iban.to_owned()), Account::Iban));
    }
    let number = id.text_at(&["Othr", "Id"])?;
    // Only a scheme makes seven digits a bankgiro number and not a plusgiro number.
    let scheme = [&["Othr", "SchmeNm", "Prtry"], &["Othr", "SchmeNm", "Cd"]].iter().find_map(|path| id.text_at(*path));
    let is_bankgiro = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("BGNR"));
    let bankgiro = is_bankgiro.then(|| Bankgiro::parse(number.trim_start_matches('0')).ok()).flatten();
    Some(bankgiro.map_or_else(|| Account::Other(number.to_owned()), Account::Bankgiro))
}

/// The organisation number among the numbers of a party, in ten digits or, as tax forms have it, with 16 before them.
pub(super) fn organisation_number(party: &Element) -> Option<OrganisationNumber> {
    let numbers = party.at(&["Id", "OrgId"])?.all("Othr").filter_map(|other| other.text_at(&["Id"]));
    let mut found = numbers.filter_map(|number| {
        let ten = number.strip_prefix("16").filter(|rest| rest.len() >= 10).unwrap_or(number);
        OrganisationNumber::parse(ten).ok()
    });
    found.next()
}
