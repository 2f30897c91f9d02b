//! The service as a program calls it: JSON over one connection, with somebody's key.

use std::net::TcpStream;

use serde_json::Value;

use crate::load;
use crate::service::Serving;

/// Somebody who calls the API.
pub(crate) struct Caller {
    stream: TcpStream,
    /// The header that says who it is.
    pub(crate) key: String,
}

impl Caller {
    /// Somebody with a role in every agreement.
    pub(crate) fn with_role(serving: &Serving, role: &str) -> Self {
        // It listens before it has a database to make a key in.
        let stream = serving.connect();
        Self { stream, key: serving.authorization(role) }
    }

    /// The same somebody on a connection of its own.
    pub(crate) fn with_key(serving: &Serving, key: &str) -> Self {
        Self { stream: serving.connect(), key: key.to_owned() }
    }

    pub(crate) fn get(&mut self, path: &str) -> Value {
        self.send("GET", path, "", None)
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Value {
        self.send("POST", path, "", Some(body))
    }

    /// Sends a request with more header lines, and reads what comes back.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &str, body: Option<&Value>) -> Value {
        let body = body.map_or_else(String::new, Value::to_string);
        let key = &self.key;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n{key}{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut buffer = Vec::new();
        load::ask(&mut self.stream, request.as_bytes(), &mut buffer);
        serde_json::from_slice(&buffer[load::find(&buffer, b"\r\n\r\n").unwrap() + 4..]).unwrap()
    }
}
