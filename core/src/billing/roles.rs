//! Who asks whom: the two ends of every obligation of a year.

use crate::{Agreement, Id};

/// Which way an obligation goes. The buyer always pays the seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What a party bears: the host's payer is the seller, the bearer's payer the buyer.
    Charge,
    /// What an employer provides: the employer is the seller, the host's payer the buyer.
    Payout,
}

/// How an obligation is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Both ends are one party: no document, but a row to see.
    Own,
    /// Both ends are one legal entity: an internal posting, no VAT.
    Internal,
    /// An invoice, or for a payout its basis.
    Document,
}

/// The two ends of an obligation, as positions in the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    /// Who is to have the money.
    pub seller: usize,
    /// Who is to pay it.
    pub buyer: usize,
    /// How it is told.
    pub way: Way,
}

/// Who handles the money of a year.
#[derive(Debug, Clone, Copy)]
pub struct Roles<'a> {
    agreement: &'a Agreement,
    /// The host's own payer: whom everyone pays, as in the calculation's transfers (contract § 6).
    hub: usize,
}

impl<'a> Roles<'a> {
    /// The roles of `year`.
    ///
    /// ```
    /// use samfin_core::{Agreement, billing::roles::{Roles, Side, Way}};
    /// let agreement = Agreement::parse(br#"{
    ///   "name": "Lokal", "currency": "SEK", "valid_from": "2027-01-01", "host": "a",
    ///   "parties": [ { "id": "a", "name": "A", "kind": "municipality" },
    ///                { "id": "b", "name": "B", "kind": "municipality", "payer": "f" },
    ///                { "id": "f", "name": "F", "kind": "association", "shares_costs": false } ],
    ///   "costs": [] }"#).unwrap();
    /// let roles = Roles::of(&agreement, 2027);
    /// let ends = roles.ends(Side::Charge, 1);
    /// assert_eq!((ends.seller, ends.buyer, ends.way), (0, 2, Way::Document), "A asks F for what B bears");
    /// let ends = roles.ends(Side::Payout, 1);
    /// assert_eq!((ends.seller, ends.buyer), (1, 0), "B itself is owed what it provides");
    /// assert_eq!(roles.ends(Side::Charge, 0).way, Way::Own);
    /// ```
    #[must_use]
    pub fn of(agreement: &'a Agreement, year: i32) -> Self {
        Self { agreement, hub: agreement.parties[agreement.host.of_year(year)].payer }
    }

    /// The position of the party that asks for money that year: the host's payer, which is the host unless another pays
    /// for it.
    #[must_use]
    pub fn hub(&self) -> usize {
        self.hub
    }

    /// The ends of what the party at `party` bears or provides.
    ///
    /// A payer stands in for a party that is asked for money, not for an employer that is owed it.
    #[must_use]
    pub fn ends(&self, side: Side, party: usize) -> Ends {
        let (seller, buyer) = match side {
            Side::Charge => (self.hub, self.agreement.parties[party].payer),
            Side::Payout => (party, self.hub),
        };
        let way = if seller == buyer {
            Way::Own
        } else if self.is_one_entity(seller, buyer) {
            Way::Internal
        } else {
            Way::Document
        };
        Ends { seller, buyer, way }
    }

    /// The id of the party at `position`.
    #[must_use]
    pub fn id(&self, position: usize) -> &'a Id {
        &self.agreement.parties[position].id
    }

    fn is_one_entity(&self, a: usize, b: usize) -> bool {
        let number = |party: usize| self.agreement.parties[party].organisation_number.as_deref().map(significant);
        number(a).is_some_and(|own| !own.is_empty() && number(b).as_ref() == Some(&own))
    }
}

/// The ten digits that tell an organisation: `232100-0214`, `2321000214` and `162321000214` are one.
fn significant(written: &str) -> String {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().saturating_sub(10);
    digits[start..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boards_of_one_entity_post_internally() {
        let agreement = Agreement::parse(
            r#"{ "name": "x", "currency": "SEK", "valid_from": "2027-01-01", "host": "a", "costs": [],
                 "parties": [
                   { "id": "a", "name": "A", "kind": "other", "organisation_number": "212000-0803" },
                   { "id": "b", "name": "B", "kind": "other", "organisation_number": "162120000803" },
                   { "id": "c", "name": "C", "kind": "other", "organisation_number": "212000-2510" },
                   { "id": "d", "name": "D", "kind": "other" }, { "id": "e", "name": "E", "kind": "other" } ] }"#
                .as_bytes(),
        )
        .expect("an agreement");
        let roles = Roles::of(&agreement, 2027);
        let ways = [0, 1, 2, 3].map(|party| roles.ends(Side::Charge, party).way);
        assert_eq!(ways, [Way::Own, Way::Internal, Way::Document, Way::Document]);
        assert_eq!(roles.ends(Side::Payout, 1).way, Way::Internal);
        assert!(!roles.is_one_entity(3, 4), "two unknown numbers are not one entity");
    }
}
