//! One entry, with its payments: a batch becomes as many details as it has payments.

use super::detail;
use super::fault::{Fault, Place};
use super::tree::Element;
use super::value::{day, direction, money, needed, status, yes};
use super::{Entry, Status, sums};

/// The entry of an `Ntry`.
pub(super) fn read(element: &Element, place: Place) -> Result<Entry, Fault> {
    let child = |name: &str| element.at(&[name]).ok_or_else(|| Fault::Missing { place, element: name.to_owned() });
    let amount = money(child("Amt")?, place)?;
    let direction = direction(child("CdtDbtInd")?, place)?;
    let status = status(child("Sts")?, place)?;
    let booked_on = day(element.at(&["BookgDt"]), place)?;
    let value_on = day(element.at(&["ValDt"]), place)?;
    if status == Status::Booked && booked_on.or(value_on).is_none() {
        needed(element, &["BookgDt", "Dt"], place)?;
    }
    let mut details = Vec::new();
    let mut unstated = 0;
    for group in element.all("NtryDtls") {
        let first = details.len();
        for payment in group.all("TxDtls") {
            let (stated, detail) = detail::read(payment, direction, place.detail(details.len()))?;
            unstated += usize::from(stated.is_none());
            details.push(detail);
        }
        sums::batch(group, &details[first..], place)?;
    }
    match (details.as_mut_slice(), unstated) {
        ([], _) => details.push(detail::unknown(amount, element)),
        // A payment that is the whole entry need not repeat the amount.
        ([only], 1) => only.amount = amount,
        (_, 0) => sums::details(amount, &details, place)?,
        _ => return Err(Fault::Missing { place, element: "NtryDtls/TxDtls/Amt".to_owned() }),
    }
    let reference = [&["AcctSvcrRef"], &["NtryRef"]].iter().find_map(|path| element.text_at(*path));
    Ok(Entry {
        reference: reference.map(ToOwned::to_owned),
        booked_on,
        value_on,
        amount,
        direction,
        reversal: yes(element.at(&["RvslInd"]), place)?,
        status,
        details,
    })
}
