//! What the API reads, described for OpenAPI.
//!
//! The core reads documents strictly from their JSON, so that every error has its place; these types
//! are never filled. They only describe the same documents, and a test holds their fields against
//! the lists that the core reads by (`FIELDS`, `REQUIRED`, `TYPES`).

pub mod agreement;
pub mod cost;
pub mod key;
pub mod organisation;
pub mod policy;
pub mod request;
pub mod scenario;
pub mod terms;
pub mod words;

#[cfg(test)]
mod tests;
