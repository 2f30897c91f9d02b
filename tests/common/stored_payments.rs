//! A row in every table of payments, and of what is said of what is not paid.

use samfin::storage::claims::{self, ClaimEvent, What};
use samfin::storage::payments::{self, Allocation, Entry, Kind, Told};
use samfin::storage::{Error, Tx};

use super::posted::{post_allocation, post_reminder};
use super::{ISSUER, at, by, numbered, sha256};

/// A payment from a bank's file that pays an invoice and is taken back, one of which something is given back, and everything that
/// can be said of an invoice that is late.
pub(super) async fn paid(tx: &mut Tx, number: u32, invoice: &str, charging: &str) -> Result<(), Error> {
    let now = at("2027-02-03T08:00:00.000001Z");
    payments::turn(tx, ISSUER).await?;
    let import = payments::Import {
        id: numbered(40, number),
        file_sha256: sha256(&format!("camt {number}")),
        file_name: "å \"1\".xml".to_owned(),
        message_id: "MSG 1".to_owned(),
        booked: 1,
        known: 2,
        passed_over: 3,
        by: by("officer"),
        recorded_at: now,
    };
    payments::insert_import(tx, &import).await?;
    let told = Told {
        position: 1,
        account: "1234567".to_owned(),
        reference: None,
        ocr: Some("2027 0000 118".to_owned()),
        text: Some("Å\n\u{1f9ee}".to_owned()),
        payer_name: Some("BRÄCKE \"KOMMUN\"".to_owned()),
        payer_account: None,
    };
    let key = sha256(&format!("entry {number}"));
    let entry = Entry { import_id: import.id, key, told };
    let payment = |kind: u32, amount: i64| payments::NewPayment {
        id: numbered(kind, number),
        kind: Kind::Received,
        organisation: ISSUER.to_owned(),
        counterparty: Some("2120002411".to_owned()),
        amount,
        paid_on: "2027-02-02".parse().expect("a date"),
        note: (amount < 0).then(|| "Fel\n\u{1f9ee}".to_owned()),
        refunds_id: None,
        reverses_id: None,
        entry: None,
        by: by("officer"),
        at: now,
    };
    let first = numbered(41, number);
    payments::insert(tx, &payments::NewPayment { entry: Some(entry), ..payment(41, 50_000) }).await?;
    let back = payments::NewPayment { reverses_id: Some(first.clone()), ..payment(42, -50_000) };
    payments::insert(tx, &back).await?;
    payments::insert(tx, &payments::NewPayment { counterparty: None, ..payment(43, 20_000) }).await?;
    let refunds_id = Some(numbered(43, number));
    let refund = payments::NewPayment { kind: Kind::Refunded, refunds_id, ..payment(44, 5_000) };
    payments::insert(tx, &refund).await?;
    for (kind, payment_id, amount) in [(45, first, 50_000), (46, back.id, -50_000), (47, numbered(43, number), 15_000)]
    {
        let reason = (amount < 0).then(|| "Fel".to_owned());
        let (id, invoice_id) = (numbered(kind, number), invoice.to_owned());
        let new = Allocation { id, payment_id, invoice_id, amount, reason, by: by("officer"), recorded_at: now };
        payments::allocate(tx, &new).await?;
        post_allocation(tx, &numbered(kind + 100, number), &new).await?;
    }
    let until = "2027-03-31".parse().expect("a date");
    let said = [What::Reminded { fee: 6000 }, What::Disputed, What::Resolved, What::Deferred { until }];
    for (position, what) in said.into_iter().enumerate() {
        let position = u32::try_from(position).unwrap_or_default();
        let event = ClaimEvent {
            id: numbered(50 + position, number),
            invoice_id: invoice.to_owned(),
            number: i64::from(position) + 1,
            what,
            reason: (position > 0).then(|| "Å\n\u{1f9ee}".to_owned()),
            by: by("officer"),
            recorded_at: now,
        };
        claims::add(tx, &event).await?;
        if let What::Reminded { fee } = what {
            post_reminder(tx, &numbered(150, number), &event, fee).await?;
        }
    }
    let rate = claims::Rate {
        id: numbered(54, number),
        from: "2027-01-01".parse().expect("a date"),
        percent: "-0.5".parse().expect("a decimal"),
        by: by("officer"),
        recorded_at: now,
    };
    claims::enter_rate(tx, &rate).await?;
    let (from, to) = ("2027-02-01".parse().expect("a date"), "2027-02-28".parse().expect("a date"));
    let (document_id, invoice_id) = (charging.to_owned(), invoice.to_owned());
    claims::charge(tx, &claims::Charge { document_id, invoice_id, from, to }).await
}
