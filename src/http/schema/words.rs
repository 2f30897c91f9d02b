//! Single values as the API reads them: amounts, numbers, dates, ids, names and fixed words.

use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A kind of string, with the pattern it follows.
macro_rules! patterns {
    ($($(#[doc = $doc:literal])+ $name:ident $(($format:expr))? = $pattern:literal, $example:literal;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub struct $name(pub String);

        impl ToSchema for $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let builder = ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some(concat!($($doc, "\n"),+).trim()))
                    .pattern(Some($pattern))
                    .examples([$example]);
                $(let builder = builder.format(Some($format));)?
                builder.into()
            }
        }
    )*};
}

patterns! {
    /// Kronor with at most two decimals, as a string so that no program rounds it.
    Money = r"^((-?[1-9][0-9]{0,14}|0)(\.[0-9]{1,2})?|-0\.(0[1-9]|[1-9][0-9]?))$", "163400.00";
    /// Kronor with at most two decimals, not below zero.
    MoneyNotNegative = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?$", "520.00";
    /// A decimal number with at most ten decimals.
    Number = r"^((-?[1-9][0-9]{0,14}|0)(\.[0-9]{1,10})?|-0\.0{0,9}[1-9][0-9]{0,9})$", "3.0";
    /// A decimal number with at most ten decimals, not below zero.
    NumberNotNegative = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,10})?$", "45.5";
    /// A decimal number with at most ten decimals, above zero.
    NumberPositive = r"^([1-9][0-9]{0,14}(\.[0-9]{1,10})?|0\.0{0,9}[1-9][0-9]{0,9})$", "1720";
    /// A percentage from 0 to 100.
    Percent = r"^(100(\.0{1,10})?|(0|[1-9][0-9]?)(\.[0-9]{1,10})?)$", "50";
    /// A calendar date from 2000-01-01 to 2100-12-31.
    Date(SchemaFormat::KnownFormat(KnownFormat::Date)) = "^(20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "2027-01-01";
    /// An id: a lower-case slug, unique in its list.
    Slug = "^[a-z0-9][a-z0-9-]{0,62}$", "ostersund";
    /// An amount is rounded to whole öre or to whole kronor.
    RoundingUnit = r"^(0\.01|1(\.00?)?)$", "0.01";
    /// What a preview of a billing year is known by; opaque, but its parts tell what has changed.
    Fingerprint = r"^v[0-9]+\.b[0-9]+\.s[0-9a-f]{16}\.c[0-9a-f]{16}\.[0-9a-f]{64}$", "v1.b0.s9f86d081884c7d65.c4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    /// What a preview of a settlement is known by; opaque, but its parts tell what has changed.
    SettlementFingerprint = r"^n[0-9]+\.o[0-9]+\.d[0-9a-f]{16}\.b[0-9a-f]{16}\.[0-9a-f]{64}$", "n1.o3.d9f86d081884c7d65.b4f53cda18c2baa0.60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";
    /// An organisation number: ten digits, the last a check digit.
    OrganisationNumber = "^[0-9]{2}[2-9][0-9]{3}-?[0-9]{4}$", "232100-0214";
    /// A bankgiro number: seven or eight digits, the last a check digit.
    Bankgiro = "^[0-9]{3,4}-?[0-9]{4}$", "339-8328";
    /// A plusgiro number: two to eight digits, the last a check digit.
    Plusgiro = "^[0-9][0-9 ]{0,9}-?[0-9]$", "18 97 50-3";
    /// An IBAN, as one word or in groups of four.
    Iban = "^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{8,40}$", "SE35 5000 0000 0549 1000 0003";
    /// The code of a bank.
    Bic = "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$", "ESSESESS";
    /// A Swedish VAT number, which belongs to the organisation number.
    VatNumber = "^SE[0-9]{2}[2-9][0-9]{7}01$", "SE232100021401";
    /// An account in the organisation's own chart of accounts.
    AccountNumber = "^[0-9A-Za-z]{1,10}$", "3990";
    /// The number of an invoice in somebody else's books.
    InvoiceNumber = "^[0-9A-Za-z][0-9A-Za-z./_-]{0,29}$", "4700123";
    /// A country (ISO 3166-1).
    Country = "^[A-Z]{2}$", "SE";
    /// A path into the agreement document, elements of lists by id.
    Target = "^[^/].*$", "costs/secretary/hours/per_meeting";
}

/// Fixed words, of which one is written.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident = $($word:literal)|+;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub struct $name(pub String);

        impl ToSchema for $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                one_of(concat!($($doc, "\n"),+).trim(), &[$($word),+]).into()
            }
        }
    )*};
}

fn one_of(description: &str, words: &[&str]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words.iter().copied()))
        .build()
}

words! {
    /// What somebody may do: `admin` looks after people and keys and can neither decide nor issue; `officer` writes and
    /// decides; `approver` attests; `party_officer` works for one party; `reader` sees what is shared; `auditor` sees
    /// everything and changes nothing.
    GrantRole = "admin" | "officer" | "approver" | "party_officer" | "reader" | "auditor";
    /// Who decides over a grant: somebody here, or the groups that a sign-in elsewhere tells of.
    GrantSource = "manual" | "groups";
    /// What a billing year rests on and has changed.
    AffectedBy = "agreement" | "budget" | "statistics" | "contributions" | "calculation" | "snapshot" | "outcome" |
        "invoices" | "carried";
    /// What becomes of the differences of a settled year: they are invoiced and credited, or settled in the year after.
    SettlementRemainder = "invoice" | "carry";
    /// Whether a person may sign in.
    UserStatus = "active" | "closed";
    /// What a share link opens: one comparison, or the agreement's calendar.
    ShareShows = "comparison" | "calendar";
    /// Where invoices get their numbers: here, or in the organisation's own customer ledger.
    IssuedBy = "samfin" | "external";
    /// The scheme of an electronic address in Peppol: organisation number, or GLN.
    EndpointScheme = "0007" | "0088";
    /// What a party is in a year's invoicing: it issues, is invoiced, is the same legal entity as the issuer, stands on the
    /// invoice of its payer, or bears nothing and pays for nobody.
    InvoicingPart = "host" | "invoiced" | "internal" | "through_payer" | "not_invoiced";
    /// What is missing before documents can be issued.
    InvoicingGapCode = "no-organisation-number" | "wrong-organisation-number" | "no-organisation" | "no-address" |
        "no-buyer-reference" | "buyer-reference-misfit" | "no-payment-account" | "no-vat-number" | "no-accounts" |
        "account-missing";
    /// The currency; only SEK.
    Currency = "SEK";
    /// What sort of party it is.
    PartyKind = "region" | "municipality" | "association" | "other";
    /// How the parties settle: through the host, or debtors directly to creditors.
    Settlement = "via_host" | "netted";
    /// Every member.
    Everyone = "all";
    /// Hours at a rate.
    Staff = "staff";
    /// Something bought; negative for a grant or income to share.
    Purchase = "purchase";
    /// Money set aside; nobody provides it.
    Reserve = "reserve";
    /// The cost does not follow the agreement's indexation.
    NotIndexed = "none";
    /// The VAT treatment when invoiced; `exempt` needs `exemption_reason`.
    Vat = "outside_scope" | "standard_25" | "standard_12" | "standard_6" | "exempt";
    /// Equally.
    Equal = "equal";
    /// By fixed weights.
    Shares = "shares";
    /// By the value of a statistic.
    Statistic = "statistic";
    /// By seats in bodies.
    Seats = "seats";
    /// First among groups, then inside each.
    Groups = "groups";
    /// In parts, each by a key of its own.
    Blend = "blend";
    /// A yearly fee each, then the rest.
    BaseFee = "base_fee";
    /// By a key, within bounds.
    Bounded = "bounded";
    /// Among some of the members.
    Among = "among";
    /// By a named key.
    Ref = "ref";
    /// Among those who contribute.
    Redistribute = "redistribute";
    /// By one party.
    Guarantor = "guarantor";
    /// By doing less.
    ReduceService = "reduce_service";
    /// By doing less while the other side keeps the ratio.
    MatchDown = "match_down";
    /// By the host, until the defaulter pays.
    CarryForward = "carry_forward";
    /// How the OCR reference is made.
    Ocr = "check" | "length_check";
    /// A well-known rule for a shortfall; `region-absorbs` needs a region among the parties.
    PresetName = "region-absorbs" | "all-share" | "municipalities-share" | "capped-then-reduce" | "reserve-first" | "match-down" | "defer";
    /// What a goal measures.
    Measure = "payable" | "per_inhabitant";
    /// Why a party does not contribute; reported, does not affect amounts.
    Cause = "no_budget" | "partial_budget" | "dispute" | "late" | "exit" | "never_joined" | "other";
}

/// A calendar year.
#[derive(Debug)]
pub struct CalendarYear(pub i32);

impl ToSchema for CalendarYear {}

impl PartialSchema for CalendarYear {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("A calendar year."))
            .minimum(Some(2000))
            .maximum(Some(2100))
            .examples([2027])
            .into()
    }
}

/// One line of text: 1 to 200 characters, without control characters.
#[derive(Debug)]
pub struct ShortText(pub String);

/// Free text: 1 to 4 000 characters, line breaks allowed.
#[derive(Debug)]
pub struct LongText(pub String);

/// What a decision is called: one line of 1 to 100 characters.
#[derive(Debug)]
pub struct DecisionName(pub String);

/// Which references a buyer accepts: a regular expression of at most 100 characters, for the whole of one.
#[derive(Debug)]
pub struct ReferencePattern(pub String);

impl ToSchema for ReferencePattern {}
impl ToSchema for DecisionName {}
impl ToSchema for ShortText {}
impl ToSchema for LongText {}

impl PartialSchema for ShortText {
    fn schema() -> RefOr<Schema> {
        text("One line of text, without control characters, in Unicode NFC.", 200).pattern(Some(ONE_LINE)).into()
    }
}

impl PartialSchema for DecisionName {
    fn schema() -> RefOr<Schema> {
        text("What a decision is called: one line, without control characters, in Unicode NFC.", 100)
            .pattern(Some(ONE_LINE))
            .examples(["HSN 2026/123 § 45"])
            .into()
    }
}

impl PartialSchema for ReferencePattern {
    fn schema() -> RefOr<Schema> {
        text("A regular expression for the whole of a reference: `[0-9]{6}`, `BK[0-9]{2,5}`, `.{5,6}`.", 100)
            .format(Some(SchemaFormat::Custom("regex".to_owned())))
            .examples(["[0-9]{6}"])
            .into()
    }
}

/// No control characters, no marks of direction, and nothing that is no character.
const ONE_LINE: &str = r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]+$";

impl PartialSchema for LongText {
    fn schema() -> RefOr<Schema> {
        text("Free text, line breaks allowed, in Unicode NFC.", 4000)
            .pattern(Some(r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]+$"))
            .into()
    }
}

fn text(description: &str, longest: usize) -> ObjectBuilder {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .min_length(Some(1))
        .max_length(Some(longest))
}
