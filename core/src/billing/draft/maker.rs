//! How what is missing becomes lines, and lines become documents and rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Call, Draft, Drafts, Remainder, Row, Why};
use crate::billing::called::{Called, Key};
use crate::billing::document::{Days, Form, Item, Line, Occasion, Totals, VatTreatment};
use crate::billing::obligation::obligations;
use crate::billing::roles::{Roles, Side, Way};
use crate::billing::settlement::Carried;
use crate::billing::wording::{Words, caught_up, changes};
use crate::{Agreement, Calculation, Code, Error, Id, Issue, Ore, date, say};

/// An amount of the year, and what has been called of it.
struct Due {
    key: Key,
    party: usize,
    vat: VatTreatment,
    total: Ore,
    called: Ore,
}

/// The document that a line goes on, in the order of documents.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    side: Side,
    seller: usize,
    buyer: usize,
    vat: VatTreatment,
}

impl Slot {
    fn of(roles: &Roles<'_>, due: &Due) -> Self {
        let ends = roles.ends(due.key.side, due.party);
        Self { side: due.key.side, seller: ends.seller, buyer: ends.buyer, vat: due.key.vat.clone() }
    }
}

#[derive(Default)]
pub(super) struct Group {
    lines: Vec<Line>,
    reasons: Vec<String>,
    /// What earlier parts should have called and did not, in öre.
    caught_up: i128,
}

pub(super) struct Maker<'a> {
    agreement: &'a Agreement,
    call: &'a Call,
    called: &'a Called,
    roles: Roles<'a>,
    words: Words<'a>,
    year: i32,
    decision_reference: Option<&'a str>,
}

impl<'a> Maker<'a> {
    pub(super) fn of(
        agreement: &'a Agreement,
        calculation: &'a Calculation,
        call: &'a Call,
        called: &'a Called,
        decision_reference: Option<&'a str>,
    ) -> Self {
        let (roles, words) = (Roles::of(agreement, calculation.year), Words::of(calculation, call));
        Self { agreement, call, called, roles, words, year: calculation.year, decision_reference }
    }

    /// What is due now, document by document; whoever has nothing to pay is there all the same, to be seen.
    pub(super) fn groups(
        &self,
        calculation: &Calculation,
        brought: &[Carried],
    ) -> Result<BTreeMap<Slot, Group>, Error> {
        let mut groups: BTreeMap<Slot, Group> = BTreeMap::new();
        for due in self.dues(calculation, brought)? {
            let group = groups.entry(Slot::of(&self.roles, &due)).or_default();
            self.add(group, &due);
        }
        let charged = groups.keys().filter(|slot| slot.side == Side::Charge).map(|slot| slot.buyer);
        let charged: BTreeSet<usize> = charged.collect();
        for party in self.agreement.parties.iter().filter(|party| party.shares_costs && !charged.contains(&party.payer))
        {
            let (seller, buyer) = (self.roles.hub(), party.payer);
            let slot = Slot { side: Side::Charge, seller, buyer, vat: VatTreatment::OutsideScope };
            groups.entry(slot).or_default();
        }
        Ok(groups)
    }

    /// Every amount of the year, and every one that was called and is no more, in the order of lines.
    fn dues(&self, calculation: &Calculation, brought: &[Carried]) -> Result<Vec<Due>, Error> {
        let mut amounts: BTreeMap<Key, (VatTreatment, i128)> = BTreeMap::new();
        for one in obligations(self.agreement, calculation).into_iter().chain(brought.iter().map(Carried::obligation)) {
            // A shortfall can lessen two exemptions, which are one document.
            let key = Key::new(one.side, one.item, one.bearer, &one.vat);
            amounts.entry(key).or_insert((one.vat, 0)).1 += one.amount.wide();
        }
        for (key, vat, _) in self.called.all() {
            amounts.entry(key.clone()).or_insert_with(|| (vat.clone(), 0));
        }
        let costs: BTreeMap<&Id, usize> =
            self.agreement.costs.iter().enumerate().map(|(i, cost)| (&cost.id, i)).collect();
        let mut dues = Vec::with_capacity(amounts.len());
        for (key, (vat, total)) in amounts {
            let Some(party) = self.agreement.position(key.bearer.as_str()) else { return Err(gone(&key.bearer)) };
            let total = Ore::from_wide(total).ok_or_else(too_large)?;
            dues.push(Due { party, vat, total, called: self.called.amount(&key), key });
        }
        dues.sort_by_key(|due| {
            let cost = match &due.key.item {
                Item::Cost { cost } => costs.get(cost).copied().unwrap_or(costs.len()),
                Item::Shortfall => costs.len() + 1,
                Item::Cover => costs.len() + 2,
                _ => costs.len() + 3,
            };
            (cost, due.party)
        });
        Ok(dues)
    }

    /// Puts what is due now on its document.
    fn add(&self, group: &mut Group, due: &Due) {
        let unit = self.agreement.rounding_unit;
        let (now, before) = match self.call {
            Call::Instalment(part) => (part.called_of(due.total, unit), part.called_before(due.total, unit)),
            Call::Correction(part) => (part.called_of(due.total, unit), due.called),
            Call::Settlement(_) => (due.total, due.called),
        };
        group.caught_up += before.wide() - due.called.wide();
        let Some(amount) = Ore::from_wide(now.wide() - due.called.wide()).filter(|amount| !amount.is_zero()) else {
            return;
        };
        if let VatTreatment::Exempt { reason } = &due.vat
            && !group.reasons.contains(reason)
        {
            group.reasons.push(reason.clone());
        }
        let bearer_name = self.agreement.parties[due.party].name.clone();
        group.lines.push(Line {
            item: due.key.item.clone(),
            bearer: due.key.bearer.clone(),
            text: self.words.text(&due.key, &bearer_name, due.total),
            explanation: self.words.explanation(&due.key, due.total, due.called),
            bearer_name,
            amount,
            period: self.period(),
        });
    }

    /// Makes a document or a row of a group; none when it comes to too much.
    pub(super) fn tell(&self, slot: Slot, group: Group, drafts: &mut Drafts) -> Option<()> {
        let amounts = || group.lines.iter().map(|line| line.amount);
        let (seller, buyer) = (self.roles.id(slot.seller).clone(), self.roles.id(slot.buyer).clone());
        let way = self.way(&slot);
        let vat = match slot.vat {
            VatTreatment::Exempt { .. } => VatTreatment::Exempt { reason: group.reasons.join("; ") },
            other => other,
        };
        let totals = Totals::of(amounts(), &vat, false)?;
        Totals::of(amounts(), &vat, true)?;
        let why = match way {
            Way::Own => Some(Why::Own),
            _ if totals.net.is_zero() => Some(Why::Zero),
            _ if slot.side == Side::Charge && *self.call == Call::Settlement(Remainder::Carry) => Some(Why::Carried),
            // Below zero is below any minimum.
            _ if self.may_wait() && totals.payable < self.agreement.invoicing.minimum_amount.unwrap_or_default() => {
                Some(Why::Waits)
            }
            _ => None,
        };
        if let Some(why) = why {
            drafts.rows.push(Row { why, seller, buyer, vat, lines: group.lines, net: totals.net });
            return Some(());
        }
        let form = match (way, slot.side) {
            (Way::Internal, _) => Form::Internal,
            (_, Side::Payout) => Form::Payout,
            _ if totals.net.is_negative() => Form::CreditNote,
            _ => Form::Invoice,
        };
        let mut notes: Vec<String> = caught_up(group.caught_up).into_iter().collect();
        let (mut lines, mut changed) = (group.lines, Vec::new().into_iter());
        if form == Form::CreditNote {
            for line in &mut lines {
                line.amount = Ore::from_wide(-line.amount.wide())?;
            }
            let invoices = self.called.invoices(&buyer, &vat);
            notes.extend(changes(&invoices));
            changed = invoices.into_iter();
        }
        drafts.documents.push(Draft {
            form,
            occasion: self.occasion(),
            agreement: self.agreement.name.clone(),
            year: self.year,
            seller,
            buyer,
            period: self.period(),
            vat,
            lines,
            decision_reference: self.decision_reference.map(str::to_owned),
            credits: changed.next(),
            credits_also: changed.collect(),
            notes,
        });
        Some(())
    }

    fn way(&self, slot: &Slot) -> Way {
        // For a charge the payer is its own; for a payout the employer is the seller.
        let party = if slot.side == Side::Charge { slot.buyer } else { slot.seller };
        self.roles.ends(slot.side, party).way
    }

    fn may_wait(&self) -> bool {
        matches!(self.call, Call::Instalment(part) if !part.is_last())
    }

    fn occasion(&self) -> Occasion {
        match self.call {
            Call::Instalment(part) => Occasion::Instalment { number: part.number, of: part.of },
            Call::Settlement(_) => Occasion::Settlement,
            Call::Correction(_) => Occasion::Correction,
        }
    }

    fn period(&self) -> Days {
        let year = date::Days::of_year(self.year);
        match self.call {
            Call::Instalment(part) => part.period,
            Call::Correction(part) => Days { from: year.first, to: part.period.to },
            Call::Settlement(_) => Days { from: year.first, to: year.last },
        }
    }
}

pub(in crate::billing) fn gone(party: &Id) -> Error {
    let detail = say!(
        "\"{party}\" har fakturerats för året men finns inte i avtalet; låt parten stå kvar med en sista dag",
        "\"{party}\" has been invoiced for the year but is not in the agreement; keep the party with a last day"
    );
    Error::one(Issue::new("/agreement/parties", Code::UnknownReference, detail))
}

pub(super) fn too_large() -> Error {
    let detail = say!(
        "ett underlag blir 10^15 kronor eller mer; kontrollera beloppen",
        "a document comes to 10^15 kronor or more; check the amounts"
    );
    Error::one(Issue::new("/agreement/costs", Code::AmountTooLarge, detail))
}
