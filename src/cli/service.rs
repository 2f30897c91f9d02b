//! What `serve` and `demo` have in common: taking a port, and answering until stopped.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use samfin_core::say;

use super::failure::{Exit, Failure};
use super::print;
use crate::app::{App, Occasion, Site};
use crate::config::Config;
use crate::startup;

/// How many ports after a taken one are tried.
const NEXT_PORTS: u16 = 100;

/// Takes the address. When it is taken and nobody asked for it, the next free port will do.
pub(super) fn listen(bind: SocketAddr, chosen: bool) -> Result<TcpListener, Failure> {
    let mut address = bind;
    loop {
        match TcpListener::bind(address) {
            Ok(listener) => return Ok(listener),
            Err(taken) if taken.kind() == ErrorKind::AddrInUse => match next(bind, address).filter(|_| !chosen) {
                Some(next) => address = next,
                None => return Err(in_use(bind)),
            },
            Err(failure) => {
                return Err(Failure::new(
                    Exit::Input,
                    say!("{bind} går inte att lyssna på: {failure}.", "{bind} cannot be listened to: {failure}."),
                ));
            }
        }
    }
}

fn next(first: SocketAddr, taken: SocketAddr) -> Option<SocketAddr> {
    let port = taken.port().checked_add(1)?;
    (port - first.port() <= NEXT_PORTS).then(|| SocketAddr::new(first.ip(), port))
}

fn in_use(bind: SocketAddr) -> Failure {
    Failure::new(
        Exit::Busy,
        say!(
            "{bind} används redan av ett annat program. Stoppa det, eller välj en annan port med --bind.",
            "{bind} is already used by another program. Stop it, or choose another port with --bind."
        ),
    )
}

/// The address that a browser reaches the listener at.
pub(super) fn address(listener: &TcpListener) -> Result<String, Failure> {
    let bound = listener.local_addr().map_err(|error| Failure::output(&error))?;
    Ok(format!("http://{bound}"))
}

/// Whose pages they are, as far as the settings tell.
pub(super) fn site(config: &Config) -> Site {
    let told = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Site { occasion: Occasion::Work, organisation: told(&config.organisation), contact: told(&config.contact) }
}

/// Says `announcement` and answers requests until the program is told to stop; what is under way is finished first.
pub(super) async fn answer(
    app: App,
    listener: TcpListener,
    config: &Config,
    announcement: &str,
) -> Result<(), Failure> {
    let app = app.with_calculation_places(config.calculation_workers).with_trusted_proxies(config.proxies()?);
    let server = startup::build(app.clone(), listener, config.shutdown_seconds).map_err(|error| {
        Failure::new(Exit::No, say!("Tjänsten kunde inte starta: {error}.", "The service could not start: {error}."))
    })?;
    // Whoever reads the announcement may send a signal at once: let the task that waits for signals start first.
    tokio::task::yield_now().await;
    print(announcement)?;
    server.await.map_err(|error| Failure::output(&error))?;
    app.close().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_exchanged_only_when_nobody_asked_for_it() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let bind = taken.local_addr().expect("its address");
        let refused = listen(bind, true).expect_err("the port was asked for");
        assert_eq!(refused.exit, Exit::Busy);
        let other = listen(bind, false).expect("a port nearby").local_addr().expect("its address");
        assert!(other.port() > bind.port() && other.ip() == bind.ip());
    }
}
