//! Numbers as people write them, on paper and on the pages that show what is on it.

use samfin_core::billing::document::Participant;
use samfin_core::{Lang, Ore, figures};

/// `1 234,50`, its thousands kept together.
pub(super) fn kronor(amount: Ore) -> String {
    figures::grouped(&amount.to_string(), Lang::Sv)
}

/// `212000-1234`; what is no organisation number stays as it is.
#[must_use]
pub fn organisation(number: &str) -> String {
    hyphened(number, if number.len() == 10 { 4 } else { 0 })
}

/// `123-4567` or `1234-5678`.
#[must_use]
pub fn bankgiro(number: &str) -> String {
    hyphened(number, if matches!(number.len(), 7 | 8) { 4 } else { 0 })
}

/// `12 34 56-7`: in pairs, then the check digit.
#[must_use]
pub fn plusgiro(number: &str) -> String {
    let with = hyphened(number, 1);
    match with.split_once('-') {
        Some((pairs, check)) => {
            let (first, rest) = pairs.split_at(pairs.len() % 2);
            let mut groups: Vec<&str> = vec![first];
            groups.extend((0..rest.len() / 2).map(|pair| &rest[pair * 2..pair * 2 + 2]));
            groups.retain(|group| !group.is_empty());
            format!("{}-{check}", groups.join("\u{a0}"))
        }
        None => with,
    }
}

/// `SE45 5000 …`: in groups of four.
#[must_use]
pub fn iban(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("\u{a0}")
}

/// `831 82` as the post wants it; another country's stays as it is.
#[must_use]
pub fn postal_code(code: &str) -> String {
    let is_swedish = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_swedish { format!("{}\u{a0}{}", &code[..3], &code[3..]) } else { code.to_owned() }
}

/// Everywhere that the participant can be paid: what each way is called, in any language, and the number.
#[must_use]
pub fn accounts(participant: &Participant) -> Vec<(&'static str, String)> {
    let way = |label, number: &Option<String>, written: fn(&str) -> String| {
        number.as_deref().map(|number| (label, written(number)))
    };
    let ways = [
        way("Bankgiro", &participant.bankgiro, bankgiro),
        way("Plusgiro", &participant.plusgiro, plusgiro),
        way("IBAN", &participant.iban, iban),
        way("BIC", &participant.bic, str::to_owned),
    ];
    ways.into_iter().flatten().collect()
}

/// A hyphen before the last `after` digits; nothing but digits is touched.
fn hyphened(number: &str, after: usize) -> String {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    match number.len().checked_sub(after).filter(|at| is_number && after > 0 && *at > 0) {
        Some(at) => format!("{}-{}", &number[..at], &number[at..]),
        None => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_as_banks_and_authorities_print_them() {
        assert_eq!(kronor("1234.50".parse().expect("money")), "1\u{a0}234,50");
        assert_eq!(organisation("2021005489"), "202100-5489");
        assert_eq!((bankgiro("1234567"), bankgiro("12345678")), ("123-4567".into(), "1234-5678".into()));
        assert_eq!(plusgiro("1234567"), "12\u{a0}34\u{a0}56-7");
        assert_eq!((plusgiro("123456"), plusgiro("12")), ("1\u{a0}23\u{a0}45-6".into(), "1-2".into()));
        assert_eq!(iban("SE4550000000058398257466"), "SE45\u{a0}5000\u{a0}0000\u{a0}0583\u{a0}9825\u{a0}7466");
        assert_eq!((postal_code("83182"), postal_code("N-7010")), ("831\u{a0}82".into(), "N-7010".into()));
        for odd in ["", "5", "åäö", "12a4567"] {
            assert_eq!((organisation(odd), bankgiro(odd), plusgiro(odd)), (odd.into(), odd.into(), odd.into()));
        }
    }
}
