//! What an invoice says (*faktura*): frozen when it is issued, and the only source of its PDF, its XML and its postings.
//!
//! A [`Document`] is written as JSON and read back unchanged, so that what was attested, issued, credited and exported are
//! the same words and the same öre.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Id, Ore};

/// A document that asks for money, gives it back, or tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceDocument))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What sort of paper it is.
    pub form: Form,
    /// Why it was made.
    pub occasion: Occasion,
    /// The name of the agreement.
    pub agreement: String,
    /// The calendar year that it belongs to.
    pub year: i32,
    /// Who asks.
    pub seller: Participant,
    /// Who is asked.
    pub buyer: Participant,
    /// The days that it is for, both included.
    pub period: Days,
    /// The one VAT treatment of all its lines.
    pub vat: VatTreatment,
    /// What is asked for. Amounts exclude VAT; in a credit note they stand as positive amounts that are given back.
    pub lines: Vec<Line>,
    /// The sums of the lines.
    pub totals: Totals,
    /// The decision that the amounts rest on: `HSN 2026/123 § 45`.
    pub decision_reference: Option<String>,
    /// The invoice that a credit note changes (mervärdesskattelagen 2023:200, 17:22).
    pub credits: Option<Credited>,
    /// The others that it changes, when it is a settlement or a correction of several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credits_also: Vec<Credited>,
    /// What the reader should know beside the lines, as sentences.
    pub notes: Vec<String>,
    /// Given when it is issued; none in a draft.
    pub issued: Option<Issued>,
}

/// What sort of paper a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceForm))]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// An invoice (*faktura*).
    Invoice,
    /// A credit note (*kreditfaktura*).
    CreditNote,
    /// An internal posting between boards of one legal entity (*internbokning*): no invoice, no VAT.
    Internal,
    /// What the host owes an employer (*utbetalningsunderlag*).
    Payout,
}

/// Why a document was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceOccasion))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Occasion {
    /// A part of the year's amount (*delfaktura*).
    Instalment {
        /// Which one, from 1.
        number: i32,
        /// Of how many.
        of: i32,
    },
    /// Outcome against what was invoiced (*slutavräkning*).
    Settlement,
    /// A year that changed after it was adopted.
    Correction,
    /// Cover of what another party did not contribute (*täckning*).
    Cover,
    /// Late money gives cover back.
    CoverReversal,
    /// Interest on late payment (*dröjsmålsränta*, räntelagen 1975:635).
    Interest,
    /// A reminder that costs something (*påminnelseavgift*).
    ReminderFee,
    /// An invoice or a part of it is taken back.
    Credit,
}

/// One of the two that a document stands between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceParticipant))]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// The party's id in the agreement.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub party: Id,
    /// Its legal name.
    pub name: String,
    /// Ten digits.
    pub organisation_number: String,
    /// `SE` + ten digits + `01`, where it is registered for VAT.
    pub vat_number: Option<String>,
    /// Whether it is approved for F-tax (*godkänd för F-skatt*).
    pub f_tax: bool,
    /// Where it is.
    pub address: Address,
    /// Its electronic address.
    pub endpoint: Option<Endpoint>,
    /// The buyer's reference, in the buyer's own form.
    pub reference: Option<String>,
    /// Who answers questions.
    pub contact: Option<String>,
    /// Bankgiro, digits only.
    pub bankgiro: Option<String>,
    /// Plusgiro, digits only.
    pub plusgiro: Option<String>,
    /// IBAN without spaces.
    pub iban: Option<String>,
    /// BIC of the IBAN's bank.
    pub bic: Option<String>,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PostalAddress))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street or box; several lines are several texts.
    pub lines: Vec<String>,
    /// The postal code.
    pub postal_code: String,
    /// The town.
    pub city: String,
    /// Two letters: `SE`.
    pub country: String,
}

/// An electronic address in the Peppol network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ElectronicAddress))]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// `0007` (organisation number) or `0088` (GLN).
    pub scheme: String,
    /// Digits.
    pub id: String,
}

/// Days of a period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoicedDays))]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

/// How the lines of a document are taxed; two treatments are two documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = VatTreatment))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum VatTreatment {
    /// A contribution without counter-performance: Peppol category O.
    OutsideScope,
    /// Taxed at this percentage, 25, 12 or 6: category S.
    Standard {
        /// Percent.
        percent: u8,
    },
    /// Exempt, category E.
    Exempt {
        /// Why.
        reason: String,
    },
}

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceLine))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is for.
    pub item: Item,
    /// Who bears it; an invoice to an association can have lines of eight municipalities.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub bearer: Id,
    /// The bearer's name.
    pub bearer_name: String,
    /// What it is, in a few words.
    pub text: String,
    /// How the amount came about, in a sentence.
    pub explanation: String,
    /// Kronor without VAT; below zero it lessens the document.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub amount: Ore,
    /// The days that it is for.
    pub period: Days,
}

/// What a line is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceItem))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Item {
    /// The bearer's share of a cost, or for a payout the cost itself.
    Cost {
        /// The cost's id.
        #[cfg_attr(feature = "openapi", schema(value_type = String))]
        cost: Id,
    },
    /// What the bearer will not contribute of its share: below zero.
    Shortfall,
    /// What the bearer takes on of others' shortfall; below zero where it pays less (`match_down`).
    Cover,
    /// What the bearer lays out as host.
    Advance,
    /// What was too little (above zero) or too much of an earlier year, and is settled in this one.
    Carried {
        /// The year that it comes from.
        year: i32,
    },
    /// Interest on an invoice that was paid late.
    Interest,
    /// A fee for a reminder.
    Fee,
}

/// The sums of a document. `payable = net + vat + rounding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceTotals))]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Σ lines.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub net: Ore,
    /// VAT on the net, rounded once, half away from zero.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub vat: Ore,
    /// To a whole krona, where the seller rounds.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub rounding: Ore,
    /// What is to be paid.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub payable: Ore,
}

/// The invoice that a credit note changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CreditedInvoice))]
#[serde(deny_unknown_fields)]
pub struct Credited {
    /// Its number.
    pub number: String,
    /// Its date.
    pub issued_on: NaiveDate,
}

/// What a document gets when it is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = InvoiceIssue))]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Its number, unique for the seller: `2027-0001`.
    pub number: String,
    /// Its date.
    pub issued_on: NaiveDate,
    /// When it is to be paid.
    pub due_on: NaiveDate,
    /// The reference that a payment carries, digits only.
    pub ocr: String,
    /// The yearly interest on late payment above the reference rate, percentage points, as a decimal.
    pub interest_margin_percent: String,
}

impl VatTreatment {
    /// Percent; none where no VAT arises.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        match self {
            Self::Standard { percent } => Some(*percent),
            Self::OutsideScope | Self::Exempt { .. } => None,
        }
    }

    /// The treatment as a word that tells documents apart: `outside_scope`, `standard_25`, `exempt`.
    #[must_use]
    pub fn group(&self) -> String {
        match self {
            Self::OutsideScope => "outside_scope".to_owned(),
            Self::Standard { percent } => format!("standard_{percent}"),
            Self::Exempt { .. } => "exempt".to_owned(),
        }
    }
}

impl Totals {
    /// The sums of `lines` under `vat`; none when they pass what money can hold.
    ///
    /// ```
    /// use samfin_core::billing::document::{Totals, VatTreatment};
    /// let ore = |text: &str| text.parse().unwrap();
    /// let totals = Totals::of([ore("10.01"), ore("0.01")], &VatTreatment::Standard { percent: 25 }, true).unwrap();
    /// // 10,02 × 25 % = 2,505, rounded half away from zero to 2,51; 12,53 to whole kronor is 13,00.
    /// assert_eq!((totals.vat, totals.rounding, totals.payable), (ore("2.51"), ore("0.47"), ore("13.00")));
    /// ```
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = Ore>, vat: &VatTreatment, whole_kronor: bool) -> Option<Self> {
        let net: i128 = lines.into_iter().map(Ore::wide).sum();
        let tax = nearest(net * i128::from(vat.percent().unwrap_or_default()), 100);
        let exact = net + tax;
        let payable = if whole_kronor { nearest(exact, 100) * 100 } else { exact };
        Some(Self {
            net: Ore::from_wide(net)?,
            vat: Ore::from_wide(tax)?,
            rounding: Ore::from_wide(payable - exact)?,
            payable: Ore::from_wide(payable)?,
        })
    }
}

/// `value / unit` to the nearest whole number, half away from zero.
pub(super) fn nearest(value: i128, unit: i128) -> i128 {
    let whole = (value.abs() + unit / 2) / unit;
    whole * value.signum()
}
