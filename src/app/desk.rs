//! Where use cases are carried out: the program with somebody at it.
//!
//! Every use case that touches what is stored is a method of [`Desk`], so none can be called without a [`Scope`], and every
//! change goes through [`Desk::write`], so none can be made without telling what it was. What is told, the change itself and
//! what came of it under an `Idempotency-Key` are stored in one transaction.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::once::Request;
use super::scope::{Actor, On, Right, Scope};
use super::told::Told;
use super::{App, Error};
use crate::storage::audit::{self, NewEvent};
use crate::storage::idempotency::{self, Known, Once};
use crate::storage::{Tx, Work};

/// The program with somebody at it.
#[derive(Debug, Clone)]
pub struct Desk {
    app: App,
    scope: Arc<Scope>,
    request: Arc<Request>,
}

impl Deref for Desk {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl App {
    /// Lets somebody act.
    #[must_use]
    pub fn desk(&self, scope: Scope) -> Desk {
        self.desk_for(scope, Arc::default())
    }

    /// Lets somebody act, as a request that may be one that has been carried out already.
    #[must_use]
    pub fn desk_for(&self, scope: Scope, request: Arc<Request>) -> Desk {
        Desk { app: self.clone(), scope: Arc::new(scope), request }
    }
}

impl Desk {
    /// Who is acting.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Refuses what the one at the desk may not do.
    pub fn require(&self, right: Right, on: On<'_>) -> Result<(), Error> {
        self.scope.require(right, on)
    }

    /// Refuses what may not be done in an agreement.
    pub(super) fn require_in(&self, right: Right, agreement: &str) -> Result<(), Error> {
        self.scope.require(right, On::Agreement(agreement))
    }

    /// Changes what is stored: the work tells what it did. A request that has been carried out already is not carried out
    /// again: what came of it is given back as it was.
    pub(super) async fn write<I, T, W>(&self, input: I, work: W) -> Result<T, Error>
    where
        I: Send + Sync + 'static,
        T: Serialize + DeserializeOwned + Send + 'static,
        W: for<'a> Fn(&'a mut Tx, &'a I) -> Work<'a, (T, Told), Error> + Send + Sync + 'static,
    {
        let now = self.now();
        let once = self.once();
        let id = self.clone();
        let input = Arc::new(input);
        let work = Arc::new(work);
        let outcome = self.db.write((), move |tx, ()| {
            let (desk, once, input, work) = (id.clone(), once.clone(), Arc::clone(&input), Arc::clone(&work));
            Box::pin(async move {
                if let Some(once) = &once {
                    match idempotency::take(tx, once, now).await? {
                        Known::Nothing => {}
                        Known::Outcome(text) => return Ok((read(&text)?, true)),
                        Known::Other => return Err(Error::KeyReused),
                        Known::InFlight => return Err(Error::KeyInFlight),
                    }
                }
                let (value, told) = work(tx, &input).await?;
                if let Some(once) = &once {
                    idempotency::keep(tx, once, &written(&value)?).await?;
                }
                audit::add(tx, &desk.events(&told, now)).await?;
                Ok((value, false))
            })
        });
        let (value, replayed) = outcome.await?;
        if replayed {
            self.request.was_replayed();
        }
        Ok(value)
    }

    /// Writes down what a step that came to nothing has found, under no key: the step itself may be taken again.
    pub(super) async fn write_down<I, W>(&self, input: I, work: W) -> Result<(), Error>
    where
        I: Send + Sync + 'static,
        W: for<'a> Fn(&'a mut Tx, &'a I) -> Work<'a, Told, Error> + Send + Sync + 'static,
    {
        let (id, now) = (self.clone(), self.now());
        let (input, work) = (Arc::new(input), Arc::new(work));
        let outcome = self.db.write((), move |tx, ()| {
            let (desk, input, work) = (id.clone(), Arc::clone(&input), Arc::clone(&work));
            Box::pin(async move {
                let told = work(tx, &input).await?;
                Ok::<_, Error>(audit::add(tx, &desk.events(&told, now)).await?)
            })
        });
        outcome.await.map(drop)
    }

    /// What came of the request, when it has been carried out already: for use cases that look at what there is before they
    /// write, and would find their own work.
    pub(super) async fn done_already<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let Some(once) = self.once() else { return Ok(None) };
        let known =
            self.db.read(once, |tx, once| Box::pin(async move { Ok::<_, Error>(idempotency::find(tx, once).await?) }));
        match known.await? {
            Known::Nothing | Known::InFlight => Ok(None),
            Known::Other => Err(Error::KeyReused),
            Known::Outcome(text) => {
                self.request.was_replayed();
                Ok(Some(read(&text)?))
            }
        }
    }

    /// Whether what was asked for had been done before, under the same `Idempotency-Key`; known after [`Desk::write`].
    pub(super) fn was_done_before(&self) -> bool {
        self.request.is_replayed()
    }

    /// Refuses what must be asked under an `Idempotency-Key`: sent again without one it would be done again.
    ///
    /// # Errors
    ///
    /// [`Error::KeyMissing`].
    pub fn require_key(&self) -> Result<(), Error> {
        if self.request.has_key() { Ok(()) } else { Err(Error::KeyMissing) }
    }

    /// Whose keys of requests these are.
    pub(super) fn principal(&self) -> String {
        format!("{}:{}", self.scope.actor.kind(), self.scope.actor.id())
    }

    fn once(&self) -> Option<Once> {
        let (route, key, fingerprint) = self.request.once()?;
        Some(Once { principal: self.principal(), route, key, fingerprint })
    }

    fn events(&self, told: &Told, now: DateTime<Utc>) -> Vec<NewEvent> {
        let Scope { actor, request_id, .. } = &*self.scope;
        let event = |event: &super::told::Event| NewEvent {
            id: self.new_id(),
            recorded_at: now,
            actor_kind: actor.kind().to_owned(),
            actor_id: actor.id().to_owned(),
            actor_name: actor.name().to_owned(),
            action: event.action.to_owned(),
            object_kind: event.action.split('.').next().unwrap_or_default().to_owned(),
            object_id: event.object.clone(),
            agreement_id: event.agreement.clone(),
            reason: event.reason.clone(),
            before_sha256: event.before.clone(),
            after_sha256: event.after.clone(),
            request_id: request_id.clone(),
        };
        told.0.iter().map(event).collect()
    }

    /// What whoever is acting is called, when it is a person or a program with a key.
    pub(super) fn author_name(&self) -> Option<String> {
        self.author_id().map(|_| self.scope.actor.name().to_owned())
    }

    /// The id of whoever is acting, for what they make; none for those who are not known by one.
    pub(super) fn author_id(&self) -> Option<String> {
        match &self.scope.actor {
            Actor::User { id, .. } | Actor::Key { id, .. } => Some(id.clone()),
            Actor::Nobody | Actor::CommandLine => None,
        }
    }
}

fn written(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Broken(format!("what was done cannot be written: {error}")))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Broken(format!("what was done cannot be read: {error}")))
}
