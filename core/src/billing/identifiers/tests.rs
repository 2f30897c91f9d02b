//! The numbers of sources, and what check digits are for: the slips of those who copy numbers.

use proptest::prelude::*;

use super::*;
use crate::agreement::Ocr;

/// Whether `text` with each of its digits replaced by another one is refused every time.
fn catches_single_errors<T: Identifier>(text: &str) -> bool {
    (0..text.len()).all(|place| {
        ('0'..='9').filter(|other| !text[place..].starts_with(*other)).all(|other| {
            let mut wrong = text.to_owned();
            wrong.replace_range(place..=place, &other.to_string());
            T::parse(&wrong).is_err()
        })
    })
}

/// Whether `text` with two neighbours swapped is refused, but for 09 and 90, which Luhn's digit cannot tell apart.
fn catches_transpositions<T: Identifier>(text: &str) -> bool {
    (1..text.len()).all(|place| {
        let pair = &text[place - 1..=place];
        let swapped: String = pair.chars().rev().collect();
        let mut wrong = text.to_owned();
        wrong.replace_range(place - 1..=place, &swapped);
        matches!(pair, "09" | "90") || pair == swapped || T::parse(&wrong).is_err()
    })
}

/// The digits of a Swedish IBAN.
struct AfterSe(Iban);

impl Identifier for AfterSe {
    fn parse(text: &str) -> Result<Self, NotValid> {
        Iban::parse(&format!("SE{text}")).map(Self)
    }

    fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

fn made(digits: &str) -> String {
    format!("{digits}{}", luhn::check_digit(digits))
}

proptest! {
    #[test]
    fn a_slip_in_an_organisation_number_is_caught(digits in "[1-9][0-9][2-9][0-9]{6}") {
        let text = made(&digits);
        let number = OrganisationNumber::parse(&text).expect("right");
        prop_assert_eq!(OrganisationNumber::parse(&number.to_string()).expect("right"), number);
        prop_assert!(catches_single_errors::<OrganisationNumber>(&text));
        prop_assert!(catches_transpositions::<OrganisationNumber>(&text));
    }

    #[test]
    fn a_slip_in_a_giro_number_is_caught(bankgiro in "[1-9][0-9]{5,6}", plusgiro in "[1-9][0-9]{0,6}") {
        let (bankgiro, plusgiro) = (made(&bankgiro), made(&plusgiro));
        let number = Bankgiro::parse(&bankgiro).expect("right");
        prop_assert_eq!(Bankgiro::parse(&number.to_string()).expect("right"), number);
        prop_assert!(catches_single_errors::<Bankgiro>(&bankgiro) && catches_transpositions::<Bankgiro>(&bankgiro));
        let number = Plusgiro::parse(&plusgiro).expect("right");
        prop_assert_eq!(Plusgiro::parse(&number.to_string()).expect("right"), number);
        prop_assert!(catches_single_errors::<Plusgiro>(&plusgiro) && catches_transpositions::<Plusgiro>(&plusgiro));
    }

    #[test]
    fn a_slip_in_a_reference_is_caught(digits in "[0-9]{1,23}") {
        for kind in [Ocr::Check, Ocr::LengthCheck] {
            let reference = OcrReference::make(&digits, kind).expect("short enough");
            let text = reference.as_str();
            prop_assert_eq!(OcrReference::parse(text).expect("right"), reference.clone());
            prop_assert!(catches_single_errors::<OcrReference>(text) && catches_transpositions::<OcrReference>(text));
        }
    }

    #[test]
    fn a_wrong_digit_in_a_gln_or_an_iban_is_caught(digits in "[0-9]{12}", account in "[0-9]{20}") {
        let gln = (0..10).map(|check| format!("{digits}{check}")).find(|text| Gln::parse(text).is_ok()).expect("one fits");
        prop_assert!(catches_single_errors::<Gln>(&gln));
        let iban = (0..100).map(|check| format!("SE{check:02}{account}")).find(|text| Iban::parse(text).is_ok());
        let iban = iban.expect("one fits");
        let held = Iban::parse(&iban).expect("right");
        prop_assert_eq!(Iban::parse(&held.to_string()).expect("right"), held);
        let account = iban.replace("SE", "");
        prop_assert!(catches_single_errors::<AfterSe>(&account) && catches_transpositions::<AfterSe>(&account));
    }

    #[test]
    fn whatever_is_written_is_read_or_refused(text in "\\PC{0,40}") {
        let _ = (OrganisationNumber::parse(&text), Bankgiro::parse(&text), Plusgiro::parse(&text), Iban::parse(&text));
        let _ = (Bic::parse(&text), Gln::parse(&text), OcrReference::parse(&text), VatNumber::parse(&text));
        let _ = (AccountNumber::parse(&text), ReferencePattern::parse(&text));
    }
}

#[test]
fn numbers_from_sources_are_right() {
    let numbers = [
        "232100-0214",
        "212000-2452",
        "212000-2460",
        "212000-2478",
        "212000-2486",
        "212000-2494",
        "212000-2502",
        "212000-2510",
        "212000-2528",
    ];
    assert!(numbers.iter().all(|text| OrganisationNumber::parse(text).is_ok_and(|number| number.to_string() == *text)));
    assert!(["339-8328", "366-5114", "5050-1055"].iter().all(|text| Bankgiro::parse(text).is_ok()));
    for (text, shown) in [("1897503", "18 97 50-3"), ("49200-9", "4 92 00-9"), ("18", "1-8")] {
        assert_eq!(Plusgiro::parse(text).map(|number| number.to_string()), Ok(shown.to_owned()), "{text}");
    }
}

#[test]
fn references_are_made_as_bankgirot_has_it() {
    let make = |digits: &str, kind| OcrReference::make(digits, kind).map(String::from);
    assert_eq!(make("12345", Ocr::Check).as_deref(), Some("123455"));
    assert_eq!(make("12345", Ocr::LengthCheck).as_deref(), Some("1234574"));
    assert_eq!(make("2027010203", Ocr::Check).as_deref(), Some("20270102039"));
    assert_eq!(make("2027010203", Ocr::LengthCheck).as_deref(), Some("202701020325"));
    assert!(make(&"1".repeat(24), Ocr::Check).is_some() && make(&"1".repeat(24), Ocr::LengthCheck).is_none());
    assert!(["", "1-2", "12a", "١٢"].iter().all(|digits| make(digits, Ocr::Check).is_none()));
}

#[test]
fn what_is_written_in_other_ways_is_refused_with_what_to_write() {
    let code = |wrong: Option<NotValid>| wrong.map(|wrong| wrong.code.as_str());
    let number = |text| code(OrganisationNumber::parse(text).err());
    assert_eq!(number("232100-0215"), Some("check-digit"));
    for text in
        ["", "23210-00214", "232100 0214", "162321000214", "232100-021", "2321000214 ", "٢٣٢١٠٠٠٢١٤", "811218-9876"]
    {
        assert_eq!(number(text), Some("identifier-format"), "{text}");
    }
    let giro = |text| code(Bankgiro::parse(text).err());
    assert_eq!(
        (giro("3398-328"), giro("339-8329"), giro("33983")),
        (Some("identifier-format"), Some("check-digit"), Some("identifier-format"))
    );
    assert_eq!(code(Plusgiro::parse("1 89 75 03").err()), Some("identifier-format"));
    for text in [
        "se3550000000054910000003",
        "SE35 50000000 054910000003",
        "ZZ0650000000054910000003",
        "SE685000000005491000000",
    ] {
        assert_eq!(code(Iban::parse(text).err()), Some("identifier-format"), "{text}");
    }
    for text in ["SE232100021402", "232100021401", "SE232100-021401", "NO232100021401"] {
        assert_eq!(code(VatNumber::parse(text).err()), Some("identifier-format"), "{text}");
    }
    assert!(["ESSE12SS", "essesess", "ESSESESSXX"].iter().all(|text| Bic::parse(text).is_err()));
    assert!(["", "12345678901", "30 10", "3å"].iter().all(|text| AccountNumber::parse(text).is_err()));
}

#[test]
fn a_pattern_is_for_the_whole_reference_and_has_a_size() {
    let accepts =
        |pattern: &str, reference: &str| ReferencePattern::parse(pattern).expect("a pattern").accepts(reference);
    assert!(accepts("[0-9]{6}", "123456") && !accepts("[0-9]{6}", "1234567") && !accepts("[0-9]{6}", "12345\n6"));
    assert!(accepts(".{5,6}", "ÅÄÖ12") && !accepts(".{5,6}", "1234"));
    assert!(accepts("a|ab", "ab") && !accepts("a|b", "ab"));
    assert!(accepts(r"\w{6}", "Öst001"), "letters of any language fit in the size");
    let too_large = format!("{}x{}", "(".repeat(11), ")".repeat(11));
    for pattern in
        ["", "(", "a)|(b", "(?x)a#", "[0-9]{1000000}", r"(\pL{100}){100}", "a\nb", &"a".repeat(101), &too_large]
    {
        let wrong = ReferencePattern::parse(pattern).expect_err(pattern);
        assert_eq!(wrong.code, Code::IdentifierFormat, "{pattern}");
    }
}

#[test]
fn they_are_written_as_json_and_read_back() {
    let number = OrganisationNumber::parse("232100-0214").expect("right");
    assert_eq!(serde_json::to_string(&number).expect("JSON"), r#""2321000214""#);
    assert_eq!(serde_json::from_str::<OrganisationNumber>(r#""232100-0214""#).expect("read"), number);
    assert!(serde_json::from_str::<OrganisationNumber>(r#""232100-0215""#).is_err());
    let address = ElectronicAddress::parse("0088", "7300010000001").expect("right");
    let text = serde_json::to_string(&address).expect("JSON");
    assert_eq!(text, r#"{"scheme":"0088","id":"7300010000001"}"#);
    assert_eq!(serde_json::from_str::<ElectronicAddress>(&text).expect("read"), address);
    assert!(
        ElectronicAddress::parse("0007", "7300010000001").is_err() && ElectronicAddress::parse("0192", "1").is_err()
    );
}
