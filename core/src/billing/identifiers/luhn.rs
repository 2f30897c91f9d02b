//! The check digit of Swedish numbers: Luhn's, modulus 10 (ISO/IEC 7812-1, annex B).

/// The digit to put after `digits`.
pub(super) fn check_digit(digits: &str) -> char {
    let sum = sum(digits, true);
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

/// Whether the last digit is the check digit of those before.
pub(super) fn holds(digits: &str) -> bool {
    sum(digits, false).is_multiple_of(10)
}

/// Σ digits from the last one, every other doubled and its two digits added.
fn sum(digits: &str, mut doubles: bool) -> u32 {
    let mut sum = 0;
    for digit in digits.chars().rev().filter_map(|c| c.to_digit(10)) {
        let twice = digit * 2;
        sum += if doubles { twice / 10 + twice % 10 } else { digit };
        doubles = !doubles;
    }
    sum
}
