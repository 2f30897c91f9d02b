//! Which text may come in: no control or direction-override characters, composed form, bounded.

use unicode_normalization::is_nfc;

use crate::{Text, say};

/// The longest name, in characters.
pub const MAX_NAME: usize = 200;
/// The longest name of a decision, in characters.
pub const MAX_DECISION: usize = 100;
/// The longest free text, in characters.
pub const MAX_TEXT: usize = 4000;

/// What is wrong with a text, if anything, for a single line (`multiline` false) or a paragraph.
///
/// ```
/// use samfin_core::text::fault;
/// assert!(fault("Åre kommun", false).is_none());
/// assert!(fault("a\u{202e}b", true).is_some());
/// assert!(fault("two\nlines", false).is_some());
/// ```
#[must_use]
pub fn fault(text: &str, multiline: bool) -> Option<Text> {
    if let Some(c) = text.chars().find(|c| is_illegal(*c, multiline)) {
        let code = u32::from(c);
        return Some(say!(
            "tecknet U+{code:04X} är inte tillåtet; ta bort det",
            "the character U+{code:04X} is not allowed; remove it"
        ));
    }
    (!text.is_ascii() && !is_nfc(text)).then(|| {
        say!(
            "texten har lösa accenttecken; skriv den med sammansatta tecken (Unicode NFC)",
            "the text has loose accents; write it with composed characters (Unicode NFC)"
        )
    })
}

/// Whether a text can stand as a name where names are the fields of an object: one line of 1 to 200 characters.
#[must_use]
pub fn is_name(text: &str) -> bool {
    fault(text, false).is_none() && !text.trim().is_empty() && text.chars().count() <= MAX_NAME
}

fn is_illegal(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\r' | '\t' => !multiline,
        // Line and direction controls, the byte order mark, and what is no character at all.
        '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fffe}'
        | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// The name in `known` that is nearest to `name`, if any is near enough to be a slip of the pen.
#[must_use]
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if name.len() > MAX_NAME {
        return None;
    }
    let allowed = 1 + name.chars().count() / 3;
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}
