//! Documents of which something is to be done: worked out from how they stand, not stored.

use super::{Filter, Status, Whole};

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
            Self::ToAttest => one.invoice.attested < i64::from(one.attestations_required),
            Self::Unpaid => one.payment.as_ref().is_some_and(|payment| !payment.standing.left.is_zero()),
            Self::Credited => one.payment.as_ref().is_some_and(|payment| payment.credited != 0),
        }
    }
}

impl Filter {
    /// Whether it asks for what no column says.
    pub(super) fn looks_closer(&self) -> bool {
        self.payment_status.is_some() || self.only.is_some()
    }

    pub(super) fn takes(&self, one: &Whole) -> bool {
        let status = one.payment.as_ref().map(|payment| payment.standing.status);
        (self.payment_status.is_none() || self.payment_status == status) && self.only.is_none_or(|only| only.takes(one))
    }
}
