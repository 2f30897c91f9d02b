//! The settings as they are shown: every value with its origin, no passwords.

use figment::Figment;
use samfin_core::Text;

use super::{Config, KEYS, origin};

/// The setting that is nothing but a secret.
const SECRET: &str = "oidc_client_secret";

/// One setting as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// Its value, without password.
    pub value: String,
    /// Where the value came from.
    pub origin: Text,
    /// Whether anyone chose it, or it is the default.
    pub chosen: bool,
}

pub(super) fn settings(config: &Config, figment: &Figment) -> Vec<Setting> {
    let values = serde_json::to_value(config).unwrap_or_default();
    let shown = |key: &str| match &values[key] {
        serde_json::Value::String(text) if key == SECRET && !text.is_empty() => "***".to_owned(),
        serde_json::Value::String(text) => without_password(text),
        other => other.to_string(),
    };
    KEYS.into_iter()
        .map(|key| {
            let origin = origin::of(figment.find_metadata(key));
            let chosen = origin != origin::default();
            Setting { key, value: shown(key), origin, chosen }
        })
        .collect()
}

/// The address of a database without its password, also where it stands as `?password=`.
///
/// ```
/// use samfin::config::without_password;
/// assert_eq!(without_password("postgres://samfin:hemligt@db/samfin"), "postgres://samfin:***@db/samfin");
/// ```
#[must_use]
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let (before_query, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
    // The last @ ends the credentials, even when someone forgot to escape one in the password.
    let shown = match before_query.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => before_query.to_owned(),
        },
        None => before_query.to_owned(),
    };
    let hidden = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if name.to_lowercase().contains("password") => format!("{name}=***"),
        _ => pair.to_owned(),
    };
    let query = query.map(|query| format!("?{}", query.split('&').map(hidden).collect::<Vec<_>>().join("&")));
    format!("{scheme}://{shown}{}", query.unwrap_or_default())
}
