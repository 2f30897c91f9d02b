//! What an agreement that is being written comes to, beside the version that it was written from. Nothing is stored.

use samfin_core::json;
use samfin_core::{Agreement, Calculation, Finding, Request, Statistics, Text, calculate, findings, findings_of_year};

use super::reading::told;
use super::scope::{On, Right};
use super::statistics::gather;
use super::{Desk, Error};
use crate::storage::agreements;

/// What is tried.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The agreement document, which need not be right.
    pub document: String,
    /// The agreement and the version that it is beside, when it has one.
    pub beside: Option<(String, i64)>,
    /// The calendar year.
    pub year: i32,
    /// Whether to ask what a careful reader would ask, which takes a while.
    pub with_findings: bool,
}

/// What a year comes to, or what is missing.
pub type Year = Result<Calculation, Vec<Text>>;

/// What it comes to.
#[derive(Debug)]
pub struct Trial {
    /// The calendar year.
    pub year: i32,
    /// By the version beside it.
    pub before: Option<Year>,
    /// By the document; none when it cannot be read.
    pub after: Option<Year>,
    /// What a careful reader would ask of the document.
    pub findings: Vec<Finding>,
}

impl Desk {
    /// Calculates a document that is not stored, and the version beside it, both without the year's budget: that is made for
    /// the version that applies, and is decided on anew for another.
    pub async fn try_document(&self, wanted: Wanted) -> Result<Trial, Error> {
        match &wanted.beside {
            Some((id, _)) => self.require_in(Right::Read, id)?,
            None => self.require(Right::Calculate, On::Anything)?,
        }
        let (wanted, loaded) = self
            .db
            .read(wanted, |tx, wanted| {
                Box::pin(async move {
                    let beside = match &wanted.beside {
                        Some((id, number)) => Some(agreements::version(tx, id, *number).await?.document),
                        None => None,
                    };
                    let statistics = gather(tx, &wanted.document, None, None).await?;
                    let of_beside = match &beside {
                        Some(document) => gather(tx, document, None, None).await?,
                        None => Statistics::default(),
                    };
                    Ok::<_, Error>((wanted.clone(), (beside, statistics, of_beside)))
                })
            })
            .await?;
        self.pool.heavy(move || tried(&wanted, loaded)).await?
    }
}

fn tried(wanted: &Wanted, loaded: (Option<String>, Statistics, Statistics)) -> Result<Trial, Error> {
    let (beside, statistics, of_beside) = loaded;
    let year = wanted.year;
    let before = beside
        .map(|document| told(request_of(&document, of_beside, year).and_then(|request| calculated(&request))))
        .transpose()?;
    let Ok(agreement) = Agreement::parse(wanted.document.as_bytes()) else {
        return Ok(Trial { year, before, after: None, findings: Vec::new() });
    };
    let request = request_of(&wanted.document, statistics, year);
    let found = match &request {
        _ if !wanted.with_findings => Vec::new(),
        Ok(request) => findings_of_year(request),
        Err(_) => findings(&agreement),
    };
    Ok(Trial { year, before, after: Some(told(request.and_then(|request| calculated(&request)))?), findings: found })
}

fn request_of(document: &str, statistics: Statistics, year: i32) -> Result<Request, Error> {
    let tree = json::parse(document.as_bytes())?;
    Ok(Request::from_parts(&tree, None, statistics, None, None, year)?)
}

fn calculated(request: &Request) -> Result<Calculation, Error> {
    Ok(calculate(request, false)?)
}
