//! Documents of a split: plain data goes in, bytes come out.
//!
//! A writer is told everything, the date included, so that the same data gives the same bytes. It
//! depends on the calculation only and never asks a database, a clock or the network.
//!
//! | document | module |
//! | --- | --- |
//! | the comparison as a workbook with live formulas (XLSX) | [`workbook`] |
//! | an invoice or credit note as an e-invoice (Peppol BIS Billing 3.0) | [`peppol`] |
//! | an invoice, credit note, internal posting or payout basis on paper (PDF) | [`invoice_pdf`] |
//! | vouchers for an accounting system (SIE 4I) | [`sie`] |
//! | invoices as a table, and as the basis of another ledger's (CSV, XLSX) | [`invoice_table`], [`table`] |
//! | the days of an agreement (iCalendar) | [`calendar`] |
//!
//! Beside the writers stands one reader: [`camt`], what a bank says was paid (camt.053, camt.054).

pub mod calendar;
pub mod camt;
pub mod invoice_pdf;
pub mod invoice_table;
pub mod peppol;
pub mod sie;
pub mod table;
mod words;
pub mod workbook;
mod xml;
