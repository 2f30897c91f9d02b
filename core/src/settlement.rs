//! From positions to transfers (calculation contract § 6): who pays whom.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::agreement::Settlement;
use crate::{Agreement, Id};

/// A payment from one payer to another, in öre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payment {
    pub(crate) from: Id,
    pub(crate) to: Id,
    pub(crate) ore: i128,
}

/// The transfers that settle every position: `net` by party, and the reserve's.
///
/// A position above zero pays, one below receives; together with the reserve they sum to zero.
pub(crate) fn transfers(agreement: &Agreement, host: usize, net: &[i128], reserve: i128) -> Vec<Payment> {
    let mut balances = vec![0; net.len()];
    for (party, net) in agreement.parties.iter().zip(net) {
        balances[party.payer] += net;
    }
    debug_assert_eq!(balances.iter().sum::<i128>() + reserve, 0, "positions sum to zero");
    let payers = agreement.parties.iter().map(|party| party.id.clone()).zip(balances).chain([(Id::reserve(), reserve)]);
    match agreement.settlement {
        Settlement::ViaHost => {
            let host = agreement.parties[agreement.parties[host].payer].id.clone();
            via_host(&host, &payers.collect::<Vec<_>>())
        }
        Settlement::Netted => netted(payers.collect()),
    }
}

/// First all payments in to the host, then all out.
fn via_host(host: &Id, balances: &[(Id, i128)]) -> Vec<Payment> {
    let others = || balances.iter().filter(|(id, _)| id != host);
    let paid_in = others().filter(|(_, balance)| *balance > 0).map(|(id, balance)| Payment {
        from: id.clone(),
        to: host.clone(),
        ore: *balance,
    });
    let paid_out = others().filter(|(_, balance)| *balance < 0).map(|(id, balance)| Payment {
        from: host.clone(),
        to: id.clone(),
        ore: -balance,
    });
    paid_in.chain(paid_out).collect()
}

/// The largest debtor pays the largest creditor, until nothing is left: at most n − 1 payments.
fn netted(balances: Vec<(Id, i128)>) -> Vec<Payment> {
    let mut debtors = BinaryHeap::new();
    let mut creditors = BinaryHeap::new();
    for (id, balance) in balances {
        match balance {
            1.. => debtors.push((balance, Reverse(id))),
            0 => {}
            _ => creditors.push((-balance, Reverse(id))),
        }
    }
    let mut payments = Vec::new();
    while let (Some((owed, debtor)), Some((due, creditor))) = (debtors.pop(), creditors.pop()) {
        let ore = owed.min(due);
        payments.push(Payment { from: debtor.0.clone(), to: creditor.0.clone(), ore });
        if owed > ore {
            debtors.push((owed - ore, debtor));
        }
        if due > ore {
            creditors.push((due - ore, creditor));
        }
    }
    payments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_debtors_and_creditors_are_taken_by_lower_id() {
        let id = |text: &str| Id::parse(text).expect("an id");
        let balances = [("d", -50), ("b", 50), ("c", -50), ("a", 50)];
        let payments = netted(balances.into_iter().map(|(text, balance)| (id(text), balance)).collect());
        let paid = |from: &str, to: &str| Payment { from: id(from), to: id(to), ore: 50 };
        assert_eq!(payments, [paid("a", "c"), paid("b", "d")]);
    }
}
