//! Users: making them, changing them, inviting them.

use chrono::TimeDelta;
use samfin_core::{Code, Issue, say};
use serde::{Deserialize, Serialize};

use super::super::budgets::tag;
use super::super::scope::{Grant, On, Right, Role};
use super::super::told::{Event, Told};
use super::super::{App, Desk, Error};
use super::grants::faults;
use super::{LINK_MINUTES, Password};
use crate::digest::sha256;
use crate::storage::grants::{self, Holder};
use crate::storage::links::{self, Purpose};
use crate::storage::{Tx, sessions, users as store};

pub use crate::storage::grants::{Held, Source};
pub use crate::storage::users::{Account, Status};

/// The longest login, in characters.
pub const LONGEST_LOGIN: usize = 100;

/// A person: the account, and what the person is trusted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account.
    pub account: Account,
    /// What the person is trusted with, in the order it was given.
    pub grants: Vec<Held>,
}

/// A person who is to have an account.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// What the person will sign in as; capitals make no difference.
    pub login: String,
    /// What the person is called.
    pub name: String,
    /// What the person is trusted with.
    pub grants: Vec<Grant>,
}

/// How a new user gets in.
#[derive(Debug, Clone)]
pub enum Entry {
    /// With a link to choose a password at.
    Invited,
    /// With a password that has been chosen.
    Password(Password),
}

/// What a user is to be from now on.
#[derive(Debug, Clone)]
pub struct UserText {
    /// What the person is called.
    pub name: String,
    /// Whether the person may sign in.
    pub status: Status,
    /// What somebody here trusts the person with; what groups give is not touched.
    pub grants: Vec<Grant>,
    /// Why.
    pub reason: Option<String>,
}

/// A login as it is kept.
#[must_use]
pub fn login(text: &str) -> String {
    text.trim().to_lowercase()
}

impl Desk {
    /// Makes a user. Beside it stands the secret of the link that was asked for; not when the request was one that had
    /// been carried out before, since nothing that is stored knows it.
    pub async fn create_user(&self, new: NewUser, entry: Entry) -> Result<(User, Option<String>), Error> {
        self.require(Right::ManagePeople, On::Service)?;
        let (hash, secret) = match entry {
            Entry::Invited => (None, Some(self.new_secret()?)),
            Entry::Password(password) => (Some(self.hash(password).await?), None),
        };
        let digest = secret.as_ref().map(|secret| sha256(secret.as_bytes()));
        let (account, held) = self.new_account(&new);
        let now = account.created_at;
        let made = self
            .write((account, held, hash, digest), move |tx, (account, held, hash, digest)| {
                Box::pin(async move {
                    let mut issues = refused_login(tx, &account.login).await?;
                    issues.extend(faults(tx, held).await?);
                    refuse(issues)?;
                    let made = insert(tx, account, held, hash.as_deref()).await?;
                    if let Some(digest) = digest {
                        let purpose = Purpose::Password(account.id.clone());
                        links::insert(tx, digest, &purpose, now, now + TimeDelta::minutes(LINK_MINUTES)).await?;
                    }
                    let told = Event::new("user.created", &account.id).to(&made);
                    Ok((made, told.into()))
                })
            })
            .await?;
        Ok((made, secret.filter(|_| !self.was_done_before())))
    }

    /// One user.
    pub async fn user(&self, id: String) -> Result<User, Error> {
        self.require(Right::ReadPeople, On::Service)?;
        self.db.read(id, |tx, id| Box::pin(whole(tx, id))).await
    }

    /// Users in the order they came, at most `limit` of those after the id `after`.
    pub async fn users(&self, after: Option<String>, limit: i64) -> Result<Vec<User>, Error> {
        self.require(Right::ReadPeople, On::Service)?;
        self.db
            .read(after.unwrap_or_default(), move |tx, after| {
                Box::pin(async move {
                    let accounts = store::page(tx, after, limit).await?;
                    let last = accounts.last().map_or("", |account| account.id.as_str());
                    let mut held = grants::of_users(tx, after, last).await?;
                    let users = accounts.into_iter().map(|account| {
                        let grants =
                            held.extract_if(.., |(user, _)| *user == account.id).map(|(_, held)| held).collect();
                        User { account, grants }
                    });
                    Ok(users.collect())
                })
            })
            .await
    }

    /// Writes over the revision that the caller had read. Closing ends the person's sessions; the last administrator stays.
    pub async fn replace_user(&self, id: String, revision: i64, text: UserText) -> Result<User, Error> {
        self.require(Right::ManagePeople, On::Service)?;
        let (now, held) = (self.now(), self.to_hold(&text.grants));
        let written = self
            .write((id, text, held), move |tx, (id, text, held)| {
                Box::pin(async move {
                    let administrators = store::hold_administrators(tx).await?;
                    let before = whole(tx, id).await?;
                    refuse_stale(&before, revision)?;
                    refuse(faults(tx, held).await?)?;
                    let account = Account {
                        name: text.name.clone(),
                        status: text.status,
                        changed_at: now,
                        ..before.account.clone()
                    };
                    store::replace(tx, &account, revision).await?;
                    grants::replace(tx, Holder::User(id), Source::Manual, held).await?;
                    // Where keys and the command line do all of it, there need not be any.
                    if administrators > 0 && store::hold_administrators(tx).await? == 0 {
                        return Err(last_administrator());
                    }
                    if text.status == Status::Closed {
                        sessions::end_all(tx, id).await?;
                        links::withdraw(tx, &Purpose::Password(id.clone())).await?;
                    }
                    let written = whole(tx, id).await?;
                    let told = told(&before, &written, text.reason.as_ref());
                    Ok((written, told))
                })
            })
            .await?;
        self.people.callers.forget();
        Ok(written)
    }

    /// Makes a new link at which a user chooses a password; the one before stops working. The password that the user has
    /// goes on being valid until a new one is chosen. The secret is not told twice, as with [`Desk::create_user`].
    pub async fn invite_user(&self, id: String) -> Result<(User, Option<String>), Error> {
        self.require(Right::ManagePeople, On::Service)?;
        let (now, secret) = (self.now(), self.new_secret()?);
        let digest = sha256(secret.as_bytes());
        let invited = self
            .write((id, digest), move |tx, (id, digest)| {
                Box::pin(async move {
                    let user = whole(tx, id).await?;
                    if user.account.issuer.is_some() {
                        return Err(Error::InvalidState {
                            detail: say!(
                                "Användaren loggar in någon annanstans och har inget lösenord här.",
                                "The user signs in elsewhere and has no password here."
                            ),
                            legal: Vec::new(),
                        });
                    }
                    if user.account.status == Status::Closed {
                        return Err(Error::InvalidState {
                            detail: say!(
                                "Kontot är stängt. Öppna det innan du bjuder in.",
                                "The account is closed. Open it before you invite."
                            ),
                            legal: vec!["put"],
                        });
                    }
                    let purpose = Purpose::Password(id.clone());
                    links::insert(tx, digest, &purpose, now, now + TimeDelta::minutes(LINK_MINUTES)).await?;
                    let told = Event::new("user.invited", id);
                    Ok((user, told.into()))
                })
            })
            .await?;
        Ok((invited, Some(secret).filter(|_| !self.was_done_before())))
    }
}

impl App {
    /// The account of a new user, and what it will hold.
    pub(super) fn new_account(&self, new: &NewUser) -> (Account, Vec<Held>) {
        let now = self.now();
        let account = Account {
            id: self.new_id(),
            login: login(&new.login),
            name: new.name.clone(),
            has_password: false,
            issuer: None,
            subject: None,
            status: Status::Active,
            revision: 1,
            created_at: now,
            changed_at: now,
        };
        (account, self.to_hold(&new.grants))
    }
}

/// Stores a user. From the first one on there is nothing to set up.
pub(super) async fn insert(tx: &mut Tx, new: &Account, held: &[Held], hash: Option<&str>) -> Result<User, Error> {
    store::insert(tx, new, hash).await?;
    grants::replace(tx, Holder::User(&new.id), Source::Manual, held).await?;
    links::withdraw(tx, &Purpose::Setup).await?;
    whole(tx, &new.id).await
}

/// A user as it is now.
pub(super) async fn whole(tx: &mut Tx, id: &str) -> Result<User, Error> {
    let account = store::get(tx, id).await?;
    let grants = grants::of(tx, Holder::User(id)).await?;
    Ok(User { account, grants })
}

/// What is wrong with a login, in its kept form.
pub(super) async fn refused_login(tx: &mut Tx, login: &str) -> Result<Vec<Issue>, Error> {
    if let Some(issue) = login_fault(login) {
        return Ok(vec![issue]);
    }
    let taken = store::with_login(tx, login).await?.is_some();
    let issue = || {
        let detail = say!("{login} finns redan; välj ett annat", "{login} is taken already; choose another one");
        Issue::new("/login", Code::DuplicateId, detail)
    };
    Ok(taken.then(issue).into_iter().collect())
}

/// What is wrong with the form of a login.
pub(super) fn login_fault(login: &str) -> Option<Issue> {
    if let Some(detail) = samfin_core::text::fault(login, false) {
        return Some(Issue::new("/login", Code::IllegalCharacter, detail));
    }
    if !(1..=LONGEST_LOGIN).contains(&login.chars().count()) {
        let detail = say!("skriv 1–{LONGEST_LOGIN} tecken", "write 1–{LONGEST_LOGIN} characters");
        return Some(Issue::new("/login", Code::TextLength, detail));
    }
    login.contains(char::is_whitespace).then(|| {
        let detail = say!("skriv inloggningsnamnet utan blanksteg", "write the login without spaces");
        Issue::new("/login", Code::IllegalCharacter, detail)
    })
}

pub(super) fn refuse(issues: Vec<Issue>) -> Result<(), Error> {
    if issues.is_empty() { Ok(()) } else { Err(samfin_core::Error::Invalid(issues).into()) }
}

fn refuse_stale(found: &User, revision: i64) -> Result<(), Error> {
    let now = found.account.revision;
    if now == revision {
        return Ok(());
    }
    Err(Error::Stale {
        detail: say!(
            "Användaren är nu på revision {now}. Hämta den och gör om ändringen.",
            "The user is now at revision {now}. Fetch it and make the change again."
        ),
        current: Some(tag(now)),
    })
}

fn last_administrator() -> Error {
    Error::InvalidState {
        detail: say!(
            "Det måste finnas minst en öppen administratör. Gör någon annan till administratör först.",
            "There must be at least one active administrator. Make somebody else one first."
        ),
        legal: Vec::new(),
    }
}

/// That a user was changed, in the word for the most that happened.
fn told(before: &User, after: &User, reason: Option<&String>) -> Told {
    let action = match (before.account.status, after.account.status) {
        (Status::Active, Status::Closed) => "user.closed",
        (Status::Closed, Status::Active) => "user.opened",
        _ => "user.changed",
    };
    Event::new(action, &after.account.id).from(before).to(after).because(reason).into()
}

/// Whether somebody with these grants may look after people.
#[must_use]
pub fn is_administrator(held: &[Held]) -> bool {
    held.iter().any(|grant| grant.role == Role::Admin.as_str())
}
