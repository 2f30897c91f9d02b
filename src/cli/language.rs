//! Which language to answer in.

use samfin_core::Lang;

/// The one asked for, else the locale's: the first of the variables that is set decides, as in the
/// C library. Words and numbers go together: a table in English with decimal commas helps nobody.
pub(super) fn choose(asked: Option<Lang>, variable: impl Fn(&str) -> Option<String>) -> Lang {
    asked.unwrap_or_else(|| {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_NUMERIC", "LANG"].iter().find_map(set).unwrap_or_default();
        if locale == "sv" || locale.starts_with("sv_") || locale.starts_with("sv.") { Lang::Sv } else { Lang::En }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_locale_and_the_first_variable_decides() {
        let locale = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        assert_eq!(choose(None, locale(&[])), Lang::En);
        assert_eq!(choose(None, locale(&[("LANG", "sv_SE.UTF-8")])), Lang::Sv);
        assert_eq!(choose(None, locale(&[("LC_ALL", "C"), ("LANG", "sv_SE.UTF-8")])), Lang::En);
        assert_eq!(choose(None, locale(&[("LC_ALL", ""), ("LC_NUMERIC", "sv_FI"), ("LANG", "en_GB")])), Lang::Sv);
        assert_eq!(choose(None, locale(&[("LANG", "svenska?")])), Lang::En);
        assert_eq!(choose(Some(Lang::Sv), locale(&[("LANG", "en_GB")])), Lang::Sv);
    }
}
