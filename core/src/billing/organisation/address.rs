//! Postal addresses, as strictly as they can be judged without a register.

use crate::billing::document::Address;
use crate::read::{Node, Reader};
use crate::{Code, say};

/// The most lines: an electronic invoice has places for three.
const MOST_LINES: usize = 3;

impl Address {
    /// The fields of an address, all of which must be there.
    pub const FIELDS: &[&str] = &["lines", "postal_code", "city", "country"];
}

/// Reads the address at `node`.
pub(super) fn read(reader: &mut Reader, node: &Node<'_>) -> Option<Address> {
    if !reader.object(node, Address::FIELDS) {
        return None;
    }
    let lines = reader.required(node, "lines", |r, n| {
        let before = r.found();
        let lines = r.list(n, |r, n, _| r.name(n))?;
        if r.found() == before && !(1..=MOST_LINES).contains(&lines.len()) {
            r.fault(n, Code::OutOfRange, say!("ange 1–{MOST_LINES} rader", "give 1–{MOST_LINES} lines"));
        }
        Some(lines)
    });
    let postal_code = reader.required(node, "postal_code", Reader::name);
    let city = reader.required(node, "city", Reader::name);
    let country = reader.required(node, "country", |r, n| {
        let country = r.string(n)?;
        if country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(country.to_owned());
        }
        let detail = say!(
            "skriv landet med två versaler (ISO 3166-1): \"SE\"",
            "write the country with two capitals (ISO 3166-1): \"SE\""
        );
        r.fault(n, Code::IdentifierFormat, detail);
        None
    });
    Some(Address { lines: lines?, postal_code: postal_code?, city: city?, country: country? })
}
