//! What is wrong with a field, in words for somebody who fills in a form. The API says the same in terms of JSON.

use samfin_core::{Code, Text};

use crate::http::problem::Kind;
use crate::web::words::{Words, t};

/// What is wrong; `written` is what stands in the field, where it is one that was sent.
pub(in crate::web) fn said(words: Words, kind: Kind, detail: &Text, written: Option<&str>) -> String {
    let Kind::Content(code) = kind else { return detail.get(words.lang()).to_owned() };
    match (code, written) {
        // An empty field is sent as an empty text, which is wrong in as many ways as there are kinds of fields.
        (
            Code::TextLength
            | Code::IdFormat
            | Code::MoneyFormat
            | Code::DecimalFormat
            | Code::DateInvalid
            | Code::UnknownValue
            | Code::IdentifierFormat,
            Some(""),
        )
        | (Code::MissingField, _) => t!(words, "edit-wrong-missing"),
        _ => plain(words, code).unwrap_or_else(|| detail.get(words.lang()).to_owned()),
    }
}

/// What is wrong with something written, where the code says all there is to it.
pub(in crate::web) fn plain(words: Words, code: Code) -> Option<String> {
    Some(match code {
        Code::MissingField => t!(words, "edit-wrong-missing"),
        Code::MoneyFormat | Code::DecimalFormat => t!(words, "edit-wrong-number"),
        Code::UnknownValue => t!(words, "edit-wrong-choice"),
        Code::DateInvalid => t!(words, "edit-wrong-day"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use samfin_core::Lang;

    use super::*;

    #[test]
    fn a_form_is_not_told_of_json() {
        let detail = Text::new("talet skrivs \"12.5\"", "write \"12.5\"");
        let told = |code: Code, written| said(Words::of(Lang::Sv), code.into(), &detail, written);
        assert_eq!(told(Code::DecimalFormat, Some("sju")), "Skriv ett tal med siffror, till exempel 1 234,50.");
        assert_eq!(told(Code::DecimalFormat, Some("")), "Fyll i det här.");
        assert_eq!(told(Code::IdFormat, Some("")), "Fyll i det här.");
        assert_eq!(told(Code::MissingField, None), "Fyll i det här.");
        assert_eq!(told(Code::DateInvalid, Some("2027-02-30")), "Skriv en dag som finns.");
        assert_eq!(told(Code::CheckDigit, Some("1")), "talet skrivs \"12.5\"", "the rest is said as it is");
        assert_eq!(told(Code::TextLength, Some("kort")), "talet skrivs \"12.5\"", "which says how long it may be");
    }
}
