//! What storage promises, asked of both databases alike.

#[path = "../common/databases.rs"]
mod databases;

mod agreements;
mod attempts;
mod budgets;
mod connections;
mod damage;
mod dropped;
mod given;
mod migrations;
mod people;
mod scenarios;
mod statistics;
mod writes;
