//! Where it is told how a figure is made: the address that every amount of the pages links to.
//!
//! ```text
//! /sa-raknar-vi?avtal=<id>&s=<id>;moten=6&fran=2027&ar=2028&part=bracke&kostnad=seminar
//! ```
//!
//! `s` is one column, written as on `/jamfor`; `fran` is the first year that is calculated, since what a year leaves is
//! what the next opens with.

use crate::app::dialogue::Variation;
use crate::web::compare::state::{column, encoded, uuid, written};

/// A figure that can be followed to how it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Followed {
    /// The agreement's id.
    pub(in crate::web) agreement: Option<String>,
    /// The column.
    pub(in crate::web) column: Variation,
    /// The first year that is calculated; the same as `year` when absent.
    pub(in crate::web) from: Option<i32>,
    /// The year that is shown.
    pub(in crate::web) year: Option<i32>,
    /// A party's id: what it pays.
    pub(in crate::web) party: Option<String>,
    /// A cost's id: what it comes to, or the party's part of it.
    pub(in crate::web) cost: Option<String>,
}

impl Followed {
    /// What an agreement comes to in a year.
    pub(in crate::web) fn of_year(agreement: &str, year: i32) -> Self {
        Self { agreement: Some(agreement.to_owned()), year: Some(year), ..Self::default() }
    }

    pub(in crate::web) fn party(self, id: &(impl ToString + ?Sized)) -> Self {
        Self { party: Some(id.to_string()), ..self }
    }

    pub(in crate::web) fn cost(self, id: &(impl ToString + ?Sized)) -> Self {
        Self { cost: Some(id.to_string()), ..self }
    }

    /// Reads an address; what cannot be understood is as if it were not there, as on `/jamfor`.
    pub(super) fn read(query: &str) -> Self {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let one = |name: &str| pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let text = |name: &str| one(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let year =
            |name: &str| one(name).and_then(|text| text.parse().ok()).filter(|year| (2000..=2100).contains(year));
        Self {
            agreement: one("avtal").and_then(uuid),
            column: one("s").and_then(column).unwrap_or_default(),
            from: year("fran"),
            year: year("ar"),
            party: text("part"),
            cost: text("kostnad"),
        }
    }

    /// The whole address, at the cost when one is named.
    pub(in crate::web) fn address(&self) -> String {
        let mut address = format!("/sa-raknar-vi?{}", self.query(true));
        if let Some(cost) = self.cost.as_ref().filter(|_| self.party.is_some()) {
            address.push_str("#kostnad-");
            address.push_str(&encoded(cost));
        }
        address
    }

    /// The same column on `/jamfor`.
    pub(super) fn comparison(&self) -> String {
        format!("/jamfor?{}", self.query(false))
    }

    fn query(&self, with_figure: bool) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        pairs.extend(self.agreement.clone().map(|id| ("avtal", id)));
        if self.column != Variation::default() {
            pairs.push(("s", written(&self.column)));
        }
        pairs.extend(self.from.filter(|from| Some(*from) != self.year).map(|year| ("fran", year.to_string())));
        pairs.extend(self.year.map(|year| ("ar", year.to_string())));
        if with_figure {
            pairs.extend(self.party.clone().map(|id| ("part", id)));
            pairs.extend(self.cost.clone().map(|id| ("kostnad", id)));
        }
        let written = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        written.collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn an_address_is_written_as_it_was_read() {
        let query =
            format!("avtal={ID}&s={ID};meetings=6;bort=are;regel=defer&fran=2027&ar=2028&part=are&kostnad=hall");
        let followed = Followed::read(&query);
        assert_eq!(followed.address(), format!("/sa-raknar-vi?{query}#kostnad-hall"));
        assert_eq!(Followed::read(&format!("avtal={ID}&s=avtal&ar=2027&fran=2027")).address(), {
            format!("/sa-raknar-vi?avtal={ID}&ar=2027")
        });
    }

    #[test]
    fn what_cannot_be_understood_is_left_out() {
        let followed = Followed::read("avtal=1&s=x;;y&fran=1&ar=2101&part=&kostnad=%22");
        assert_eq!(followed, Followed { cost: Some("\"".to_owned()), ..Followed::default() });
    }
}
