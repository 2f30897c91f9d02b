//! Settings one at a time, each with the place it came from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use figment::value::{Dict, Map, Value};
use figment::{Metadata, Profile, Provider};
use samfin_core::{Text, say};

use super::{ConfigError, KEYS};

/// Between the Swedish and the English name of an origin, inside figment's single string.
const BOTH: char = '\u{1F}';

pub(super) fn default() -> Text {
    say!("standardvärde", "default")
}

/// One setting as a source of its own, so that figment remembers where it came from.
pub(super) struct Single {
    key: &'static str,
    value: Value,
    origin: Text,
}

impl Single {
    pub(super) fn of(key: &'static str, value: impl Into<Value>, origin: Text) -> Self {
        Self { key, value: value.into(), origin }
    }
}

impl Provider for Single {
    fn metadata(&self) -> Metadata {
        Metadata::named(format!("{}{BOTH}{}", self.origin.sv, self.origin.en))
    }

    fn data(&self) -> Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(Dict::from([(self.key.to_owned(), self.value.clone())])))
    }
}

/// Where a value came from, in both languages.
pub(super) fn of(metadata: Option<&Metadata>) -> Text {
    let Some(metadata) = metadata else { return default() };
    if let Some((sv, en)) = metadata.name.split_once(BOTH) {
        return Text::new(sv, en);
    }
    match metadata.source.as_ref().and_then(|source| source.file_path()) {
        Some(path) => {
            let path = path.display();
            say!("filen {path}", "the file {path}")
        }
        None => Text::new(metadata.name.as_ref(), metadata.name.as_ref()),
    }
}

/// The environment variables, given and not read here.
pub(super) struct Environment(BTreeMap<String, String>);

impl Environment {
    pub(super) fn new(variables: impl Iterator<Item = (String, String)>) -> Self {
        Self(variables.collect())
    }

    /// Where programs keep their data: `$XDG_DATA_HOME/samfin`, usually `~/.local/share/samfin`.
    pub(super) fn data_dir(&self) -> String {
        let set = |name: &str| self.0.get(name).filter(|value| Path::new(value).is_absolute()).map(PathBuf::from);
        let base = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")));
        base.map_or_else(|| "samfin-data".to_owned(), |base| base.join("samfin").display().to_string())
    }

    /// `SAMFIN_BIND` and the like; of a name and the same name with `_FILE` only one may be set.
    pub(super) fn settings(&self) -> Result<Vec<Single>, ConfigError> {
        let mut found = Vec::new();
        for (name, value) in self.0.iter().filter(|(name, _)| is_ours(name)) {
            let bare = name.strip_prefix("SAMFIN_").unwrap_or(name).to_lowercase();
            let (wanted, from_file) = match bare.strip_suffix("_file") {
                Some(wanted) => (wanted, true),
                None => (bare.as_str(), false),
            };
            let Some(key) = KEYS.into_iter().find(|key| *key == wanted) else {
                return Err(ConfigError::unknown(name, &bare, |key| format!("SAMFIN_{}", key.to_uppercase())));
            };
            if from_file && self.0.contains_key(&format!("SAMFIN_{}", key.to_uppercase())) {
                let plain = key.to_uppercase();
                return Err(ConfigError(say!(
                    "Både SAMFIN_{plain} och {name} är satta; behåll en av dem.",
                    "Both SAMFIN_{plain} and {name} are set; keep one of them."
                )));
            }
            let (text, origin) = if from_file {
                (read_secret(name, value)?, say!("filen {value} ({name})", "the file {value} ({name})"))
            } else {
                (value.clone(), say!("miljövariabeln {name}", "the environment variable {name}"))
            };
            found.push(Single::of(key, typed(key, &text), origin));
        }
        Ok(found)
    }
}

/// A name of ours, but for those of the tests and those that Kubernetes sets for a service called `samfin`.
fn is_ours(name: &str) -> bool {
    let Some(rest) = name.strip_prefix("SAMFIN_") else { return false };
    let kubernetes = rest == "PORT" || rest.starts_with("PORT_") || rest.starts_with("SERVICE_");
    !kubernetes && !rest.starts_with("TEST_")
}

fn read_secret(name: &str, path: &str) -> Result<String, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        ConfigError(say!("{name}: {path} går inte att läsa ({error}).", "{name}: {path} cannot be read ({error})."))
    })?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Everything in the environment is text. Only what is not text in [`super::Config`] is read as a
/// number or truth value: a folder may well be called `2027`.
fn typed(key: &str, text: &str) -> Value {
    match key {
        "behind_proxy" => text.parse::<bool>().map_or_else(|_| text.into(), Value::from),
        "shutdown_seconds" | "calculation_workers" => text.parse::<u64>().map_or_else(|_| text.into(), Value::from),
        _ => text.into(),
    }
}
