//! The billing year: how a calculation becomes documents that ask for money.
//!
//! Gross obligations are the truth: every party is asked for what it bears, every employer is owed what it provides, and
//! netting is only a way of paying. Nothing here knows a database, a clock or a page.

pub mod document;
pub mod identifiers;
pub mod invoicing_details;
pub mod organisation;
