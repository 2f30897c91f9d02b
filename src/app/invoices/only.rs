//! Documents of which something is to be done: worked out from how they stand, not stored.

use samfin_core::billing::payment::PaymentStatus;

use super::{Filter, Status, Whole, store};
use crate::app::{Error, organisations};
use crate::storage::Tx;

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
    /// What of that the rows beside a document can tell, so that those that are done with are not read.
    pub(super) async fn perhaps(&self, tx: &mut Tx) -> Result<Option<store::Perhaps>, Error> {
        let is_open = |status| !matches!(status, PaymentStatus::Paid | PaymentStatus::Overpaid);
        Ok(match self.only {
            Some(Only::ToAttest) => {
                let all = organisations::all(tx).await?;
                let most = all.iter().map(|one| one.details.attestations_required).max().unwrap_or_default();
                Some(store::Perhaps::AttestedByFewerThan(i64::from(most.max(1))))
            }
            Some(Only::Credited) => Some(store::Perhaps::Credited),
            Some(Only::Unpaid) => Some(store::Perhaps::Open),
            None => self.payment_status.filter(|status| is_open(*status)).map(|_| store::Perhaps::Open),
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
