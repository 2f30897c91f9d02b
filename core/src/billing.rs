//! The billing year: how a calculation becomes documents that ask for money.
//!
//! Gross obligations are the truth: every party is asked for what it bears, every employer is owed what it provides, and
//! netting is only a way of paying. Nothing here knows a database, a clock or a page.
//!
//! | from | by | to | module |
//! | --- | --- | --- | --- |
//! | agreement, calculation | who bears what, who asks whom | obligations of the year | [`obligation`], [`roles`] |
//! | agreement, organisations | who is who, and what is missing | participants | [`organisation`], [`identifiers`], [`invoicing_details`] |
//! | terms, a year | months and days | the year's parts | [`instalment`] |
//! | documents | what they asked for | what was called | [`called`] |
//! | obligations, a call, what was called | what is missing | drafts | [`draft`] |
//! | a year before and after a change | differences | what is settled in the year after | [`forward`] |
//! | outcome, budget | sums, what is left of the year | `actuals` of a calculation | [`forecast`] |
//! | calculation with outcome, what was called | differences | settlement, carried amounts | [`settlement`] |
//! | an issued document | what of it is taken back | its credit | [`credit`] |
//! | an amount, days late, reference rates | interest by half-year | interest | [`interest`] |
//! | late interest | its words | a document that asks for it | [`interest_document`] |
//! | credit notes, the invoices they name | what each takes from which | invoices with what is taken | [`noted`] |
//! | claims, payments, a day | what is left, what is late | how a document stands | [`payment`] |
//! | an incoming payment, open invoices | reference, amount, payer | a match or suggestions | [`matching`] |
//! | cover taken, late money | proportions | what is given back | [`reversal`] |
//! | a calculation, late money | documents of what is given back | drafts | [`late`] |
//! | documents, payments | who owes whom | balanced vouchers | [`posting`] |

pub mod called;
pub mod credit;
pub mod document;
pub mod draft;
pub mod forecast;
pub mod forward;
pub mod identifiers;
pub mod instalment;
pub mod interest;
pub mod interest_document;
pub mod invoicing_details;
pub mod late;
pub mod matching;
pub mod noted;
pub mod obligation;
pub mod organisation;
pub mod payment;
pub mod posting;
mod proportion;
pub mod reversal;
pub mod roles;
pub mod settlement;
mod wording;
