//! samfin

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod digest;
pub mod http;
pub mod ids;
pub mod oidc;
pub mod population;
pub mod startup;
pub mod storage;
pub mod web;
