//! What storage promises, asked of both databases alike.

#[path = "../common/databases.rs"]
mod databases;

mod agreements;
mod audit;
mod budgets;
mod connections;
mod damage;
mod dropped;
mod given;
mod leases;
mod migrations;
mod scenarios;
mod statistics;
mod writes;
