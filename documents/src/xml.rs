//! What XML itself demands, for those who write it and those who read it.

/// Whether XML 1.0 can hold the character at all (its production 2); no reference can write those that it cannot.
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
