//! The fonts, which come with the program, and what they can show.
//!
//! An archival PDF must not hold a character without a glyph. What no font has is shown as `�`, and the paper says so; the
//! e-invoice has the character itself. Marks that turn the direction of writing are shown so too: an amount must not be
//! read backwards because of a name beside it.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// What stands for a character that cannot be shown.
pub(super) const UNSHOWN: char = '\u{fffd}';

/// The families that `invoice.typ` names, in its order.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

pub(super) static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
    let fonts: Vec<Font> = all.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

/// The text as it will be seen: as it is, but for what cannot or must not be shown.
pub(super) fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            c if is_shown(c) => c,
            _ => UNSHOWN,
        })
        .collect()
}

fn is_shown(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let turns_or_hides = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    // Private characters mean nothing to whoever reads the archive (ISO 19005-3, 6.2.11.7.3).
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !turns_or_hides
        && !private
        && !c.is_control()
        && FONTS.1.iter().any(|font| font.info().coverage.contains(u32::from(c)))
}
