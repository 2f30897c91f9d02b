//! What one-time links are for: the first administrator, and choosing a password.

use chrono::TimeDelta;
use samfin_core::json::Json;
use samfin_core::read::{Node, Reader};
use samfin_core::{Issue, say};

use super::super::scope::{Grant, Role};
use super::super::told::{Event, Told};
use super::super::{App, Desk, Error};
use super::users::{Account, NewUser, Status, User, insert, refused_login};
use super::{LINK_MINUTES, Password, sessions};
use crate::digest::sha256;
use crate::storage::links::{self, Purpose};
use crate::storage::{sessions as stored, users as store};

/// What a link that can be used leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// To the making of the first administrator.
    Setup,
    /// To the choice of this user's password.
    Password(Account),
}

/// Who the first administrator is to be.
#[derive(Debug, Clone)]
pub struct First {
    /// What that one will sign in as.
    pub login: String,
    /// What that one is called.
    pub name: String,
    /// The password, as it was typed.
    pub password: String,
}

impl App {
    /// A new link at which the first administrator is made, when there is nobody yet. The one before it stops working.
    pub async fn first_run(&self) -> Result<Option<String>, Error> {
        let (now, secret) = (self.now(), self.new_secret()?);
        let digest = sha256(secret.as_bytes());
        let needed: bool = self
            .db
            .write(digest, move |tx, digest| {
                Box::pin(async move {
                    if store::any(tx).await? {
                        return Ok(false);
                    }
                    links::insert(tx, digest, &Purpose::Setup, now, now + TimeDelta::minutes(LINK_MINUTES)).await?;
                    Ok::<_, Error>(true)
                })
            })
            .await?;
        Ok(needed.then_some(secret))
    }
}

impl Desk {
    /// What a link leads to, for whoever has it.
    pub async fn link(&self, secret: &str) -> Result<Link, Error> {
        let now = self.now();
        self.db
            .read(sha256(secret.as_bytes()), move |tx, digest| {
                Box::pin(async move {
                    match links::find(tx, digest, now).await?.ok_or_else(spent)? {
                        Purpose::Setup if store::any(tx).await? => Err(spent()),
                        Purpose::Setup => Ok(Link::Setup),
                        Purpose::Password(user) => Ok(Link::Password(store::get(tx, &user).await?)),
                    }
                })
            })
            .await
    }

    /// Makes the first administrator and signs that one in; the token of the session.
    pub async fn set_up(&self, secret: &str, first: First) -> Result<String, Error> {
        if self.link(secret).await? != Link::Setup {
            return Err(spent());
        }
        let grants = vec![Grant::everywhere(Role::Admin)];
        let new = NewUser { login: first.login, name: first.name, grants };
        let (account, held) = self.new_account(&new);
        let mut issues = named(&account.name);
        let chosen = chosen(&first.password, &account, &mut issues);
        let found = self.db.read(account.login.clone(), |tx, login| Box::pin(refused_login(tx, login))).await?;
        issues.splice(0..0, found);
        let hash = match chosen {
            Some(password) if issues.is_empty() => self.hash(password).await?,
            _ => return Err(samfin_core::Error::Invalid(issues).into()),
        };
        let token = self.new_secret()?;
        let session = self.new_session(&account.id, &token);
        let (digest, now) = (sha256(secret.as_bytes()), self.now());
        let desk = self.as_user(&account);
        desk.write((account, held, hash, session, digest), move |tx, (account, held, hash, session, digest)| {
            Box::pin(async move {
                if !links::take(tx, digest, now).await? || store::any(tx).await? {
                    return Err(spent());
                }
                let made = insert(tx, account, held, Some(hash)).await?;
                sessions::begin(tx, session).await?;
                let told: Told = [
                    Event::new("user.created", &account.id).because(Some("first run")).to(&made),
                    Event::new("session.started", &account.id),
                ]
                .into_iter()
                .collect();
                Ok((made, told))
            })
        })
        .await
        .map(|_: User| token)
    }

    /// Chooses the password of the user that a link is for, ends the sessions there were, and signs the user in; the token
    /// of the session.
    pub async fn choose_password(&self, secret: &str, typed: &str) -> Result<String, Error> {
        let Link::Password(account) = self.link(secret).await? else { return Err(spent()) };
        let mut issues = Vec::new();
        let Some(password) = chosen(typed, &account, &mut issues) else {
            return Err(samfin_core::Error::Invalid(issues).into());
        };
        let hash = self.hash(password).await?;
        let token = self.new_secret()?;
        let session = self.new_session(&account.id, &token);
        let (digest, now) = (sha256(secret.as_bytes()), self.now());
        let desk = self.as_user(&account);
        desk.write((account.id, hash, session, digest), move |tx, (id, hash, session, digest)| {
            Box::pin(async move {
                if !links::take(tx, digest, now).await? || store::get(tx, id).await?.status == Status::Closed {
                    return Err(spent());
                }
                store::set_password(tx, id, hash, now).await?;
                stored::end_all(tx, id).await?;
                sessions::begin(tx, session).await?;
                let told = [Event::new("user.password_chosen", id), Event::new("session.started", id)];
                Ok(((), told.into_iter().collect()))
            })
        })
        .await?;
        self.people.callers.forget();
        Ok(token)
    }
}

/// The password, if it may be chosen; otherwise why not.
fn chosen(typed: &str, account: &Account, issues: &mut Vec<Issue>) -> Option<Password> {
    let chosen = Password::choose(typed, &account.login, &account.name);
    chosen.map_err(|trouble| issues.push(trouble.issue("/password"))).ok()
}

/// What is wrong with a name.
fn named(name: &str) -> Vec<Issue> {
    let mut reader = Reader::default();
    reader.name(&Node::rooted(&Json::String(name.into()), "/name"));
    reader.issues().to_vec()
}

fn spent() -> Error {
    Error::NotFound(say!(
        "Länken har använts eller gått ut. Be en administratör om en ny; är tjänsten ny, starta om den.",
        "The link has been used or has run out. Ask an administrator for a new one; if the service is new, start it again."
    ))
}
