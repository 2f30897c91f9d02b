//! The program as a user runs it: the built binary, its output, its exit codes.

#[path = "../common/databases.rs"]
mod databases;

mod demo;
mod documents;
mod expected;
mod import;
mod program;
mod service;
mod settings;
mod split;
