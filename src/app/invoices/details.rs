//! What documents are made from: the year as it is now, and the organisations that its parties are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use samfin_core::agreement::Party;
use samfin_core::billing::document::{Address, Document, Form, Participant};
use samfin_core::billing::identifiers::{Identifier as _, OrganisationNumber};
use samfin_core::billing::invoicing_details::{Gap, invoicing_details_of, organisation_number};
use samfin_core::billing::organisation::{IssuedBy, Organisation};
use samfin_core::{Agreement, Id, Request};

use super::series::issuer;
use crate::app::Error;
use crate::app::organisations::with_numbers;
use crate::storage::Tx;
use crate::storage::invoices::Invoice;
use crate::storage::periods::{self, Period};

/// What a party lacks before a document can be attested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The party's id.
    pub party: String,
    /// What it lacks.
    pub gaps: Vec<Gap>,
}

/// A billing year, the agreement in force in it, and as organisations those of its parties that were asked for, at one moment.
pub(in crate::app) struct Year {
    pub(in crate::app) period: Period,
    pub(in crate::app) agreement: Arc<Agreement>,
    organisations: BTreeMap<OrganisationNumber, Organisation>,
    /// Those that have been asked for, whether they are known or not.
    asked: BTreeSet<OrganisationNumber>,
}

/// The years of several documents, each read once, as they are seen on a day.
pub(in crate::app) struct Years {
    today: NaiveDate,
    known: HashMap<String, Year>,
}

impl Years {
    /// None read yet.
    pub(in crate::app) fn on(today: NaiveDate) -> Self {
        Self { today, known: HashMap::new() }
    }

    /// The day.
    pub(in crate::app) fn today(&self) -> NaiveDate {
        self.today
    }

    /// Reads the years of these documents, and the organisations that those stand between, all at once.
    pub(in crate::app) async fn read(
        &mut self,
        tx: &mut Tx,
        documents: impl IntoIterator<Item = &Invoice>,
    ) -> Result<(), Error> {
        let mut parties: BTreeMap<&str, BTreeSet<&Id>> = BTreeMap::new();
        for one in documents {
            let document = &one.document;
            parties.entry(&one.period_id).or_default().extend([&document.seller.party, &document.buyer.party]);
        }
        for (period, parties) in parties {
            if !self.known.contains_key(period) {
                let found = periods::of(tx, period).await?;
                let request = periods::request(tx, period, found.snapshot).await?;
                let agreement = Request::parse(request.as_bytes())?.agreement;
                let year = Year { period: found, agreement, organisations: BTreeMap::new(), asked: BTreeSet::new() };
                self.known.insert(period.to_owned(), year);
            }
            if let Some(year) = self.known.get_mut(period) {
                year.ask(tx, parties).await?;
            }
        }
        Ok(())
    }

    /// The year of a document, with the organisations that it stands between.
    pub(in crate::app) async fn of(&mut self, tx: &mut Tx, document: &Invoice) -> Result<&Year, Error> {
        self.read(tx, [document]).await?;
        let period = &document.period_id;
        self.known.get(period).ok_or_else(|| Error::Broken(format!("the year {period} was not read")))
    }
}

impl Year {
    /// The year with the organisations of all its parties.
    pub(super) async fn load(tx: &mut Tx, period: Period, agreement: Arc<Agreement>) -> Result<Self, Error> {
        let parties = Arc::clone(&agreement);
        let mut year = Self { period, agreement, organisations: BTreeMap::new(), asked: BTreeSet::new() };
        year.ask(tx, parties.parties.iter().map(|party| &party.id)).await?;
        Ok(year)
    }

    /// Reads the organisations that parties are, those that have not been read.
    async fn ask(&mut self, tx: &mut Tx, parties: impl IntoIterator<Item = &Id>) -> Result<(), Error> {
        let numbers: BTreeSet<OrganisationNumber> = parties
            .into_iter()
            .filter_map(|party| self.number(party))
            .filter(|number| !self.asked.contains(number))
            .collect();
        let texts: Vec<&str> = numbers.iter().map(OrganisationNumber::as_str).collect();
        let found = with_numbers(tx, &texts).await?;
        self.organisations.extend(found.into_iter().map(|one| (one.details.organisation_number.clone(), one.details)));
        self.asked.extend(numbers);
        Ok(())
    }

    fn number(&self, party: &Id) -> Option<OrganisationNumber> {
        organisation_number(&self.agreement.parties[self.agreement.position(party.as_str())?])
    }

    /// The organisation that a party is, where it is known.
    pub(super) fn organisation(&self, party: &Id) -> Option<&Organisation> {
        self.organisations.get(&self.number(party)?)
    }

    /// Where a document gets its number. Only what is asked for by invoice belongs in a customer ledger.
    pub(super) fn issued_by(&self, document: &Document) -> IssuedBy {
        match document.form {
            Form::Invoice | Form::CreditNote => {
                self.organisation(&document.seller.party).map_or(IssuedBy::Samfin, |seller| seller.issued_by)
            }
            Form::Internal | Form::Payout => IssuedBy::Samfin,
        }
    }

    /// How many must attest a document before it is issued.
    pub(super) fn attestations_required(&self, document: &Document) -> i32 {
        self.organisation(&issuer(document).party).map_or(1, |own| own.attestations_required)
    }

    /// A party as a document names it. What is not known is left empty: such a document cannot be attested.
    pub(in crate::app) fn participant(&self, party: &Id) -> Participant {
        let known = self.organisation(party).and_then(|known| known.participant(party.clone()));
        known.unwrap_or_else(|| self.unknown(party))
    }

    fn unknown(&self, party: &Id) -> Participant {
        let own = self.agreement.position(party.as_str()).map(|position| &self.agreement.parties[position]);
        let number = own.and_then(organisation_number).map(|number| number.as_str().to_owned());
        Participant {
            party: party.clone(),
            name: own.map(|own| own.name.clone()).unwrap_or_default(),
            organisation_number: number.unwrap_or_default(),
            vat_number: None,
            f_tax: false,
            address: Address {
                lines: Vec::new(),
                postal_code: String::new(),
                city: String::new(),
                country: "SE".to_owned(),
            },
            endpoint: None,
            reference: None,
            contact: None,
            bankgiro: None,
            plusgiro: None,
            iban: None,
            bic: None,
        }
    }

    /// Whether what a draft is made from has changed: the year, or one of the two that it stands between.
    pub(super) fn has_left(&self, draft: &Invoice) -> bool {
        let same = |participant: &Participant| *participant == self.participant(&participant.party);
        draft.snapshot != self.period.snapshot || !same(&draft.document.seller) || !same(&draft.document.buyer)
    }

    /// What the two that a document stands between lack.
    pub(super) fn missing(&self, invoice: &Invoice) -> Vec<Missing> {
        let document = &invoice.document;
        let is_concerned = |party: &Party| [&document.seller.party, &document.buyer.party].contains(&&party.id);
        let details =
            invoicing_details_of(&self.agreement, document.year, is_concerned, |number| self.organisations.get(number));
        let missing =
            details.into_iter().map(|details| Missing { party: details.party.id.to_string(), gaps: details.gaps });
        missing.filter(|missing| !missing.gaps.is_empty()).collect()
    }
}
