//! Share links: an address that shows one comparison, or an agreement's calendar, to whoever has it, until a day, unless it is
//! revoked.

use chrono::{NaiveDate, TimeDelta};
use samfin_core::{Code, Issue, say};

use super::scope::{Actor, Grant, On, Right, Role, Scope, Visible};
use super::told::Event;
use super::{Desk, Error};
use crate::clock::end_of_day;
use crate::digest::sha256;
use crate::storage::{agreements, share_links as store};

pub use crate::storage::share_links::{ShareLink, Shows};

/// How many days a link to a comparison works when nothing is said.
pub const USUAL_DAYS: i64 = 90;
/// How many days it may work at most.
pub const MOST_DAYS: i64 = 400;
/// How many days a link to a calendar works at most, and when nothing is said: ten years, since a calendar that ends is missed by
/// nobody until a day has passed.
pub const CALENDAR_DAYS: i64 = 3653;

/// A link that is to be made.
#[derive(Debug, Clone)]
pub struct NewShareLink {
    /// Whose comparison or calendar it shows.
    pub agreement: String,
    /// What it is for.
    pub name: String,
    /// What it opens.
    pub shows: Shows,
    /// The query of a comparison; empty for a calendar.
    pub query: String,
    /// The last day that it works, if another than usual.
    pub expires_on: Option<NaiveDate>,
}

impl Desk {
    /// Makes a link. Beside it stands its secret; not when the request was one that had been carried out before, since
    /// nothing that is stored knows it.
    pub async fn create_share_link(&self, new: NewShareLink) -> Result<(ShareLink, Option<String>), Error> {
        self.require_in(Right::ShareLinks, &new.agreement)?;
        let (now, secret) = (self.now(), self.new_secret()?);
        let digest = sha256(secret.as_bytes());
        let (usual, most) = match new.shows {
            Shows::Comparison => (USUAL_DAYS, MOST_DAYS),
            Shows::Calendar => (CALENDAR_DAYS, CALENDAR_DAYS),
        };
        let expires_at = new.expires_on.map_or_else(|| now + TimeDelta::days(usual), end_of_day);
        if expires_at <= now || expires_at > end_of_day(self.today() + TimeDelta::days(most)) {
            let detail = say!("välj en dag inom {most} dagar från i dag", "choose a day within {most} days from today");
            return Err(Issue::new("/expires_on", Code::OutOfRange, detail).into());
        }
        let link = ShareLink {
            id: self.new_id(),
            agreement_id: new.agreement,
            name: new.name,
            shows: new.shows,
            query: new.query,
            created_at: now,
            created_by: self.author_id(),
            expires_at,
            revoked_at: None,
            revoke_reason: None,
        };
        let made = self
            .write((link, digest), |tx, (link, digest)| {
                Box::pin(async move {
                    agreements::get(tx, &link.agreement_id).await?;
                    store::insert(tx, link, digest).await?;
                    let made = store::get(tx, &link.id).await?;
                    let told = Event::new("share_link.created", &link.id).within(&link.agreement_id).to(&made);
                    Ok((made, told.into()))
                })
            })
            .await?;
        Ok((made, Some(secret).filter(|_| !self.was_done_before())))
    }

    /// One link.
    pub async fn share_link(&self, id: String) -> Result<ShareLink, Error> {
        self.require(Right::ReadShareLinks, On::Anything)?;
        let link = self.db.read(id, |tx, id| Box::pin(store::get(tx, id))).await;
        let link: ShareLink = link.map_err(Error::from)?;
        self.seen(link)
    }

    /// Links in the order they were made, at most `limit` of those after the id `after`, of the agreements in which they may
    /// be seen.
    pub async fn share_links(&self, after: Option<String>, limit: i64) -> Result<Vec<ShareLink>, Error> {
        self.require(Right::ReadShareLinks, On::Anything)?;
        let visible = self.scope().visible(Right::ReadShareLinks);
        self.db
            .read((after.unwrap_or_default(), visible), move |tx, (after, visible)| {
                Box::pin(async move {
                    let Visible::Only(agreements) = visible else {
                        return Ok(store::page(tx, None, after, limit).await?);
                    };
                    let mut links = Vec::new();
                    for agreement in agreements {
                        links.extend(store::page(tx, Some(agreement), after, limit).await?);
                    }
                    links.sort_by(|one, other| one.id.cmp(&other.id));
                    links.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                    Ok(links)
                })
            })
            .await
    }

    /// Revokes a link: its address leads nowhere from then on.
    pub async fn revoke_share_link(&self, id: String, reason: String) -> Result<ShareLink, Error> {
        self.require(Right::ReadShareLinks, On::Anything)?;
        let link = self.share_link(id.clone()).await?;
        self.require_in(Right::ShareLinks, &link.agreement_id)?;
        let now = self.now();
        self.write((id, reason), move |tx, (id, reason)| {
            Box::pin(async move {
                let before = store::get(tx, id).await?;
                if !store::revoke(tx, id, now, reason).await? {
                    return Err(Error::InvalidState {
                        detail: say!("Länken är redan återkallad.", "The link is revoked already."),
                        legal: Vec::new(),
                    });
                }
                let revoked = store::get(tx, id).await?;
                let told = Event::new("share_link.revoked", id).within(&revoked.agreement_id);
                let told = told.because(Some(reason.clone())).from(&before).to(&revoked);
                Ok((revoked, told.into()))
            })
        })
        .await
    }

    /// What a link shows, for whoever has it: the link, and a desk that sees its agreement and can change nothing. A link to
    /// something else than `shows` is not there.
    pub async fn shared(&self, secret: &str, shows: Shows) -> Result<(ShareLink, Desk), Error> {
        let now = self.now();
        let found = self.db.read(sha256(secret.as_bytes()), move |tx, digest| {
            Box::pin(async move { store::with_secret(tx, digest, shows, now).await })
        });
        let link = found.await.map_err(Error::from)?.ok_or_else(|| {
            Error::NotFound(say!(
                "Länken finns inte, har gått ut eller har återkallats. Be den som gav dig den om en ny.",
                "The link does not exist, has run out or has been revoked. Ask whoever gave it to you for a new one."
            ))
        })?;
        let role = match shows {
            // Whoever made the link could see drafts and decided that this comparison may be seen.
            Shows::Comparison => Role::Auditor,
            // Who owes what is nobody's business but theirs.
            Shows::Calendar => Role::Reader,
        };
        let grant = Grant { agreement: Some(link.agreement_id.clone()), ..Grant::everywhere(role) };
        let desk = self.desk(Scope::granted(Actor::Nobody, vec![grant]));
        Ok((link, desk))
    }

    /// A link of an agreement in which they may not be seen is not there.
    fn seen(&self, link: ShareLink) -> Result<ShareLink, Error> {
        if self.scope().may(Right::ReadShareLinks, On::Agreement(&link.agreement_id)) {
            return Ok(link);
        }
        Err(crate::storage::Error::NotFound { what: "share link", id: link.id }.into())
    }
}
