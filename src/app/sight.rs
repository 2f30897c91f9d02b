//! What somebody sees of an agreement's scenarios, for use inside a transaction.

use super::scenarios::{Content, Scenario, Status};
use super::scope::{On, Right, Visible};
use super::{Desk, Error};
use crate::storage::{self, Tx, scenarios as store};

/// What somebody sees of one agreement's scenarios, and which of them that one may change.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    drafts: bool,
    decides: bool,
    me: Option<String>,
    agreements: Visible,
}

impl Desk {
    /// What the one at the desk sees of an agreement's scenarios; an agreement that is not to be read is not there.
    pub(super) fn sight(&self, agreement: &str) -> Result<Sight, Error> {
        self.sight_for(Right::Read, agreement)
    }

    /// As [`Desk::sight`], for those who have a right.
    pub(super) fn sight_for(&self, right: Right, agreement: &str) -> Result<Sight, Error> {
        self.require_in(right, agreement)?;
        let may = |right| self.scope().may(right, On::Agreement(agreement));
        Ok(Sight {
            drafts: may(Right::ReadDrafts),
            decides: may(Right::Decide),
            me: self.author_id(),
            agreements: self.scope().visible(Right::Read),
        })
    }

    /// Whether the one at the desk may change or delete a scenario as long as it is not locked.
    #[must_use]
    pub fn may_change_scenario(&self, scenario: &Scenario) -> bool {
        let sight = self.sight_for(Right::WriteOwnScenarios, &scenario.agreement_id);
        sight.is_ok_and(|sight| sight.may_change(scenario).is_ok())
    }
}

impl Sight {
    /// Whether a scenario is there for the reader.
    pub(super) fn shows(&self, scenario: &Scenario) -> bool {
        self.drafts || scenario.status() != Status::Draft || self.made(scenario)
    }

    fn made(&self, scenario: &Scenario) -> bool {
        self.me.is_some() && scenario.created_by == self.me
    }

    /// Refuses changes of what others have written, to those who may not decide.
    pub(super) fn may_change(&self, scenario: &Scenario) -> Result<(), Error> {
        let is_own_draft = self.made(scenario) && scenario.status() == Status::Draft;
        if self.decides || is_own_draft { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Whether another agreement is there for the reader.
    pub(super) fn reaches(&self, agreement: &str) -> bool {
        match &self.agreements {
            Visible::All => true,
            Visible::Only(ids) => ids.contains(agreement),
        }
    }

    /// One scenario; one that is not to be seen is not there.
    pub(super) async fn get(&self, tx: &mut Tx, agreement: &str, id: &str) -> Result<Scenario, Error> {
        let found = store::get(tx, agreement, id).await?;
        if self.shows(&found) {
            return Ok(found);
        }
        Err(storage::Error::NotFound { what: "scenario", id: id.to_owned() }.into())
    }

    /// One scenario with what differs in it.
    pub(super) async fn whole(&self, tx: &mut Tx, agreement: &str, id: &str) -> Result<(Scenario, Content), Error> {
        let found = self.get(tx, agreement, id).await?;
        Ok((found, store::content(tx, agreement, id).await?))
    }

    /// Those that are to be seen, at most `limit` of those after the id `after`.
    pub(super) async fn page(
        &self,
        tx: &mut Tx,
        agreement: &str,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Scenario>, Error> {
        Ok(store::page(tx, agreement, after, limit, self.drafts, self.me.as_deref()).await?)
    }
}
