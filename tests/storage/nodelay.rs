//! Every connection of a service to PostgreSQL sends what it has at once (`docs/decisions/0030`).

use std::os::fd::OwnedFd;
use std::path::Path;

use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};
use samfin::storage::Db;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};

use crate::databases::Database;

/// A port of its own in front of a server, so that the sockets to it are those of one test.
async fn in_front_of(server: &str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let server = server.to_owned();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let mut far = TcpStream::connect(&server).await.expect("the server");
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut near, &mut far).await });
        }
    });
    port
}

/// The sockets of this program that are connected to a port.
fn sockets_to(port: u16) -> Vec<OwnedFd> {
    let own = pidfd_open(getpid(), PidfdFlags::empty()).expect("this program");
    let entries = std::fs::read_dir("/proc/self/fd").expect("its files").flatten();
    // Of files none is duplicated: closing it would let go of the locks of other tests' databases.
    let is_socket = |path: &Path| std::fs::read_link(path).is_ok_and(|to| to.to_string_lossy().starts_with("socket:"));
    let numbers =
        entries.filter(|entry| is_socket(&entry.path())).filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let sockets = numbers.filter_map(|number| pidfd_getfd(&own, number, PidfdGetfdFlags::empty()).ok());
    let peer = |socket: &OwnedFd| SockRef::from(socket).peer_addr().ok()?.as_socket();
    sockets.filter(|socket| peer(socket).is_some_and(|peer| peer.port() == port)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_sends_what_it_has_at_once() {
    let database = Database::postgres().await;
    let (before, rest) = database.url.split_once('@').expect("a role");
    let (server, name) = rest.split_once('/').expect("a database");
    let port = in_front_of(server).await;
    let db = Db::connect(&format!("{before}@127.0.0.1:{port}/{name}")).await.expect("opens");
    // As many at once as there are questions.
    tokio::join!(async { db.ping().await.expect("answers") }, async { db.ping().await.expect("answers") });
    let sockets = sockets_to(port);
    assert!(!sockets.is_empty());
    for socket in &sockets {
        assert!(SockRef::from(socket).tcp_nodelay().expect("its option"), "one of {} waits", sockets.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_file_of_the_same_program_keeps_its_locks() {
    let (file, server) = (Database::sqlite(), Database::postgres().await);
    let db = file.connect().await;
    let beside = Db::connect(&server.url).await.expect("opens");
    beside.ping().await.expect("answers");
    // Another program that comes and goes must see that it is not the last, and leave the log where it is.
    let path = file.url.trim_start_matches("sqlite://");
    let log = format!("{path}-wal");
    let mut verify = std::process::Command::new(env!("CARGO_BIN_EXE_samfin"));
    let done = verify.args(["verify", "--database-url", &file.url]).output().expect("runs");
    assert!(done.status.success(), "{done:?}");
    assert!(Path::new(&log).is_file());
    db.ping().await.expect("answers");
}
