//! The words of the pages, from `locales/sv` and `locales/en` (Fluent), which are part of the program.
//!
//! ```text
//! start-cost = { $year } kostar avtalet { $total }.          locales/sv/start.ftl
//! t!(words, "start-cost", year = 2027, total = "88 416 kr")  in a page
//! ```
//!
//! A test reads the sources of the pages: every key and variable they use exists in both languages, and none is
//! left over.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use samfin_core::Lang;

use super::format::Format;

/// The files of a language.
macro_rules! files {
    ($lang:literal) => {
        &[
            include_str!(concat!("../../locales/", $lang, "/frame.ftl")),
            include_str!(concat!("../../locales/", $lang, "/form.ftl")),
            include_str!(concat!("../../locales/", $lang, "/start.ftl")),
            include_str!(concat!("../../locales/", $lang, "/compare.ftl")),
            include_str!(concat!("../../locales/", $lang, "/scenarios.ftl")),
            include_str!(concat!("../../locales/", $lang, "/shortfall.ftl")),
            include_str!(concat!("../../locales/", $lang, "/record.ftl")),
            include_str!(concat!("../../locales/", $lang, "/explanation.ftl")),
            include_str!(concat!("../../locales/", $lang, "/basis.ftl")),
            include_str!(concat!("../../locales/", $lang, "/statistics.ftl")),
            include_str!(concat!("../../locales/", $lang, "/importing.ftl")),
            include_str!(concat!("../../locales/", $lang, "/editor.ftl")),
            include_str!(concat!("../../locales/", $lang, "/party.ftl")),
            include_str!(concat!("../../locales/", $lang, "/money.ftl")),
            include_str!(concat!("../../locales/", $lang, "/payments.ftl")),
            include_str!(concat!("../../locales/", $lang, "/payouts.ftl")),
            include_str!(concat!("../../locales/", $lang, "/settings.ftl")),
            include_str!(concat!("../../locales/", $lang, "/log.ftl")),
            include_str!(concat!("../../locales/", $lang, "/invoices.ftl")),
            include_str!(concat!("../../locales/", $lang, "/year.ftl")),
            include_str!(concat!("../../locales/", $lang, "/budget.ftl")),
            include_str!(concat!("../../locales/", $lang, "/people.ftl")),
            include_str!(concat!("../../locales/", $lang, "/help.ftl")),
            include_str!(concat!("../../locales/", $lang, "/accessibility.ftl")),
            include_str!(concat!("../../locales/", $lang, "/problems.ftl")),
        ]
    };
}

const SWEDISH: &[&str] = files!("sv");
const ENGLISH: &[&str] = files!("en");

type Bundle = FluentBundle<FluentResource>;

static IN_SWEDISH: LazyLock<Bundle> = LazyLock::new(|| bundle("sv", SWEDISH));
static IN_ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle("en", ENGLISH));

fn bundle(lang: &str, files: &[&str]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(lang.parse().into_iter().collect());
    // Without these marks around every figure, text can be copied and searched as it looks.
    bundle.set_use_isolating(false);
    for file in files {
        // What is wrong with a file is found by the tests; a reader gets what is right in it.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A message that is chosen in one place and said in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(pub(super) &'static str);

/// Names a message for later.
macro_rules! key {
    ($key:literal) => {
        $crate::web::words::Key($key)
    };
}

/// Says a message: `t!(words, "key", name = value)`.
macro_rules! t {
    ($words:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $words.say($key, &[$((stringify!($name), $value.into())),*])
    };
}

pub(super) use {key, t};

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    lang: Lang,
}

impl Words {
    pub(super) fn of(lang: Lang) -> Self {
        Self { lang }
    }

    pub(super) fn lang(self) -> Lang {
        self.lang
    }

    /// Numbers and dates as readers of the language write them.
    pub(super) fn format(self) -> Format {
        Format::of(self.lang)
    }

    /// The message `key` without variables.
    pub(super) fn get(self, key: Key) -> String {
        self.say(key.0, &[])
    }

    /// The message `key` with its variables; use [`t!`].
    pub(super) fn say(self, key: &str, variables: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = match self.lang {
            Lang::Sv => &*IN_SWEDISH,
            Lang::En => &*IN_ENGLISH,
        };
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'_> = variables.iter().map(|(name, value)| (*name, value.clone())).collect();
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests;
