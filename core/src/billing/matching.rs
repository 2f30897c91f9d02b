//! Whose money it is: an incoming payment held against open invoices.
//!
//! The payment's reference decides, and nothing else does: what has none, or a reference that points at another payer's
//! invoice, is only suggested. A suggestion is never carried out by itself.

use crate::Ore;

/// The most suggestions for one payment.
const MOST: usize = 10;

/// An invoice that a payment may be for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its number: `2027-0001`.
    pub number: String,
    /// The reference that a payment of it carries, digits only.
    pub ocr: String,
    /// The payer's organisation number, ten digits.
    pub payer: String,
    /// The payer's name.
    pub payer_name: String,
    /// Kronor that are left to pay; zero or below: it is not open.
    pub left: Ore,
}

/// What is known of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Incoming {
    /// Kronor.
    pub amount: Ore,
    /// The structured reference, as the bank tells it.
    pub ocr: Option<String>,
    /// The payer's organisation number, ten digits, where the bank or the payer's account tells it.
    pub payer: Option<String>,
    /// The payer's name.
    pub payer_name: Option<String>,
    /// What the payer wrote.
    pub text: Option<String>,
}

/// What a payment is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// This invoice: its reference was given.
    Exact(String),
    /// Perhaps one of these, the likeliest first; nobody but an officer decides.
    Suggested(Vec<String>),
    /// Nothing fits.
    None,
}

/// What a payment is for, among the issued invoices of the one who was paid, in the order they were issued.
///
/// ```
/// use samfin_core::billing::matching::{Candidate, Incoming, Match, find};
/// let invoice = |id: &str, ocr: &str, payer: &str| Candidate {
///     id: id.into(), number: "2027-0001".into(), ocr: ocr.into(), payer: payer.into(), payer_name: "Åre kommun".into(),
///     left: "100.00".parse().unwrap(),
/// };
/// let open = [invoice("a", "20270000011", "2120002494"), invoice("b", "20270000029", "2120002502")];
/// let paid = |ocr: Option<&str>, payer: Option<&str>| Incoming {
///     amount: "100.00".parse().unwrap(), ocr: ocr.map(Into::into), payer: payer.map(Into::into), ..Incoming::default()
/// };
/// assert_eq!(find(&paid(Some("2027 0000 029"), None), &open), Match::Exact("b".into()));
/// // Another's reference is no match by itself.
/// assert_eq!(find(&paid(Some("20270000029"), Some("2120002494")), &open), Match::Suggested(vec!["b".into(), "a".into()]));
/// assert_eq!(find(&paid(None, Some("2120002494")), &open), Match::Suggested(vec!["a".into()]));
/// ```
#[must_use]
pub fn find(incoming: &Incoming, invoices: &[Candidate]) -> Match {
    let reference = incoming.ocr.as_deref().map(digits).filter(|digits| !digits.is_empty());
    let named = reference.as_deref().and_then(|digits| one(invoices.iter().filter(|one| one.ocr == digits)));
    if let Some(named) = named
        && incoming.payer.as_ref().is_none_or(|payer| *payer == named.payer)
    {
        return Match::Exact(named.id.clone());
    }
    let mut ranked: Vec<(u8, &Candidate)> = invoices
        .iter()
        .filter_map(|invoice| {
            let rank = if named.is_some_and(|named| named.id == invoice.id) { 0 } else { rank(incoming, invoice)? };
            Some((rank, invoice))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let suggested: Vec<String> = ranked.into_iter().take(MOST).map(|(_, invoice)| invoice.id.clone()).collect();
    if suggested.is_empty() { Match::None } else { Match::Suggested(suggested) }
}

/// How likely a payment is for an invoice, the smaller the likelier; none when nothing speaks for it.
fn rank(incoming: &Incoming, invoice: &Candidate) -> Option<u8> {
    if invoice.left.is_zero() || invoice.left.is_negative() {
        return None;
    }
    if incoming.text.as_deref().is_some_and(|text| mentions(text, invoice)) {
        return Some(1);
    }
    let same_amount = incoming.amount == invoice.left;
    match &incoming.payer {
        Some(payer) if *payer != invoice.payer => None,
        Some(_) => Some(if same_amount { 2 } else { 5 }),
        None => {
            let same_name =
                incoming.payer_name.as_deref().is_some_and(|name| plain(name) == plain(&invoice.payer_name));
            match (same_name, same_amount) {
                (true, true) => Some(3),
                (false, true) => Some(4),
                (true, false) => Some(6),
                (false, false) => None,
            }
        }
    }
}

/// Whether a text has the invoice's number or reference as a word of its own.
fn mentions(text: &str, invoice: &Candidate) -> bool {
    let words = text.split(|letter: char| !(letter.is_ascii_digit() || letter == '-'));
    words
        .map(|word| word.trim_matches('-'))
        .filter(|word| !word.is_empty())
        .any(|word| word == invoice.ocr || word == invoice.number)
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(id: &str, ocr: &str, payer: &str, name: &str, left: &str) -> Candidate {
        Candidate {
            id: id.into(),
            number: format!("2027-{id}"),
            ocr: ocr.into(),
            payer: payer.into(),
            payer_name: name.into(),
            left: left.parse().expect("an amount"),
        }
    }

    fn open() -> [Candidate; 4] {
        [
            invoice("0001", "20270000011", "1", "Åre kommun", "100.00"),
            invoice("0002", "20270000029", "2", "Bergs kommun", "100.00"),
            invoice("0003", "20270000037", "1", "Åre kommun", "250.00"),
            invoice("0004", "20270000045", "1", "Åre kommun", "0.00"),
        ]
    }

    fn suggested(incoming: &Incoming) -> Vec<String> {
        match find(incoming, &open()) {
            Match::Suggested(ids) => ids,
            Match::Exact(id) => panic!("matched {id}"),
            Match::None => Vec::new(),
        }
    }

    #[test]
    fn a_reference_decides_whatever_the_amount_and_also_when_nothing_is_left() {
        let paid = Incoming { ocr: Some("20270000045".into()), ..Incoming::default() };
        assert_eq!(find(&paid, &open()), Match::Exact("0004".into()));
    }

    #[test]
    fn the_same_amount_of_two_payers_is_suggested_and_never_taken() {
        let paid = Incoming { amount: "100.00".parse().expect("an amount"), ..Incoming::default() };
        assert_eq!(suggested(&paid), ["0001", "0002"]);
        let named = Incoming { payer_name: Some("BERGS  KOMMUN".into()), ..paid.clone() };
        assert_eq!(suggested(&named), ["0002", "0001"]);
        let known = Incoming { payer: Some("1".into()), ..paid.clone() };
        assert_eq!(suggested(&known), ["0001", "0003"], "only its own, and none that is paid");
        let odd = Incoming { amount: "1.00".parse().expect("an amount"), ..Incoming::default() };
        assert_eq!(find(&odd, &open()), Match::None);
    }

    #[test]
    fn what_the_payer_wrote_is_a_hint_and_no_reference() {
        let paid = Incoming { text: Some("Faktura 2027-0003, tack".into()), ..Incoming::default() };
        assert_eq!(suggested(&paid), ["0003"]);
        let longer = Incoming { text: Some("12027-0003".into()), ..Incoming::default() };
        assert_eq!(suggested(&longer), Vec::<String>::new());
    }

    #[test]
    fn a_reference_that_two_have_decides_nothing() {
        let twice = [open()[0].clone(), Candidate { id: "x".into(), ..open()[0].clone() }];
        let paid = Incoming { ocr: Some("20270000011".into()), ..Incoming::default() };
        assert_eq!(find(&paid, &twice), Match::None);
    }
}
