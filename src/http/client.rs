//! Where a request comes from: the other end of the connection, or what proxies that are believed say of it.

use std::net::IpAddr;

use actix_web::http::header::{HeaderMap, X_FORWARDED_FOR};
use actix_web::{HttpRequest, web};

use crate::app::App;

/// The address of whoever sent a request, as far as it is known.
pub(crate) fn address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let app = request.app_data::<web::Data<App>>()?;
    Some(behind(peer, request.headers(), |address| app.trusts(address)))
}

/// The nearest address that is not one of our proxies. Each proxy adds the address that it was reached from at the end, so
/// the list is read backwards, and only as far as it was written by those who are believed.
fn behind(peer: IpAddr, headers: &HeaderMap, trusts: impl Fn(IpAddr) -> bool) -> IpAddr {
    let lists: Vec<&str> = headers.get_all(X_FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect();
    let mut told = lists.iter().rev().flat_map(|list| list.rsplit(',')).map(str::trim);
    let mut nearest = peer;
    while trusts(nearest) {
        match told.next().and_then(|address| address.parse::<IpAddr>().ok()) {
            Some(address) => nearest = address.to_canonical(),
            None => break,
        }
    }
    nearest
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn found(peer: &str, lists: &[&str]) -> String {
        let request =
            lists.iter().fold(TestRequest::get(), |request, list| request.append_header((X_FORWARDED_FOR, *list)));
        let request = request.to_http_request();
        let proxies: ipnet::IpNet = "10.0.0.0/8".parse().expect("a network");
        let peer = peer.parse().expect("an address");
        behind(peer, request.headers(), |address| proxies.contains(&address)).to_string()
    }

    #[test]
    fn only_proxies_that_are_believed_are_asked() {
        assert_eq!(found("192.0.2.1", &["198.51.100.7"]), "192.0.2.1", "anybody can write the header");
        assert_eq!(found("10.0.0.2", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(found("10.0.0.2", &["203.0.113.9, 198.51.100.7, 10.0.0.3"]), "198.51.100.7", "two proxies of ours");
        assert_eq!(
            found("10.0.0.2", &["203.0.113.9", "198.51.100.7"]),
            "198.51.100.7",
            "what the client wrote is not read"
        );
        assert_eq!(found("10.0.0.2", &[]), "10.0.0.2");
        assert_eq!(found("10.0.0.2", &["unknown"]), "10.0.0.2");
    }
}
