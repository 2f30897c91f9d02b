//! What was issued, in the books.

use samfin::storage::invoices::Invoice;
use samfin::storage::vouchers::{self, NewVoucher, Source, SourceKind, Voucher};
use samfin::storage::{Error, Tx};
use samfin_core::Agreement;
use samfin_core::billing::posting::of_document;

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
    vouchers::post(tx, new).await
}
