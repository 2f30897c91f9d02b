//! The frame around every page: the way past it, header with menu and languages, what the page says, footer.
//!
//! Below 900 px the menu is folded into a button that needs no script; `assets/app.css` chooses which of the two
//! menus is there, and the other one is there for nobody, screen readers included.

use maud::{DOCTYPE, Markup, html};
use samfin_core::Lang;

use super::assets::{ICON, SCRIPT, STYLE};
use super::language::{escaped, switch};
use super::parts::capital;
use super::visitor::Visitor;
use super::words::{Key, key, t};
use crate::app::Occasion;
use crate::app::scope::{On, Right};

/// A place in the menu, or beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Basis,
    Scenarios,
    Years,
    Invoices,
    Waiting,
    Parties,
    Log,
    Help,
}

/// The menu, in its order: the pages that exist, and the right without which one is not shown.
const MENU: &[(Place, &str, Key, Option<Right>)] = &[
    (Place::Overview, "/", key!("nav-overview"), None),
    (Place::Basis, "/underlag", key!("nav-basis"), None),
    (Place::Scenarios, "/scenarier", key!("nav-scenarios"), None),
    (Place::Years, "/ar", key!("years-title"), None),
    (Place::Invoices, "/fakturor", key!("invoices-title"), Some(Right::ReadInvoices)),
    (Place::Parties, "/parter", key!("nav-parties"), None),
];

/// A right, and on what.
type Needed = (Right, On<'static>);

/// What stands beside the menu: for whoever looks after the service, and help.
const BESIDE: &[(Option<Place>, &str, Key, Option<Needed>)] = &[
    (Some(Place::Waiting), "/attest", key!("waiting-title"), Some((Right::Attest, On::Anything))),
    (None, "/installningar", key!("account-settings"), Some((Right::ReadOrganisations, On::Service))),
    (Some(Place::Log), "/logg", key!("nav-log"), Some((Right::ReadAudit, On::Anything))),
    (None, "/delade", key!("shares-title"), Some((Right::ReadShareLinks, On::Anything))),
    (Some(Place::Help), "/hjalp", key!("nav-help"), None),
];

/// What a page says.
pub(super) struct Page<'a> {
    /// Its heading, which is also the title of the window.
    pub(super) title: &'a str,
    /// Where it is in the menu.
    pub(super) place: Option<Place>,
    /// Beside the heading: at most one primary button, links.
    pub(super) actions: Option<Markup>,
    /// Everything below the heading.
    pub(super) content: Markup,
}

/// The whole document.
pub(super) fn frame(visitor: &Visitor, page: &Page<'_>) -> Markup {
    let words = visitor.words;
    let lang = words.lang().tag();
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (page.title) " – " (t!(words, "brand")) }
                link rel="stylesheet" href=(STYLE.address());
                link rel="icon" href=(ICON.address()) type="image/svg+xml";
                script type="module" src=(SCRIPT.address()) {}
            }
            body {
                a.skip href="#innehall" { (t!(words, "skip")) }
                header {
                    (top(visitor, page.place))
                    (example(visitor))
                }
                main #innehall tabindex="-1" {
                    div.head {
                        h1 { (page.title) }
                        @if let Some(actions) = &page.actions { div.acts { (actions) } }
                    }
                    (page.content)
                }
                (footer(visitor))
            }
        }
    }
}

fn top(visitor: &Visitor, place: Option<Place>) -> Markup {
    let words = visitor.words;
    html! {
        div.top {
            a.brand href="/" {
                svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false" {
                    rect x="1" y="11" width="5" height="10" rx="1" {}
                    rect x="8.5" y="6" width="5" height="15" rx="1" {}
                    rect x="16" y="1" width="5" height="20" rx="1" {}
                }
                (t!(words, "brand"))
            }
            nav.wide aria-label=(t!(words, "menu-label")) { (menu(visitor, place)) }
            @if let Some(organisation) = &visitor.site().organisation { span.who { (organisation) } }
            (account(visitor, place))
            (languages(visitor))
            details.folded {
                summary.btn { (t!(words, "menu")) }
                nav aria-label=(t!(words, "menu-label")) { (menu(visitor, place)) (account(visitor, place)) }
            }
        }
    }
}

fn menu(visitor: &Visitor, here: Option<Place>) -> Markup {
    let may = |right: &Right| visitor.app.scope().may(*right, On::Anything);
    html! {
        ul {
            @for (place, address, name, _) in MENU.iter().filter(|(.., right)| right.as_ref().is_none_or(may)) {
                li { a href=(address) aria-current=[(here == Some(*place)).then_some("page")] { (visitor.words.get(*name)) } }
            }
        }
    }
}

/// What stands beside the menu, who is signed in, and the way in or out.
fn account(visitor: &Visitor, here: Option<Place>) -> Markup {
    let (words, scope) = (visitor.words, visitor.app.scope());
    let may = |right: &Option<Needed>| right.is_none_or(|(right, on)| scope.may(right, on));
    html! {
        div.me {
            @for (place, address, name, _) in BESIDE.iter().filter(|(.., right)| may(right)) {
                a href=(address) aria-current=[(place.is_some() && here == *place).then_some("page")] { (words.get(*name)) }
            }
            @if visitor.has_session {
                span.name { (scope.actor.name()) }
                form method="post" action="/logga-ut" {
                    (visitor.form_token())
                    button type="submit" { (t!(words, "account-sign-out")) }
                }
            } @else if !scope.is_somebody() && !visitor.address.starts_with("/logga-in") {
                a href=(format!("/logga-in?till={}", escaped(&visitor.address))) { (t!(words, "account-sign-in")) }
            }
        }
    }
}

/// The other language, in its own words.
fn languages(visitor: &Visitor) -> Markup {
    let (other, name) = match visitor.words.lang() {
        Lang::Sv => (Lang::En, "English"),
        Lang::En => (Lang::Sv, "Svenska"),
    };
    html! { a.lang href=(switch(other, &visitor.address)) lang=(other.tag()) hreflang=(other.tag()) { (name) } }
}

/// That nothing here is for real, when it is not.
fn example(visitor: &Visitor) -> Markup {
    let words = visitor.words;
    html! {
        @if visitor.site().occasion == Occasion::Example {
            p.example {
                strong { (t!(words, "example")) } " "
                (t!(words, "example-what", date = words.format().date(visitor.now().date())))
            }
            (roles(visitor))
        }
    }
}

/// In whose role the demo is looked at, and the switch to another one.
fn roles(visitor: &Visitor) -> Markup {
    let words = visitor.words;
    let own = visitor.app.scope().grants().first().map(|grant| grant.role);
    html! {
        @if !visitor.has_session && own.is_some() && visitor.app.roles().next().is_some() {
            form.roles method="get" action="/roll" {
                input type="hidden" name="sida" value=(visitor.address);
                label for="roll-byt" { (t!(words, "role-is")) }
                select #roll-byt name="som" {
                    @for role in visitor.app.roles() {
                        option value=(role.as_str()) selected[Some(role) == own] { (capital(role.name().get(words.lang()))) }
                    }
                }
                button.btn type="submit" { (t!(words, "role-switch")) }
            }
        }
    }
}

fn footer(visitor: &Visitor) -> Markup {
    let words = visitor.words;
    let (now, format) = (visitor.now(), words.format());
    html! {
        footer.foot {
            p {
                (t!(words, "foot-shown", date = format.date(now.date()), time = format.time(now.time()))) " "
                (t!(words, "foot-population")) " "
                (t!(words, "foot-version", version = env!("CARGO_PKG_VERSION")))
            }
            ul {
                li { a href="/ordlista" { (t!(words, "nav-glossary")) } }
                li { a href="/api/docs/" { (t!(words, "foot-api")) } }
                li { a href="/problems" { (t!(words, "foot-problems")) } }
                li { a href="/tillganglighet" { (t!(words, "foot-accessibility")) } }
            }
        }
    }
}
