//! Documents of which something is to be done: worked out from how they stand, not stored.

use chrono::NaiveDate;
use samfin_core::billing::organisation::MOST_ATTESTATIONS;
use samfin_core::billing::payment::PaymentStatus;

use super::{Filter, Status, Whole, store};

/// What is to be done of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// A draft that too few have attested.
    ToAttest,
    /// An issued document of which something is left to pay.
    Unpaid,
    /// An issued document of which something has been taken back.
    Credited,
}

impl Only {
    /// Where all of them stand.
    pub(super) fn status(self) -> Status {
        match self {
            Self::ToAttest => Status::Draft,
            Self::Unpaid | Self::Credited => Status::Issued,
        }
    }

    fn takes(self, one: &Whole) -> bool {
        match self {
            Self::ToAttest => one.is_waiting(),
            Self::Unpaid => one.payment.as_ref().is_some_and(|payment| !payment.standing.left.is_zero()),
            Self::Credited => one.payment.as_ref().is_some_and(|payment| payment.credited != 0),
        }
    }
}

impl Filter {
    /// What of that the rows beside a document can tell, so that those that are done with are not read.
    pub(super) fn perhaps(&self, today: NaiveDate) -> Option<store::Perhaps> {
        Some(match self.only {
            Some(Only::ToAttest) => store::Perhaps::AttestedByFewerThan(i64::from(MOST_ATTESTATIONS)),
            Some(Only::Credited) => store::Perhaps::Credited,
            Some(Only::Unpaid) => store::Perhaps::Open,
            None => match self.payment_status? {
                PaymentStatus::Paid | PaymentStatus::Overpaid => return None,
                // A deferral moves the day that counts, and never to an earlier one.
                PaymentStatus::Overdue => store::Perhaps::OpenAndDueBefore(today),
                _ => store::Perhaps::Open,
            },
        })
    }

    /// Whether it asks for what no column says.
    pub(super) fn looks_closer(&self) -> bool {
        self.payment_status.is_some() || self.only.is_some()
    }

    pub(super) fn takes(&self, one: &Whole) -> bool {
        let status = one.payment.as_ref().map(|payment| payment.standing.status);
        (self.payment_status.is_none() || self.payment_status == status) && self.only.is_none_or(|only| only.takes(one))
    }
}
