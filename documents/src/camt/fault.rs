//! What keeps a bank's file from being read: where it is, what is wrong, what to do.

use samfin_core::{Ore, Text, say};

/// Where in the file: the statement, the entry, the payment, each counted from 0; the whole file when none is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    statement: Option<usize>,
    entry: Option<usize>,
    detail: Option<usize>,
}

/// Which of the file's own sums or counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// The amount of the entry, which its payments come to.
    Details,
    /// `Btch/TtlAmt`
    Batch,
    /// `Btch/NbOfTxs`
    BatchCount,
    /// `TtlNtries/Sum`
    Entries,
    /// `TtlNtries/NbOfNtries`
    EntryCount,
    /// `TtlCdtNtries/Sum`
    Credits,
    /// `TtlCdtNtries/NbOfNtries`
    CreditCount,
    /// `TtlDbtNtries/Sum`
    Debits,
    /// `TtlDbtNtries/NbOfNtries`
    DebitCount,
    /// The balance at the end (`CLBD`).
    Balance,
}

/// Why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// More bytes, elements or text than is read.
    TooMuch,
    /// The bytes are not UTF-8, or the file says that they are something else.
    Encoding,
    /// It does not begin as XML does.
    NotXml,
    /// It ends before it is whole.
    Truncated,
    /// It is not XML any more, on this line or after it.
    Malformed {
        /// Counted from 1.
        line: usize,
    },
    /// It has a document type, which no such file needs.
    DocumentType,
    /// It refers to an entity that XML does not know by itself.
    Entity,
    /// It is another message, or a version that is not read.
    OtherMessage {
        /// What it says that it is.
        namespace: String,
    },
    /// Something is not there.
    Missing {
        /// Where.
        place: Place,
        /// Which element.
        element: String,
    },
    /// A value is not what it should be.
    Value {
        /// Where.
        place: Place,
        /// Which element.
        element: String,
        /// What stands there.
        value: String,
    },
    /// Other money than Swedish kronor.
    Currency {
        /// Where.
        place: Place,
        /// Its code.
        found: String,
    },
    /// A sum is not what its parts come to.
    Sum {
        /// Where.
        place: Place,
        /// Which sum.
        total: Total,
        /// What stands there.
        stated: Ore,
        /// What the parts come to; none when it passes what money can hold.
        counted: Option<Ore>,
    },
    /// There are more or fewer than the file says.
    Count {
        /// Where.
        place: Place,
        /// Of what.
        total: Total,
        /// What stands there.
        stated: usize,
        /// How many there are.
        counted: usize,
    },
}

impl Place {
    pub(super) fn statement(self, index: usize) -> Self {
        Self { statement: Some(index), ..self }
    }

    pub(super) fn entry(self, index: usize) -> Self {
        Self { entry: Some(index), ..self }
    }

    pub(super) fn detail(self, index: usize) -> Self {
        Self { detail: Some(index), ..self }
    }

    /// As a JSON pointer into what [`super::read`] would have given.
    #[must_use]
    pub fn pointer(self) -> String {
        let steps = [("statements", self.statement), ("entries", self.entry), ("details", self.detail)];
        steps.into_iter().filter_map(|(name, index)| index.map(|index| format!("/{name}/{index}"))).collect()
    }

    /// For people, who count from 1.
    fn text(self) -> Text {
        let steps = [
            ("konto", "account", self.statement),
            ("post", "entry", self.entry),
            ("betalning", "payment", self.detail),
        ];
        let (mut sv, mut en) = (Vec::new(), Vec::new());
        for (swedish, english, index) in steps {
            if let Some(index) = index {
                sv.push(format!("{swedish} {}", index + 1));
                en.push(format!("{english} {}", index + 1));
            }
        }
        if sv.is_empty() {
            return say!("filen", "the file");
        }
        Text::new(sv.join(", "), en.join(", "))
    }
}

impl Total {
    fn text(self) -> Text {
        match self {
            Self::Details => say!("beloppet", "the amount"),
            Self::Batch => say!("buntens belopp", "the amount of the batch"),
            Self::BatchCount => say!("antalet betalningar i bunten", "the number of payments in the batch"),
            Self::Entries => say!("summan av posterna", "the sum of the entries"),
            Self::EntryCount => say!("antalet poster", "the number of entries"),
            Self::Credits => say!("summan av insättningarna", "the sum of the credits"),
            Self::CreditCount => say!("antalet insättningar", "the number of credits"),
            Self::Debits => say!("summan av uttagen", "the sum of the debits"),
            Self::DebitCount => say!("antalet uttag", "the number of debits"),
            Self::Balance => say!("utgående saldo", "the closing balance"),
        }
    }
}

impl Fault {
    /// Where in the file, as far as it was read.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Missing { place, .. }
            | Self::Value { place, .. }
            | Self::Currency { place, .. }
            | Self::Sum { place, .. }
            | Self::Count { place, .. } => *place,
            _ => Place::default(),
        }
    }

    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::TooMuch => say!(
                "filen är större än 20 MiB, har fler än 500 000 element eller längre texter än formatet medger; be banken om en fil per dag",
                "the file is larger than 20 MiB, has more than 500,000 elements or longer texts than the format allows; ask the bank for a file a day"
            ),
            Self::Encoding => say!(
                "filen är inte i UTF-8; hämta den på nytt från banken och öppna den inte i något annat program innan den skickas in",
                "the file is not in UTF-8; fetch it from the bank again, and do not open it in another program before sending it"
            ),
            Self::NotXml => say!(
                "filen är inte XML; välj camt.054 eller camt.053 (ISO 20022) hos banken, inte BgMax, PDF eller CSV",
                "the file is not XML; choose camt.054 or camt.053 (ISO 20022) at the bank, not BgMax, PDF or CSV"
            ),
            Self::Truncated => say!(
                "filen slutar innan den är hel; inget har lästs. Hämta den på nytt från banken",
                "the file ends before it is whole; nothing was read. Fetch it from the bank again"
            ),
            Self::Malformed { line } => say!(
                "filen är skadad vid rad {line}: den är inte giltig XML; hämta den på nytt från banken",
                "the file is damaged near line {line}: it is not valid XML; fetch it from the bank again"
            ),
            Self::DocumentType => say!(
                "filen har en dokumenttyp (DOCTYPE), vilket ingen fil från en bank har; hämta den på nytt från banken",
                "the file has a document type (DOCTYPE), which no file from a bank has; fetch it from the bank again"
            ),
            Self::Entity => say!(
                "filen hänvisar till en entitet eller ett tecken som XML inte har; hämta den på nytt från banken",
                "the file refers to an entity or a character that XML does not have; fetch it from the bank again"
            ),
            Self::OtherMessage { namespace } => say!(
                "filen är \"{namespace}\"; välj camt.054 eller camt.053 i version 001.08 (eller 001.02) hos banken",
                "the file is \"{namespace}\"; choose camt.054 or camt.053 in version 001.08 (or 001.02) at the bank"
            ),
            Self::Missing { element, .. } => self.beside(&say!(
                "{element} saknas; be banken om en hel fil",
                "{element} is missing; ask the bank for a whole file"
            )),
            Self::Value { element, value, .. } => self.beside(&say!(
                "{element} kan inte vara \"{value}\"; be banken om en riktig fil",
                "{element} cannot be \"{value}\"; ask the bank for a right file"
            )),
            Self::Currency { found, .. } => self.beside(&say!(
                "valutan är {found}, och här räknas bara i SEK; beställ filen för konton i svenska kronor",
                "the currency is {found}, and only SEK is counted here; order the file for accounts in Swedish kronor"
            )),
            Self::Sum { total, stated, counted, .. } => {
                let counted = counted.map_or_else(|| "∞".to_owned(), |counted| counted.to_string());
                self.differs(*total, &stated.to_string(), &counted)
            }
            Self::Count { total, stated, counted, .. } => {
                self.differs(*total, &stated.to_string(), &counted.to_string())
            }
        }
    }

    fn differs(&self, total: Total, stated: &str, counted: &str) -> Text {
        let Text { sv, en } = total.text();
        self.beside(&say!(
            "{sv} är {stated}, men det som står i filen ger {counted}; inget har lästs. Hämta filen på nytt från banken",
            "{en} is {stated}, but what stands in the file comes to {counted}; nothing was read. Fetch the file from the bank again"
        ))
    }

    fn beside(&self, what: &Text) -> Text {
        let place = self.place().text();
        Text::new(format!("{}: {}", place.sv, what.sv), format!("{}: {}", place.en, what.en))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Fault {}
