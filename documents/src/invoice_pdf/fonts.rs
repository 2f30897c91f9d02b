//! The fonts, which come with the program, and what they can show.
//!
//! An archival PDF must not hold a character without a glyph. What no font has is shown as `�`, and the paper says so; the
//! e-invoice has the character itself. Marks that turn the direction of writing are shown so too: an amount must not be
//! read backwards because of a name beside it.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands for a character that cannot be shown.
pub(super) const UNSHOWN: char = '\u{fffd}';

/// The families that `invoice.typ` names, in its order.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

pub(super) static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    let fonts: Vec<Font> = all.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// How much is tried to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Every character that some font has. Marks above a letter that no font has together with it can still go wrong.
    Trusting,
    /// Only characters that every face of the first family has, without marks that combine: it cannot go wrong.
    Strict,
}

/// The text as it will be seen: as it is, but for what cannot or must not be shown. `a` + `¨` becomes the one letter `ä`.
pub(super) fn shown(text: &str, care: Care) -> String {
    text.nfc()
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c if is_shown(c, care) => c,
            _ => UNSHOWN,
        })
        .collect()
}

fn is_shown(c: char, care: Care) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let turns_or_hides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    // Private characters mean nothing to whoever reads the archive (ISO 19005-3, 6.2.11.7.3).
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let has = |font: &Font| font.info().coverage.contains(u32::from(c));
    let mut first_family = FONTS.1.iter().filter(|font| font.info().family == FAMILIES[0]);
    let has_glyph = match care {
        Care::Trusting => FONTS.1.iter().any(has),
        Care::Strict => first_family.all(has) && !is_combining_mark(c),
    };
    has_glyph && !turns_or_hides && !private && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shown_is_seen_to_be_missing() {
        for same in ["Åre kommun – ”Fjäll” § 45, ½ €", "Гмина, Δήμος, עיריית, بلدية", "#x *y* <z> \\ \"å\""]
        {
            assert_eq!(shown(same, Care::Trusting), same);
        }
        let text = "😀 東 \u{e000} \u{202e} \u{feff} \u{7}";
        // No glyph, private, turns the direction, hides, controls.
        assert_eq!(shown(text, Care::Trusting), "\u{fffd} \u{fffd} \u{fffd} \u{fffd} \u{fffd} \u{fffd}");
        assert_eq!(shown("en\nrad\ttill\u{2028}", Care::Trusting), "en rad till ");
    }

    #[test]
    fn letters_put_together_from_marks_become_one() {
        assert_eq!(shown("a\u{30a}a\u{308}o\u{308}", Care::Trusting), "åäö");
        assert_eq!(shown("a\u{30a} t\u{369} ж", Care::Strict), "å t\u{fffd} ж");
    }
}
