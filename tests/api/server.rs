//! A running service for one test, and calls to it.

use std::net::TcpListener;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use reqwest::{Method, RequestBuilder};
use samfin::app::App;
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::clock::Clock;
use samfin::ids::Ids;
use samfin::startup;
use serde_json::Value;

use crate::databases::Database;

/// Where the clock of the tests stands.
pub(crate) const NOW: &str = "2026-12-01T09:00:00Z";

/// Who calls without saying who it is: what most tests are about is the same for everybody who may do it.
fn officer() -> Scope {
    let actor = Actor::User { id: "00000000-0000-7000-8000-00000000000f".to_owned(), name: "Tove Test".to_owned() };
    Scope::granted(actor, vec![Grant::everywhere(Role::Officer)])
}

/// A service that stops when the test ends.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) app: App,
    handle: Option<ServerHandle>,
    thread: Option<JoinHandle<()>>,
    client: reqwest::Client,
    pub(crate) database: Option<Database>,
}

impl Server {
    /// A service whose clock stands still and whose ids are counted: the same calls give the same bytes.
    pub(crate) async fn still(database: Database) -> Self {
        Self::start(database, Clock::fixed(NOW).expect("an instant"), Ids::counted()).await
    }

    /// A service with the machine's clock.
    pub(crate) async fn ticking(database: Database) -> Self {
        Self::start(database, Clock::System, Ids::default()).await
    }

    /// A service at a moment, in which nobody is anybody who has not said so.
    pub(crate) async fn closed(database: Database, now: &str) -> Self {
        let clock = Clock::fixed(now).expect("an instant");
        let app = App::new(database.connect().await, clock, Ids::default());
        Self::serve(Some(database), app)
    }

    /// Another service on the same database, at another moment.
    pub(crate) async fn beside(&self, now: &str) -> Self {
        let clock = Clock::fixed(now).expect("an instant");
        let db = samfin::storage::Db::connect(&self.database.as_ref().expect("its database").url).await;
        Self::serve(None, App::new(db.expect("the database opens"), clock, Ids::default()))
    }

    async fn start(database: Database, clock: Clock, ids: Ids) -> Self {
        let app = App::new(database.connect().await, clock, ids).with_visitor(officer());
        Self::serve(Some(database), app)
    }

    /// The same service, where whoever does not say who they are is somebody else.
    pub(crate) fn seen_by(mut self, visitor: Scope) -> Self {
        let app = self.app.clone().with_visitor(visitor);
        let database = self.database.take();
        Self::serve(database, app)
    }

    /// Serves what is given.
    pub(crate) fn serve(database: Option<Database>, app: App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (started, wait) = std::sync::mpsc::channel();
        let its_app = app.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = startup::build(its_app, listener, 5).expect("the service starts");
                started.send(server.handle()).expect("the test waits");
                server.await.expect("the service runs");
            });
        });
        let handle = wait.recv().expect("the service starts");
        Self { address, app, handle: Some(handle), thread: Some(thread), client: reqwest::Client::new(), database }
    }

    /// A call that is not sent yet.
    pub(crate) fn call(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        self.client.request(method, format!("{}{path}", self.address))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        Answer::of(self.call("GET", path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body).await
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send_text(method, path, &body.to_string()).await
    }

    pub(crate) async fn send_text(&self, method: &str, path: &str, body: &str) -> Answer {
        let call = self.call(method, path).header("content-type", "application/json").body(body.to_owned());
        Answer::of(call).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let (Some(handle), Some(thread)) = (self.handle.take(), self.thread.take()) {
            drop(handle.stop(false));
            // Waiting here would block the runtime of the test; the service ends on its own.
            drop(thread);
        }
    }
}

/// What the service answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) async fn of(call: RequestBuilder) -> Self {
        let response = call.send().await.expect("the service answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.expect("a body of text") }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body of an answer with `status`.
    pub(crate) fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_str(&self.body).expect("a body of JSON")
    }

    /// A problem of this kind with errors at these places, each `(pointer, code)`.
    pub(crate) fn problem(&self, status: u16, code: &str, errors: &[(&str, &str)]) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let body: Value = serde_json::from_str(&self.body).expect("a body of JSON");
        assert_eq!(body["type"], format!("/problems/{code}"), "{body}");
        assert_eq!(body["status"], status);
        assert!(body["title"].is_string() && body["instance"].is_string(), "{body}");
        assert!(!body["detail"].as_str().unwrap_or_default().is_empty(), "{body}");
        let list = body["errors"].as_array().cloned().unwrap_or_default();
        let found: Vec<_> =
            list.iter().map(|e| (e["pointer"].as_str().unwrap_or("?"), e["code"].as_str().unwrap_or("?"))).collect();
        assert_eq!(found, errors, "{body}");
        body
    }
}
