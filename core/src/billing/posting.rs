//! What happened, as balanced vouchers (*verifikationer*) in the books of the party that asks for money.
//!
//! An account here is a role, with what tells it apart; which number it has in a chart of accounts is the organisation's
//! own data. Debit is above zero and credit below, and every voucher sums to zero.

mod written;

use std::collections::BTreeMap;

use super::document::{Document, Form, Item};
use super::draft::{Row, Why};
use super::late::{Late, RESERVE};
use crate::agreement::CostKind;
use crate::result::By;
use crate::{Agreement, Calculation, Id, Ore};

pub use written::UnknownAccount;

/// What an account is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// What a payer owes (*kundfordran*); below zero it has money coming.
    Receivable(Id),
    /// What an employer is owed (*leverantörsskuld*).
    Payable(Id),
    /// Money that is there.
    Bank,
    /// What the parties bear of a cost.
    Income(Id),
    /// What a cost comes to at an employer that is paid for it.
    Provided(Id),
    /// What parties do not contribute of what they bear.
    Shortfall,
    /// What is taken on instead.
    Cover,
    /// What the asking party lays out for others.
    Outlay,
    /// What the asking party bears itself.
    OwnShare,
    /// Money set aside.
    Reserve,
    /// What is settled in a later year.
    Carry,
    /// VAT on what is asked for (*utgående moms*), by percent.
    OutputVat(u8),
    /// VAT on what is paid out (*ingående moms*), by percent.
    InputVat(u8),
    /// Rounding to whole kronor.
    Rounding,
    /// Interest on late payment.
    Interest,
    /// Fees for reminders.
    Fee,
}

/// One side of a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub account: Account,
    /// Kronor: debit above zero, credit below.
    pub amount: Ore,
}

/// Entries that sum to zero: one for each account, in the order of [`Account`], none of them zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher(Vec<Entry>);

impl Voucher {
    /// The voucher with these entries; none when they do not sum to zero.
    #[must_use]
    pub fn of(entries: Vec<Entry>) -> Option<Self> {
        (entries.iter().map(|entry| entry.amount.wide()).sum::<i128>() == 0).then_some(Self(entries))
    }

    /// Its entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The voucher that undoes this one; none when an amount has no opposite, which those of a voucher have.
    ///
    /// ```
    /// use samfin_core::billing::posting::of_payment;
    /// use samfin_core::Id;
    /// let b = Id::parse("b").unwrap();
    /// let paid = of_payment(&b, "125.00".parse().unwrap()).unwrap();
    /// assert_eq!(paid.reversed(), of_payment(&b, "-125.00".parse().unwrap()));
    /// ```
    #[must_use]
    pub fn reversed(&self) -> Option<Self> {
        let turned = |Entry { account, amount }: &Entry| {
            Some(Entry { account: account.clone(), amount: Ore::from_wide(-amount.wide())? })
        };
        self.0.iter().map(turned).collect::<Option<_>>().map(Self)
    }

    fn is_something(&self) -> bool {
        !self.0.is_empty()
    }

    /// Amounts as they came, and what balances them on `against`; none when a sum passes what money can hold.
    fn balanced(amounts: impl IntoIterator<Item = (Account, i128)>, against: &Account) -> Option<Self> {
        let mut sums: BTreeMap<Account, i128> = BTreeMap::new();
        for (account, amount) in amounts {
            *sums.entry(account).or_default() += amount;
            *sums.entry(against.clone()).or_default() -= amount;
        }
        let sums = sums.into_iter().filter(|(_, sum)| *sum != 0);
        sums.map(|(account, sum)| Some(Entry { account, amount: Ore::from_wide(sum)? }))
            .collect::<Option<_>>()
            .map(Self)
    }
}

/// A document that was issued.
///
/// None when a sum passes what money can hold, which a document's does not.
#[must_use]
pub fn of_document(agreement: &Agreement, document: &Document) -> Option<Voucher> {
    let books = Books::of(agreement);
    let totals = &document.totals;
    let percent = document.vat.percent().unwrap_or_default();
    if is_payout(document) {
        let lines = document.lines.iter().map(|line| (Books::of_provided(&line.item), line.amount.wide()));
        let rest = [(Account::InputVat(percent), totals.vat.wide()), (Account::Rounding, totals.rounding.wide())];
        return Voucher::balanced(lines.chain(rest), &Account::Payable(document.seller.party.clone()));
    }
    // What is given back is posted the other way round.
    let sign = if document.form == Form::CreditNote { 1 } else { -1 };
    let lines = document.lines.iter().map(|line| (books.of_item(&line.item), sign * line.amount.wide()));
    let rest =
        [(Account::OutputVat(percent), sign * totals.vat.wide()), (Account::Rounding, sign * totals.rounding.wide())];
    Voucher::balanced(lines.chain(rest), &Account::Receivable(document.buyer.party.clone()))
}

/// What a settlement tells without a document and still belongs in the books: an own share, what is carried to the next
/// year, and amounts of one payer that cancel out.
///
/// None for the others. Rows of earlier calls are not posted: those of a settlement hold the whole year.
#[must_use]
pub fn of_row(agreement: &Agreement, row: &Row) -> Option<Voucher> {
    let against = match row.why {
        Why::Own => Account::OwnShare,
        Why::Carried => Account::Carry,
        Why::Zero if row.lines.iter().any(|line| line.bearer == row.seller) => {
            let lines = row.lines.iter().map(|line| (Books::of_provided(&line.item), line.amount.wide()));
            return Voucher::balanced(lines, &Account::Payable(row.seller.clone())).filter(Voucher::is_something);
        }
        Why::Zero => Account::Receivable(row.buyer.clone()),
        Why::Waits => return None,
    };
    let books = Books::of(agreement);
    let lines = row.lines.iter().map(|line| (books.of_item(&line.item), -line.amount.wide()));
    Voucher::balanced(lines, &against).filter(Voucher::is_something)
}

/// What a whole settlement tells without a document, as one voucher: the sum of [`of_row`] for each of its rows.
///
/// None when there is nothing of that, or a sum passes what money can hold.
#[must_use]
pub fn of_rows(agreement: &Agreement, rows: &[Row]) -> Option<Voucher> {
    let mut sums: BTreeMap<Account, i128> = BTreeMap::new();
    for Entry { account, amount } in rows.iter().filter_map(|row| of_row(agreement, row)).flat_map(|one| one.0) {
        *sums.entry(account).or_default() += amount.wide();
    }
    let sums = sums.into_iter().filter(|(_, sum)| *sum != 0);
    let entries = sums.map(|(account, sum)| Some(Entry { account, amount: Ore::from_wide(sum)? }));
    entries.collect::<Option<_>>().map(Voucher).filter(Voucher::is_something)
}

/// What the reserve and the asking party cover of a shortfall: it was not asked of anyone.
///
/// None when everyone contributes.
#[must_use]
pub fn of_default(calculation: &Calculation) -> Option<Voucher> {
    let default = calculation.default.as_ref()?;
    let covered = default.steps.iter().flat_map(|step| &step.by);
    let from_reserve = covered.filter_map(|by| match by {
        By::Reserve { amount, .. } => Some((Account::Reserve, amount.wide())),
        By::Party { .. } | By::Cost { .. } => None,
    });
    let laid_out = calculation.parties.iter().map(|party| (Account::Outlay, party.advance.wide()));
    Voucher::balanced(from_reserve.chain(laid_out), &Account::Cover)
}

/// What late money gives back to the reserve and to the asking party itself, which no document tells: what it laid out first,
/// then its own share of the cover. `hub` is the asking party.
///
/// None when it gives them nothing.
#[must_use]
pub fn of_late(calculation: &Calculation, hub: &Id, earlier: &[Late], late: &Late) -> Option<Voucher> {
    let advance = calculation.parties.iter().find(|party| party.id == *hub).map_or(0, |party| party.advance.wide());
    let back = |late: &Late, to: &str| -> i128 {
        late.back.iter().filter(|(id, _)| id.as_str() == to).map(|(_, amount)| amount.wide()).sum()
    };
    let before: i128 = earlier.iter().map(|one| back(one, hub.as_str())).sum();
    let own = back(late, hub.as_str());
    let outlay = (before + own).min(advance) - before.min(advance);
    let amounts =
        [(Account::Reserve, -back(late, RESERVE)), (Account::Outlay, -outlay), (Account::OwnShare, outlay - own)];
    Voucher::balanced(amounts, &Account::Cover).filter(Voucher::is_something)
}

/// A payer paid; below zero it was paid back.
///
/// ```
/// use samfin_core::billing::posting::{Account, of_payment};
/// use samfin_core::{Id, Ore};
/// let b = Id::parse("b").unwrap();
/// let voucher = of_payment(&b, "125.00".parse().unwrap()).unwrap();
/// let told: Vec<_> = voucher.entries().iter().map(|entry| (entry.account.clone(), entry.amount.to_string())).collect();
/// assert_eq!(told, [(Account::Receivable(b), "-125.00".into()), (Account::Bank, "125.00".into())]);
/// ```
#[must_use]
pub fn of_payment(payer: &Id, amount: Ore) -> Option<Voucher> {
    Voucher::balanced([(Account::Bank, amount.wide())], &Account::Receivable(payer.clone()))
}

/// An employer was paid; below zero it paid back.
#[must_use]
pub fn of_payout(employer: &Id, amount: Ore) -> Option<Voucher> {
    Voucher::balanced([(Account::Bank, -amount.wide())], &Account::Payable(employer.clone()))
}

/// Money that pays a document, or no longer does (below zero): on the account on which the document is. What pays a credit note
/// by itself goes out.
///
/// None when a sum passes what money can hold, which that of a stored amount does not.
#[must_use]
pub fn of_allocation(document: &Document, amount: Ore) -> Option<Voucher> {
    if is_payout(document) {
        return of_payout(&document.seller.party, amount);
    }
    let came = if document.form == Form::CreditNote { Ore::from_wide(-amount.wide())? } else { amount };
    of_payment(&document.buyer.party, came)
}

/// A fee that a payer owes for a reminder; none when it costs nothing.
///
/// ```
/// use samfin_core::billing::posting::{Account, of_reminder};
/// use samfin_core::{Id, Ore};
/// let b = Id::parse("b").unwrap();
/// let voucher = of_reminder(&b, "60.00".parse().unwrap()).unwrap();
/// let told: Vec<_> = voucher.entries().iter().map(|entry| (entry.account.clone(), entry.amount.to_string())).collect();
/// assert_eq!(told, [(Account::Receivable(b.clone()), "60.00".into()), (Account::Fee, "-60.00".into())]);
/// assert_eq!(of_reminder(&b, Ore::ZERO), None);
/// ```
#[must_use]
pub fn of_reminder(payer: &Id, fee: Ore) -> Option<Voucher> {
    Voucher::balanced([(Account::Fee, -fee.wide())], &Account::Receivable(payer.clone())).filter(Voucher::is_something)
}

/// A payout has lines of its seller: nobody is asked for what it bears by itself.
fn is_payout(document: &Document) -> bool {
    document.form == Form::Payout || document.lines.iter().any(|line| line.bearer == document.seller.party)
}

/// Which costs are money set aside.
struct Books<'a> {
    reserves: Vec<&'a Id>,
}

impl<'a> Books<'a> {
    fn of(agreement: &'a Agreement) -> Self {
        let reserves = agreement.costs.iter().filter(|cost| matches!(cost.kind, CostKind::Reserve(_)));
        Self { reserves: reserves.map(|cost| &cost.id).collect() }
    }

    fn of_item(&self, item: &Item) -> Account {
        match item {
            Item::Cost { cost } if self.reserves.contains(&cost) => Account::Reserve,
            Item::Cost { cost } => Account::Income(cost.clone()),
            Item::Shortfall => Account::Shortfall,
            Item::Cover => Account::Cover,
            Item::Advance => Account::Outlay,
            Item::Carried { .. } => Account::Carry,
            Item::Interest => Account::Interest,
            Item::Fee => Account::Fee,
        }
    }

    fn of_provided(item: &Item) -> Account {
        match item {
            Item::Cost { cost } => Account::Provided(cost.clone()),
            _ => Account::Outlay,
        }
    }
}
