//! Numbers with check digits: of organisations, places, accounts.

/// Whether all of it is ASCII digits, of a length within `lengths`.
pub(super) fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An organisation number: ten digits, the last of which is right by Luhn's rule.
pub(super) fn is_organisation_number(text: &str) -> bool {
    is_digits(text, 10..=10) && weighted(text, 2, |product| product / 10 + product % 10)
}

/// A GLN: thirteen digits, every other counted three times from the right.
pub(super) fn is_gln(text: &str) -> bool {
    is_digits(text, 13..=13) && weighted(text, 3, |product| product)
}

/// Digits from the right, every other multiplied by `factor`: their sum must be whole tens.
fn weighted(digits: &str, factor: u32, counted: impl Fn(u32) -> u32) -> bool {
    let digit = |byte: u8| u32::from(byte.wrapping_sub(b'0'));
    let of = |(place, byte): (usize, u8)| if place % 2 == 1 { counted(digit(byte) * factor) } else { digit(byte) };
    digits.bytes().rev().enumerate().map(of).sum::<u32>() % 10 == 0
}

/// An IBAN without spaces: ISO 13616, modulo 97.
pub(super) fn is_iban(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !(15..=34).contains(&bytes.len())
        || !bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        || !bytes[..2].iter().all(u8::is_ascii_uppercase)
    {
        return false;
    }
    let turned = bytes[4..].iter().chain(&bytes[..4]);
    let rest = turned.fold(0_u32, |rest, &byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    rest == 1
}

/// A BIC: eight or eleven capital letters and digits.
pub(super) fn is_bic(text: &str) -> bool {
    matches!(text.len(), 8 | 11) && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_is_seen() {
        // Bolagsverket's and a regulator's published numbers, and the examples of GS1 and ISO 13616.
        for (number, gln, iban) in [
            ("2021005489", "7359999000014", "SE4550000000058398257466"),
            ("2021006883", "4006381333931", "GB82WEST12345698765432"),
        ] {
            assert!(is_organisation_number(number) && is_gln(gln) && is_iban(iban), "{number} {gln} {iban}");
        }
        for wrong in ["2021005488", "202100548", "20210054899", "202100548x", "", "２０２１００５４８９"] {
            assert!(!is_organisation_number(wrong), "{wrong}");
        }
        assert!(!is_gln("7359999000015"));
        for wrong in ["SE4550000000058398257465", "SE45", "se4550000000058398257466", "4550000000058398257466SE"] {
            assert!(!is_iban(wrong), "{wrong}");
        }
        assert!(is_bic("ESSESESS") && is_bic("ESSESESSXXX") && !is_bic("ESSE") && !is_bic("essesess"));
    }
}
