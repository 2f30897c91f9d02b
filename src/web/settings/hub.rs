//! The way to what is looked after, and the form that fetches the books.

use actix_web::{HttpResponse, get};
use chrono::Datelike as _;
use maud::{Markup, html};

use crate::app::Error;
use crate::app::export_layouts::Exports;
use crate::app::organisations::Filter;
use crate::app::scope::{On, Right, Scope};
use crate::http::problem::Problem;
use crate::web::layout::Page;
use crate::web::visitor::Visitor;
use crate::web::words::{Key, key, t};

/// A place, what it is called and is for, and the right without which it is not shown.
struct Place {
    address: &'static str,
    name: Key,
    what: Key,
    right: Right,
    /// Whether the right must hold for the whole service.
    everywhere: bool,
}

const PLACES: &[Place] = &[
    Place {
        address: "/installningar/organisationer",
        name: key!("organisations-title"),
        what: key!("settings-organisations"),
        right: Right::ReadOrganisations,
        everywhere: true,
    },
    Place {
        address: "/betalningar",
        name: key!("payments-title"),
        what: key!("settings-payments"),
        right: Right::ReadInvoices,
        everywhere: false,
    },
    Place {
        address: "/utbetalningar",
        name: key!("payouts-title"),
        what: key!("settings-payouts"),
        right: Right::ReadInvoices,
        everywhere: false,
    },
    Place {
        address: "/installningar/referensrantor",
        name: key!("rates-title"),
        what: key!("settings-rates"),
        right: Right::ReadInvoices,
        everywhere: false,
    },
    Place {
        address: "/anvandare",
        name: key!("users-title"),
        what: key!("settings-users"),
        right: Right::ReadPeople,
        everywhere: true,
    },
    Place {
        address: "/nycklar",
        name: key!("keys-title"),
        what: key!("settings-keys"),
        right: Right::ReadPeople,
        everywhere: true,
    },
    Place {
        address: "/delade",
        name: key!("shares-title"),
        what: key!("settings-shares"),
        right: Right::ReadShareLinks,
        everywhere: false,
    },
    Place {
        address: "/logg",
        name: key!("log-title"),
        what: key!("settings-log"),
        right: Right::ReadAudit,
        everywhere: false,
    },
];

fn open(scope: &Scope) -> impl Iterator<Item = &'static Place> + '_ {
    PLACES.iter().filter(|place| scope.may(place.right, if place.everywhere { On::Service } else { On::Anything }))
}

/// Whether there is anything here for somebody.
fn is_open(scope: &Scope) -> bool {
    open(scope).next().is_some()
}

/// The way to everything.
#[get("/installningar")]
pub(in crate::web) async fn settings(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let scope = visitor.app.scope();
    if !is_open(scope) {
        let refused = if scope.is_somebody() { Error::Forbidden } else { Error::Unauthenticated };
        return Err(refused.into());
    }
    let words = visitor.words;
    let content = html! {
        dl.entries.places.card {
            @for place in open(scope) {
                div { dt { a href=(place.address) { (words.get(place.name)) } } dd { (words.get(place.what)) } }
            }
        }
        (books(&visitor).await?)
        (super::door::card(&visitor).await?)
    };
    let title = t!(words, "account-settings");
    Ok(visitor.page_of_data(&Page { title: &title, place: None, actions: None, content }))
}

/// The form that fetches the books, for those who see them.
async fn books(visitor: &Visitor) -> Result<Markup, Problem> {
    let (words, scope) = (visitor.words, visitor.app.scope());
    if !scope.may(Right::ReadLedger, On::Anything) || !scope.may(Right::ReadOrganisations, On::Service) {
        return Ok(html! {});
    }
    let issuers = visitor.app.organisations(Filter::default(), None, 200).await?;
    let year = visitor.now().year();
    let mut layouts: Vec<(String, String)> = Vec::new();
    // Those whose books are exported are the few that issue.
    for one in issuers.iter().filter(|one| one.details.accounts.is_some()) {
        let kept = visitor.app.export_layouts(one.id.clone()).await?;
        let of_books = kept.into_iter().filter(|layout| layout.exports == Exports::Ledger);
        layouts.extend(of_books.map(|layout| (format!("{} ({})", layout.name, one.details.name), layout.name)));
    }
    Ok(html! {
        section.card aria-labelledby="bokforing" {
            h2 #bokforing { (t!(words, "books-title")) }
            p { (t!(words, "books-what")) }
            form.filter method="get" action="/installningar/bokforing" {
                div.field {
                    label for="utstallare" { (t!(words, "books-issuer")) }
                    select #utstallare name="utstallare" {
                        @for one in issuers.iter().filter(|one| one.details.accounts.is_some()) {
                            option value=(one.details.organisation_number) { (one.details.name) }
                        }
                    }
                }
                div.field {
                    label for="fran" { (t!(words, "log-from")) }
                    input #fran name="fran" type="date" required min="2000-01-01" max="2100-12-31" value=(format!("{year}-01-01"));
                }
                div.field {
                    label for="till" { (t!(words, "log-to")) }
                    input #till name="till" type="date" required min="2000-01-01" max="2100-12-31" value=(visitor.now().date());
                }
                @if !layouts.is_empty() {
                    div.field {
                        label for="layout" { (t!(words, "books-layout")) }
                        select #layout name="layout" {
                            option value="" { (t!(words, "books-layout-usual")) }
                            @for (shown, name) in &layouts { option value=(name) { (shown) } }
                        }
                    }
                }
                div.acts {
                    button.btn type="submit" name="form" value="sie" { (t!(words, "books-sie")) }
                    button.btn type="submit" name="form" value="csv" { (t!(words, "books-csv")) }
                }
            }
            p.note { (t!(words, "books-note")) }
        }
    })
}
