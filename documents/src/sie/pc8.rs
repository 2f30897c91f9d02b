//! Code page 437, which SIE calls PC8.

use oem_cp::code_table::ENCODING_TABLE_CP437;
use oem_cp::encode_char_checked;
use unicode_normalization::UnicodeNormalization as _;

/// What a character is when nothing is like it.
const UNKNOWN: u8 = b'?';

/// The lines of a file.
#[derive(Debug, Default)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    /// Adds a line that is made of these parts.
    pub(super) fn line(&mut self, parts: &[&str]) {
        for letter in parts.iter().flat_map(|part| part.chars()) {
            self.add(letter);
        }
        self.0.extend(b"\r\n");
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn add(&mut self, letter: char) {
        if let Some(byte) = encode_char_checked(alike(letter), &ENCODING_TABLE_CP437) {
            return self.0.push(byte);
        }
        // `š` without its caron, `①` as a digit: the letters of it that are left; never anything that means something here.
        let before = self.0.len();
        let parts = std::iter::once(letter).nfkd().filter(char::is_ascii_alphanumeric);
        self.0.extend(parts.filter_map(|part| u8::try_from(part).ok()));
        if self.0.len() == before {
            self.0.push(UNKNOWN);
        }
    }
}

/// What a character that the code page lacks is usually typed as. No quotation marks: those must stay escaped.
fn alike(letter: char) -> char {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201c}'..='\u{201e}' => '\'',
        '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        'Ø' => 'Ö',
        'ø' => 'ö',
        letter => letter,
    }
}
