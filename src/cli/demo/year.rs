//! The demo's billing year, as its people would have run it: adopted in December, called, attested by somebody else, issued.

use std::path::Path;
use std::sync::Arc;

use super::{YEAR, broken, open};
use crate::app::invoices::{NewCall, Whole};
use crate::app::once::Request;
use crate::app::scope::{Role, Scope};
use crate::app::{App, Desk, Error};
use crate::cli::failure::Failure;

/// When the year is adopted.
const ADOPTED: &str = "2026-12-04T09:00:00Z";
/// When its parts are called and issued, in their order.
const CALLED: [&str; 2] = ["2026-12-15T09:00:00Z", "2027-06-01T08:00:00Z"];
/// What the decision is called.
const DECISION: &str = "EXEMPEL § 45";

/// Whoever does what is done.
pub(super) struct People {
    pub(super) officer: Scope,
    pub(super) approver: Scope,
}

impl People {
    pub(super) fn of(roles: &[(Role, Scope)]) -> Option<Self> {
        let with = |wanted| roles.iter().find(|(role, _)| *role == wanted).map(|(_, scope)| scope.clone());
        Some(Self { officer: with(Role::Officer)?, approver: with(Role::Approver)? })
    }
}

/// Runs the year up to what the demo's clock has seen of it.
pub(super) async fn run(folder: &Path, agreement: &str, people: &People) -> Result<(), Failure> {
    let app = open(folder, ADOPTED).await?;
    adopt(&app.desk(people.officer.clone()), agreement).await?;
    app.close().await;
    for (number, day) in (1..).zip(CALLED) {
        let app = open(folder, day).await?;
        issue(&app, agreement, number, people).await?;
        app.close().await;
    }
    Ok(())
}

async fn adopt(desk: &Desk, agreement: &str) -> Result<(), Failure> {
    let preview = desk.preview_period(agreement.to_owned(), YEAR).await?;
    let (planned, _) = desk.plan_period(agreement.to_owned(), YEAR, preview.fingerprint, None).await?;
    desk.adopt_period(agreement.to_owned(), YEAR, planned.revision, DECISION.to_owned()).await?;
    Ok(())
}

/// Calls a part and issues what can be issued: a document of a party whose details are not known stays a draft, and says so.
async fn issue(app: &App, agreement: &str, number: i32, people: &People) -> Result<(), Failure> {
    let officer = app.desk(people.officer.clone());
    let called = officer.call(agreement.to_owned(), YEAR, NewCall::Instalment(number)).await?;
    let approver = app.desk(people.approver.clone());
    let mut ready = Vec::new();
    for Whole { invoice, .. } in called.documents {
        match approver.attest_invoice(invoice.id, invoice.revision).await {
            Ok(Whole { invoice, .. }) => ready.push((invoice.id, invoice.revision)),
            Err(Error::DetailsMissing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let request = Request::once_only("demo".to_owned(), format!("{YEAR}-{number}"), agreement.to_owned());
    let issued = app.desk_for(people.officer.clone(), Arc::new(request)).issue_invoices(ready).await?;
    if issued.is_empty() {
        return Err(broken("no invoice"));
    }
    Ok(())
}
