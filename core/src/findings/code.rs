//! The table of what is asked: how much it matters, the question, and a text that would settle it.

use crate::Text;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Should be thought through.
    Warning,
    /// Will hurt when it happens.
    Serious,
}

impl Severity {
    /// The word for it in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Serious => "serious",
        }
    }
}

/// One row per code: the variant, the code as users see it, its severity, the question and the proposed text.
macro_rules! codes {
    ($($variant:ident = $code:literal, $severity:ident, asks $ask_sv:literal, $ask_en:literal;
        proposes $text_sv:literal, $text_en:literal;)*) => {
        /// The kinds of finding. The strings are part of the API and never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FindingCode { $(#[doc = $ask_en] $variant,)* }

        impl FindingCode {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code as users and programs see it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// How much it matters.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What a careful reader asks.
            #[must_use]
            pub fn question(self) -> Text {
                match self { $(Self::$variant => Text::new($ask_sv, $ask_en),)* }
            }

            /// A sentence that could stand in the agreement; `…` is for the parties to fill in.
            #[must_use]
            pub fn proposal(self) -> Text {
                match self { $(Self::$variant => Text::new($text_sv, $text_en),)* }
            }
        }
    };
}

impl std::fmt::Display for FindingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    NoDefaultPolicy = "no-default-policy", Serious,
        asks "Vad händer när en part inte bidrar?", "What happens when a party does not contribute?";
        proposes "Om en part inte bidrar som avtalat täcks bortfallet i första hand ur reserven, i andra hand av övriga parter enligt fördelningsnyckeln, dock högst 10 procent av vars och ens andel. Det som återstår ligger värden ute med och den felande parten är skyldig.",
            "If a party does not contribute as agreed, the shortfall is covered first from the reserve and then by the other parties by the allocation key, though by at most 10 per cent of each one's share. The host lays out what remains, and the party in default owes it.";
    PolicyCoversNothing = "policy-covers-nothing", Serious,
        asks "Vad är regeln vid bortfall värd, när den inte täcker något?", "What is the default policy worth, when it covers nothing?";
        proposes "Det som inte kan täckas på annat sätt fördelas på övriga parter efter deras andelar, dock högst … procent av vars och ens andel.",
            "What cannot be covered otherwise is shared by the other parties in proportion to their shares, though by at most … per cent of each one's share.";
    RedistributionInRunningYear = "redistribution-in-running-year", Serious,
        asks "Var finns pengarna när ett bortfall fördelas på övriga mitt i ett budgetår? Budgetar beslutas i november och december.",
            "Where is the money when a shortfall is shared by the others in the middle of a budget year? Budgets are decided in November and December.";
        proposes "Ett bortfall under löpande budgetår täcks ur reserven eller av garanten. Det fördelas på övriga parter tidigast från och med den 1 januari nästa år, och bara om det har meddelats dem senast den 30 september.",
            "A shortfall during a running budget year is covered from the reserve or by the guarantor. It is shared by the other parties from 1 January of the next year at the earliest, and only if they have been told by 30 September.";
    YearCannotBeCalculated = "year-cannot-be-calculated", Serious,
        asks "Vad saknas för att året ska kunna räknas?", "What is missing for the year to be calculated?";
        proposes "Parterna fastställer senast den 30 september de uppgifter som nästa års fördelning bygger på. Saknas en uppgift används den senast kända.",
            "By 30 September the parties establish the figures that the next year's split rests on. Where one is missing, the latest known is used.";
    LeavesUncovered = "leaves-uncovered", Warning,
        asks "Vem står för det som regeln vid bortfall inte räcker till?", "Who bears what the default policy does not suffice for?";
        proposes "Det som återstår när övriga steg är uttömda minskar verksamheten i motsvarande mån: parterna beslutar inom … veckor vilka möten och timmar som utgår.",
            "What remains when the other steps are exhausted reduces the activity accordingly: the parties decide within … weeks which meetings and hours are left out.";
    HostLaysOutEverything = "host-lays-out-everything", Warning,
        asks "Har värden råd att ligga ute med hela bortfallet, och hur länge?", "Can the host afford to lay out the whole shortfall, and for how long?";
        proposes "Värden ligger ute med högst … kronor och längst till den 31 december. Därefter fördelas det som återstår på parterna enligt fördelningsnyckeln.",
            "The host lays out at most … kronor and no longer than until 31 December. After that, what remains is shared by the parties by the allocation key.";
    StepCoversNothing = "step-covers-nothing", Warning,
        asks "Vad är steget till för, när det inte täcker något?", "What is the step for, when it covers nothing?";
        proposes "Steget utgår, eller anger en part, en kostnad eller ett belopp som kan täcka bortfallet.",
            "The step is struck out, or names a party, a cost or an amount that can cover the shortfall.";
    EmptyReserve = "empty-reserve", Warning,
        asks "Varifrån kommer pengarna i reserven?", "Where does the money in the reserve come from?";
        proposes "Parterna avsätter varje år … kronor till en reserv, enligt fördelningsnyckeln och tills den uppgår till … kronor. Första årets avsättning betalas in senast den 31 december året före.",
            "Every year the parties set aside … kronor in a reserve, by the allocation key and until it amounts to … kronor. The first year's part is paid in by 31 December of the year before.";
    GuarantorWithoutLimit = "guarantor-without-limit", Warning,
        asks "Hur mycket åtar sig garanten som mest?", "How much does the guarantor undertake at most?";
        proposes "Garantens åtagande är högst … kronor per kalenderår.",
            "The guarantor's commitment is at most … kronor per calendar year.";
    GuarantorMayDefault = "guarantor-may-default", Note,
        asks "Vem täcker när det är garanten som inte bidrar?", "Who covers when it is the guarantor that does not contribute?";
        proposes "Om garanten själv inte bidrar inträder … som garant, med högst … kronor per kalenderår.",
            "If the guarantor itself does not contribute, … takes its place, for at most … kronor per calendar year.";
    CapNeverBinds = "cap-never-binds", Warning,
        asks "Vad skyddar gränsen mot, när den aldrig nås?", "What does the limit protect against, when it is never reached?";
        proposes "Ingen part behöver i något fall betala mer än … kronor, eller … procent, utöver sin andel.",
            "No party ever has to pay more than … kronor, or … per cent, beyond its share.";
    NoNoticePeriod = "no-notice-period", Warning,
        asks "Hur lång är uppsägningstiden?", "How long is the notice period?";
        proposes "Avtalet kan sägas upp av en part till utgången av ett kalenderår med minst 12 månaders varsel.",
            "A party may give notice to the end of a calendar year, at least 12 months in advance.";
    NoEvaluationDate = "no-evaluation-date", Note,
        asks "När följs samverkan upp?", "When is the collaboration evaluated?";
        proposes "Samverkan och dess finansiering följs upp senast den 1 september andra året.",
            "The collaboration and its financing are evaluated by 1 September of the second year.";
    HostBearsNoCosts = "host-bears-no-costs", Note,
        asks "Med vilka pengar ligger värden ute, när den inte bär någon kostnad själv?", "With what money does the host lay things out, when it bears no cost itself?";
        proposes "Parterna betalar sina andelar i förskott i januari, så att värden inte behöver ligga ute med egna medel.",
            "The parties pay their shares in advance in January, so that the host need not lay out money of its own.";
    PartyInNoGroup = "party-in-no-group", Warning,
        asks "Är det meningen att parten inte betalar?", "Is it intended that the party does not pay?";
        proposes "… betalar inte för denna kostnad, eftersom ….", "… does not pay for this cost, because ….";
    StatisticWithoutDateRule = "statistic-without-date-rule", Note,
        asks "Vilken dag läses statistiken av?", "On which day is the statistic read?";
        proposes "Antal invånare, eller motsvarande uppgift, räknas per den 1 november året före.",
            "The number of inhabitants, or the corresponding figure, is that of 1 November of the year before.";
    AssumedFigure = "assumed-figure", Note,
        asks "Vilken är den verkliga siffran, och vem tar fram den?", "What is the actual figure, and who finds it?";
        proposes "Den antagna siffran ersätts senast den 30 september året före: lön, PO-pålägg och overhead av den som tillhandahåller tjänsten, timmar och inköp av föregående års utfall.",
            "The assumed figure is replaced by 30 September of the year before: salary, on-costs and overhead by whoever provides the service, hours and purchases by the outcome of the previous year.";
    ReserveWithProvider = "reserve-with-provider", Note,
        asks "Vem förvaltar reserven? En reserv tillhandahålls av ingen.", "Who keeps the reserve? Nobody provides a reserve.";
        proposes "Reserven förvaltas av värden på ett eget konto och redovisas för parterna varje år.",
            "The host keeps the reserve in an account of its own and reports on it to the parties every year.";
}
