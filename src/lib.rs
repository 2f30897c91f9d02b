//! samfin

pub mod storage;
pub mod app;
pub mod clock;
pub mod http;
pub mod ids;
pub mod startup;
pub mod population;
pub mod cli;
pub mod config;
