//! The service inside the bench, with an officer as its visitor, so that what it holds can be asked for with and without a key.

use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use samfin::app::App;
use samfin::app::people::keys::NewKey;
use samfin::app::scope::{Actor, Grant, Role, Scope};
use samfin::clock::Clock;
use samfin::startup;
use serde_json::{Value, json};

use crate::{load, row};

/// A service on an embedded database of its own; it ends with the bench.
pub(crate) struct Inside {
    port: u16,
    app: App,
    _folder: tempfile::TempDir,
}

impl Inside {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("samfin.db").display());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (started, wait) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::open(&url, Clock::System).await.unwrap();
                app.migrate().await.unwrap();
                let actor = Actor::User { id: "bench".to_owned(), name: "Bench".to_owned() };
                let app = app.with_visitor(Scope::granted(actor, vec![Grant::everywhere(Role::Officer)]));
                let server = startup::build(app.clone(), listener, 1).unwrap();
                started.send(app).unwrap();
                server.await.unwrap();
            });
        });
        Self { port, app: wait.recv().unwrap(), _folder: folder }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends JSON to be stored; the answer.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut buffer = Vec::new();
        load::ask(&mut self.connect(), (head + &body).as_bytes(), &mut buffer);
        serde_json::from_slice(&buffer[load::find(&buffer, b"\r\n\r\n").unwrap() + 4..]).unwrap()
    }

    fn key(&self) -> String {
        let new = NewKey { name: "bench".to_owned(), grants: vec![Grant::everywhere(Role::Officer)], expires_on: None };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let app = self.app.clone();
        let made = runtime.block_on(async move { app.desk(Scope::command_line()).create_key(new).await });
        made.unwrap().1.unwrap()
    }
}

/// The same request with and without a key.
pub(crate) fn measure() {
    let inside = Inside::start();
    let agreement = json!({ "document": serde_json::from_str::<Value>(crate::JAMTLAND).unwrap()["agreement"] });
    let made = inside.post("/api/v1/agreements", &agreement);
    let path = format!("/api/v1/agreements/{}", made["id"].as_str().unwrap());
    let get = |more: &str| format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{more}\r\n");
    let (open, known) = (get(""), get(&format!("authorization: Bearer {}\r\n", inside.key())));
    let mut rates: Vec<(f64, f64)> = (0..5)
        .map(|_| {
            let turn = |request: &str| load::rate(inside.port, request.as_bytes(), Duration::from_secs(2));
            (turn(&open), turn(&known))
        })
        .collect();
    rates.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let (open, known) = rates[rates.len() / 2];
    row("GET an agreement by id, nobody asked who it is", &format!("{open:.0}/s"), "");
    row("  with a key", &format!("{known:.0}/s"), "");
    row("  the one beside the other", &format!("{:.0} %", known / open * 100.0), "≥ 70 %");
}
