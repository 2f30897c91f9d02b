//! Telling PostgreSQL's sockets not to hold back the end of what is sent until the server has said that it has the beginning.
//!
//! sqlx 0.9.0 leaves that to the system, so whatever is larger than a TLS record (a PDF, a large agreement) waits 40 ms for
//! nothing: a thousand invoices waited 45 seconds. sqlx will set it itself again (its pull request 4336), and then this file can go
//! (`docs/decisions/0030`).

#[cfg(target_os = "linux")]
pub(super) use linux::set;

/// Sets it on every socket of this program that is connected to a port of this number. Best effort: without it all is only slower.
#[cfg(not(target_os = "linux"))]
pub(super) fn set(_port: u16) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::io;
    use std::path::Path;

    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
    use socket2::SockRef;

    /// Sets it on every socket of this program that is connected to a port of this number. Best effort: without it all is only
    /// slower.
    pub(in crate::storage) fn set(port: u16) {
        if let Err(error) = try_set(port) {
            tracing::debug!(%error, "the sockets of the database wait before they send the end of what is large");
        }
    }

    fn try_set(port: u16) -> io::Result<()> {
        // A duplicate of one of our own, since a number alone must not become a socket.
        let own = pidfd_open(getpid(), PidfdFlags::empty())?;
        for entry in std::fs::read_dir("/proc/self/fd")? {
            let entry = entry?;
            let Some(number) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            // Files are left alone: closing the duplicate of a database file would let go of every lock that SQLite has on it.
            if !is_socket(&entry.path()) {
                continue;
            }
            // The folder's own number, and what was closed meanwhile, are none.
            let Ok(duplicate) = pidfd_getfd(&own, number, PidfdGetfdFlags::empty()) else { continue };
            let socket = SockRef::from(&duplicate);
            let peer = socket.peer_addr().ok().and_then(|peer| peer.as_socket());
            if peer.is_some_and(|peer| peer.port() == port) {
                socket.set_tcp_nodelay(true)?;
            }
        }
        Ok(())
    }

    /// Whether an entry of the folder of open files is a socket, without opening it.
    fn is_socket(entry: &Path) -> bool {
        std::fs::read_link(entry).is_ok_and(|to| to.to_string_lossy().starts_with("socket:"))
    }

    #[cfg(test)]
    mod tests {
        use std::net::{TcpListener, TcpStream};

        use super::*;

        #[test]
        fn the_sockets_of_one_port_are_told_and_no_others() {
            let servers = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").expect("a port"));
            let ports = servers.each_ref().map(|server| server.local_addr().expect("its address").port());
            let streams = ports.map(|port| TcpStream::connect(("127.0.0.1", port)).expect("a connection"));
            let told = |stream: &TcpStream| stream.nodelay().expect("its option");
            assert_eq!(streams.each_ref().map(told), [false, false], "what the system does by itself");
            try_set(ports[0]).expect("it is there to be set");
            assert_eq!(streams.each_ref().map(told), [true, false]);
        }
    }
}
