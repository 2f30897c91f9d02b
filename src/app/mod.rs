//! What samfin does, one file per family of use cases: load (storage), decide (core), save (storage).
//!
//! HTTP and the command line call these; neither touches storage itself.

pub mod agreement_calendar;
pub mod agreements;
pub mod audit;
pub mod backup;
mod basis;
pub mod budgets;
pub mod calculate;
mod calendar_decisions;
pub mod decision_record;
mod desk;
pub mod dialogue;
mod documents;
mod error;
pub mod explore;
pub mod export_layouts;
pub mod findings;
pub mod housekeeping;
pub mod import;
pub mod invoices;
pub mod invoicing_details;
pub mod ledger;
pub mod maintain;
pub mod meetings;
pub mod once;
pub mod organisations;
pub mod overview;
pub mod parked;
pub mod payments;
pub mod people;
pub mod periods;
mod pool;
pub mod reading;
pub mod scenario_list;
pub mod scenarios;
pub mod scope;
pub mod share_links;
mod sight;
pub mod site;
pub mod statistics;
pub mod stored_comparison;
pub mod told;
pub mod trial;
pub mod uploads;
pub mod verify;
mod weight;

use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};
use ipnet::IpNet;

use crate::clock::Clock;
use crate::ids::Ids;
use crate::oidc::Provider;
use crate::storage::Db;

pub use desk::Desk;
pub use error::{Error, cannot_store};
pub use pool::Pool;
pub use site::{Occasion, Site};

use people::People;
use scope::{Role, Scope};

/// The program: its database, its clock, and a place to calculate. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    db: Db,
    clock: Clock,
    ids: Ids,
    pool: Pool,
    stopping: Arc<AtomicBool>,
    site: Arc<Site>,
    visitor: Arc<Scope>,
    /// Who else a visitor from this machine may be, by role: in the demo.
    roles: Arc<[(Role, Scope)]>,
    people: Arc<People>,
    /// What pages that compare have loaded lately.
    explored: Arc<dialogue::Memory>,
    /// What this program is called among those on the same database, once it has had to say.
    instance: Arc<OnceLock<String>>,
    proxies: Arc<[IpNet]>,
    /// Where people may sign in instead of here.
    provider: Option<Arc<Provider>>,
}

impl App {
    /// A program on a migrated database.
    #[must_use]
    pub fn new(db: Db, clock: Clock, ids: Ids) -> Self {
        Self {
            db,
            clock,
            ids,
            pool: Pool::default(),
            stopping: Arc::default(),
            site: Arc::default(),
            visitor: Arc::new(Scope::nobody()),
            roles: Arc::default(),
            people: Arc::default(),
            explored: Arc::default(),
            instance: Arc::default(),
            proxies: Arc::default(),
            provider: None,
        }
    }

    /// Whether the database answers and can store.
    pub async fn check_storing(&self) -> Result<(), Error> {
        Ok(self.db.check().await?)
    }

    /// Whether the database answers. Nothing is stored.
    pub async fn check_database(&self) -> Result<(), Error> {
        Ok(self.db.ping().await?)
    }

    /// The database, for commands that look after it.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// From now on the program says that it is not ready.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether the program is being stopped.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// The same program at another moment.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The civil date in Sweden.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.clock.today()
    }

    /// Allows `places` heavy calculations at a time.
    #[must_use]
    pub fn with_calculation_places(mut self, places: usize) -> Self {
        self.pool = Pool::with_places(places);
        self
    }

    /// Lets those who come from this machine without saying who they are be somebody, or calculate.
    #[must_use]
    pub fn with_visitor(mut self, visitor: Scope) -> Self {
        self.visitor = Arc::new(visitor);
        self
    }

    /// Lets those who come from this machine choose who to be.
    #[must_use]
    pub fn with_roles(mut self, roles: Vec<(Role, Scope)>) -> Self {
        self.roles = roles.into();
        self
    }

    /// The roles that a visitor from this machine may choose from; none but in the demo.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().map(|(role, _)| *role)
    }

    /// Who a caller from this machine is that has not said who it is, and wants to be in `role` where that can be chosen.
    #[must_use]
    pub fn visitor(&self, role: Option<Role>) -> Scope {
        let chosen = self.roles.iter().find(|(known, _)| Some(*known) == role);
        chosen.map_or_else(|| Scope::clone(&self.visitor), |(_, scope)| scope.clone())
    }

    /// Believes these proxies when they tell where a request came from.
    #[must_use]
    pub fn with_trusted_proxies(mut self, proxies: Vec<IpNet>) -> Self {
        self.proxies = proxies.into();
        self
    }

    /// Whether a request from `address` comes through a proxy that is believed.
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|network| network.contains(&address))
    }

    /// Lets people sign in at an OpenID Connect provider as well.
    #[must_use]
    pub fn with_provider(mut self, provider: Option<Provider>) -> Self {
        self.provider = provider.map(Arc::new);
        self
    }

    /// Where people may sign in instead of here, if anywhere.
    #[must_use]
    pub fn provider(&self) -> Option<&Provider> {
        self.provider.as_deref()
    }

    /// Shows the pages as those of `site`.
    #[must_use]
    pub fn with_site(mut self, site: Site) -> Self {
        self.site = Arc::new(site);
        self
    }

    /// Whose pages they are.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// A new identity.
    #[must_use]
    pub fn new_id(&self) -> String {
        self.ids.next(&self.clock).to_string()
    }
}
