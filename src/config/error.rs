//! What is wrong with the settings.

use figment::error::Kind;
use samfin_core::text::nearest;
use samfin_core::{Text, say};

use super::{KEYS, origin};

/// A setting is wrong: which one, where it stands, and what to write.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub Text);

impl ConfigError {
    /// A setting that does not exist, as `written`; `spell` writes a name as it would be written there.
    pub(super) fn unknown(written: &str, key: &str, spell: impl Fn(&str) -> String) -> Self {
        if let Some(near) = nearest(key, KEYS) {
            let near = spell(near);
            return Self(say!(
                "Det finns ingen inställning {written}. Menas {near}?",
                "There is no setting {written}. Is it {near}?"
            ));
        }
        let all = KEYS.map(&spell).join(", ");
        Self(say!(
            "Det finns ingen inställning {written}. De som finns: {all}.",
            "There is no setting {written}. There are: {all}."
        ))
    }

    pub(super) fn from_figment(error: &figment::Error) -> Self {
        let Text { sv, en } = origin::of(error.metadata.as_ref());
        if let Kind::UnknownField(name, _) = &error.kind {
            let Text { sv: what_sv, en: what_en } = Self::unknown(name, name, str::to_owned).0;
            return Self(Text::new(format!("{what_sv} ({sv})"), format!("{what_en} ({en})")));
        }
        let key = error.path.join(".");
        // The wrong value itself is not repeated: it may hold a password.
        if let Some(example) = example(&key) {
            let (example_sv, example_en) = (example.sv, example.en);
            return Self(Text::new(
                format!("{key} ({sv}) ska vara {example_sv}."),
                format!("{key} ({en}) must be {example_en}."),
            ));
        }
        let what = &error.kind;
        Self(Text::new(
            format!("Inställningarna går inte att läsa ({sv}): {what}"),
            format!("The settings cannot be read ({en}): {what}"),
        ))
    }
}

fn example(key: &str) -> Option<Text> {
    Some(match key {
        "bind" => say!("en adress med port, som 127.0.0.1:8080", "an address with a port, as 127.0.0.1:8080"),
        "behind_proxy" => say!("true eller false", "true or false"),
        "data_dir" => say!("en mapp", "a folder"),
        "database_url" => say!("sqlite://SÖKVÄG eller postgres://…", "sqlite://PATH or postgres://…"),
        "log_level" => say!("error, warn, info eller debug", "error, warn, info or debug"),
        "log_format" => say!("json eller text", "json or text"),
        "shutdown_seconds" | "calculation_workers" => say!("ett heltal, minst 0", "a whole number, at least 0"),
        _ => return None,
    })
}
