//! What holds for any file.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_bytes_take_the_program_down(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        drop(read(&bytes, Format::Csv, &Options::default()));
        drop(read(&bytes, Format::Xlsx, &Options::default()));
    }

    #[test]
    fn no_text_takes_the_program_down(cells in proptest::collection::vec("[ -~åäö;,\"\n\t]{0,12}", 0..40)) {
        let file = format!("kod;datum;antal\n{}", cells.join(";"));
        drop(read(file.as_bytes(), Format::Csv, &Options::default()));
    }

    #[test]
    fn a_number_reads_back_however_its_thousands_are_grouped(value in 0_u64..1_000_000_000, space in "[ \u{a0}\u{202f}]") {
        let digits = value.to_string();
        let mut written = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                written.push_str(&space);
            }
            written.push(digit);
        }
        let file = format!("kod;datum;antal\n2303;2025;{written}\n");
        let expected = [format!("2303 2025-12-31 {value} -")];
        prop_assert_eq!(lines(&preview(&file)), expected);
    }

    #[test]
    fn a_decimal_reads_back_with_either_mark(whole in 0_u32..100_000, cents in 1_u32..100, comma: bool) {
        let value = Decimal::new(i64::from(whole) * 100 + i64::from(cents), 2).normalize();
        let written = if comma { value.to_string().replace('.', ",") } else { value.to_string() };
        let file = format!("kod;datum;antal\n2303;2025;{written}\n");
        let expected = [format!("2303 2025-12-31 {value} -")];
        prop_assert_eq!(lines(&preview(&file)), expected);
    }
}
