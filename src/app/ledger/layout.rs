//! How the journal is written as CSV: which columns, what they are called, and how numbers are written.

use samfin_core::Ore;
use samfin_core::billing::organisation::Coding;
use samfin_core::billing::posting::Entry;

use super::Posted;
use crate::app::Error;

/// A way to write the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The columns from left to right, with what they are called.
    pub columns: Vec<(Column, String)>,
    /// Between columns.
    pub separator: u8,
    /// Before öre.
    pub decimal_sign: char,
    /// Whether there is a row of names.
    pub header: bool,
}

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The voucher's number.
    Number,
    /// Its date.
    Date,
    /// What it is.
    Text,
    /// What the side is posted on: `receivable:berg`.
    Posted,
    /// The account in the issuer's own chart.
    Account,
    /// Objects by dimension: `1:4711 6:SAM27`.
    Objects,
    /// The party that the side is about.
    Party,
    /// The cost that the side is about.
    Cost,
    /// Kronor, where it is debit.
    Debit,
    /// Kronor, where it is credit.
    Credit,
    /// Kronor: debit above zero.
    Amount,
    /// The agreement's id.
    Agreement,
    /// The kind of thing that the voucher tells of.
    SourceKind,
    /// Its id.
    SourceId,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 14] = [
        Self::Number,
        Self::Date,
        Self::Text,
        Self::Posted,
        Self::Account,
        Self::Objects,
        Self::Party,
        Self::Cost,
        Self::Debit,
        Self::Credit,
        Self::Amount,
        Self::Agreement,
        Self::SourceKind,
        Self::SourceId,
    ];
    /// Those of a layout that says nothing of columns.
    pub const USUAL: [Self; 6] = [Self::Number, Self::Date, Self::Text, Self::Posted, Self::Debit, Self::Credit];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "text",
            Self::Posted => "posted",
            Self::Account => "account",
            Self::Objects => "objects",
            Self::Party => "party",
            Self::Cost => "cost",
            Self::Debit => "debit",
            Self::Credit => "credit",
            Self::Amount => "amount",
            Self::Agreement => "agreement",
            Self::SourceKind => "source_kind",
            Self::SourceId => "source_id",
        }
    }

    /// The column that is written so.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == text)
    }
}

/// A side of a voucher, with its place in the issuer's own chart where that is asked for.
pub(super) struct Row<'a> {
    pub(super) voucher: &'a Posted,
    pub(super) entry: &'a Entry,
    pub(super) coding: Option<Coding<'a>>,
}

impl Layout {
    /// Whether a column says what only the issuer's own accounts can tell.
    pub(super) fn needs_accounts(&self) -> bool {
        self.columns.iter().any(|(column, _)| matches!(column, Column::Account | Column::Objects))
    }

    pub(super) fn write<'a>(&self, rows: impl Iterator<Item = Row<'a>>) -> Result<String, Error> {
        let broken = |error: &dyn std::fmt::Display| Error::Broken(format!("the journal cannot be written: {error}"));
        let mut out = csv::WriterBuilder::new().delimiter(self.separator).from_writer(Vec::new());
        if self.header {
            out.write_record(self.columns.iter().map(|(_, name)| harmless(name))).map_err(|error| broken(&error))?;
        }
        for row in rows {
            let cells = self.columns.iter().map(|(column, _)| self.cell(*column, &row));
            out.write_record(cells).map_err(|error| broken(&error))?;
        }
        let bytes = out.into_inner().map_err(|error| broken(&error))?;
        String::from_utf8(bytes).map_err(|error| broken(&error))
    }

    fn cell(&self, column: Column, Row { voucher, entry, coding }: &Row<'_>) -> String {
        let amount = entry.amount;
        match column {
            Column::Number => voucher.number.to_string(),
            Column::Date => voucher.dated_on.to_string(),
            Column::Text => harmless(&voucher.text),
            Column::Posted => entry.account.to_string(),
            Column::Account => coding.as_ref().map(|coding| coding.account.to_string()).unwrap_or_default(),
            Column::Objects => {
                let objects = coding.iter().flat_map(|coding| &coding.objects);
                objects.map(|(dimension, object)| format!("{dimension}:{object}")).collect::<Vec<_>>().join(" ")
            }
            Column::Party => entry.account.party().map(ToString::to_string).unwrap_or_default(),
            Column::Cost => entry.account.cost().map(ToString::to_string).unwrap_or_default(),
            Column::Debit if amount.ore() > 0 => self.kronor(amount),
            Column::Credit if amount.ore() < 0 => self.kronor(amount).trim_start_matches('-').to_owned(),
            Column::Debit | Column::Credit => String::new(),
            Column::Amount => self.kronor(amount),
            Column::Agreement => voucher.agreement_id.clone(),
            Column::SourceKind => voucher.source.kind.as_str().to_owned(),
            Column::SourceId => voucher.source.id.clone(),
        }
    }

    fn kronor(&self, amount: Ore) -> String {
        amount.to_string().replace('.', &self.decimal_sign.to_string())
    }
}

/// A text that a spreadsheet would run as a formula is shown as text instead.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}
