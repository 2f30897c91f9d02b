//! The pages in the matrix: `pages.toml`, held to the service as everyone, on both databases.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use reqwest::RequestBuilder;
use samfin::app::scope::Role;
use samfin::web::{ADDRESSES, FORMS};
use serde::Deserialize;

use super::{Caller, Things, key};
use crate::databases::on_both_databases;
use crate::dump::dump;
use crate::people::{browser, form};
use crate::server::{Answer, NOW, Server};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pages {
    read: Vec<Page>,
    send: Vec<Page>,
}

/// A page as it is read, or a form as it is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    /// Its address among those of the service.
    #[serde(rename = "page")]
    path: String,
    /// Where it is asked for, if that is not the same: `{agreement}` and the like stand for the ids of things.
    at: Option<String>,
    /// What is sent.
    #[serde(default)]
    fields: String,
    /// The file that is sent, for a form that takes one.
    file: Option<String>,
    /// What those get who may, where it is nothing of [`SHOWN`] or [`TAKEN`].
    status: Option<u16>,
    /// Who may.
    #[serde(default)]
    may: Vec<String>,
    /// Whether it is there for those without a name too.
    #[serde(default)]
    open: bool,
}

impl Pages {
    fn read() -> Self {
        toml::from_str(include_str!("pages.toml")).expect("the file can be read")
    }
}

impl Page {
    fn allows(&self, role: Role) -> bool {
        self.open || self.may.iter().any(|name| name == role.as_str())
    }

    fn address(&self, on: &Things) -> String {
        filled(self.at.as_deref().unwrap_or(&self.path), on)
    }
}

fn filled(text: &str, on: &Things) -> String {
    let ids = [
        ("{agreement}", &on.agreement),
        ("{draft}", &on.draft),
        ("{shared}", &on.shared),
        ("{locked}", &on.locked),
        ("{organisation}", &on.organisation),
        ("{user}", &on.user),
        ("{key}", &on.key),
        ("{link}", &on.link),
        ("{issued}", &on.invoices[0]),
        ("{called}", &on.invoices[1]),
        ("{attested}", &on.invoices[2]),
        ("{payment}", &on.payment),
        ("{import}", &on.payment_import),
    ];
    ids.into_iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
}

fn as_caller(request: RequestBuilder, caller: &Caller) -> RequestBuilder {
    if let Caller::Key(key) = caller { request.bearer_auth(key) } else { request }
}

/// A page, or the way to one of the reader's own.
const SHOWN: &[u16] = &[200, 303];
/// Done, or what is wrong with the form or with what it asks for.
const TAKEN: &[u16] = &[200, 303, 409, 412, 422];

async fn read(server: &Server, caller: &Caller, page: &Page, on: &Things) -> Answer {
    Answer::of(as_caller(browser(server, "GET", &page.address(on)), caller)).await
}

async fn send(server: &Server, caller: &Caller, page: &Page, on: &Things) -> Answer {
    let fields = filled(&page.fields, on);
    let fields: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(fields.as_bytes()).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    let address = page.address(on);
    let request = match &page.file {
        None => form(server, &address, &fields),
        Some(file) => {
            let body = format!(
                "--x\r\ncontent-disposition: form-data; name=\"fil\"; filename=\"a.xml\"\r\n\r\n{file}\r\n--x--\r\n"
            );
            let request = browser(server, "POST", &address).header("sec-fetch-site", "same-origin");
            request.header("content-type", "multipart/form-data; boundary=x").body(body)
        }
    };
    Answer::of(as_caller(request, caller)).await
}

/// Whether somebody was turned away: told so, sent to sign in, or told that there is no such thing.
fn is_turned_away(answer: &Answer) -> bool {
    let to_sign_in = answer.header("location").is_some_and(|place| place.starts_with("/logga-in"));
    matches!(answer.status, 401 | 403 | 404) || to_sign_in
}

impl Page {
    /// Whether an answer is what somebody gets who may.
    fn is_let_in(&self, answer: &Answer, usual: &[u16]) -> bool {
        match self.status {
            Some(status) => answer.status == status,
            None => !is_turned_away(answer) && usual.contains(&answer.status),
        }
    }
}

/// The addresses that stand over the handlers of the pages.
fn handlers(folder: &Path, shown: &mut BTreeSet<String>, taken: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            handlers(&path, shown, taken);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for line in text.lines() {
            if let Some(address) = line.strip_prefix("#[get(\"").and_then(|rest| rest.strip_suffix("\")]")) {
                shown.insert(address.to_owned());
            }
            if let Some(address) = line.strip_prefix("#[post(\"").and_then(|rest| rest.strip_suffix("\")]")) {
                taken.insert(address.to_owned());
            }
        }
    }
}

#[test]
fn every_page_is_in_the_matrix() {
    let pages = Pages::read();
    let of = |rows: &[Page]| -> BTreeSet<String> { rows.iter().map(|row| row.path.clone()).collect() };
    let known = |all: &[&str]| -> BTreeSet<String> { all.iter().map(ToString::to_string).collect() };
    assert_eq!(of(&pages.read), known(ADDRESSES));
    assert_eq!(of(&pages.send), known(FORMS));
    // And those two lists are all there is.
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let (mut shown, mut taken) = (BTreeSet::new(), BTreeSet::new());
    handlers(&source, &mut shown, &mut taken);
    assert_eq!((shown, taken), (known(ADDRESSES), known(FORMS)));
    let roles: BTreeSet<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    assert!(pages.read.iter().chain(&pages.send).flat_map(|row| &row.may).all(|role| roles.contains(role.as_str())));
}

on_both_databases! {
    async fn a_page_is_shown_to_those_whom_the_matrix_names(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        let mut wrong = Vec::new();
        for page in &Pages::read().read {
            for role in Role::ALL {
                let caller = key(&server.app, role, None).await;
                let answer = read(&server, &caller, page, &things).await;
                let is_right = if page.allows(role) { page.is_let_in(&answer, SHOWN) } else { is_turned_away(&answer) };
                if !is_right {
                    wrong.push(format!("{} as {}: {}", page.address(&things), role.as_str(), answer.status));
                }
            }
            let answer = read(&server, &Caller::Nobody, page, &things).await;
            let is_right = if page.open { page.is_let_in(&answer, SHOWN) } else { is_turned_away(&answer) };
            if !is_right {
                wrong.push(format!("{} as nobody: {}", page.address(&things), answer.status));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_form_is_taken_from_those_whom_the_matrix_names(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        // The files of what is issued are written afterwards, in their own time.
        let stored = async || {
            let mut stored = dump(server.database.as_ref().expect("its database")).await;
            stored.retain(|table, _| !table.starts_with("invoice_file"));
            stored
        };
        let mut wrong = Vec::new();
        for page in Pages::read().send.iter().filter(|page| !page.open) {
            // Those who may not first: they leave nothing behind.
            let (may, may_not): (Vec<Role>, Vec<Role>) = Role::ALL.into_iter().partition(|role| page.allows(*role));
            let mut turned_away = vec![("nobody", Caller::Nobody)];
            for role in may_not {
                turned_away.push((role.as_str(), key(&server.app, role, None).await));
            }
            let before = stored().await;
            for (who, caller) in turned_away {
                let answer = send(&server, &caller, page, &things).await;
                if !is_turned_away(&answer) {
                    wrong.push(format!("{} {} as {who}: {}", page.address(&things), page.fields, answer.status));
                }
            }
            if stored().await != before {
                wrong.push(format!("{} {}: something is stored", page.address(&things), page.fields));
            }
            for role in may {
                let caller = key(&server.app, role, None).await;
                let answer = send(&server, &caller, page, &things).await;
                if !page.is_let_in(&answer, TAKEN) {
                    let who = role.as_str();
                    wrong.push(format!("{} {} as {who}: {}", page.address(&things), page.fields, answer.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn a_form_about_scenarios_is_shown_to_those_it_is_taken_from(database) {
        let server = Server::closed(database, NOW).await;
        let things = Things::make(&server.app).await;
        let rows = Pages::read().send;
        let forms: Vec<&Page> = rows.iter().filter(|row| row.path == "/scenarier/{scenario}").collect();
        let save = rows.iter().find(|row| row.path == "/jamfor/spara").expect("the form that saves");
        for role in Role::ALL {
            let caller = key(&server.app, role, None).await;
            let seen = async |path: &str| Answer::of(as_caller(browser(&server, "GET", &filled(path, &things)), &caller)).await;
            let shared = seen("/scenarier/{shared}").await;
            assert_eq!(shared.status, 200, "{role:?}: {}", shared.body);
            for form in &forms {
                let step = form.fields.split('&').find_map(|field| field.strip_prefix("gor=")).expect("a step");
                let shows = |page: &Answer| page.body.contains(&format!("name=\"gor\" value=\"{step}\""));
                let page = seen(&form.address(&things)).await;
                assert_eq!(shows(&page), form.allows(role), "{step} as {role:?}: {}", page.body);
                assert!(form.allows(role) || !shows(&shared), "{step} as {role:?}: {}", shared.body);
            }
            let list = seen("/scenarier?avtal={agreement}").await.body;
            assert_eq!(list.contains("Dela, lås, ta bort"), forms.iter().all(|form| form.allows(role)), "{role:?}: {list}");
            let compare = seen("/jamfor?avtal={agreement}&s=avtal&aktiv=0").await.body;
            let saves = save.allows(role);
            assert_eq!((compare.contains("id=\"spara\""), compare.contains("href=\"#spara\"")), (saves, saves), "{role:?}: {compare}");
        }
    }
}
