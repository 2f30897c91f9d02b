//! What an employer is owed: a payout basis waits for the employer's invoice, which is registered against it once.

use chrono::NaiveDate;
use samfin_core::billing::document::Form;
use samfin_core::billing::identifiers::{Identifier as _, InvoiceNumber};
use samfin_core::say;

use super::details::Years;
use super::{Incoming, Invoice, Status, Whole, for_step, store, whole};
use crate::app::parked::hold;
use crate::app::scope::Right;
use crate::app::told::Event;
use crate::app::{Desk, Error};

impl Desk {
    /// Registers the employer's invoice for an issued payout basis.
    pub async fn register_incoming_invoice(
        &self,
        id: String,
        number: InvoiceNumber,
        issued_on: NaiveDate,
    ) -> Result<Whole, Error> {
        let (by, now, today, scope) = (self.by(), self.now(), self.today(), self.scope().clone());
        self.write((id, number, scope), move |tx, (id, number, scope)| {
            let by = by.clone();
            Box::pin(async move {
                let basis = for_step(tx, scope, Right::Bill, id).await?;
                hold(tx, &basis.agreement_id).await?;
                require_owed(&basis)?;
                let new = Incoming {
                    issuer: basis.document.seller.organisation_number.clone(),
                    number: number.as_str().to_owned(),
                    issued_on,
                    by,
                    recorded_at: now,
                };
                if !store::register_incoming(tx, id, &new).await? {
                    return Err(registered_already(&new));
                }
                let told = Event::new("invoice.incoming_registered", id).within(&basis.agreement_id).to(&new);
                Ok((whole(tx, basis, &mut Years::on(today)).await?, told.into()))
            })
        })
        .await
    }
}

fn require_owed(basis: &Invoice) -> Result<(), Error> {
    if basis.document.form != Form::Payout || basis.document.totals.payable.ore() <= 0 {
        return Err(Error::InvalidState {
            detail: say!(
                "Bara ett utbetalningsunderlag väntar på en faktura från den som ska ha pengarna.",
                "Only a payout basis waits for an invoice from the one who is owed."
            ),
            legal: Vec::new(),
        });
    }
    if basis.status != Status::Issued {
        return Err(Error::InvalidState {
            detail: say!(
                "Underlaget är inte utfärdat. Attestera och utfärda det, och registrera fakturan sedan.",
                "The basis is not issued. Attest and issue it, and register the invoice then."
            ),
            legal: vec!["attest", "issue"],
        });
    }
    Ok(())
}

fn registered_already(new: &Incoming) -> Error {
    let number = &new.number;
    Error::InvalidState {
        detail: say!(
            "En faktura är redan registrerad mot underlaget, eller så är faktura {number} från {} registrerad mot ett annat.",
            "An invoice has been registered against this basis already, or invoice {number} of {} against another one.";
            new.issuer
        ),
        legal: Vec::new(),
    }
}
