//! What parties have decided to contribute: each decision becomes an event of the year, whose waterfall covers the rest.

use std::collections::HashSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use samfin_core::json::Json;
use samfin_core::{Code, Issue, Request, say};

use super::{Contribution, ContributionEffect, Status, require_status, store, subject};
use crate::app::basis::{object, text};
use crate::app::calculate::{Stored, load};
use crate::app::parked::hold;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::storage::{Tx, agreements, contributions};

/// A party's decision, as it is registered.
#[derive(Debug, Clone)]
pub struct NewContribution {
    /// The party's id.
    pub party: String,
    /// How much of its part it contributes.
    pub contributes_percent: Decimal,
    /// The first day that it is about; none: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; none: until further notice.
    pub to: Option<NaiveDate>,
    /// The kind of cause.
    pub cause: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// What the party calls it.
    pub reference: String,
    /// Why.
    pub reason: Option<String>,
    /// The decision whose place it takes.
    pub replaces: Option<String>,
}

impl Desk {
    /// Registers what a party has decided to contribute in a year that is planned or adopted.
    pub async fn register_contribution(
        &self,
        agreement: String,
        year: i32,
        new: NewContribution,
    ) -> Result<Contribution, Error> {
        self.require_in(Right::Write, &agreement)?;
        self.register(agreement, year, new, None).await
    }

    /// Registers a decision; with an effect that was `seen` only while it still has it, and [`Error::PreviewStale`] otherwise.
    pub(super) async fn register(
        &self,
        agreement: String,
        year: i32,
        new: NewContribution,
        seen: Option<ContributionEffect>,
    ) -> Result<Contribution, Error> {
        let new = self.contribution(new);
        self.write((agreement, new, seen), move |tx, (agreement, new, seen)| {
            Box::pin(async move {
                hold(tx, agreement).await?;
                let period = store::get(tx, agreement, i64::from(year)).await?;
                if period.status != Status::Planned {
                    require_status(&period, Status::Adopted)?;
                }
                let earlier = contributions::list(tx, &period.id).await?;
                check_replaced(&earlier, new)?;
                check(tx, agreement, year, &earlier, new).await?;
                if let Some(seen) = seen {
                    seen.check_unchanged(tx, agreement, year, new).await?;
                }
                contributions::insert(tx, &period.id, new).await?;
                let told = Event::new("contribution.registered", subject(&period)).within(agreement);
                let told = told.because(Some(new.reference.as_str())).to(new);
                Ok((new.clone(), told.into()))
            })
        })
        .await
    }

    /// A decision as it would be registered now.
    pub(super) fn contribution(&self, new: NewContribution) -> Contribution {
        Contribution {
            id: self.new_id(),
            party: new.party,
            contributes_percent: new.contributes_percent,
            from: new.from,
            to: new.to,
            cause: new.cause,
            decided_on: new.decided_on,
            reference: new.reference,
            reason: new.reason,
            replaces: new.replaces,
            recorded_at: self.now(),
        }
    }

    /// Every decision of a year, those that have been replaced too, in the order in which they were registered.
    pub async fn contributions(&self, agreement: String, year: i32) -> Result<Vec<Contribution>, Error> {
        self.require_in(Right::Read, &agreement)?;
        self.db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = store::get(tx, agreement, i64::from(year)).await?;
                    Ok(contributions::list(tx, &period.id).await?)
                })
            })
            .await
    }
}

/// The decisions in force, as the events of a calculation.
pub(super) fn events(decisions: &[Contribution]) -> Json<'_> {
    let day = |name: &'static str, day: Option<NaiveDate>| Some((name, Json::String(day?.to_string().into())));
    let list = in_force(decisions).map(|one| {
        let percent = one.contributes_percent.normalize().to_string();
        let mut members = vec![
            ("party", text(&one.party)),
            ("contributes_percent", Json::String(percent.into())),
            ("cause", text(&one.cause)),
            ("reason", text(&one.reference)),
        ];
        members.extend(day("from", one.from));
        members.extend(day("to", one.to));
        object(members)
    });
    Json::Array(list.collect())
}

/// Those whose place no other has taken.
fn in_force(decisions: &[Contribution]) -> impl Iterator<Item = &Contribution> {
    let replaced: HashSet<&str> = decisions.iter().filter_map(|one| one.replaces.as_deref()).collect();
    decisions.iter().filter(move |one| !replaced.contains(one.id.as_str()))
}

/// What is replaced must be a decision in force of the same party.
pub(super) fn check_replaced(earlier: &[Contribution], new: &Contribution) -> Result<(), Error> {
    let Some(id) = &new.replaces else { return Ok(()) };
    let found = earlier.iter().find(|one| one.id == *id && one.party == new.party);
    let taken = earlier.iter().any(|one| one.replaces.as_ref() == Some(id));
    if found.is_some() && !taken {
        return Ok(());
    }
    let detail = if taken {
        say!(
            "beslutet har redan ersatts; ersätt det som nu gäller",
            "that decision has been replaced; replace the one in force"
        )
    } else {
        say!("parten har inget sådant beslut i året", "the party has no such decision in the year")
    };
    Err(Issue::new("/replaces", Code::UnknownReference, detail).into())
}

/// The decisions must fit the year's agreement: the party is there, and no two of a party are about the same days.
pub(super) async fn check(
    tx: &mut Tx,
    agreement: &str,
    year: i32,
    earlier: &[Contribution],
    new: &Contribution,
) -> Result<(), Error> {
    let stored = Stored { agreement: agreement.to_owned(), year, version: None, known_at: None };
    let all: Vec<_> = earlier.iter().chain([new]).cloned().collect();
    let list = events(&all);
    // One that is replaced is not among them.
    let newest = format!("/events/{}", in_force(&all).count().saturating_sub(1));
    let checked: Result<Request, Error> = load(tx, &stored).await?.into_request_with(year, Some(&list));
    let Err(Error::Input(samfin_core::Error::Invalid(mut issues))) = checked else { return checked.map(|_| ()) };
    for issue in &mut issues {
        // The caller has sent one decision, and knows nothing of a list.
        let own = issue.pointer.strip_prefix(&newest).map(str::to_owned);
        issue.pointer = own.unwrap_or_default();
    }
    Err(samfin_core::Error::Invalid(issues).into())
}
