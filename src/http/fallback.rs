//! Requests that no operation takes: a wrong method on a known address, or an unknown address.

use std::sync::LazyLock;

use actix_web::HttpRequest;
use actix_web::dev::ResourceDef;
use samfin_core::say;

use super::front::Front;
use super::openapi::{methods, openapi};
use super::problem::{Problem, Service};

/// What every address that is read takes: HEAD is GET without a body.
const READ: &str = "GET, HEAD";

/// Every address but those of the pages, with the methods it has.
static ADDRESSES: LazyLock<Vec<(ResourceDef, String)>> = LazyLock::new(|| {
    let operations = openapi().paths.paths.iter().map(|(path, item)| {
        let methods = methods(item).map(|(method, _)| if method == "GET" { READ } else { method });
        (ResourceDef::new(path.as_str()), methods.collect::<Vec<_>>().join(", "))
    });
    let extras = super::EXTRAS.iter().map(|extra| (ResourceDef::new(*extra), READ.to_owned()));
    operations.chain(extras).collect()
});

/// Answers 405 with `Allow`, or 404.
pub async fn fallback(request: HttpRequest) -> Result<actix_web::HttpResponse, Problem> {
    let path = request.path();
    let page = request.app_data::<Front>().and_then(|front| (front.methods)(path));
    let found = ADDRESSES.iter().find(|(address, _)| address.is_match(path)).map(|(_, methods)| methods.as_str());
    let Some(allowed) = found.or(page) else {
        return Err(Problem::not_found(say!(
            "Det finns inget på den här adressen. Adresserna står på /api/docs.",
            "There is nothing at this address. The addresses are listed at /api/docs."
        )));
    };
    if allowed.split(", ").any(|method| method == request.method().as_str()) {
        // The address takes the method and still nothing answered: a file of a page that is not there.
        return Err(Problem::not_found(say!("Det finns ingen sådan sida.", "There is no such page.")));
    }
    let detail = say!("Den här adressen tar bara {allowed}.", "This address only takes {allowed}.");
    Err(Problem::new(Service::MethodNotAllowed, detail).allowing(allowed))
}
