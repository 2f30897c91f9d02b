//! An invoice or a credit note as Peppol BIS Billing 3.0 (UBL 2.1), the e-invoice that the public sector must take.
//!
//! | group | module |
//! | --- | --- |
//! | what must hold before anything is written, with every fault at once | [`Fault`] |
//! | who, when, what it is about | `head` |
//! | seller and buyer | `party` |
//! | where to pay, and until when | `payment` |
//! | VAT and sums | `totals` |
//! | lines | `line` |
//!
//! The writer refuses what the official rules let through: VAT that is wrong by less than a krona, sums that are not those
//! of the lines, a credit note that names no invoice, a bill without due date or account, a VAT number of somebody else.
//! Elements stand in the order of the schema, and none is ever empty.
//!
//! ```
//! # let json = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/invoice.json"));
//! let document: samfin_core::billing::document::Document = serde_json::from_str(json)?;
//! let xml = samfin_documents::peppol::peppol(&document)?;
//! let text = String::from_utf8(xml)?;
//! assert!(text.contains("<cbc:PayableAmount currencyID=\"SEK\">"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod fault;
mod head;
mod line;
mod numbers;
mod party;
mod payment;
mod pen;
mod totals;

use samfin_core::billing::document::{Document, Form, Issued};

pub use check::faults;
pub use fault::{About, Account, Fault, Side};

use pen::Pen;

/// Why no e-invoice was made.
#[derive(Debug)]
pub enum Error {
    /// What must be mended first; never empty.
    Faults(Vec<Fault>),
    /// The text could not be put together; a fault of samfin's own.
    Writing(std::io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Faults(faults) => {
                let texts: Vec<String> = faults.iter().map(|fault| fault.text().en).collect();
                f.write_str(&texts.join("; "))
            }
            Self::Writing(error) => write!(f, "the e-invoice could not be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Whether UBL calls it an invoice or a credit note, where their elements have different names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Invoice,
    CreditNote,
}

impl Kind {
    fn of(form: Form) -> Option<Self> {
        match form {
            Form::Invoice => Some(Self::Invoice),
            Form::CreditNote => Some(Self::CreditNote),
            Form::Internal | Form::Payout => None,
        }
    }
}

/// Writes the e-invoice; the same document gives the same bytes.
///
/// # Errors
///
/// [`Error::Faults`] with everything that must be mended: see [`faults`].
pub fn peppol(document: &Document) -> Result<Vec<u8>, Error> {
    let faults = faults(document);
    let (Some(kind), Some(issued), true) = (Kind::of(document.form), &document.issued, faults.is_empty()) else {
        return Err(Error::Faults(faults));
    };
    let mut pen = Pen::new();
    let name = match kind {
        Kind::Invoice => "Invoice",
        Kind::CreditNote => "CreditNote",
    };
    pen.root(name, |pen| whole(pen, kind, document, issued));
    pen.finish().map_err(Error::Writing)
}

fn whole(pen: &mut Pen, kind: Kind, document: &Document, issued: &Issued) {
    head::write(pen, kind, document, issued);
    party::write(pen, "cac:AccountingSupplierParty", &document.seller, &document.vat, party::Role::Seller);
    party::write(pen, "cac:AccountingCustomerParty", &document.buyer, &document.vat, party::Role::Buyer);
    payment::write(pen, kind, document, issued);
    totals::write(pen, document);
    for (index, line) in document.lines.iter().enumerate() {
        line::write(pen, kind, document, index, line);
    }
}
