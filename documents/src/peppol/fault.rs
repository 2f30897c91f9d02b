//! What keeps a document from being an e-invoice: where it is, what is wrong, what to do.

use samfin_core::billing::document::Form;
use samfin_core::{Ore, Text, say};

/// Seller or buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who asks.
    Seller,
    /// Who is asked.
    Buyer,
}

/// A way to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Seven or eight digits.
    Bankgiro,
    /// Two to eight digits.
    Plusgiro,
    /// An IBAN, without spaces.
    Iban,
    /// The BIC of the IBAN's bank.
    Bic,
}

/// What is wrong with a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The name is missing.
    NoName,
    /// The organisation number does not have ten digits with a right check digit.
    OrganisationNumber,
    /// The VAT number is not that of the organisation.
    VatNumber,
    /// There is no electronic address.
    NoEndpoint,
    /// The electronic address is no organisation number (0007) and no GLN (0088).
    Endpoint,
    /// The country is not two capital letters.
    Country,
}

/// What must be mended before the document can be an e-invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Internal postings and payout bases are no invoices.
    NoEInvoice(Form),
    /// A draft has no number.
    NotIssued,
    /// There is nothing to pay for.
    NoLines,
    /// The invoice number is blank.
    NoNumber,
    /// The payment reference is missing or has other than 2 to 25 digits.
    Ocr,
    /// It should be paid before it was made.
    DueBeforeIssue,
    /// A credit note must name the invoice (mervärdesskattelagen 2023:200, 17:22).
    NoInvoiceNamed,
    /// A credit note's amounts are positive; this one's are not.
    NegativeCredit,
    /// The buyer's reference is missing (PEPPOL-EN16931-R003).
    NoBuyerReference,
    /// Something about the seller or the buyer.
    Participant(Side, About),
    /// VAT is charged or exempted by a seller without a VAT number.
    NoVatNumber,
    /// The seller has no account to be paid to.
    NoAccount,
    /// An account is written wrongly.
    Account(Account),
    /// Not a rate of Swedish VAT.
    VatRate(u8),
    /// An exemption must say why.
    NoExemptionReason,
    /// The period ends before it begins.
    Period,
    /// A line, counted from 0, has no text.
    LineText(usize),
    /// The days of a line, counted from 0, are not within the document's (PEPPOL-EN16931-R110, R111).
    LinePeriod(usize),
    /// A sum is not what the lines and the VAT come to.
    Sum {
        /// Which: `net`, `vat`, `rounding` or `payable`.
        which: &'static str,
        /// What stands there.
        stated: Ore,
        /// What it should be; none when it passes what money can hold.
        expected: Option<Ore>,
    },
}

impl Side {
    fn member(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Buyer => "buyer",
        }
    }

    fn whose(self, sv: &str, en: &str) -> Text {
        let (seller, buyer) = (("säljarens", "the seller's"), ("köparens", "the buyer's"));
        let (whose_sv, whose_en) = if self == Self::Seller { seller } else { buyer };
        say!("{whose_sv} {sv}", "{whose_en} {en}")
    }
}

impl About {
    fn member(self) -> &'static str {
        match self {
            Self::NoName => "name",
            Self::OrganisationNumber => "organisation_number",
            Self::VatNumber => "vat_number",
            Self::NoEndpoint | Self::Endpoint => "endpoint",
            Self::Country => "address/country",
        }
    }

    fn text(self, side: Side) -> Text {
        let (sv, en) = match self {
            Self::NoName => ("namn saknas", "name is missing"),
            Self::OrganisationNumber => (
                "organisationsnummer ska ha tio siffror med rätt kontrollsiffra",
                "organisation number must have ten digits with a right check digit",
            ),
            Self::VatNumber => (
                "momsregistreringsnummer hör inte till organisationsnumret: SE, de tio siffrorna och 01",
                "VAT number does not belong to the organisation number: SE, the ten digits and 01",
            ),
            Self::NoEndpoint => (
                "elektroniska adress saknas; skriv in den som står i Peppols adressbok",
                "electronic address is missing; write the one in the Peppol directory",
            ),
            Self::Endpoint => (
                "elektroniska adress ska vara ett organisationsnummer (0007) eller ett GLN (0088)",
                "electronic address must be an organisation number (0007) or a GLN (0088)",
            ),
            Self::Country => (
                "land ska vara två stora bokstäver, till exempel SE",
                "country must be two capital letters, such as SE",
            ),
        };
        side.whose(sv, en)
    }
}

impl Account {
    fn member(self) -> &'static str {
        match self {
            Self::Bankgiro => "bankgiro",
            Self::Plusgiro => "plusgiro",
            Self::Iban => "iban",
            Self::Bic => "bic",
        }
    }
}

impl Fault {
    /// Where it is in the document, as a JSON pointer.
    #[must_use]
    pub fn pointer(&self) -> String {
        match self {
            Self::NoEInvoice(_) => "/form".into(),
            Self::NotIssued => "/issued".into(),
            Self::NoLines => "/lines".into(),
            Self::NoNumber => "/issued/number".into(),
            Self::Ocr => "/issued/ocr".into(),
            Self::DueBeforeIssue => "/issued/due_on".into(),
            Self::NoInvoiceNamed => "/credits".into(),
            Self::NegativeCredit => "/totals/payable".into(),
            Self::NoBuyerReference => "/buyer/reference".into(),
            Self::Participant(side, about) => format!("/{}/{}", side.member(), about.member()),
            Self::NoVatNumber => "/seller/vat_number".into(),
            Self::NoAccount => "/seller".into(),
            Self::Account(account) => format!("/seller/{}", account.member()),
            Self::VatRate(_) => "/vat/percent".into(),
            Self::NoExemptionReason => "/vat/reason".into(),
            Self::Period => "/period/to".into(),
            Self::LineText(line) => format!("/lines/{line}/text"),
            Self::LinePeriod(line) => format!("/lines/{line}/period"),
            Self::Sum { which, .. } => format!("/totals/{which}"),
        }
    }

    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NoEInvoice(_) => say!(
                "internbokningar och utbetalningsunderlag är inga fakturor och har ingen e-faktura",
                "internal postings and payout bases are no invoices and have no e-invoice"
            ),
            Self::NotIssued => {
                say!("ett utkast har ingen e-faktura; utfärda det först", "a draft has no e-invoice; issue it first")
            }
            Self::NoLines => say!("fakturan har inga rader", "the invoice has no lines"),
            Self::NoNumber => say!("fakturanumret saknas", "the invoice number is missing"),
            Self::Ocr => say!("OCR-numret ska ha 2–25 siffror", "the payment reference must have 2 to 25 digits"),
            Self::DueBeforeIssue => {
                say!("förfallodagen ligger före fakturadagen", "the due date is before the date of the invoice")
            }
            Self::NoInvoiceNamed => say!(
                "en kreditfaktura måste nämna fakturan som den ändrar, med nummer",
                "a credit note must name the invoice that it changes, by number"
            ),
            Self::NegativeCredit => say!(
                "en kreditfaktura anger positiva belopp; det här är en faktura",
                "a credit note has positive amounts; this is an invoice"
            ),
            Self::NoBuyerReference => say!(
                "köparens referens saknas; fråga köparen och skriv in den hos parten",
                "the buyer's reference is missing; ask the buyer and write it at the party"
            ),
            Self::Participant(side, about) => about.text(*side),
            Self::NoVatNumber => say!(
                "moms eller undantag från moms kräver säljarens momsregistreringsnummer",
                "VAT, or exemption from it, needs the seller's VAT number"
            ),
            Self::NoAccount => say!(
                "säljaren har varken bankgiro, plusgiro eller IBAN att betala till",
                "the seller has no bankgiro, plusgiro or IBAN to pay to"
            ),
            Self::Account(account) => say!(
                "säljarens {} har fel längd eller kontrollsiffra; skriv det utan mellanslag och streck",
                "the seller's {} has a wrong length or check digit; write it without spaces and hyphens";
                account.member()
            ),
            Self::VatRate(percent) => {
                say!(
                    "{percent} % är ingen svensk momssats: 25, 12 eller 6",
                    "{percent} % is no rate of Swedish VAT: 25, 12 or 6"
                )
            }
            Self::NoExemptionReason => say!("undantaget från moms saknar skäl", "the exemption from VAT has no reason"),
            Self::Period => say!("perioden slutar innan den börjar", "the period ends before it begins"),
            Self::LineText(line) => say!("rad {} saknar text", "line {} has no text"; line + 1),
            Self::LinePeriod(line) => {
                say!("rad {} har dagar utanför fakturans period", "line {} has days outside the invoice's period"; line + 1)
            }
            Self::Sum { which, stated, expected: Some(expected) } => say!(
                "summan {which} är {stated} men raderna ger {expected}",
                "the sum {which} is {stated} but the lines come to {expected}"
            ),
            Self::Sum { which, .. } => {
                say!("summan {which} är större än vad som ryms", "the sum {which} is larger than fits")
            }
        }
    }
}
