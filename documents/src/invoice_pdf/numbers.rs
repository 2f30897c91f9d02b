//! Numbers as people write them.

use samfin_core::{Lang, Ore, figures};

/// `1 234,50`, its thousands kept together.
pub(super) fn kronor(amount: Ore) -> String {
    figures::grouped(&amount.to_string(), Lang::Sv)
}

/// `212000-1234`; what is no organisation number stays as it is.
pub(super) fn organisation(number: &str) -> String {
    hyphened(number, if number.len() == 10 { 4 } else { 0 })
}

/// `123-4567` or `1234-5678`.
pub(super) fn bankgiro(number: &str) -> String {
    hyphened(number, if matches!(number.len(), 7 | 8) { 4 } else { 0 })
}

/// `12 34 56-7`: in pairs, then the check digit.
pub(super) fn plusgiro(number: &str) -> String {
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
pub(super) fn iban(number: &str) -> String {
    let characters: Vec<char> = number.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("\u{a0}")
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
        for odd in ["", "5", "åäö", "12a4567"] {
            assert_eq!((organisation(odd), bankgiro(odd), plusgiro(odd)), (odd.into(), odd.into(), odd.into()));
        }
    }
}
