//! A small load generator: some connections that ask as fast as they are answered.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const CONNECTIONS: usize = 16;

/// Requests answered per second on 127.0.0.1:`port`; every answer must be a success.
pub(crate) fn requests_per_second(port: u16, path: &str, body: &str, time: Duration) -> f64 {
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    rate(port, &[head.as_bytes(), body.as_bytes()].concat(), time)
}

/// How often `request` is answered a second.
pub(crate) fn rate(port: u16, request: &[u8], time: Duration) -> f64 {
    let request: Arc<[u8]> = request.into();
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let started = Instant::now();
    let threads: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (request, stop, answered) = (request.clone(), stop.clone(), answered.clone());
            std::thread::spawn(move || {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.set_nodelay(true).unwrap();
                let mut buffer = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    ask(&mut stream, &request, &mut buffer);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    std::thread::sleep(time);
    stop.store(true, Ordering::Relaxed);
    for thread in threads {
        thread.join().unwrap();
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
    let count = answered.load(Ordering::Relaxed) as f64;
    count / started.elapsed().as_secs_f64()
}

/// One request; the buffer then holds the whole answer.
pub(crate) fn ask(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) {
    stream.write_all(request).unwrap();
    buffer.clear();
    let mut chunk = vec![0; 32 * 1024];
    loop {
        let read = stream.read(&mut chunk).unwrap();
        assert!(read > 0, "the server hung up");
        buffer.extend_from_slice(&chunk[..read]);
        if let Some(end) = find(buffer, b"\r\n\r\n") {
            let head = std::str::from_utf8(&buffer[..end]).unwrap().to_ascii_lowercase();
            assert!(head.starts_with("http/1.1 20"), "{head}: {}", String::from_utf8_lossy(&buffer[end..]));
            if head.contains("transfer-encoding: chunked") {
                // What is compressed comes in chunks, the last of them empty.
                if buffer.ends_with(b"\r\n0\r\n\r\n") {
                    return;
                }
                continue;
            }
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            if buffer.len() >= end + 4 + length.unwrap().parse::<usize>().unwrap() {
                return;
            }
        }
    }
}

/// Where `wanted` begins.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
