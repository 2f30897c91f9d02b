//! The service beside a bare actix-web handler that reads the same body and answers the same bytes.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};

use crate::{load, row};

const PATH: &str = "/api/v1/calculations";
/// Turns are taken, so that a disturbance meets both alike.
const TURNS: usize = 5;

/// Serves `PATH` with a handler that only parses, and answers what the environment holds.
pub(crate) fn serve_bare(port: u16) {
    let answer = std::env::var("SAMFIN_TEST_ANSWER").unwrap();
    let answer: &'static str = answer.leak();
    let server = HttpServer::new(move || {
        App::new().app_data(web::PayloadConfig::new(8 << 20)).route(
            PATH,
            web::post().to(move |body: web::Bytes| async move {
                let parsed: serde_json::Value = serde_json::from_slice(&body).unwrap();
                std::hint::black_box(&parsed);
                HttpResponse::Ok().content_type("application/json").body(answer)
            }),
        )
    });
    actix_web::rt::System::new().block_on(server.bind(("127.0.0.1", port)).unwrap().run()).unwrap();
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn wait_for(port: u16) -> TcpStream {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => return stream,
            Err(_) if Instant::now() < patience => std::thread::sleep(Duration::from_micros(200)),
            Err(error) => panic!("nothing listens on port {port}: {error}"),
        }
    }
}

/// `samfin serve` on an empty database of its own.
pub(crate) struct Serving {
    port: u16,
    service: Running,
    url: String,
    _data: tempfile::TempDir,
}

impl Serving {
    /// On the embedded database.
    pub(crate) fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", data.path().join("samfin.db").display());
        Self::in_folder(data, url)
    }

    /// On the database at `url`.
    pub(crate) fn on(url: &str) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), url.to_owned())
    }

    fn in_folder(data: tempfile::TempDir, url: String) -> Self {
        let port = free_port();
        let service = Command::new(env!("CARGO_BIN_EXE_samfin"))
            .args(["serve", "--bind", &format!("127.0.0.1:{port}"), "--database-url", &url, "--data-dir"])
            .arg(data.path())
            .env("SAMFIN_LOG_LEVEL", "warn")
            // As the unit in packaging/ starts it.
            .env("MALLOC_ARENA_MAX", "2")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { port, service: Running(service), url, _data: data }
    }

    /// The header of somebody with a role in every agreement.
    pub(crate) fn authorization(&self, role: &str) -> String {
        let made = Command::new(env!("CARGO_BIN_EXE_samfin"))
            .args(["key", "create", "--name", "bench", "--role", role, "--database-url", &self.url])
            .stderr(Stdio::null())
            .output()
            .unwrap();
        format!("authorization: Bearer {}\r\n", String::from_utf8(made.stdout).unwrap().trim())
    }

    /// A connection, once it listens.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = wait_for(self.port);
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// The memory that it holds.
    pub(crate) fn resident(&self) -> String {
        resident(self.service.0.id())
    }
}

/// Start-up, memory and requests per second of `samfin serve`.
pub(crate) fn measure(body: &str) {
    let started = Instant::now();
    let serving = Serving::start();
    let port = serving.port;
    let mut stream = serving.connect();
    let (head, mut buffer) = (post(port, body), Vec::new());
    load::ask(&mut stream, head.as_bytes(), &mut buffer);
    row("serve: start to first answer", &format!("{:.0?}", started.elapsed()), "≤ 300 ms");
    row("serve: resident memory after it", &serving.resident(), "≤ 60 MB");
    drop(stream);

    let answer = &buffer[load::find(&buffer, b"\r\n\r\n").unwrap() + 4..];
    let bare_port = free_port();
    let bare = Command::new(std::env::current_exe().unwrap())
        .args(["--bare", &bare_port.to_string()])
        .env("SAMFIN_TEST_ANSWER", std::str::from_utf8(answer).unwrap())
        .spawn()
        .unwrap();
    let _bare = Running(bare);
    drop(wait_for(bare_port));
    let mut rates: Vec<(f64, f64)> = (0..TURNS)
        .map(|_| {
            let turn = |port| load::requests_per_second(port, PATH, body, Duration::from_secs(2));
            (turn(bare_port), turn(port))
        })
        .collect();
    rates.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let (bare, ours) = rates[TURNS / 2];
    row("bare actix-web, same body and bytes, requests a second", &format!("{bare:.0}"), "");
    row("POST /api/v1/calculations, requests a second", &format!("{ours:.0}"), "");
    row("  ours / bare", &format!("{:.0} %", 100.0 * ours / bare), "≥ 50 %");
    row("serve: resident memory after the load", &serving.resident(), "");
}

fn post(port: u16, body: &str) -> String {
    format!(
        "POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn resident(process: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    let kibibytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or(0);
    format!("{} MB", kibibytes * 1024 / 1_000_000)
}
