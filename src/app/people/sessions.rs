//! Signing in and out.
//!
//! | a session ends | when |
//! | --- | --- |
//! | by itself | 30 minutes after it was last used, or 12 hours after it began |
//! | at once | when its owner signs out, chooses a new password, or the account is closed |
//!
//! Whoever tries in vain is slowed, per account and per address, and never locked out: the twenty-first try within a minute
//! has to wait. A wrong password, an unknown login and a closed account get one answer, after the same work.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::scope::{Actor, Scope};
use super::super::told::{Event, Told};
use super::super::{App, Desk, Error};
use super::callers::Caller;
use super::grants::granted;
use super::users::{Account, Status, login};
use crate::digest::sha256;
use crate::storage::grants::{self, Holder};
use crate::storage::sessions::{self as store, Session};
use crate::storage::{Tx, attempts, users};

/// How long a session lasts without being used.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
/// How long a session lasts at most.
pub const LONGEST: TimeDelta = TimeDelta::hours(12);
/// How exactly it is written down when a session was last used.
const NOTED: TimeDelta = TimeDelta::seconds(60);

/// What a form must carry, made from what the browser keeps: whoever cannot read one cannot write the other.
#[must_use]
pub fn form_token(secret: &str) -> String {
    sha256(format!("form:{secret}").as_bytes())
}

impl Desk {
    /// Signs somebody in who comes from `from`: the token of the new session, or nothing when login and password do not
    /// belong together.
    pub async fn sign_in(&self, typed: &str, password: &str, from: Option<IpAddr>) -> Result<Option<String>, Error> {
        let login = login(typed);
        let (now, subjects) = (self.now(), subjects(&login, from));
        self.take_try(subjects.clone(), now).await?;
        let found = self.db.read(login, |tx, login| Box::pin(users::with_login(tx, login))).await;
        let found = found.map_err(Error::from)?;
        let (account, hash) = found.unzip();
        if !self.verify(password, hash.flatten()).await? {
            return Ok(None);
        }
        let Some(account) = account.filter(|account| account.status == Status::Active) else { return Ok(None) };
        self.start_session(account, Some((subjects, now))).await.map(Some)
    }

    /// Counts a try before it is known whether it is in vain.
    async fn take_try(&self, subjects: Vec<String>, now: DateTime<Utc>) -> Result<(), Error> {
        self.db
            .write(subjects, move |tx, subjects| {
                Box::pin(async move {
                    attempts::forget(tx, now).await?;
                    for subject in subjects {
                        if let Err(next) = attempts::take(tx, subject, now).await? {
                            let wait = (next - now).num_milliseconds();
                            return Err(Error::SlowDown { seconds: u32::try_from((wait + 999) / 1000).unwrap_or(60) });
                        }
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Begins a session for somebody who has shown who they are; tries that were counted on the way are given back.
    pub(super) async fn start_session(
        &self,
        account: Account,
        tries: Option<(Vec<String>, DateTime<Utc>)>,
    ) -> Result<String, Error> {
        let token = self.new_secret()?;
        let session = self.new_session(&account.id, &token);
        let desk = self.as_user(&account);
        desk.write((session, tries), |tx, (session, tries)| {
            Box::pin(async move {
                if let Some((subjects, at)) = tries {
                    for subject in subjects {
                        attempts::give_back(tx, subject, *at).await?;
                    }
                }
                begin(tx, session).await?;
                Ok(((), Event::new("session.started", &session.user_id).into()))
            })
        })
        .await?;
        Ok(token)
    }

    /// Signs out: the session with this token ends, here at once and on other replicas within two seconds.
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        let digest = sha256(token.as_bytes());
        let user = self.scope().actor.id().to_owned();
        self.write((digest, user), |tx, (digest, user)| {
            Box::pin(async move {
                let told = if store::end(tx, digest).await? {
                    Event::new("session.ended", user).into()
                } else {
                    Told::default()
                };
                Ok(((), told))
            })
        })
        .await?;
        self.people.callers.forget();
        Ok(())
    }

    /// The same request, with the person at it who has just shown who that is.
    pub(super) fn as_user(&self, account: &Account) -> Desk {
        let actor = Actor::User { id: account.id.clone(), name: account.name.clone() };
        let scope = Scope::granted(actor, Vec::new());
        match &self.scope().request_id {
            Some(id) => self.desk(scope.in_request(id.clone())),
            None => self.desk(scope),
        }
    }
}

impl App {
    pub(super) fn new_session(&self, user: &str, token: &str) -> Session {
        let now = self.now();
        Session {
            token_sha256: sha256(token.as_bytes()),
            user_id: user.to_owned(),
            created_at: now,
            seen_at: now,
            expires_at: now + LONGEST,
        }
    }

    /// Who is signed in with this token, if anybody is.
    pub async fn who_has_session(&self, token: &str) -> Result<Option<Scope>, Error> {
        let digest = sha256(token.as_bytes());
        let now = self.now();
        let caller = match self.people.callers.get(&digest) {
            Some(caller) => Some(caller),
            None => self.look_up_session(digest.clone(), now).await?.map(|caller| {
                let caller = Arc::new(caller);
                self.people.callers.keep(digest, Arc::clone(&caller));
                caller
            }),
        };
        Ok(caller.filter(|caller| caller.until.is_none_or(|until| now < until)).map(|caller| caller.scope.clone()))
    }

    async fn look_up_session(&self, digest: String, now: DateTime<Utc>) -> Result<Option<Caller>, Error> {
        let found: Option<(Session, Scope)> = self
            .db
            .read(digest, |tx, digest| {
                Box::pin(async move {
                    let Some(session) = store::find(tx, digest).await? else { return Ok(None) };
                    let account = users::get(tx, &session.user_id).await?;
                    if account.status == Status::Closed {
                        return Ok(None);
                    }
                    let held = granted(grants::of(tx, Holder::User(&account.id)).await?)?;
                    let actor = Actor::User { id: account.id, name: account.name };
                    Ok::<_, Error>(Some((session, Scope::granted(actor, held))))
                })
            })
            .await?;
        let Some((session, scope)) = found.filter(|(session, _)| now < ends(session)) else { return Ok(None) };
        if now - session.seen_at >= NOTED {
            self.note_use(session.token_sha256.clone(), now).await;
        }
        let until = session.expires_at.min(now + IDLE);
        Ok(Some(Caller { scope, until: Some(until) }))
    }

    /// Writes down that a session is used. Where nothing can be written, reading goes on for as long as the session has.
    async fn note_use(&self, digest: String, now: DateTime<Utc>) {
        let noted: Result<(), Error> = self
            .db
            .write(digest, move |tx, digest| Box::pin(async move { Ok(store::seen(tx, digest, now).await?) }))
            .await;
        if let Err(error) = noted {
            tracing::debug!(%error, "the use of a session was not written down");
        }
    }
}

/// Stores a session, and forgets those that have run out.
pub(super) async fn begin(tx: &mut Tx, session: &Session) -> Result<(), Error> {
    store::forget(tx, session.created_at).await?;
    Ok(store::insert(tx, session).await?)
}

/// When a session ends if nothing more happens.
fn ends(session: &Session) -> DateTime<Utc> {
    session.expires_at.min(session.seen_at + IDLE)
}

/// What tries are counted for, always in the same order. What somebody typed as a login may be a password, so only its
/// digest is kept.
fn subjects(login: &str, from: Option<IpAddr>) -> Vec<String> {
    let account = format!("account:{}", sha256(login.as_bytes()));
    std::iter::once(account).chain(from.map(|address| format!("address:{}", network(address)))).collect()
}

/// The address as far as one sender decides over it: of an IPv6 address the first half.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_per_account_and_per_network_without_the_login() {
        let subjects = subjects("tove", Some("2001:db8:1:2:3:4:5:6".parse().expect("an address")));
        assert_eq!(subjects[1], "address:2001:db8:1:2::/64");
        assert!(subjects[0].starts_with("account:") && !subjects[0].contains("tove"));
        assert_eq!(network("::ffff:192.0.2.7".parse().expect("an address")), "192.0.2.7");
    }

    #[test]
    fn a_form_token_does_not_tell_what_it_is_made_of() {
        let token = form_token("secret");
        assert!(token.len() == 64 && token != sha256(b"secret") && token != form_token("secret2"));
    }
}
