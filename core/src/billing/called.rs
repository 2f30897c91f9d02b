//! What earlier documents have asked for, line by line: the other half of every call.

use std::collections::BTreeMap;

use super::document::{Credited, Document, Form, Item, Occasion, VatTreatment};
use super::roles::Side;
use crate::{Id, Ore};

/// What an amount is told apart by from call to call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Which way it goes.
    pub side: Side,
    /// What it is for.
    pub item: Item,
    /// Who bears it, or for a payout who provides it.
    pub bearer: Id,
    /// The treatment; an exemption without its reason, for exempt lines are one document whatever their reasons.
    pub vat: VatTreatment,
}

impl Key {
    /// The key of an amount.
    #[must_use]
    pub fn new(side: Side, item: Item, bearer: Id, vat: &VatTreatment) -> Self {
        let vat = match vat {
            VatTreatment::Exempt { .. } => VatTreatment::Exempt { reason: String::new() },
            other => other.clone(),
        };
        Self { side, item, bearer, vat }
    }
}

/// What has been called of a year.
#[derive(Debug, Clone, Default)]
pub struct Called {
    sums: BTreeMap<Key, Sum>,
    numbered: Vec<Numbered>,
}

#[derive(Debug, Clone)]
struct Sum {
    vat: VatTreatment,
    ore: i128,
}

/// An invoice that has its number.
#[derive(Debug, Clone)]
struct Numbered {
    buyer: Id,
    group: String,
    credited: Credited,
}

impl Called {
    /// What the live documents of one agreement and year have called.
    ///
    /// Live is what stands or will: issued, attested and drafted, credits too, but nothing that was withdrawn. Interest and
    /// fees are not part of the year, nor is cover that late money gives back: those follow what was paid, not the
    /// calculation. The order of the documents does not matter.
    #[must_use]
    pub fn of<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut called = Self::default();
        for document in documents {
            called.add(document);
        }
        called
    }

    fn add(&mut self, document: &Document) {
        if !matches!(
            document.occasion,
            Occasion::Instalment { .. }
                | Occasion::Settlement
                | Occasion::Correction
                | Occasion::Cover
                | Occasion::Credit
        ) {
            return;
        }
        let sign = if document.form == Form::CreditNote { -1 } else { 1 };
        for line in &document.lines {
            if !matches!(line.item, Item::Cost { .. } | Item::Shortfall | Item::Cover | Item::Carried { .. }) {
                continue;
            }
            let side = if line.bearer == document.seller.party { Side::Payout } else { Side::Charge };
            let key = Key::new(side, line.item.clone(), line.bearer.clone(), &document.vat);
            let sum = self.sums.entry(key).or_insert_with(|| Sum { vat: document.vat.clone(), ore: 0 });
            sum.ore += sign * line.amount.wide();
        }
        if let (Form::Invoice, Some(issued)) = (document.form, &document.issued) {
            let credited = Credited { number: issued.number.clone(), issued_on: issued.issued_on };
            let numbered = Numbered { buyer: document.buyer.party.clone(), group: document.vat.group(), credited };
            let place = self.numbered.partition_point(|known| sorting(known) <= sorting(&numbered));
            self.numbered.insert(place, numbered);
        }
    }

    /// What has been called under `key`.
    #[must_use]
    pub fn amount(&self, key: &Key) -> Ore {
        self.sums.get(key).and_then(|sum| Ore::from_wide(sum.ore)).unwrap_or_default()
    }

    /// Every amount that is not zero, with its treatment.
    pub fn all(&self) -> impl Iterator<Item = (&Key, &VatTreatment, Ore)> {
        self.sums
            .iter()
            .filter_map(|(key, sum)| Some((key, &sum.vat, Ore::from_wide(sum.ore)?)))
            .filter(|all| !all.2.is_zero())
    }

    /// The invoices that were issued to `buyer` under `vat`, in the order of their dates and numbers.
    pub(super) fn invoices(&self, buyer: &Id, vat: &VatTreatment) -> Vec<Credited> {
        let group = vat.group();
        let found = self.numbered.iter().filter(|known| known.buyer == *buyer && known.group == group);
        found.map(|known| known.credited.clone()).collect()
    }
}

fn sorting(numbered: &Numbered) -> (chrono::NaiveDate, &str) {
    (numbered.credited.issued_on, &numbered.credited.number)
}
