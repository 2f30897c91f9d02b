//! The days of an agreement as a calendar: its own, those of its instalments and of its invoices, and when the parties decide.
//!
//! The agreement knows how often forums meet and not on which days; those are written year by year (`meetings.rs`).

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, Months, NaiveDate, Utc};
use samfin_core::agreement::{Agreement, When};
use samfin_core::billing::document::Form;
use samfin_core::billing::instalment::parts;
use samfin_core::{Lang, Text, say};
use samfin_documents::calendar::{Day, calendar};

use super::calendar_decisions::{self, decided};
use super::documents::agreement_of;
use super::invoices::{Filter, MOST_IN_A_TABLE, Status, Whole};
use super::scope::{On, Right};
use super::share_links::Shows;
use super::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::meetings::{Meeting, Meetings};
use crate::storage::{agreements, meetings};

/// How many years after this one are in the calendar.
const YEARS_AHEAD: i32 = 2;

impl Desk {
    /// The calendar of an agreement as it is adopted, or else in its newest version; days from last year until the end of the
    /// second year after this. Due days of issued documents are in it for those who see the documents.
    pub async fn agreement_calendar(&self, id: String, lang: Lang) -> Result<Vec<u8>, Error> {
        self.calendar_with(id, Vec::new(), lang).await
    }

    /// The calendar that an address was given away for, for whoever has it: what a reader sees, and the day on which the address
    /// stops working, so that whoever follows it asks for another in time.
    pub async fn shared_calendar(&self, secret: &str, lang: Lang) -> Result<Vec<u8>, Error> {
        let (link, desk) = self.shared(secret, Shows::Calendar).await?;
        let title = say!("Kalenderns adress slutar gälla", "The address of this calendar stops working");
        let (on, text) = (in_sweden(link.expires_at).date(), Some(link.name));
        let ends = Day { uid: uid("link", &link.id), on, title: title.get(lang).to_owned(), text };
        desk.calendar_with(link.agreement_id, vec![ends], lang).await
    }

    /// The calendar, with days of one's own.
    async fn calendar_with(&self, id: String, own: Vec<Day>, lang: Lang) -> Result<Vec<u8>, Error> {
        self.require_in(Right::Read, &id)?;
        let (first, last) = (self.today().year() - 1, self.today().year() + YEARS_AHEAD);
        let read = self.db.read(id.clone(), move |tx, id| {
            Box::pin(async move {
                agreements::get(tx, id).await?;
                let version = match agreements::adopted_versions(tx, id).await?.pop() {
                    Some(adopted) => adopted,
                    None => agreements::newest_version(tx, id).await?,
                };
                let meetings = meetings::of_years(tx, id, i64::from(first), i64::from(last)).await?;
                Ok::<_, Error>((version, meetings, decided(tx, id).await?))
            })
        });
        let (version, meetings, decided) = read.await?;
        let agreement = agreement_of(&version)?;
        let mut days = of_agreement(&agreement, (first, last), &id, lang);
        let decisions = decided.iter().flat_map(|one| calendar_decisions::days(one, &id, lang));
        days.extend(own.into_iter().chain(decisions).filter(|day| (first..=last).contains(&day.on.year())));
        let mut changed_at = decided.iter().map(|one| one.changed_at).fold(version.created_at, DateTime::max);
        for year in &meetings {
            changed_at = changed_at.max(year.changed_at);
            days.extend(of_meetings(&agreement, year, &id, lang));
        }
        if self.scope().may(Right::ReadInvoices, On::Agreement(&id)) {
            let (due, changed) = self.due_days(&id, lang).await?;
            days.extend(due);
            changed_at = changed_at.max(changed);
        }
        days.sort_by(|a, b| (a.on, &a.uid).cmp(&(b.on, &b.uid)));
        Ok(calendar(&agreement.name, &days, changed_at))
    }

    /// When issued invoices are to be paid, those of which something is left, and when the last of all changed.
    async fn due_days(&self, agreement: &str, lang: Lang) -> Result<(Vec<Day>, DateTime<Utc>), Error> {
        let issued = Filter {
            agreement: Some(agreement.to_owned()),
            status: Some(Status::Issued),
            form: Some(Form::Invoice),
            ..Filter::default()
        };
        let limit = i64::try_from(MOST_IN_A_TABLE).unwrap_or(i64::MAX);
        let (mut days, mut changed_at) = (Vec::new(), DateTime::<Utc>::UNIX_EPOCH);
        for Whole { invoice, payment, .. } in self.invoices(issued, None, limit).await? {
            let (Some(issued), Some(payment)) = (&invoice.document.issued, payment) else { continue };
            changed_at = changed_at.max(invoice.changed_at);
            let (left, due_on) = (payment.standing.left, payment.standing.due_on);
            if left.is_zero() {
                continue;
            }
            let (number, buyer) = (&issued.number, &invoice.document.buyer.name);
            let title = say!("Faktura {number} förfaller: {buyer}", "Invoice {number} is due: {buyer}");
            let text = say!("{left} kr att betala, OCR {}", "{left} kronor to pay, reference {}"; issued.ocr);
            let title = title.get(lang).to_owned();
            let text = Some(text.get(lang).to_owned());
            days.push(Day { uid: uid("invoice", &invoice.id), on: due_on, title, text });
        }
        Ok((days, changed_at))
    }
}

/// The days that the agreement itself has.
fn of_agreement(agreement: &Agreement, (first, last): (i32, i32), id: &str, lang: Lang) -> Vec<Day> {
    let mut days = Vec::new();
    let is_within = |on: NaiveDate| (first..=last).contains(&on.year());
    let mut add = |what: &str, on: NaiveDate, title: &Text| {
        if is_within(on) {
            days.push(Day { uid: uid(what, id), on, title: title.get(lang).to_owned(), text: None });
        }
    };
    let name = &agreement.name;
    add("begins", agreement.valid_from, &say!("{name} börjar gälla", "{name} begins"));
    if let Some(ends) = agreement.valid_to {
        add("ends", ends, &say!("{name} slutar gälla", "{name} ends"));
    }
    for milestone in &agreement.milestones {
        let title = Text::new(milestone.name.clone(), milestone.name.clone());
        match milestone.when {
            When::Date(on) => add(&format!("milestone-{}", milestone.id), on, &title),
            When::EveryYear(..) => {
                let mut from =
                    NaiveDate::from_ymd_opt(first, 1, 1).unwrap_or(agreement.valid_from).max(agreement.valid_from);
                while let Some(on) =
                    milestone.when.next(from).filter(|on| is_within(*on) && is_in_force(agreement, *on))
                {
                    add(&format!("milestone-{}-{}", milestone.id, on.year()), on, &title);
                    let Some(next) = on.succ_opt() else { break };
                    from = next;
                }
            }
        }
    }
    let notice = agreement.notice_months.and_then(|months| u32::try_from(months).ok()).map(Months::new);
    for year in first..=last {
        for part in parts(&agreement.invoicing, year) {
            let is_called = is_in_force(agreement, part.period.from) || is_in_force(agreement, part.period.to);
            if !is_called {
                continue;
            }
            let (number, of) = (part.number, part.of);
            let issue = say!(
                "Delfaktura {number} av {of} för {year} skickas",
                "Instalment {number} of {of} for {year} is sent"
            );
            let due = say!(
                "Delfaktura {number} av {of} för {year} ska betalas",
                "Instalment {number} of {of} for {year} is to be paid"
            );
            add(&format!("instalment-{year}-{number}-sent"), part.issue_on, &issue);
            add(&format!("instalment-{year}-{number}-due"), part.due_on, &due);
        }
        // Notice runs to the end of the agreement, or of a calendar year where it has no end.
        let leaves = NaiveDate::from_ymd_opt(year, 12, 31)
            .filter(|on| agreement.valid_to.is_none() && is_in_force(agreement, *on));
        let leaves = leaves.or(agreement.valid_to.filter(|on| on.year() == year));
        if let Some((on, leaves)) = leaves.and_then(|leaves| Some((leaves.checked_sub_months(notice?)?, leaves))) {
            let title = say!("Sista dag att säga upp till {leaves}", "Last day to give notice for {leaves}");
            add(&format!("notice-{year}"), on, &title);
        }
    }
    days
}

/// The days on which forums meet. A meeting is known by which of the forum's in its year it is, so that one that is moved moves.
fn of_meetings(agreement: &Agreement, meetings: &Meetings, id: &str, lang: Lang) -> Vec<Day> {
    let year = meetings.year;
    let mut held = BTreeMap::new();
    let mut days = Vec::new();
    for Meeting { on, body } in &meetings.days {
        let number = *held.entry(body).and_modify(|number| *number += 1).or_insert(1);
        let of = meetings.days.iter().filter(|other| other.body == *body).count();
        // A forum that a later version of the agreement does not have is told by its id.
        let name = agreement.bodies.iter().find(|one| one.id == *body).map_or(body.as_str(), |one| &one.name);
        let title = say!("{name}: möte {number} av {of} {year}", "{name}: meeting {number} of {of} in {year}");
        let uid = uid(&format!("meeting-{body}-{year}-{number}"), id);
        days.push(Day { uid, on: *on, title: title.get(lang).to_owned(), text: None });
    }
    days
}

fn is_in_force(agreement: &Agreement, on: NaiveDate) -> bool {
    on >= agreement.valid_from && agreement.valid_to.is_none_or(|end| on <= end)
}

/// What a day is known by, whatever else becomes of it.
pub(super) fn uid(what: &str, id: &str) -> String {
    format!("{what}.{id}@samfin")
}
