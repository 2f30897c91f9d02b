//! What storage promises, asked of both databases alike.

#[path = "../common/databases.rs"]
mod databases;
#[path = "../common/dump.rs"]
mod dump;
#[path = "../common/stored.rs"]
mod stored;

mod agreements;
mod attempts;
mod audit;
mod backup;
mod budgets;
mod connections;
mod copy;
mod damage;
mod damaged_invoices;
mod damaged_vouchers;
mod dropped;
mod given;
mod invoice_files;
mod invoices;
mod leases;
mod migrations;
mod nodelay;
mod numbers;
mod organisations;
mod payments;
mod people;
mod role;
mod scenarios;
mod settlements;
mod statistics;
mod verify;
mod vouchers;
mod writes;
