//! `samfin health`: what a container asks, in an image that has no other HTTP client.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use samfin_core::{Lang, say};

use super::failure::{Exit, Failure};
use super::print;
use crate::config::Loaded;

/// A service that takes longer is not ready.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks `/health/ready` at the address that the settings say; exit code 1 unless it is ready.
pub(super) fn run(loaded: &Loaded, lang: Lang) -> Result<(), Failure> {
    let address = reached_at(loaded.config.bind);
    let status = ask(address).map_err(|failure| {
        Failure::new(
            Exit::No,
            say!("samfin svarar inte på {address}: {failure}.", "samfin does not answer at {address}: {failure}."),
        )
    })?;
    if status == "200" {
        return print(say!("redo\n", "ready\n").get(lang));
    }
    let shown = super::terminal::harmless(&status);
    Err(Failure::new(
        Exit::No,
        say!("samfin på {address} är inte redo: {shown}.", "samfin at {address} is not ready: {shown}."),
    ))
}

/// A service that listens on every address is reached at the loopback one.
fn reached_at(bind: SocketAddr) -> SocketAddr {
    match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => SocketAddr::new(Ipv4Addr::LOCALHOST.into(), bind.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => SocketAddr::new(Ipv6Addr::LOCALHOST.into(), bind.port()),
        _ => bind,
    }
}

/// The status of the answer.
fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut head = Vec::new();
    stream.take(64).read_to_end(&mut head)?; // the first line is enough
    let head = String::from_utf8_lossy(&head);
    Ok(head.split_ascii_whitespace().nth(1).unwrap_or("?").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_on_every_address_is_asked_at_loopback() {
        for (bind, asked) in
            [("0.0.0.0:8080", "127.0.0.1:8080"), ("[::]:8080", "[::1]:8080"), ("192.0.2.7:80", "192.0.2.7:80")]
        {
            assert_eq!(reached_at(bind.parse().expect("an address")), asked.parse().expect("an address"));
        }
    }
}
