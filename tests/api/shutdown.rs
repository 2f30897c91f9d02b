//! SIGTERM: not ready at once, and everything under way is answered.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::databases::Database;
use crate::documents::request;

const CLIENTS: usize = 60;

/// The built program, serving; killed when the test ends before it does.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(url: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_samfin"))
            .args(["serve", "--bind", "127.0.0.1:0", "--database-url", url])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut said).expect("it says where it is");
        let (_, address) = said.trim().rsplit_once("http://").expect("an address");
        Self { child, address: address.to_owned() }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the service listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        stream
    }

    /// Waits until the service says that it is shutting down.
    fn wait_until_not_ready(&self) {
        let mut said = String::new();
        let is_seen = (0..50).any(|_| {
            std::thread::sleep(Duration::from_millis(20));
            let mut probe = self.connect();
            probe
                .write_all(b"GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                .expect("asked");
            said = answer(&mut probe);
            said.starts_with("HTTP/1.1 503 ") && said.contains("shutting down")
        });
        assert!(is_seen, "{said}");
    }

    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Gone already when the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    text
}

#[test]
fn sixty_requests_under_way_get_their_answers() {
    let database = Database::sqlite();
    let mut service = Service::start(&database.url);
    let body = request().to_string();
    let (first_half, second_half) = body.split_at(body.len() / 2);
    let head = format!(
        "POST /api/v1/calculations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let mut clients: Vec<_> = (0..CLIENTS).map(|_| service.connect()).collect();
    for client in &mut clients {
        client.write_all(head.as_bytes()).and_then(|()| client.write_all(first_half.as_bytes())).expect("half is sent");
    }
    std::thread::sleep(Duration::from_millis(200));

    service.terminate();
    service.wait_until_not_ready();
    let closed = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        TcpStream::connect(&service.address).is_err()
    });
    assert!(closed, "no new connections");

    for client in &mut clients {
        client.write_all(second_half.as_bytes()).expect("the rest is sent");
    }
    for (number, client) in clients.iter_mut().enumerate() {
        let text = answer(client);
        assert!(text.starts_with("HTTP/1.1 200 ") && text.contains("\"total\":\"1000.00\""), "{number}: {text}");
    }
    assert!(service.child.wait().expect("it ends").success());
}

#[test]
fn a_second_signal_ends_at_once() {
    let database = Database::sqlite();
    let mut service = Service::start(&database.url);
    let mut client = service.connect();
    // Under way until its body has come, which the first signal waits for.
    let begun = b"POST /api/v1/calculations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
    client.write_all(begun).expect("a request begins");
    std::thread::sleep(Duration::from_millis(200));
    service.terminate();
    // Two signals that come before the first is seen are one to the program.
    service.wait_until_not_ready();
    let asked = std::time::Instant::now();
    service.terminate();
    assert_eq!(service.child.wait().expect("it ends").code(), Some(130));
    // Well before the body's deadline and the patience of the first signal.
    assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
}
