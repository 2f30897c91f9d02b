//! The API as its callers see it: a real server on a free port, over both databases.
//!
//! The files mirror the addresses. A test asserts the status and the whole body.

#[path = "../common/contains.rs"]
mod contains;
#[path = "../common/databases.rs"]
mod databases;
#[path = "../common/dump.rs"]
mod dump;

mod agreements;
mod attestations;
mod audit_events;
mod authorization;
mod bad_requests;
mod budgets;
mod calculations;
mod calendar;
mod changes;
mod claims;
mod documents;
mod elsewhere;
mod explore;
mod export_layouts;
mod findings;
mod forwards;
mod head;
mod health;
mod idempotency;
mod imports;
mod invoice_tables;
mod invoices;
mod invoicing_details;
mod issue_progress;
mod keys;
mod late_money;
mod ledger;
mod ledger_issues;
mod meetings;
mod negative;
mod organisations;
mod outcome;
mod pages;
mod parked;
mod payer;
mod payment_imports;
mod payments;
mod people;
mod periods;
mod problems;
mod same_bytes;
mod scenarios;
mod server;
mod sessions;
mod settlement_vouchers;
mod settlements;
mod share_links;
mod shared_calendar;
mod shutdown;
mod sign_in;
mod statistics;
mod stored_calculation;
mod stored_comparison;
mod two_years;
mod users;
mod versions;
