//! What storage promises, asked of both databases alike.

#[path = "../common/databases.rs"]
mod databases;

mod agreements;
mod budgets;
mod connections;
mod damage;
mod dropped;
mod given;
mod migrations;
mod numbers;
mod scenarios;
mod statistics;
mod writes;
