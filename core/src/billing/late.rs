//! Late money as documents: what a defaulter pays after all is asked of it, and whoever covered for it is credited
//! (calculation contract § 7: cover is given back in the proportions in which it was taken).

use std::collections::BTreeMap;

use super::called::Called;
use super::document::{Days, Form, Item, Line, Occasion, VatTreatment};
use super::draft::{Draft, Drafts, Row, Why};
use super::obligation::{Obligation, obligations, tie};
use super::reversal::{Reversal, Taken, reverse};
use super::roles::{Roles, Side, Way};
use super::wording::{changes, kronor};
use crate::{Agreement, Calculation, Code, Error, Id, Issue, Ore, date, say};

/// Money that a defaulter paid after others had covered for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Who pays: a party that the calculation says has a debt.
    pub party: Id,
    /// Kronor, above zero.
    pub amount: Ore,
    /// Who gets how much of it, in the order of the calculation's claims: parties, and `reserve` last. Zeros are left out.
    pub back: Vec<(Id, Ore)>,
}

impl Late {
    /// Divides what `party` pays after `earlier` late money of the year.
    ///
    /// # Errors
    ///
    /// `out-of-range` at `/amount` when it is more than what is left of the party's debt for the year, and
    /// `unknown-reference` at `/party` when it has none.
    ///
    /// ```
    /// use samfin_core::{Id, Request, billing::late::Late, calculate};
    /// let request = Request::parse(br#"{ "year": 2027, "events": [ { "party": "a", "contributes_percent": "0" } ], "agreement": {
    ///     "name": "Seminarium", "currency": "SEK", "valid_from": "2027-01-01", "host": "c", "default_policy": [ { "type": "redistribute" } ],
    ///     "parties": [ { "id": "a", "name": "A", "kind": "municipality" }, { "id": "b", "name": "B", "kind": "municipality" },
    ///                  { "id": "c", "name": "C", "kind": "region" } ],
    ///     "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "amount": { "per_year": "300.00" }, "key": { "type": "equal" } } ] } }"#)?;
    /// let year = calculate(&request, false)?;
    /// let a = Id::parse("a").unwrap();
    /// let first = Late::of(&year, &[], &a, "30.01".parse().unwrap())?;
    /// let told: Vec<_> = first.back.iter().map(|(to, ore)| format!("{to} {ore}")).collect();
    /// assert_eq!(told, ["b 15.01", "c 15.00"]);
    /// // The rest of the debt gives back the rest of the cover, to the öre.
    /// let rest = Late::of(&year, &[first.clone()], &a, "69.99".parse().unwrap())?;
    /// assert_eq!(rest.back[0].1.to_string(), "34.99");
    /// assert!(Late::of(&year, &[first, rest], &a, "0.01".parse().unwrap()).is_err());
    /// # Ok::<(), samfin_core::Error>(())
    /// ```
    pub fn of(calculation: &Calculation, earlier: &[Self], party: &Id, amount: Ore) -> Result<Self, Error> {
        let debt = calculation.parties.iter().find(|one| one.id == *party).map_or(0, |one| one.debt.wide());
        if debt == 0 {
            let detail = say!(
                "\"{party}\" har ingen skuld för året: ingen har täckt för den parten",
                "\"{party}\" has no debt for the year: nobody has covered for that party"
            );
            return Err(Error::one(Issue::new("/party", Code::UnknownReference, detail)));
        }
        let paid: i128 = earlier.iter().filter(|one| one.party == *party).map(|one| one.amount.wide()).sum();
        let left = Ore::from_wide((debt - paid).max(0)).unwrap_or_default();
        if amount.wide() < 1 || amount > left {
            let detail = say!(
                "{amount} kr går inte; av skulden för året återstår {left} kr",
                "{amount} kronor cannot be; {left} kronor are left of the debt for the year"
            );
            return Err(Error::one(Issue::new("/amount", Code::OutOfRange, detail)));
        }
        let Reversal { back, .. } = reverse(&taken(calculation, earlier), amount);
        Ok(Self { party: party.clone(), amount, back: back.into_iter().filter(|(_, ore)| !ore.is_zero()).collect() })
    }
}

/// What was covered and can be given back, and what earlier late money has given back of it.
fn taken(calculation: &Calculation, earlier: &[Late]) -> Vec<Taken> {
    let mut given: BTreeMap<&Id, i128> = BTreeMap::new();
    for (to, ore) in earlier.iter().flat_map(|one| &one.back) {
        *given.entry(to).or_default() += ore.wide();
    }
    let claims = calculation.default.iter().flat_map(|default| &default.claims);
    claims
        .map(|claim| {
            // What a correction has made smaller since is no debt to the one who covers.
            let back = given.get(&claim.creditor).copied().unwrap_or_default().min(claim.amount.wide());
            let given_back = Ore::from_wide(back).unwrap_or_default();
            Taken { from: claim.creditor.clone(), amount: claim.amount, given_back }
        })
        .collect()
}

/// Drafts the documents of `late`, which came after `earlier`: an invoice to the one who pays, in the VAT treatments that its
/// shortfall lessened, and a credit note to each who is given something back. What the asking party and the reserve get back
/// are rows. `called` is what the year's documents have asked for.
///
/// # Errors
///
/// `unknown-reference` when a party is not in the agreement any more.
pub fn draft(
    agreement: &Agreement,
    calculation: &Calculation,
    earlier: &[Late],
    late: &Late,
    called: &Called,
    decision_reference: Option<&str>,
) -> Result<Drafts, Error> {
    let maker = Maker { agreement, roles: Roles::of(agreement, calculation.year), year: calculation.year, called };
    let mut drafts = Drafts::default();
    for (vat, amount) in asked(agreement, calculation, earlier, late) {
        let explanation = format!("Sen betalning av {} för {}", kronor(late.amount), calculation.year);
        maker.tell(&late.party, vat, maker.line(&late.party, Item::Shortfall, amount, explanation)?, &mut drafts)?;
    }
    for (to, amount) in &late.back {
        let debtor = maker.name(&late.party)?;
        let explanation =
            format!("Andel av {} som {debtor} har betalat i efterhand för {}", kronor(late.amount), calculation.year);
        let Some(back) = Ore::from_wide(-amount.wide()) else { continue };
        // The reserve is the asking party's to keep.
        let bearer = if to.as_str() == RESERVE { maker.roles.id(maker.roles.hub()) } else { to };
        maker.tell(
            bearer,
            VatTreatment::OutsideScope,
            maker.line(bearer, Item::Cover, back, explanation)?,
            &mut drafts,
        )?;
    }
    for document in &mut drafts.documents {
        document.decision_reference = decision_reference.map(str::to_owned);
    }
    Ok(drafts)
}

/// What the calculation calls the reserve where it names a creditor.
pub const RESERVE: &str = "reserve";

/// What is asked in each VAT treatment: as the shortfall lessened them, over all late money together.
fn asked(agreement: &Agreement, calculation: &Calculation, earlier: &[Late], late: &Late) -> Vec<(VatTreatment, Ore)> {
    let own = |one: &Obligation| one.side == Side::Charge && one.item == Item::Shortfall && one.bearer == late.party;
    let lessened: Vec<_> = obligations(agreement, calculation).into_iter().filter(own).collect();
    let mut taken: Vec<Taken> = lessened
        .iter()
        .filter_map(|one| {
            Some(Taken { from: tie(&one.vat), amount: Ore::from_wide(-one.amount.wide())?, given_back: Ore::ZERO })
        })
        .collect();
    let mut now = Vec::new();
    for payment in earlier.iter().filter(|one| one.party == late.party).chain([late]) {
        now = reverse(&taken, payment.amount).back;
        for (one, (_, back)) in taken.iter_mut().zip(&now) {
            one.given_back = Ore::from_wide(one.given_back.wide() + back.wide()).unwrap_or_default();
        }
    }
    let parts = lessened.into_iter().zip(now).map(|(one, (_, amount))| (one.vat, amount));
    parts.filter(|(_, amount)| !amount.is_zero()).collect()
}

struct Maker<'a> {
    agreement: &'a Agreement,
    roles: Roles<'a>,
    year: i32,
    called: &'a Called,
}

impl Maker<'_> {
    fn name(&self, party: &Id) -> Result<&str, Error> {
        let position = self.agreement.position(party.as_str()).ok_or_else(|| super::draft::gone(party))?;
        Ok(&self.agreement.parties[position].name)
    }

    fn line(&self, bearer: &Id, item: Item, amount: Ore, explanation: String) -> Result<Line, Error> {
        let bearer_name = self.name(bearer)?.to_owned();
        let what = if item == Item::Cover { "Återförd täckning" } else { "Sen betalning" };
        let (text, period) = (format!("{what}, {bearer_name}"), self.period());
        Ok(Line { item, bearer: bearer.clone(), text, explanation, bearer_name, amount, period })
    }

    /// A document or a row of one amount; below zero it is given back.
    fn tell(&self, bearer: &Id, vat: VatTreatment, mut line: Line, drafts: &mut Drafts) -> Result<(), Error> {
        let party = self.agreement.position(bearer.as_str()).ok_or_else(|| super::draft::gone(bearer))?;
        let ends = self.roles.ends(Side::Charge, party);
        let (seller, buyer) = (self.roles.id(ends.seller).clone(), self.roles.id(ends.buyer).clone());
        let net = line.amount;
        let form = match ends.way {
            Way::Own => {
                drafts.rows.push(Row { why: Why::Own, seller, buyer, vat, lines: vec![line], net });
                return Ok(());
            }
            Way::Internal => Form::Internal,
            Way::Document if net.is_negative() => Form::CreditNote,
            Way::Document => Form::Invoice,
        };
        let (mut notes, mut credited) = (Vec::new(), Vec::new());
        if form == Form::CreditNote {
            line.amount = Ore::from_wide(-net.wide()).unwrap_or_default();
            let changed = self.called.invoices(&buyer, &vat);
            notes.extend(changes(&changed));
            credited = changed;
        }
        let Some(together) = drafts
            .documents
            .iter_mut()
            .find(|one: &&mut Draft| one.form == form && one.buyer == buyer && one.vat == vat)
        else {
            let mut credited = credited.into_iter();
            drafts.documents.push(Draft {
                form,
                occasion: Occasion::CoverReversal,
                agreement: self.agreement.name.clone(),
                year: self.year,
                seller,
                buyer,
                period: self.period(),
                vat,
                lines: vec![line],
                decision_reference: None,
                credits: credited.next(),
                credits_also: credited.collect(),
                notes,
            });
            return Ok(());
        };
        // A payer of several parties gets one document.
        together.lines.push(line);
        Ok(())
    }

    fn period(&self) -> Days {
        let year = date::Days::of_year(self.year);
        Days { from: year.first, to: year.last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::posting::of_late;
    use crate::{Request, calculate};

    /// Eight taxed and untaxed, a payer of two, a reserve, and a host that covers too.
    fn year() -> (Request, Calculation) {
        let text = r#"{ "year": 2027, "events": [ { "party": "a", "contributes_percent": "0" } ], "opening": { "reserve": "100.00" },
            "agreement": { "name": "Stöd", "currency": "SEK", "valid_from": "2027-01-01", "host": "h",
              "default_policy": [ { "type": "reserve", "limit": "40.00" }, { "type": "redistribute" } ],
              "parties": [ { "id": "h", "name": "H", "kind": "region" }, { "id": "a", "name": "A", "kind": "municipality" },
                { "id": "b", "name": "B", "kind": "municipality", "payer": "f" }, { "id": "c", "name": "C", "kind": "municipality", "payer": "f" },
                { "id": "f", "name": "F", "kind": "association", "shares_costs": false } ],
              "costs": [ { "id": "hall", "name": "Lokal", "type": "purchase", "vat": "standard_25", "amount": { "per_year": "400.00" }, "key": { "type": "equal" } },
                { "id": "pay", "name": "Stöd", "type": "purchase", "amount": { "per_year": "200.00" }, "key": { "type": "equal" } } ] } }"#;
        let request = Request::parse(text.as_bytes()).expect("a request");
        let calculation = calculate(&request, false).expect("a calculation");
        (request, calculation)
    }

    fn told(drafts: &Drafts) -> Vec<String> {
        let documents = drafts.documents.iter().map(|one| {
            let lines: Vec<_> = one.lines.iter().map(|line| format!("{} {}", line.bearer, line.amount)).collect();
            format!("{:?} {} {}: {}", one.form, one.buyer, one.vat.group(), lines.join(", "))
        });
        documents.chain(drafts.rows.iter().map(|row| format!("{:?} {}", row.why, row.net))).collect()
    }

    #[test]
    fn every_krona_that_is_asked_for_is_given_back_to_someone() {
        let (request, calculation) = year();
        let a = Id::parse("a").expect("an id");
        let debt = calculation.parties[1].debt;
        assert_eq!(debt.to_string(), "150.00", "a fourth of 600");
        let (mut earlier, mut asked, mut back) = (Vec::new(), 0, 0);
        for amount in ["30.01", "0.01", "99.98", "20.00"] {
            let late = Late::of(&calculation, &earlier, &a, amount.parse().expect("money")).expect("late money");
            let drafts = draft(&request.agreement, &calculation, &earlier, &late, &Called::default(), None);
            let drafts = drafts.expect("drafts");
            let sum = |form| {
                let of_form = drafts.documents.iter().filter(move |one| one.form == form);
                of_form.flat_map(|one| &one.lines).map(|line| line.amount.wide()).sum::<i128>()
            };
            let rows: i128 = drafts.rows.iter().map(|row| row.net.wide()).sum();
            assert_eq!(sum(Form::Invoice), late.amount.wide());
            assert_eq!(sum(Form::CreditNote) - rows, late.amount.wide(), "{:?}", told(&drafts));
            asked += sum(Form::Invoice);
            back += late.back.iter().map(|(_, ore)| ore.wide()).sum::<i128>();
            earlier.push(late);
        }
        assert_eq!((asked, back), (debt.wide(), debt.wide()));
        let error = Late::of(&calculation, &earlier, &a, "0.01".parse().expect("money")).expect_err("nothing is left");
        assert!(error.to_string().contains("0.00"), "{error}");
    }

    #[test]
    fn a_payer_of_two_gets_one_credit_note_and_vat_follows_the_shortfall() {
        let (request, calculation) = year();
        let a = Id::parse("a").expect("an id");
        let late = Late::of(&calculation, &[], &a, "150.00".parse().expect("money")).expect("late money");
        let drafts = draft(&request.agreement, &calculation, &[], &late, &Called::default(), None).expect("drafts");
        assert_eq!(
            told(&drafts),
            [
                "Invoice a outside_scope: a 50.00",
                "Invoice a standard_25: a 100.00",
                "CreditNote f outside_scope: b 36.67, c 36.67",
                "Own -36.66",
                "Own -40.00"
            ]
        );
    }

    #[test]
    fn what_no_document_tells_is_posted() {
        let (_, calculation) = year();
        let id = |text: &str| Id::parse(text).expect("an id");
        let late = Late::of(&calculation, &[], &id("a"), "150.00".parse().expect("money")).expect("late money");
        let voucher = of_late(&calculation, &id("h"), &[], &late).expect("a voucher");
        let told: Vec<_> = voucher.entries().iter().map(|one| format!("{} {}", one.account, one.amount)).collect();
        assert_eq!(told, ["cover 76.66", "own_share -36.66", "reserve -40.00"]);
    }

    #[test]
    fn who_has_no_debt_pays_nothing_late() {
        let (_, calculation) = year();
        let b = Id::parse("b").expect("an id");
        let error = Late::of(&calculation, &[], &b, "1.00".parse().expect("money")).expect_err("b owes nothing");
        assert!(error.to_string().contains("\"b\""), "{error}");
    }
}
