//! `/underlag/andra` and `/underlag/nytt`: the agreement is written without JSON, and stored as a version.
//!
//! | file | is |
//! | --- | --- |
//! | `shape.rs`, `grammar/` | what a document is made of, as data |
//! | `form.rs`, `leaves.rs`, `rows.rs` | the form, drawn along it |
//! | `sent.rs`, `change.rs`, `rename.rs` | what is sent as a document again, and changes of structure |
//! | `faults.rs` | what is wrong, each thing at its field: found by the API's own reader |
//! | `difference.rs` | two documents compared in the words of the form |
//! | `preview.rs` | what it comes to while it is written |
//! | `version.rs`, `adoption.rs` | a version's page, and the parties' decisions on it |
//!
//! The document is the only state: the form is drawn from it and read back to it. Nothing is stored before it is saved.

mod adoption;
mod change;
mod difference;
mod faults;
mod form;
mod grammar;
mod known;
mod labels;
mod leaves;
mod numbers;
mod page;
mod preview;
mod rename;
mod rows;
mod sent;
mod shape;
mod tree;
mod version;

#[cfg(test)]
mod tests;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::Datelike as _;
use samfin_core::json::{self, Json};
use samfin_core::read::{Node, Reader};
use samfin_core::{Lang, say};
use uuid::Uuid;

pub(in crate::web) use version::{change_version, show_version};

use crate::app::agreements::Document;
use crate::app::scope::{On, Right};
use crate::app::trial::{Trial, Wanted};
use crate::http::body;
use crate::http::cross_site::from_here;
use crate::http::problem::{Problem, Service};
use crate::http::query::Query;
use crate::web::form::see;
use crate::web::forms::Fields;
use crate::web::parts::chosen;
use crate::web::visitor::Visitor;
use crate::web::words::t;
use change::Change;
use faults::{Fault, faults};
use grammar::AGREEMENT;
use page::{Editing, Stale};
use tree::{Tree, as_text, blank, owned, text};

/// The form of a document: larger than other forms.
pub(in crate::web) struct SentDocument(Fields);

impl actix_web::FromRequest for SentDocument {
    type Error = actix_web::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let (ours, headers, payload) = (from_here(request), request.headers().clone(), payload.take());
        Box::pin(async move {
            ours?;
            let bytes = body::form(headers, payload).await?;
            let fields = form_urlencoded::parse(&bytes).map(|(name, value)| (name.into_owned(), value.into_owned()));
            Ok(Self(Fields(fields.collect())))
        })
    }
}

/// What an address asks for.
struct Asked {
    agreement: Option<String>,
    year: Option<i32>,
}

impl Asked {
    fn read(request: &HttpRequest) -> Result<Self, Problem> {
        let mut query = Query::read(request.query_string(), &["avtal", "ar"]);
        let agreement = query.raw("avtal").and_then(|id| Uuid::try_parse(&id).ok()).map(|id| id.to_string());
        let year = query.whole("ar", 2000, 2100);
        query.finish()?;
        Ok(Self { agreement, year })
    }
}

/// The newest version of an agreement, to be written over as the next one.
#[get("/underlag/andra")]
pub(in crate::web) async fn edit_agreement(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (asked, id, newest) = existing(&visitor, &request).await?;
    let version = visitor.app.version(id.clone(), newest).await?.version;
    let mut tree = owned(&parsed(&version.document)?);
    if version.adopted_at.is_some() {
        start(&mut tree, visitor.now().year().max(version.valid_from.year()) + 1);
    }
    let editing = Editing::new(tree, Some((id, newest)), asked.year);
    editing.page(&visitor, StatusCode::OK).await
}

/// The form of a new agreement; empty, or with another agreement to begin from.
#[get("/underlag/nytt")]
pub(in crate::web) async fn new_agreement(visitor: Visitor, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asked = Asked::read(&request)?;
    visitor.app.require(Right::Write, On::Service)?;
    let tree = match &asked.agreement {
        Some(id) => {
            let newest = visitor.app.agreement(id.clone()).await?.versions;
            let version = visitor.app.version(id.clone(), newest).await?.version;
            owned(&parsed(&version.document)?)
        }
        None => empty(&visitor),
    };
    Editing::new(tree, None, asked.year).page(&visitor, StatusCode::OK).await
}

/// What is sent of an agreement that there is: a change of structure, a question what it comes to, or the next version.
#[post("/underlag/andra")]
pub(in crate::web) async fn change_agreement(
    visitor: Visitor,
    request: HttpRequest,
    sent: SentDocument,
) -> Result<HttpResponse, Problem> {
    let (asked, id, newest) = existing(&visitor, &request).await?;
    // What was read when the form was opened is what it is compared with, until somebody else was first.
    let read = sent.0.revision().clamp(1, newest);
    Editing::new(Json::Null, Some((id, read)), asked.year).sent(&visitor, sent.0).await
}

/// What is sent of a new agreement.
#[post("/underlag/nytt")]
pub(in crate::web) async fn make_agreement(
    visitor: Visitor,
    request: HttpRequest,
    sent: SentDocument,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::read(&request)?;
    visitor.app.require(Right::Write, On::Service)?;
    Editing::new(Json::Null, None, asked.year).sent(&visitor, sent.0).await
}

/// The agreement that an address names, and its newest version, for somebody who may write it.
async fn existing(visitor: &Visitor, request: &HttpRequest) -> Result<(Asked, String, i64), Problem> {
    let asked = Asked::read(request)?;
    let Some(id) = chosen(visitor, asked.agreement.as_ref()).await? else {
        let detail = say!("Det finns inget avtal att ändra än.", "There is no agreement to change yet.");
        return Err(Problem::not_found(detail));
    };
    visitor.app.require(Right::Write, On::Agreement(&id))?;
    let newest = visitor.app.agreement(id.clone()).await?.versions;
    Ok((asked, id, newest))
}

impl Editing {
    async fn sent(mut self, visitor: &Visitor, fields: Fields) -> Result<HttpResponse, Problem> {
        self.tree = sent::document(&AGREEMENT, &fields, visitor.words.lang() == Lang::Sv);
        self.reason = fields.get("skal").to_owned();
        match fields.step() {
            "spara" => self.save(visitor, &fields).await,
            "utfall" => self.fragment(visitor).await,
            "rakna" => {
                self.faults = faults(visitor.words, &self.tree);
                self.page(visitor, StatusCode::OK).await
            }
            other => {
                self.changed = match Change::of(other) {
                    Some(change) => change.make(&AGREEMENT, &mut self.tree, &fields),
                    None => other.strip_prefix("visa ").map(str::to_owned),
                };
                self.page(visitor, StatusCode::OK).await
            }
        }
    }

    async fn save(mut self, visitor: &Visitor, fields: &Fields) -> Result<HttpResponse, Problem> {
        self.faults = faults(visitor.words, &self.tree);
        let document = Document::read(&mut Reader::default(), &Node::root(&self.tree));
        let Some(document) = document.filter(|_| self.faults.is_empty()) else {
            return self.page(visitor, StatusCode::UNPROCESSABLE_ENTITY).await;
        };
        let note = Some(self.reason.clone()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_REASON) {
            self.faults.push(Fault {
                pointer: "/skal".to_owned(),
                text: t!(visitor.words, "edit-wrong-reason", most = LONGEST_REASON),
            });
            return self.page(visitor, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        let stored = if let Some((id, read)) = self.of.clone() {
            let desk = visitor.once("POST /underlag/andra", fields);
            let added = desk.add_version_after(id.clone(), read, document, note).await;
            added.map(|added| (id, added.version.number))
        } else {
            let desk = visitor.once("POST /underlag/nytt", fields);
            desk.create_agreement(document, note).await.map(|made| (made.id, 1))
        };
        match stored {
            Ok((id, number)) => Ok(see(&version::address(&id, number))),
            Err(error) => self.refused(visitor, Problem::from(error)).await,
        }
    }

    /// What the writer can mend is shown in the form, with everything that was written.
    async fn refused(mut self, visitor: &Visitor, problem: Problem) -> Result<HttpResponse, Problem> {
        let status = problem.kind().status();
        let said = problem.detail().get(visitor.words.lang()).to_owned();
        if status == StatusCode::PRECONDITION_FAILED
            && let Some((id, read)) = self.of.clone()
        {
            let newest = visitor.app.agreement(id.clone()).await?.versions;
            let theirs = visitor.app.version(id.clone(), newest).await?.version;
            let theirs = difference::between(visitor.words, &AGREEMENT, &parsed(&theirs.document)?, &self.tree);
            self.stale = Some(Stale { read, newest, differences: theirs });
            self.of = Some((id, newest));
            return self.page(visitor, status).await;
        }
        if !matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS) {
            return Err(problem);
        }
        let starts = problem.kind() == Service::VersionStart.into();
        self.faults.push(Fault { pointer: if starts { "/valid_from" } else { "" }.to_owned(), text: said });
        self.page(visitor, status).await
    }

    /// What it comes to, beside the version that it is written from; nothing while something in it is wrong.
    async fn comes_to(&self, visitor: &Visitor, with_findings: bool) -> Result<Option<Trial>, Problem> {
        if !faults(visitor.words, &self.tree).is_empty() {
            return Ok(None);
        }
        let starts = as_text(self.tree.get("valid_from")).get(..4).and_then(|year| year.parse().ok());
        // Before its first year it comes to nothing.
        let year = self.year.unwrap_or_else(|| visitor.now().year()).max(starts.unwrap_or(2000)).clamp(2000, 2100);
        let wanted = Wanted { document: self.tree.to_text(), beside: self.of.clone(), year, with_findings };
        Ok(Some(visitor.app.try_document(wanted).await?))
    }
}

/// The longest reason for a version, as in the API.
const LONGEST_REASON: usize = 1000;

/// What was right when it was stored must still be.
fn parsed(document: &str) -> Result<Json<'_>, Problem> {
    json::parse(document.as_bytes()).map_err(|error| Problem::internal(error.to_string()))
}

/// An agreement that begins next year.
fn empty(visitor: &Visitor) -> Tree {
    let mut tree = blank(&AGREEMENT);
    start(&mut tree, visitor.now().year() + 1);
    tree
}

/// Lets a document begin with a year: the first day on which a version after an adopted one can.
fn start(tree: &mut Tree, year: i32) {
    if let Json::Object(members) = tree {
        members.retain(|(name, _)| name != "valid_from");
        members.push(("valid_from".into(), text(format!("{year}-01-01"))));
    }
}
