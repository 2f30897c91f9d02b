//! Numbers as an e-invoice has them: what core says is right, in the one form that it is written in.

use samfin_core::billing::identifiers::{Bic, Gln, Iban, Identifier, OrganisationNumber};

/// Whether all of it is ASCII digits, of a length within `lengths`.
pub(super) fn is_digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An organisation number: ten digits.
pub(super) fn is_organisation_number(text: &str) -> bool {
    is_written::<OrganisationNumber>(text)
}

/// A GLN: thirteen digits.
pub(super) fn is_gln(text: &str) -> bool {
    is_written::<Gln>(text)
}

/// An IBAN without spaces.
pub(super) fn is_iban(text: &str) -> bool {
    is_written::<Iban>(text)
}

/// A BIC: eight or eleven capital letters and digits.
pub(super) fn is_bic(text: &str) -> bool {
    is_written::<Bic>(text)
}

/// Whether it is right and already in its one form: people may write it in others.
fn is_written<T: Identifier>(text: &str) -> bool {
    T::parse(text).is_ok_and(|number| number.as_str() == text)
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
