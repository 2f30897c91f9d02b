//! Every setting, from one place: defaults, then `samfin.toml`, then `SAMFIN_*`, then flags.
//!
//! ```toml
//! # samfin.toml
//! bind = "127.0.0.1:8080"
//! database_url = "postgres://samfin@db.example.org/samfin"
//! log_format = "json"
//! organisation = "Region Jämtland Härjedalen"
//! contact = "registrator@example.org"
//! ```
//!
//! The same setting is `SAMFIN_BIND=…` in the environment, and `SAMFIN_DATABASE_URL_FILE=/run/secrets/db`
//! names a file that holds it, for what should not stand in the environment. A setting that does
//! not exist is an error, so that a misspelt one is not silently without effect.
//!
//! Signing in elsewhere (OpenID Connect) is the settings `oidc_*` with `public_url`, all or none of them.

mod error;
mod oidc;
mod origin;
mod show;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Format, Toml};
use ipnet::IpNet;
use samfin_core::say;
use serde::{Deserialize, Serialize};

pub use error::ConfigError;
use origin::{Environment, Single};
pub use show::{Setting, without_password};

/// Where the file is looked for when `--config` does not say.
const FILE: &str = "samfin.toml";

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// One readable line, for people.
    Text,
}

/// Every setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address and port of the service.
    pub bind: SocketAddr,
    /// A proxy that terminates TLS stands in front; without it only loopback addresses are allowed.
    pub behind_proxy: bool,
    /// The proxies whose `X-Forwarded-For` is believed: addresses and networks, with commas between.
    pub trusted_proxies: String,
    /// The folder that holds the embedded database.
    pub data_dir: PathBuf,
    /// `sqlite://PATH` or `postgres://…`; `samfin.db` in the data folder unless said.
    pub database_url: String,
    /// What is logged: `error`, `warn`, `info`, `debug`, or a filter such as `info,sqlx=warn`.
    pub log_level: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// How long requests may go on after the service is told to stop.
    pub shutdown_seconds: u64,
    /// How many heavy calculations run at a time.
    pub calculation_workers: usize,
    /// The organisation behind the service, as the pages name it.
    pub organisation: String,
    /// The e-mail address for questions, and for complaints about accessibility.
    pub contact: String,
    /// The address that browsers reach the service at, as `https://samfin.example.org`; needed with OpenID Connect.
    pub public_url: String,
    /// The OpenID Connect provider that people may sign in at: its address, as it names itself. Empty: none.
    pub oidc_issuer: String,
    /// What the provider calls this service.
    pub oidc_client_id: String,
    /// What this service shows to be the one that the provider knows.
    pub oidc_client_secret: String,
    /// What the provider is called on the button.
    pub oidc_name: String,
    /// The claim of the ID token that has a person's groups.
    pub oidc_groups_claim: String,
    /// What each group is trusted with: `GROUP=ROLE`, with semicolons or line ends between ([`crate::oidc::roles`]).
    pub oidc_roles: String,
}

/// The names of the settings, in the order they are shown.
pub(crate) const KEYS: [&str; 18] = [
    "bind",
    "behind_proxy",
    "trusted_proxies",
    "data_dir",
    "database_url",
    "log_level",
    "log_format",
    "shutdown_seconds",
    "calculation_workers",
    "organisation",
    "contact",
    "public_url",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_name",
    "oidc_groups_claim",
    "oidc_roles",
];

/// What the command line says; absent where it says nothing.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`
    pub file: Option<PathBuf>,
    /// `--bind`
    pub bind: Option<String>,
    /// `--behind-proxy`
    pub behind_proxy: bool,
    /// `--data-dir`
    pub data_dir: Option<PathBuf>,
    /// `--database-url`
    pub database_url: Option<String>,
}

/// The settings, and where each of them came from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Where they came from, for `samfin config show`.
    pub settings: Vec<Setting>,
}

impl Loaded {
    /// Whether the user chose `key`, in a file, the environment or a flag.
    #[must_use]
    pub fn is_chosen(&self, key: &str) -> bool {
        self.settings.iter().any(|setting| setting.key == key && setting.chosen)
    }
}

/// Loads the settings. `variables` is the environment, given so that tests need not change their own.
pub fn load(flags: &Flags, variables: impl Iterator<Item = (String, String)>) -> Result<Loaded, ConfigError> {
    let environment = Environment::new(variables);
    let mut figment = defaults(&environment);
    if let Some(file) = file(flags)? {
        figment = figment.merge(Toml::file_exact(file));
    }
    for single in environment.settings()? {
        figment = figment.merge(single);
    }
    for single in from_flags(flags) {
        figment = figment.merge(single);
    }
    if !figment.contains("database_url") {
        let folder: PathBuf = figment.extract_inner("data_dir").map_err(|error| ConfigError::from_figment(&error))?;
        let url = format!("sqlite://{}", folder.join("samfin.db").display());
        figment = figment.merge(Single::of("database_url", url, origin::default()));
    }
    let config: Config = figment.extract().map_err(|error| ConfigError::from_figment(&error))?;
    config.check()?;
    Ok(Loaded { settings: show::settings(&config, &figment), config })
}

impl Config {
    fn check(&self) -> Result<(), ConfigError> {
        if self.calculation_workers == 0 {
            return Err(ConfigError(say!(
                "calculation_workers är 0; minst 1 behövs.",
                "calculation_workers is 0; at least 1 is needed."
            )));
        }
        self.provider()?;
        self.proxies().map(|_| ())
    }

    /// The networks of the proxies that are believed.
    ///
    /// ```
    /// # use samfin::config::{Flags, load};
    /// let variables = [("SAMFIN_TRUSTED_PROXIES".to_owned(), "10.0.0.0/8, 192.0.2.7".to_owned())];
    /// let config = load(&Flags::default(), variables.into_iter()).unwrap().config;
    /// assert_eq!(config.proxies().unwrap()[1].to_string(), "192.0.2.7/32");
    /// ```
    pub fn proxies(&self) -> Result<Vec<IpNet>, ConfigError> {
        let written = self.trusted_proxies.split(',').map(str::trim).filter(|one| !one.is_empty());
        let network = |one: &str| {
            let network = one.parse().or_else(|_| one.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| {
                ConfigError(say!(
                    "trusted_proxies har {one}, som varken är en adress eller ett nät; skriv till exempel 10.0.0.0/8, 192.0.2.7.",
                    "trusted_proxies has {one}, which is neither an address nor a network; write for example 10.0.0.0/8, 192.0.2.7."
                ))
            })
        };
        let named: Vec<_> = written.map(network).collect::<Result<_, _>>()?;
        // Only what is on this machine reaches the loopback address: there the proxy need not be named.
        if named.is_empty() && self.behind_proxy && self.bind.ip().is_loopback() {
            return Ok(vec![
                IpNet::from(IpAddr::V4(Ipv4Addr::LOCALHOST)),
                IpNet::from(IpAddr::V6(Ipv6Addr::LOCALHOST)),
            ]);
        }
        Ok(named)
    }

    /// Refuses an address that others can reach when nothing stands in front: the service itself
    /// speaks plain HTTP. Who the proxies are must be said, or everybody could claim any address.
    pub fn check_bind(&self) -> Result<(), ConfigError> {
        let bind = self.bind;
        if bind.ip().is_loopback() {
            return Ok(());
        }
        if self.behind_proxy {
            if !self.proxies()?.is_empty() {
                return Ok(());
            }
            return Err(ConfigError(say!(
                "Adressen {bind} kan nås utifrån. Ange proxyns adress i trusted_proxies (SAMFIN_TRUSTED_PROXIES=10.0.0.2).",
                "The address {bind} can be reached from outside. Give the proxy's address in trusted_proxies \
                 (SAMFIN_TRUSTED_PROXIES=10.0.0.2)."
            )));
        }
        Err(ConfigError(say!(
            "Adressen {bind} kan nås utifrån och tjänsten talar okrypterad HTTP. Ställ en proxy med TLS framför och ange \
             --behind-proxy (SAMFIN_BEHIND_PROXY=true), eller använd 127.0.0.1.",
            "The address {bind} can be reached from outside and the service speaks plain HTTP. Put a proxy with TLS in \
             front and say --behind-proxy (SAMFIN_BEHIND_PROXY=true), or use 127.0.0.1."
        )))
    }
}

fn defaults(environment: &Environment) -> Figment {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let default = |key: &'static str, value: figment::value::Value| Single::of(key, value, origin::default());
    Figment::new()
        .merge(default("bind", "127.0.0.1:8080".into()))
        .merge(default("behind_proxy", false.into()))
        .merge(default("trusted_proxies", "".into()))
        .merge(default("data_dir", environment.data_dir().into()))
        .merge(default("log_level", "info".into()))
        .merge(default("log_format", "json".into()))
        .merge(default("shutdown_seconds", 30u64.into()))
        .merge(default("calculation_workers", workers.into()))
        .merge(default("organisation", "".into()))
        .merge(default("contact", "".into()))
        .merge(default("public_url", "".into()))
        .merge(default("oidc_issuer", "".into()))
        .merge(default("oidc_client_id", "".into()))
        .merge(default("oidc_client_secret", "".into()))
        .merge(default("oidc_name", "".into()))
        .merge(default("oidc_groups_claim", "groups".into()))
        .merge(default("oidc_roles", "".into()))
}

/// A file that was asked for must be there; the one in the working folder may be absent.
fn file(flags: &Flags) -> Result<Option<PathBuf>, ConfigError> {
    let path = flags.file.clone().unwrap_or_else(|| PathBuf::from(FILE));
    if flags.file.is_none() || path.is_file() {
        return Ok(path.is_file().then_some(path));
    }
    let path = path.display();
    Err(ConfigError(say!("Konfigurationsfilen {path} finns inte.", "The configuration file {path} does not exist.")))
}

fn from_flags(flags: &Flags) -> Vec<Single> {
    let flag = |key: &'static str, name: &str, value: figment::value::Value| {
        Single::of(key, value, say!("flaggan {name}", "the flag {name}"))
    };
    let path = |path: &PathBuf| path.display().to_string();
    [
        flags.bind.clone().map(|value| flag("bind", "--bind", value.into())),
        flags.behind_proxy.then(|| flag("behind_proxy", "--behind-proxy", true.into())),
        flags.data_dir.as_ref().map(|value| flag("data_dir", "--data-dir", path(value).into())),
        flags.database_url.clone().map(|value| flag("database_url", "--database-url", value.into())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;
