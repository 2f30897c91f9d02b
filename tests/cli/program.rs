//! Starting the program in an environment of its own, and what came of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything here takes; a test that hangs should fail instead.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a command wrote, and its exit code.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// The output of a command that did what it was asked.
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// The error output of a command that ended with `code`.
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self.err
    }
}

/// A command about to be run, in an empty folder and without the caller's environment.
pub(crate) struct Program {
    command: Command,
    folder: tempfile::TempDir,
    input: Vec<u8>,
}

/// `samfin` with these arguments.
pub(crate) fn samfin(args: &[&str]) -> Program {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut command = Command::new(env!("CARGO_BIN_EXE_samfin"));
    command.args(args).env_clear().env("HOME", folder.path()).env("TMPDIR", folder.path()).current_dir(folder.path());
    Program { command, folder, input: Vec::new() }
}

impl Program {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn input(mut self, bytes: impl AsRef<[u8]>) -> Self {
        bytes.as_ref().clone_into(&mut self.input);
        self
    }

    /// Puts a file into the folder that the program runs in.
    pub(crate) fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.path().join(name), bytes).expect("the file is written");
        self
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Runs to the end.
    pub(crate) fn run(mut self) -> Outcome {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the program starts");
        // It may end without having read everything.
        let _ = child.stdin.take().expect("an input").write_all(&self.input);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Outcome {
            code: output.status.code().expect("an exit code"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Starts a program that serves, and waits until it says where.
    pub(crate) fn start(mut self) -> Running {
        let log = self.folder.path().join("stderr");
        let file = std::fs::File::create(&log).expect("a file for the log");
        self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
        let mut child = self.command.spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("an output"));
        let mut said = String::new();
        while !said.contains("http://") {
            let read = out.read_line(&mut said).expect("text");
            assert!(read > 0, "the program ended: {said}{}", std::fs::read_to_string(&log).unwrap_or_default());
        }
        let start = said.find("http://").expect("an address");
        let address = said[start + 7..].split(['/', '\n', ' ']).next().expect("an address").to_owned();
        Running { child, out, said, address, log, _folder: self.folder }
    }
}

/// A program that serves; stopped when the test is over.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    /// What it has said so far.
    pub(crate) said: String,
    /// `127.0.0.1:8080`
    pub(crate) address: String,
    log: PathBuf,
    _folder: tempfile::TempDir,
}

impl Running {
    /// The status and the body of a GET.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// The status and the body of a GET with more headers, each ended with a line break.
    pub(crate) fn get_with(&self, path: &str, headers: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\n{headers}"), "")
    }

    /// The status and the body of a POST of JSON.
    pub(crate) fn post(&self, path: &str, body: &str) -> (u16, String) {
        let head =
            format!("POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        self.ask(&head, body)
    }

    fn ask(&self, head: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        write!(stream, "{head}Host: {}\r\nConnection: close\r\n\r\n{body}", self.address).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, body.to_owned())
    }

    /// Reads on until the program has said `text`.
    pub(crate) fn says(&mut self, text: &str) -> &str {
        while !self.said.contains(text) {
            assert!(self.out.read_line(&mut self.said).expect("text") > 0, "it never said {text}: {}", self.said);
        }
        &self.said
    }

    /// Asks it to stop, as an operating system does, and gives the exit code.
    pub(crate) fn terminate(mut self) -> i32 {
        self.signal("TERM");
        self.ended()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill runs");
        assert!(sent.success());
    }

    pub(crate) fn ended(&mut self) -> i32 {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status.code().unwrap_or(-1);
            }
            assert!(since.elapsed() < PATIENCE, "it does not stop: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of the repository.
pub(crate) fn repository(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}
