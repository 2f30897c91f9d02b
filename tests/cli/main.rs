//! The program as a user runs it: the built binary, its output, its exit codes.

#[path = "../common/contains.rs"]
mod contains;
#[path = "../common/databases.rs"]
mod databases;
#[path = "../common/dump.rs"]
mod dump;
#[path = "../common/stored.rs"]
mod stored;

mod audit;
mod backup;
mod compare;
mod demo;
mod documents;
mod expected;
mod import;
mod parked;
mod people;
mod program;
mod service;
mod settings;
mod split;
mod stress;
