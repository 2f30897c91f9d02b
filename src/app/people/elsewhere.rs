//! Signing in at an OpenID Connect provider.
//!
//! | who comes back | what happens |
//! | --- | --- |
//! | from a try that this browser did not begin, that has been used or is older than ten minutes | nothing |
//! | for the first time, in a group that gives a role | the user is made |
//! | again | name and what groups give become what the provider says; what somebody here gave stays |
//! | with no role at all, or to an account that is closed | no session |
//!
//! A user is found by issuer and subject and by nothing else: no account that has a password, and none of another provider,
//! is ever taken over because somebody elsewhere has the same login or address.

use chrono::TimeDelta;
use samfin_core::say;
use samfin_core::text::fault;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::super::told::{Event, Told};
use super::super::{Desk, Error};
use super::grants::faults;
use super::sessions::begin;
use super::users::{LONGEST_LOGIN, login, login_fault, whole};
use crate::digest::sha256;
use crate::oidc::{Failure, Person, Provider, Secrets};
use crate::storage::grants::{self, Held, Holder, Source};
use crate::storage::links::{self, Purpose};
use crate::storage::sessions::{self, Session};
use crate::storage::users::{self as store, Account, Status};
use crate::storage::{Tx, oidc_tries};

/// How long a try can come back.
pub const TRY_MINUTES: i64 = 10;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 200;
/// The longest subject there is, in characters (OpenID Connect Core, 2).
const LONGEST_SUBJECT: usize = 255;
/// How often it is looked again when somebody else made the same user in between.
const TRIES: u32 = 3;

/// What a browser brings back from a provider.
#[derive(Debug, Clone, Default)]
pub struct Return {
    /// What it was sent away with.
    pub state: String,
    /// What the provider gives an ID token for; none when it refused.
    pub code: Option<String>,
    /// The provider that says it is the one, when it says so.
    pub issuer: Option<String>,
}

/// Why somebody is not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// There is no such try any more, or another browser began it.
    Try,
    /// The provider has not let anybody in, or its code is worth nothing.
    Declined,
    /// The provider cannot be reached, or answers what cannot be believed.
    Provider,
    /// The account is closed.
    Closed,
    /// Nothing is entrusted to this person.
    NoRole,
}

/// What came of looking for a user.
#[derive(Debug, Serialize, Deserialize)]
enum Entered {
    In,
    Refused(Refusal),
    /// Somebody else made the user in between.
    Again,
}

impl Desk {
    /// A secret for a browser to keep.
    pub fn browsers_secret(&self) -> Result<String, Error> {
        self.new_secret()
    }

    /// Sends a browser, which keeps `browser` as a secret, to the provider and later on to a page: where to.
    pub async fn go_elsewhere(&self, browser: &str, to: &str) -> Result<Result<String, Refusal>, Error> {
        let provider = self.known_provider()?;
        let secrets = secrets(browser, &self.new_secret()?);
        let address = match provider.address(&secrets).await {
            Ok(address) => address,
            Err(failure) => return Ok(Err(refusal(&failure))),
        };
        let (now, digest) = (self.now(), digest(browser, &secrets.state));
        self.db
            .write((digest, to.to_owned()), move |tx, (digest, to)| {
                Box::pin(async move {
                    oidc_tries::forget(tx, now).await?;
                    oidc_tries::insert(tx, digest, to, now + TimeDelta::minutes(TRY_MINUTES)).await?;
                    Ok::<_, Error>(())
                })
            })
            .await?;
        Ok(Ok(address))
    }

    /// Takes a browser back: the page that it goes on to, and the token of its session or why there is none.
    pub async fn come_back(
        &self,
        browser: Option<&str>,
        back: Return,
    ) -> Result<(String, Result<String, Refusal>), Error> {
        let provider = self.known_provider()?;
        let Some(browser) = browser else { return Ok((String::new(), Err(Refusal::Try))) };
        let now = self.now();
        let taken = self.db.write(digest(browser, &back.state), move |tx, digest| {
            Box::pin(async move { Ok::<_, Error>(oidc_tries::take(tx, digest, now).await?) })
        });
        let Some(to) = taken.await? else { return Ok((String::new(), Err(Refusal::Try))) };
        if back.issuer.is_some_and(|issuer| issuer != provider.issuer()) {
            return Ok((to, Err(refusal(&Failure::Provider("an answer in another provider's name".to_owned())))));
        }
        let Some(code) = back.code else { return Ok((to, Err(Refusal::Declined))) };
        match provider.person(code, &secrets(browser, &back.state), now).await.and_then(usable) {
            Ok(person) => {
                let entered = self.enter(provider, &person).await?;
                Ok((to, entered))
            }
            Err(failure) => Ok((to, Err(refusal(&failure)))),
        }
    }

    fn known_provider(&self) -> Result<&Provider, Error> {
        let nothing = say!("Ingen inloggning någon annanstans är inställd.", "No sign-in elsewhere is set up.");
        self.provider().ok_or(Error::NotFound(nothing))
    }

    /// Lets in somebody whom the provider knows.
    async fn enter(&self, provider: &Provider, person: &Person) -> Result<Result<String, Refusal>, Error> {
        let groups = person.groups.iter().map(String::as_str);
        let mut wanted = self.to_hold(&provider.roles().of(groups));
        for held in &mut wanted {
            held.source = Source::Groups;
        }
        for _ in 0..TRIES {
            let token = self.new_secret()?;
            let account = self.account_of(person).await?;
            let session = self.new_session(&account.id, &token);
            let desk = self.as_user(&account);
            let entered = desk
                .write((account, wanted.clone(), session), |tx, (account, wanted, session)| {
                    Box::pin(enter(tx, account, wanted, session))
                })
                .await?;
            self.people.callers.forget();
            match entered {
                Entered::In => return Ok(Ok(token)),
                Entered::Refused(refusal) => return Ok(Err(refusal)),
                Entered::Again => {}
            }
        }
        Err(Error::Unavailable("a user who signed in was made by others again and again".to_owned()))
    }

    /// The account as it is to be: the one there is, under the name that the provider says, or a new one.
    async fn account_of(&self, person: &Person) -> Result<Account, Error> {
        let subject = (person.issuer.clone(), person.subject.clone());
        let found = self.db.read(subject, |tx, (issuer, subject)| {
            Box::pin(async move { Ok::<_, Error>(store::with_subject(tx, issuer, subject).await?) })
        });
        let (now, found) = (self.now(), found.await?);
        Ok(match found {
            Some(account) => Account { name: person.name.clone().unwrap_or(account.name), changed_at: now, ..account },
            None => Account {
                id: self.new_id(),
                login: person.login.clone().unwrap_or_else(|| own_login(person)),
                name: person.name.clone().or_else(|| person.login.clone()).unwrap_or_else(|| own_login(person)),
                has_password: false,
                issuer: Some(person.issuer.clone()),
                subject: Some(person.subject.clone()),
                status: Status::Active,
                revision: 1,
                created_at: now,
                changed_at: now,
            },
        })
    }
}

/// Makes or changes the user, and begins the session.
async fn enter(tx: &mut Tx, wanted: &Account, grants: &[Held], session: &Session) -> Result<(Entered, Told), Error> {
    let refused = |refusal| Ok((Entered::Refused(refusal), Told::default()));
    let (Some(issuer), Some(subject)) = (&wanted.issuer, &wanted.subject) else {
        return Err(Error::Broken("a person from elsewhere without issuer and subject".to_owned()));
    };
    let grants = possible(tx, grants).await?;
    let mut told = Vec::new();
    match store::hold_with_subject(tx, issuer, subject).await? {
        Some(found) if found.id != wanted.id => return Ok((Entered::Again, Told::default())),
        Some(found) if found.status == Status::Closed => return refused(Refusal::Closed),
        Some(found) => {
            let before = whole(tx, &found.id).await?;
            let of_groups = |held: &&Held| held.source == Source::Groups;
            let same = alike(before.grants.iter().filter(of_groups), grants.iter());
            if !same || found.name != wanted.name {
                if !same {
                    grants::replace(tx, Holder::User(&found.id), Source::Groups, &grants).await?;
                }
                store::rename(tx, &found.id, &wanted.name, wanted.changed_at).await?;
                let after = whole(tx, &found.id).await?;
                told.push(
                    Event::new("user.changed", &found.id).because(Some("sign-in elsewhere")).from(&before).to(&after),
                );
            }
        }
        None if grants.is_empty() => return refused(Refusal::NoRole),
        None => {
            let other = Account { login: login_of(issuer, subject), ..wanted.clone() };
            if !store::insert_unless_taken(tx, wanted).await? && !store::insert_unless_taken(tx, &other).await? {
                return Ok((Entered::Again, Told::default()));
            }
            grants::replace(tx, Holder::User(&wanted.id), Source::Groups, &grants).await?;
            links::withdraw(tx, &Purpose::Setup).await?;
            let made = whole(tx, &wanted.id).await?;
            told.push(Event::new("user.created", &wanted.id).because(Some("sign-in elsewhere")).to(&made));
        }
    }
    if grants::of(tx, Holder::User(&wanted.id)).await?.is_empty() {
        sessions::end_all(tx, &wanted.id).await?;
        return Ok((Entered::Refused(Refusal::NoRole), told.into_iter().collect()));
    }
    begin(tx, session).await?;
    told.push(Event::new("session.started", &wanted.id));
    Ok((Entered::In, told.into_iter().collect()))
}

/// Without the grants that lead nowhere: an agreement or a party may be written wrongly in the settings.
async fn possible(tx: &mut Tx, grants: &[Held]) -> Result<Vec<Held>, Error> {
    let mut possible = Vec::new();
    for grant in grants {
        let faults = faults(tx, std::slice::from_ref(grant)).await?;
        if faults.is_empty() {
            possible.push(grant.clone());
        } else {
            let (role, agreement, party) = (&grant.role, &grant.agreement_id, &grant.party);
            tracing::warn!(role, ?agreement, ?party, "oidc_roles gives what does not exist; it is left out");
        }
    }
    Ok(possible)
}

fn alike<'h>(one: impl Iterator<Item = &'h Held>, other: impl Iterator<Item = &'h Held>) -> bool {
    let sorted = |all: Vec<&'h Held>| {
        let mut all: Vec<_> = all.into_iter().map(|held| (&held.role, &held.agreement_id, &held.party)).collect();
        all.sort_unstable();
        all
    };
    sorted(one.collect()) == sorted(other.collect())
}

/// The person as it can be kept. A name or login that cannot be is left out, a subject that cannot be is refused.
fn usable(person: Person) -> Result<Person, Failure> {
    let subject = &person.subject;
    if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || fault(subject, false).is_some() {
        return Err(Failure::Provider("a subject that cannot be kept".to_owned()));
    }
    let text = |text: String| text.trim().nfc().collect::<String>();
    let fits = |name: &String| !name.is_empty() && name.chars().count() <= LONGEST_NAME && fault(name, false).is_none();
    let name = person.name.map(text).filter(fits);
    let login = person.login.map(|typed| login(&text(typed))).filter(|login| login_fault(login).is_none());
    Ok(Person { name, login, ..person })
}

/// A login that belongs to nobody else.
fn own_login(person: &Person) -> String {
    login_of(&person.issuer, &person.subject)
}

fn login_of(issuer: &str, subject: &str) -> String {
    let digest = sha256(format!("{issuer} {subject}").as_bytes());
    format!("oidc-{}", &digest[..20]).chars().take(LONGEST_LOGIN).collect()
}

/// The secrets of a try, from that of the browser and the state.
fn secrets(browser: &str, state: &str) -> Secrets {
    let made = |what: &str| sha256(format!("oidc {what}:{browser}:{state}").as_bytes());
    Secrets { state: state.to_owned(), nonce: made("nonce"), verifier: made("verifier") }
}

/// What is kept of a try.
fn digest(browser: &str, state: &str) -> String {
    sha256(format!("oidc try:{browser}:{state}").as_bytes())
}

fn refusal(failure: &Failure) -> Refusal {
    match failure {
        Failure::Code(why) => {
            tracing::info!(why, "the OpenID Connect provider did not take a code");
            Refusal::Declined
        }
        Failure::Provider(why) => {
            tracing::warn!(why, "nobody can be signed in at the OpenID Connect provider");
            Refusal::Provider
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(subject: &str, name: &str, login: &str) -> Person {
        Person {
            issuer: "https://id.example.org".into(),
            subject: subject.into(),
            name: Some(name.into()),
            login: Some(login.into()),
            groups: Vec::new(),
        }
    }

    #[test]
    fn what_cannot_be_kept_of_a_person_is_left_out() {
        let kept = usable(person("a", " A\u{30a}sa ", " Åsa@Example.ORG ")).expect("usable");
        assert_eq!((kept.name.as_deref(), kept.login.as_deref()), (Some("Åsa"), Some("åsa@example.org")));
        let kept = usable(person("a", "\u{202e}asa", "to ve")).expect("usable");
        assert_eq!((kept.name, kept.login), (None, None));
        for subject in ["", "a\0b", &"x".repeat(256)] {
            assert!(usable(person(subject, "x", "x")).is_err(), "{subject:?}");
        }
    }

    #[test]
    fn the_secrets_of_a_try_differ_and_depend_on_both() {
        let Secrets { nonce, verifier, .. } = secrets("browser", "state");
        let all = [
            nonce,
            verifier,
            digest("browser", "state"),
            secrets("other", "state").nonce,
            secrets("browser", "s").nonce,
        ];
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
