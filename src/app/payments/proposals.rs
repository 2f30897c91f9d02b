//! Parties whose invoices are overdue in spite of a reminder, as proposals of contribution decisions. Nothing comes of one by
//! itself: an officer registers the decision, or does not.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use samfin_core::billing::document::{Form, Occasion};
use samfin_core::billing::payment::{PaymentStatus, percent_paid};
use samfin_core::{Ore, Request, calculate};

use super::{What, standing};
use crate::app::scope::Right;
use crate::app::{Desk, Error};
use crate::storage::invoices::{self, Status};
use crate::storage::{agreements, periods};

/// A party that has not paid, and what it contributes if it never does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The party that bears it.
    pub party: String,
    /// The party that was asked.
    pub payer: String,
    /// Kronor that all that the payer is asked for in the year comes to, without VAT.
    pub of_year: Ore,
    /// Kronor of it that are overdue and reminded of, without VAT.
    pub not_paid: Ore,
    /// What the party contributes if that is never paid, rounded down to hundredths.
    pub contributes_percent: Decimal,
    /// The invoices that are overdue and reminded of.
    pub invoices: Vec<String>,
}

impl Desk {
    /// The parties of a year whose invoices are overdue in spite of a reminder, in the agreement's order.
    pub async fn default_proposals(&self, agreement: String, year: i32) -> Result<Vec<Proposal>, Error> {
        self.require_in(Right::ReadDrafts, &agreement)?;
        let today = self.today();
        let (snapshot, unpaid) = self
            .db
            .read(agreement, move |tx, agreement| {
                Box::pin(async move {
                    agreements::get(tx, agreement).await?;
                    let period = periods::get(tx, agreement, i64::from(year)).await?;
                    let snapshot = periods::snapshot(tx, &period.id, period.snapshot).await?;
                    // By payer: what is overdue without VAT, and which invoices.
                    let mut unpaid: BTreeMap<String, (i128, Vec<String>)> = BTreeMap::new();
                    let mut shares = invoices::of_period(tx, &period.id).await?;
                    shares.retain(|invoice| {
                        let document = &invoice.document;
                        let is_share = document.form == Form::Invoice && document.occasion != Occasion::Interest;
                        invoice.status == Status::Issued && is_share
                    });
                    for (invoice, money) in shares.iter().zip(standing::money(tx, &shares, today).await?) {
                        let document = &invoice.document;
                        let Some(paying) = money.paying else { continue };
                        let is_reminded = paying.events.iter().any(|event| matches!(event.what, What::Reminded { .. }));
                        if paying.standing.status != PaymentStatus::Overdue || !is_reminded {
                            continue;
                        }
                        // A fee is no part of the share, and of the rest as much is VAT as of the whole.
                        let left = (paying.standing.left.wide() - i128::from(paying.fees)).max(0);
                        if left == 0 {
                            continue;
                        }
                        let (net, payable) = (document.totals.net.wide(), document.totals.payable.wide().max(1));
                        let entry = unpaid.entry(document.buyer.party.to_string()).or_default();
                        entry.0 += left * net / payable;
                        entry.1.push(invoice.id.clone());
                    }
                    Ok::<_, Error>((snapshot, unpaid))
                })
            })
            .await?;
        if unpaid.is_empty() {
            return Ok(Vec::new());
        }
        let work = move || {
            let request = Request::parse(snapshot.request.as_bytes())?;
            let calculation = calculate(&request, false)?;
            let parties = &request.agreement.parties;
            let payer = |position: usize| {
                let payer = parties.get(position).and_then(|party| parties.get(party.payer));
                payer.map(|party| party.id.to_string()).unwrap_or_default()
            };
            let mut proposals = Vec::new();
            for (position, party) in parties.iter().enumerate() {
                let by = payer(position);
                let Some((not_paid, invoices)) = unpaid.get(&by) else { continue };
                let bears = |position: &usize| payer(*position) == by;
                let borne = (0..parties.len()).filter(bears).filter_map(|position| calculation.parties.get(position));
                let of_year: i128 = borne.map(|party| party.payable.wide()).sum();
                let not_paid = (*not_paid).min(of_year.max(0));
                let (Some(of_year), Some(paid)) = (Ore::from_wide(of_year), Ore::from_wide(of_year - not_paid)) else {
                    continue;
                };
                proposals.push(Proposal {
                    party: party.id.to_string(),
                    payer: by,
                    of_year,
                    not_paid: Ore::from_wide(not_paid).unwrap_or_default(),
                    contributes_percent: percent_paid(of_year, paid),
                    invoices: invoices.clone(),
                });
            }
            Ok(proposals)
        };
        self.pool.heavy(work).await?
    }
}
