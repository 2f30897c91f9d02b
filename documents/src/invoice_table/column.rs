//! What can stand in a column.

use samfin_core::billing::document::{Document, Form, Item, Occasion, VatTreatment};
use samfin_core::{Lang, Ore, Text, say};

use crate::table::Cell;

/// Makes the columns, their codes and their headings from one list.
macro_rules! columns {
    ($($name:ident $code:literal $sv:literal $en:literal,)*) => {
        /// What stands in a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column {
            $(#[doc = $en] $name,)*
        }

        impl Column {
            /// All of them, in their usual order.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its code in a layout.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Its usual heading.
            #[must_use]
            pub fn head(self) -> Text {
                match self { $(Self::$name => say!($sv, $en),)* }
            }
        }
    };
}

columns! {
    Number "number" "Nummer" "Number",
    Form "form" "Slag" "Form",
    Occasion "occasion" "Anledning" "Occasion",
    Agreement "agreement" "Avtal" "Agreement",
    Year "year" "År" "Year",
    Seller "seller" "Säljare" "Seller",
    SellerNumber "seller_organisation_number" "Säljarens organisationsnummer" "Seller's organisation number",
    BuyerParty "buyer_party" "Köparens id" "Buyer's id",
    Buyer "buyer" "Köpare" "Buyer",
    BuyerNumber "buyer_organisation_number" "Köparens organisationsnummer" "Buyer's organisation number",
    BuyerReference "buyer_reference" "Köparens referens" "Buyer's reference",
    BuyerAddress "buyer_address" "Köparens adress" "Buyer's address",
    IssuedOn "issued_on" "Fakturadag" "Issued on",
    DueOn "due_on" "Förfallodag" "Due on",
    Ocr "ocr" "OCR-nummer" "Payment reference",
    Credits "credits" "Krediterar" "Credits",
    Decision "decision_reference" "Beslut" "Decision",
    Line "line" "Rad" "Line",
    Item "item" "Post" "Item",
    Bearer "bearer" "Bärs av" "Borne by",
    BearerParty "bearer_party" "Bärarens id" "Bearer's id",
    Text "text" "Text" "Text",
    Explanation "explanation" "Förklaring" "Explanation",
    From "period_from" "Från" "From",
    To "period_to" "Till" "To",
    Amount "amount" "Belopp utan moms" "Amount without VAT",
    VatGroup "vat_treatment" "Moms" "VAT treatment",
    VatPercent "vat_percent" "Momssats" "VAT rate",
    Net "document_net" "Fakturans belopp utan moms" "Document without VAT",
    Vat "document_vat" "Fakturans moms" "Document's VAT",
    Rounding "document_rounding" "Fakturans avrundning" "Document's rounding",
    Payable "document_payable" "Att betala" "To pay",
}

impl Column {
    /// The column with a code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.code() == code)
    }

    /// What stands in it on the row of the line `number`, counted from 0.
    pub(super) fn cell(self, document: &Document, number: usize, lang: Lang) -> Cell {
        let Some(line) = document.lines.get(number) else { return Cell::Empty };
        let issued = document.issued.as_ref();
        let once = |amount: Ore| if number == 0 { Cell::Money(signed(document.form, amount)) } else { Cell::Empty };
        let (seller, buyer) = (&document.seller, &document.buyer);
        match self {
            Self::Number => maybe(issued.map(|issued| issued.number.as_str())),
            Self::Form => said(&form(document.form), lang),
            Self::Occasion => said(&occasion(document.occasion), lang),
            Self::Agreement => text(&document.agreement),
            Self::Year => Cell::Whole(document.year),
            Self::Seller => text(&seller.name),
            Self::SellerNumber => text(&seller.organisation_number),
            Self::BuyerParty => text(buyer.party.as_str()),
            Self::Buyer => text(&buyer.name),
            Self::BuyerNumber => text(&buyer.organisation_number),
            Self::BuyerReference => maybe(buyer.reference.as_deref()),
            Self::BuyerAddress => {
                let town = format!("{} {}", buyer.address.postal_code, buyer.address.city);
                let parts =
                    buyer.address.lines.iter().map(String::as_str).chain([town.trim(), buyer.address.country.as_str()]);
                text(&parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "))
            }
            Self::IssuedOn => issued.map_or(Cell::Empty, |issued| Cell::Day(issued.issued_on)),
            Self::DueOn => issued.map_or(Cell::Empty, |issued| Cell::Day(issued.due_on)),
            Self::Ocr => maybe(issued.map(|issued| issued.ocr.as_str())),
            Self::Credits => maybe(document.credits.as_ref().map(|credited| credited.number.as_str())),
            Self::Decision => maybe(document.decision_reference.as_deref()),
            Self::Line => i32::try_from(number + 1).map_or(Cell::Empty, Cell::Whole),
            Self::Item => item(&line.item),
            Self::Bearer => text(&line.bearer_name),
            Self::BearerParty => text(line.bearer.as_str()),
            Self::Text => text(&line.text),
            Self::Explanation => text(&line.explanation),
            Self::From => Cell::Day(line.period.from),
            Self::To => Cell::Day(line.period.to),
            Self::Amount => Cell::Money(signed(document.form, line.amount)),
            Self::VatGroup => said(&vat(&document.vat), lang),
            Self::VatPercent => document.vat.percent().map_or(Cell::Empty, |percent| Cell::Whole(percent.into())),
            Self::Net => once(document.totals.net),
            Self::Vat => once(document.totals.vat),
            Self::Rounding => once(document.totals.rounding),
            Self::Payable => once(document.totals.payable),
        }
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn maybe(given: Option<&str>) -> Cell {
    given.map_or(Cell::Empty, text)
}

fn said(words: &Text, lang: Lang) -> Cell {
    text(words.get(lang))
}

/// What a credit note gives back lessens the column.
fn signed(form: Form, amount: Ore) -> Ore {
    if form == Form::CreditNote { Ore::from_wide(-amount.wide()).unwrap_or_default() } else { amount }
}

fn form(form: Form) -> Text {
    match form {
        Form::Invoice => say!("faktura", "invoice"),
        Form::CreditNote => say!("kreditfaktura", "credit note"),
        Form::Internal => say!("internbokning", "internal posting"),
        Form::Payout => say!("utbetalningsunderlag", "payout basis"),
    }
}

fn occasion(occasion: Occasion) -> Text {
    match occasion {
        Occasion::Instalment { number, of } => say!("delfaktura {number} av {of}", "instalment {number} of {of}"),
        Occasion::Settlement => say!("slutavräkning", "final settlement"),
        Occasion::Correction => say!("rättelse", "correction"),
        Occasion::Cover => say!("täckning", "cover"),
        Occasion::CoverReversal => say!("återföring av täckning", "cover given back"),
        Occasion::Interest => say!("dröjsmålsränta", "interest"),
        Occasion::ReminderFee => say!("påminnelseavgift", "reminder fee"),
        Occasion::Credit => say!("kreditering", "credit"),
    }
}

/// A cost by its id; what is no cost by the word that the API has for it.
fn item(item: &Item) -> Cell {
    text(match item {
        Item::Cost { cost } => cost.as_str(),
        Item::Shortfall => "shortfall",
        Item::Cover => "cover",
        Item::Advance => "advance",
        Item::Carried { .. } => "carried",
        Item::Interest => "interest",
        Item::Fee => "fee",
    })
}

fn vat(treatment: &VatTreatment) -> Text {
    match treatment {
        VatTreatment::OutsideScope => say!("utanför momsens område", "outside scope"),
        VatTreatment::Standard { percent } => say!("{percent} %", "{percent} %"),
        VatTreatment::Exempt { .. } => say!("undantaget", "exempt"),
    }
}
