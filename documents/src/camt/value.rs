//! One value at a time: money, days, accounts.

use chrono::NaiveDate;
use samfin_core::Ore;

use super::fault::{Fault, Place};
use super::tree::Element;
use super::{Direction, Status};

/// What must be there.
pub(super) fn needed<'e>(element: &'e Element, path: &[&str], place: Place) -> Result<&'e str, Fault> {
    element.text_at(path).ok_or_else(|| Fault::Missing { place, element: path.join("/") })
}

/// Money in kronor; every amount of the format has its currency.
pub(super) fn money(element: &Element, place: Place) -> Result<Ore, Fault> {
    match element.currency.as_deref() {
        Some("SEK") => plain(element, place),
        Some(other) => Err(Fault::Currency { place, found: other.to_owned() }),
        None => Err(Fault::Missing { place, element: format!("{}/@Ccy", element.name) }),
    }
}

/// A sum without a currency of its own: `xs:decimal`, never below zero.
pub(super) fn plain(element: &Element, place: Place) -> Result<Ore, Fault> {
    exact(&element.text).ok_or_else(|| wrong(element, place))
}

/// `xs:decimal` may have zeros in front and at the end, which core's money has not.
fn exact(text: &str) -> Option<Ore> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() + decimals.len() == 0 {
        return None;
    }
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    format!("{}.{decimals:0<2}", if whole.is_empty() { "0" } else { whole }).parse().ok()
}

/// A count of entries or payments.
pub(super) fn count(element: &Element, place: Place) -> Result<usize, Fault> {
    element.text.parse().map_err(|_| wrong(element, place))
}

/// The day of `Dt`, or of the moment `DtTm` where the bank is.
pub(super) fn day(element: Option<&Element>, place: Place) -> Result<Option<NaiveDate>, Fault> {
    let Some(element) = element.and_then(|choice| choice.children.first()) else { return Ok(None) };
    let day = element.text.get(..10).filter(|day| day.len() == element.text.len() || element.name == "DtTm");
    let day = day.and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    day.map(Some).ok_or_else(|| wrong(element, place))
}

/// `CdtDbtInd`.
pub(super) fn direction(element: &Element, place: Place) -> Result<Direction, Fault> {
    match element.text.as_str() {
        "CRDT" => Ok(Direction::Credit),
        "DBIT" => Ok(Direction::Debit),
        _ => Err(wrong(element, place)),
    }
}

/// `Sts`: the code itself in version .02, a choice in .08.
pub(super) fn status(element: &Element, place: Place) -> Result<Status, Fault> {
    let element = element.at(&["Cd"]).unwrap_or(element);
    match element.text.as_str() {
        "BOOK" => Ok(Status::Booked),
        "PDNG" => Ok(Status::Pending),
        "INFO" => Ok(Status::Information),
        "FUTR" => Ok(Status::Future),
        _ => Err(wrong(element, place)),
    }
}

/// Yes or no; no when nothing is said.
pub(super) fn yes(element: Option<&Element>, place: Place) -> Result<bool, Fault> {
    match element.map(|element| (element, element.text.as_str())) {
        None | Some((_, "false" | "0")) => Ok(false),
        Some((_, "true" | "1")) => Ok(true),
        Some((element, _)) => Err(wrong(element, place)),
    }
}

fn wrong(element: &Element, place: Place) -> Fault {
    Fault::Value { place, element: element.name.clone(), value: element.text.chars().take(40).collect() }
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn money_is_read_to_the_ore_or_not_at_all() {
        for (text, ore) in
            [("1", 100), ("001.5", 150), ("0.01", 1), (".5", 50), ("12.30000", 1230), ("5.", 500), ("0", 0)]
        {
            assert_eq!(exact(text).map(samfin_core::Ore::ore), Some(ore), "{text}");
        }
        for wrong in ["", ".", "-1", "+1", "1.001", "1e3", "1,50", "1 000", "١", "9999999999999999"] {
            assert_eq!(exact(wrong), None, "{wrong}");
        }
    }
}
