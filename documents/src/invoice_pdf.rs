//! An invoice on paper, and whatever else a [`Document`] can be: a tagged (PDF/UA-1), archival (PDF/A-3a) PDF in Swedish.
//!
//! | step | module |
//! | --- | --- |
//! | the document as the strings that stand on paper | `sheet` |
//! | what of it the fonts can show | `fonts` |
//! | layout by Typst, which sees those strings as data only: no file, no network, no clock | `world`, `invoice.typ` |
//!
//! The same document gives the same bytes. A draft says so across every page and has no number.
//!
//! ```
//! # let json = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/invoice.json"));
//! let document: samfin_core::billing::document::Document = serde_json::from_str(json)?;
//! let xml = samfin_documents::peppol::peppol(&document)?;
//! let paper = samfin_documents::invoice_pdf::pdf(&document, Some(&xml))?;
//! assert!(paper.starts_with(b"%PDF-"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod fonts;
pub mod numbers;
mod sheet;
mod world;

use samfin_core::billing::document::Document;

pub use error::Error;

/// The most lines that one document may have: it would be some fifty pages.
const MAX_LINES: usize = 1_000;

/// Layout calls itself for every level of nesting; the small stack of a worker thread is not enough for it.
const STACK_BYTES: usize = 16 << 20;

/// Writes the document as PDF, with its e-invoice attached where there is one.
///
/// It is laid out on a thread of its own, so that it does not matter where it is called from. That takes about ten
/// milliseconds: from async code, call it where it may block.
///
/// # Errors
///
/// [`Error`] when there are too many lines, or by a fault of samfin's own.
pub fn pdf(document: &Document, xml: Option<&[u8]>) -> Result<Vec<u8>, Error> {
    laid_out(document, xml, Paper::Original)
}

/// Writes the document as the basis of an invoice that is issued in the seller's own customer ledger: it says so across every
/// page, and not how it is paid.
///
/// # Errors
///
/// As [`pdf`].
pub fn basis(document: &Document) -> Result<Vec<u8>, Error> {
    laid_out(document, None, Paper::Basis)
}

/// What a paper is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// The document itself.
    Original,
    /// What somebody else makes an invoice of.
    Basis,
}

fn laid_out(document: &Document, xml: Option<&[u8]>, paper: Paper) -> Result<Vec<u8>, Error> {
    if document.lines.len() > MAX_LINES {
        return Err(Error::TooLong { lines: document.lines.len(), most: MAX_LINES });
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let layout = thread.spawn_scoped(scope, || world::render(document, xml, paper)).map_err(Error::Thread)?;
        layout.join().unwrap_or_else(|_| Err(Error::Layout("the layout gave up".to_owned())))
    })
}
