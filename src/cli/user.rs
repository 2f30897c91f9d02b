//! `samfin user create` and `samfin user list`.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use samfin_core::read::Reader;
use samfin_core::{Lang, say};

use super::args::{CreateUser, OutputFormat, UserVerb};
use super::failure::{Exit, Failure};
use super::people::{PAGE, desk, grant, listed, name, told};
use super::print;
use super::terminal::harmless;
use crate::app::Desk;
use crate::app::people::users::{Entry, NewUser, Status, User, login};
use crate::app::people::{LINK_MINUTES, Password};
use crate::config::Loaded;
use crate::http::people::UserView;

/// More than any password; the rest of what is handed over is not read.
const LONGEST_LINE: u64 = 4096;

pub(super) async fn run(loaded: &Loaded, verb: UserVerb, lang: Lang) -> Result<(), Failure> {
    match verb {
        UserVerb::Create(wanted) => create(loaded, &wanted, lang).await,
        UserVerb::List { format } => list(loaded, format, lang).await,
    }
}

async fn create(loaded: &Loaded, wanted: &CreateUser, lang: Lang) -> Result<(), Failure> {
    let mut reader = Reader::default();
    let person = name(&mut reader, "--name", &wanted.name);
    let grants = vec![grant(&mut reader, &wanted.grant)];
    let new = NewUser { login: login(&wanted.login), name: reader.finish(person)?, grants };
    let entry = if wanted.invite { Entry::Invited } else { Entry::Password(password(&new, lang)?) };
    let desk = desk(loaded).await?;
    let made = desk.create_user(new, entry).await;
    desk.close().await;
    let (user, secret) = made?;
    let login = harmless(&user.account.login);
    if let Some(secret) = secret {
        let note = say!(
            "{login} finns nu. Öppna adressen /losenord/ följd av hemligheten i tjänsten inom {LINK_MINUTES} minuter för att välja lösenord.",
            "{login} exists now. Open the address /losenord/ followed by the secret in the service within {LINK_MINUTES} minutes to choose a password."
        );
        eprintln!("{}", note.get(lang));
        return print(&format!("{secret}\n"));
    }
    eprintln!("{}", say!("{login} finns nu och kan logga in.", "{login} exists now and can sign in.").get(lang));
    print(&format!("{}\n", user.account.id))
}

/// Asked for twice on a terminal; otherwise the first line of what is handed over.
fn password(new: &NewUser, lang: Lang) -> Result<Password, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::new(Exit::Input, say!("Lösenordet kan inte läsas: {error}.", "The password cannot be read: {error}."))
    };
    let input = std::io::stdin();
    let text = if input.is_terminal() {
        let ask = |question: samfin_core::Text| rpassword::prompt_password(question.get(lang)).map_err(unreadable);
        let text = ask(say!("Lösenord (minst 12 tecken): ", "Password (at least 12 characters): "))?;
        if ask(say!("En gång till: ", "Once more: "))? != text {
            let detail = say!("Lösenorden är inte lika. Försök igen.", "The passwords differ. Try again.");
            return Err(Failure::new(Exit::Input, detail));
        }
        text
    } else {
        let mut line = String::new();
        input.lock().take(LONGEST_LINE).read_line(&mut line).map_err(unreadable)?;
        line.trim_end_matches(['\n', '\r']).to_owned()
    };
    let chosen = Password::choose(&text, &new.login, &new.name);
    chosen.map_err(|trouble| samfin_core::Error::one(trouble.issue("(password)")).into())
}

async fn list(loaded: &Loaded, format: OutputFormat, lang: Lang) -> Result<(), Failure> {
    let desk = desk(loaded).await?;
    let users = everybody(&desk).await;
    desk.close().await;
    let users = users?;
    let headers = [
        say!("id", "id"),
        say!("inloggning", "login"),
        say!("namn", "name"),
        say!("läge", "status"),
        say!("behörigheter", "grants"),
    ];
    let row = |User { account, grants }: &User| {
        let status = match account.status {
            Status::Active if account.has_password || account.issuer.is_some() => say!("öppet", "active"),
            Status::Active => say!("inbjuden", "invited"),
            Status::Closed => say!("stängt", "closed"),
        };
        let (id, login, name) = (account.id.clone(), account.login.clone(), account.name.clone());
        vec![id, login, name, status.get(lang).to_owned(), told(grants, lang)]
    };
    let rows = users.iter().map(row).collect();
    let items: Vec<_> = users.into_iter().map(UserView::from).collect();
    listed(&headers, rows, &items, format, lang)
}

async fn everybody(desk: &Desk) -> Result<Vec<User>, crate::app::Error> {
    let mut users: Vec<User> = Vec::new();
    loop {
        let after = users.last().map(|user| user.account.id.clone());
        let page = desk.users(after, PAGE).await?;
        if page.is_empty() {
            return Ok(users);
        }
        users.extend(page);
    }
}
