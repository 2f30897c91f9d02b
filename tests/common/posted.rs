//! What was issued, in the books.

use samfin::storage::invoices::Invoice;
use samfin::storage::vouchers::{self, NewVoucher, Source, SourceKind, Voucher};
use samfin::storage::{Error, Tx};
use samfin_core::Agreement;
use samfin_core::billing::posting::of_document;

use samfin::storage::claims::ClaimEvent;
use samfin::storage::payments::Allocation;
use samfin_core::billing::posting::{self, of_allocation, of_reminder};
use samfin_core::{Id, Ore};

use super::{ISSUER, at, by, request};

/// Posts what was issued, as samfin does.
pub(crate) async fn post(tx: &mut Tx, id: &str, invoice: &Invoice) -> Result<Voucher, Error> {
    let agreement = Agreement::parse(request()["agreement"].to_string().as_bytes()).expect("an agreement");
    let new = NewVoucher {
        id: id.to_owned(),
        issuer: ISSUER.to_owned(),
        agreement_id: invoice.agreement_id.clone(),
        dated_on: "2027-01-02".parse().expect("a date"),
        text: "Faktura \"Å\"".to_owned(),
        source: Source { kind: SourceKind::Document, id: invoice.id.clone() },
        by: by("officer"),
        at: at("2027-01-02T08:00:00.000001999Z"),
        voucher: of_document(&agreement, &invoice.document).expect("sums"),
    };
    Ok(vouchers::post(tx, vec![new]).await?.remove(0))
}

/// Posts that money pays a document, as samfin does.
pub(super) async fn post_allocation(tx: &mut Tx, id: &str, allocation: &Allocation) -> Result<Voucher, Error> {
    let invoice = samfin::storage::invoices::get(tx, &allocation.invoice_id).await?;
    let amount = Ore::from_ore(allocation.amount).expect("money");
    let voucher = of_allocation(&invoice.document, amount).expect("sums");
    let source = Source { kind: SourceKind::Allocation, id: allocation.id.clone() };
    post_money(tx, id, &invoice, source, voucher).await
}

/// Posts what a reminder costs, as samfin does.
pub(super) async fn post_reminder(tx: &mut Tx, id: &str, event: &ClaimEvent, fee: i64) -> Result<Voucher, Error> {
    let invoice = samfin::storage::invoices::get(tx, &event.invoice_id).await?;
    let payer: &Id = &invoice.document.buyer.party;
    let voucher = of_reminder(payer, Ore::from_ore(fee).expect("money")).expect("a fee");
    let source = Source { kind: SourceKind::Reminder, id: event.id.clone() };
    post_money(tx, id, &invoice, source, voucher).await
}

async fn post_money(
    tx: &mut Tx,
    id: &str,
    invoice: &Invoice,
    source: Source,
    voucher: posting::Voucher,
) -> Result<Voucher, Error> {
    let new = NewVoucher {
        id: id.to_owned(),
        issuer: ISSUER.to_owned(),
        agreement_id: invoice.agreement_id.clone(),
        dated_on: "2027-02-03".parse().expect("a date"),
        text: "Betalt \"Å\"".to_owned(),
        source,
        by: by("officer"),
        at: at("2027-02-03T08:00:00.000001Z"),
        voucher,
    };
    Ok(vouchers::post(tx, vec![new]).await?.remove(0))
}
