//! An invoice as PDF and as e-invoice, warm, beside PyPI `weasyprint` on an equivalent page.

use std::hint::black_box;
use std::time::Instant;

use samfin_core::billing::document::Document;
use samfin_documents::invoice_pdf::pdf;
use samfin_documents::peppol::peppol;

use crate::{median, peers, ratio, row};

/// A quarter of a year, one line, everything that a municipality's ledger wants to see.
const INVOICE: &str = include_str!("../../documents/examples/invoice.json");

pub(crate) fn measure() {
    let document: Document = serde_json::from_str(INVOICE).unwrap();
    let e_invoice = peppol(&document).unwrap();
    let started = Instant::now();
    pdf(&document, Some(&e_invoice)).unwrap();
    row("an invoice as PDF: the first of the program", &format!("{:.1?}", started.elapsed()), "");
    // Each is another invoice: what was laid out once would be remembered.
    let mut number = 0;
    let paper = median(|| {
        number += 1;
        let mut document = document.clone();
        if let Some(issued) = &mut document.issued {
            issued.number = format!("2027-{number:04}");
        }
        document.buyer.name = format!("Exempelby {number} kommun");
        black_box(pdf(&document, Some(&e_invoice)).unwrap());
    });
    row("an invoice as PDF, tagged, archival, with its e-invoice", &format!("{paper:.1?}"), "≤ 15 ms");
    let xml = median(|| drop(black_box(peppol(&document).unwrap())));
    row("  its e-invoice", &format!("{xml:.1?}"), "");
    match peers::paper() {
        Some(python) => {
            row("  an equivalent page by WeasyPrint", &format!("{python:.1?}"), "");
            row("  WeasyPrint / ours", &ratio(python, paper), "");
        }
        None => {
            println!("WeasyPrint: not measured; pip install -r benches/peers/requirements.txt, and SAMFIN_TEST_PYTHON");
        }
    }
}
