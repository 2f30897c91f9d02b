//! The two languages that samfin speaks, side by side.
//!
//! Every sentence a user reads is written once in each language, at the place where it arises, so
//! that neither can be forgotten and the compiler checks the figures put into both.

/// A language that samfin answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Swedish.
    Sv,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// The language tag, `sv` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

/// One sentence in Swedish and in English.
///
/// ```
/// use samfin_core::{Lang, Text};
/// let text = Text::new("en part", "a party");
/// assert_eq!(text.get(Lang::Sv), "en part");
/// assert_eq!(text.to_string(), "a party");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    /// The Swedish wording.
    pub sv: String,
    /// The English wording.
    pub en: String,
}

impl Text {
    /// Both wordings of one sentence.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sv: sv.into(), en: en.into() }
    }

    /// The wording in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

/// Writes one sentence in both languages: `say!("{} saknas", "{} is missing"; name)`.
///
/// Inline captures (`{name}`) work in both; the arguments after `;` are shared.
#[macro_export]
macro_rules! say {
    ($sv:literal, $en:literal $(; $($arg:tt)*)?) => {
        $crate::Text::new(format!($sv $(, $($arg)*)?), format!($en $(, $($arg)*)?))
    };
}
