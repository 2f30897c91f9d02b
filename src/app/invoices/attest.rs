//! Attesting a draft: by somebody who has not written it, and only what can be issued as it stands.

use super::details::Years;
use super::issue::locked;
use super::{By, Invoice, Status, Whole, for_step, store, whole};
use crate::app::scope::{Right, Scope};
use crate::app::told::Event;
use crate::app::{Desk, Error};
use crate::clock::in_sweden;
use crate::storage::{self, Tx, agreements};
use samfin_core::billing::document::Occasion;
use samfin_core::billing::organisation::IssuedBy;
use samfin_core::{Ore, say};

impl Desk {
    /// Attests the revision of a draft that the caller had read.
    pub async fn attest_invoice(&self, id: String, revision: i64) -> Result<Whole, Error> {
        let attested = self.attest_invoices(vec![(id, revision)]).await?;
        attested.into_iter().next().ok_or_else(|| Error::Broken("nothing was attested".to_owned()))
    }

    /// Attests the revisions of drafts that the caller had read, all or none.
    pub async fn attest_invoices(&self, wanted: Vec<(String, i64)>) -> Result<Vec<Whole>, Error> {
        let (by, now, scope) = (self.by(), self.now(), self.scope().clone());
        self.write((wanted, scope), move |tx, (wanted, scope)| {
            let by = by.clone();
            Box::pin(async move {
                let drafts = locked(tx, scope, Right::Attest, wanted).await?;
                let (mut done, mut told) = (Vec::with_capacity(drafts.len()), Vec::new());
                let mut years = Years::on(in_sweden(now).date());
                years.read(tx, &drafts).await?;
                for before in drafts {
                    check(tx, scope, &by, &before, &mut years).await?;
                    let attested = match store::attest(tx, &before.id, before.revision, &by, now).await {
                        Err(storage::Error::Conflict { .. }) => return Err(attested_already()),
                        attested => attested?,
                    };
                    let event = |action| Event::new(action, &before.id).within(&before.agreement_id);
                    told.push(event("invoice.attested").from(&before).to(&attested));
                    let whole = whole(tx, attested, &mut years).await?;
                    let enough = whole.invoice.attested == i64::from(whole.attestations_required);
                    if enough && whole.issued_by == IssuedBy::External {
                        told.push(event("invoice.basis_ready").to(&whole.invoice));
                    }
                    done.push(whole);
                }
                Ok((done, told.into_iter().collect()))
            })
        })
        .await
    }

    /// Gives up the revision of a draft that the caller had read.
    pub async fn discard_invoice(&self, id: String, revision: i64, reason: Option<String>) -> Result<(), Error> {
        let (now, scope) = (self.now(), self.scope().clone());
        self.write((id, scope, reason), move |tx, (id, scope, reason)| {
            Box::pin(async move {
                let before = for_step(tx, scope, Right::Bill, id).await?;
                agreements::lock(tx, &before.agreement_id).await?;
                let before = at_revision(store::get(tx, &before.id).await?, revision)?;
                require_draft(&before)?;
                let after = store::discard(tx, id, revision, now).await?;
                let told = Event::new("invoice.discarded", id).within(&before.agreement_id).from(&before).to(&after);
                let told = told.because(reason.as_ref());
                Ok(((), told.into()))
            })
        })
        .await
    }
}

/// Refuses what cannot be attested as it stands, or not by whoever is acting.
async fn check(tx: &mut Tx, scope: &Scope, by: &By, draft: &Invoice, years: &mut Years) -> Result<(), Error> {
    if draft.created_by.kind == by.kind && draft.created_by.id == by.id {
        return Err(Error::FourEyes);
    }
    if let Some(limit) = scope.attestation_limit(&draft.agreement_id)
        && draft.document.totals.payable.ore().abs() > limit.ore()
    {
        return Err(over_limit(draft, limit));
    }
    let year = years.of(tx, draft).await?;
    if year.has_left(draft) {
        return Err(stale_draft(draft));
    }
    let missing = year.missing(draft);
    if missing.is_empty() { Ok(()) } else { Err(Error::DetailsMissing(missing)) }
}

/// The document, if it is still at the revision that the caller had read.
pub(super) fn at_revision(found: Invoice, revision: i64) -> Result<Invoice, Error> {
    let now = found.revision;
    if now == revision {
        return Ok(found);
    }
    Err(Error::Stale {
        detail: say!(
            "Underlaget är nu på revision {now}. Hämta det, se vad det säger och gör om steget.",
            "The document is now at revision {now}. Fetch it, see what it says and take the step again."
        ),
        current: Some(crate::app::budgets::tag(now)),
    })
}

/// What is issued never changes, and what was discarded is gone.
pub(super) fn require_draft(invoice: &Invoice) -> Result<(), Error> {
    match invoice.status {
        Status::Draft => Ok(()),
        Status::Issued => Err(Error::Immutable(say!(
            "Fakturan är utfärdad och ändras inte mer. Det som är fel krediteras med en kreditfaktura.",
            "The invoice is issued and never changes. What is wrong is credited with a credit note."
        ))),
        Status::Discarded => {
            let (detail, legal) = match invoice.document.occasion {
                Occasion::Credit => (
                    say!("Utkastet är kasserat. Kreditera på nytt.", "The draft is discarded. Credit again."),
                    Vec::new(),
                ),
                Occasion::Interest | Occasion::ReminderFee => (
                    say!("Utkastet är kasserat. Ta ut beloppet på nytt.", "The draft is discarded. Charge it again."),
                    Vec::new(),
                ),
                _ => {
                    (say!("Utkastet är kasserat. Kalla på nytt.", "The draft is discarded. Call again."), vec!["call"])
                }
            };
            Err(Error::InvalidState { detail, legal })
        }
    }
}

/// A draft that no longer says what the year and its parties say. A call writes its own drafts anew; what is credited or charged
/// by itself is part of no call, and only goes away by being discarded.
pub(super) fn stale_draft(draft: &Invoice) -> Error {
    let (detail, legal) = match draft.document.occasion {
        Occasion::Credit => (
            say!(
                "Året eller en av parterna har ändrats sedan krediteringen skrevs. Kassera utkastet och kreditera fakturan på nytt.",
                "The year or one of the two parties has changed since the credit note was drafted. Discard the draft and credit the invoice again."
            ),
            vec!["discard"],
        ),
        Occasion::Interest | Occasion::ReminderFee => (
            say!(
                "Året eller en av parterna har ändrats sedan utkastet gjordes. Kassera det och ta ut beloppet på nytt.",
                "The year or one of the two parties has changed since the draft was made. Discard it and charge the amount again."
            ),
            vec!["discard"],
        ),
        _ => (
            say!(
                "Året eller en av parterna har ändrats sedan utkastet gjordes. Kalla på nytt, så följer det med.",
                "The year or one of the two parties has changed since the draft was made. Call again, and it follows."
            ),
            vec!["call", "discard"],
        ),
    };
    Error::InvalidState { detail, legal }
}

fn over_limit(invoice: &Invoice, limit: Ore) -> Error {
    let payable = invoice.document.totals.payable;
    Error::OverLimit(say!(
        "Underlaget är på {payable} kr, och du attesterar upp till {limit} kr. Låt någon med högre gräns attestera det, eller be en administratör höja din.",
        "The document is for {payable} kronor, and you attest up to {limit} kronor. Let somebody with a higher limit attest it, or ask an administrator to raise yours."
    ))
}

fn attested_already() -> Error {
    Error::InvalidState {
        detail: say!("Du har redan attesterat det här.", "You have attested this already."),
        legal: vec!["issue"],
    }
}
