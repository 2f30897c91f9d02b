//! What to do about each kind of error and warning that the core reports.

use samfin_core::{Code, Text};

/// What the caller should do about a `code`, in general; the error itself says it for the case at hand.
#[expect(clippy::too_many_lines, reason = "one row per code, and the compiler sees when one is missing")]
pub(super) fn advice(code: Code) -> Text {
    let (sv, en) = match code {
        Code::UnknownField => (
            "Ta bort fältet eller rätta namnet; felet föreslår det närmaste som finns.",
            "Remove the field or correct its name; the error suggests the nearest that exists.",
        ),
        Code::MissingField => ("Lägg till fältet.", "Add the field."),
        Code::ConflictingFields => ("Ange ett av fälten, inte flera.", "Give one of the fields, not several."),
        Code::WrongType => (
            "Skriv värdet som den sort felet nämner. Belopp och decimaltal skrivs som text inom citattecken.",
            "Write the value as the type the error names. Amounts and decimal numbers are quoted strings.",
        ),
        Code::MoneyFormat => (
            "Skriv beloppet som text med punkt och högst två decimaler: \"163400.00\".",
            "Write the amount as a string with a point and at most two decimals: \"163400.00\".",
        ),
        Code::DecimalFormat => (
            "Skriv talet som text med punkt, högst 15 siffror före och 10 efter, utan exponent: \"45.5\".",
            "Write the number as a string with a point, at most 15 digits before and 10 after it, no exponent: \"45.5\".",
        ),
        Code::DateInvalid => (
            "Skriv ett datum som finns, som ÅÅÅÅ-MM-DD: \"2027-01-01\".",
            "Write a date that exists, as YYYY-MM-DD: \"2027-01-01\".",
        ),
        Code::DateOutOfRange => {
            ("Använd datum från 2000-01-01 till 2100-12-31.", "Use dates from 2000-01-01 to 2100-12-31.")
        }
        Code::IllegalCharacter => (
            "Ta bort styrtecken och tecken som byter skrivriktning.",
            "Remove control characters and characters that override the direction of writing.",
        ),
        Code::TextLength => (
            "Håll texten mellan den minsta och den största längd felet nämner.",
            "Keep the text within the lengths the error names.",
        ),
        Code::IdFormat => (
            "Använd små bokstäver a–z, siffror och bindestreck, högst 63 tecken, med en bokstav eller siffra först.",
            "Use lower-case letters a–z, digits and hyphens, at most 63, starting with a letter or a digit.",
        ),
        Code::DuplicateId => {
            ("Ge varje element i listan ett eget id.", "Give every element of the list an id of its own.")
        }
        Code::RepeatedReference => ("Nämn varje id en gång.", "Name each id once."),
        Code::UnknownValue => ("Välj ett av de värden felet räknar upp.", "Choose one of the values the error lists."),
        Code::UnknownReference => (
            "Hänvisa till ett id som finns i dokumentet; felet föreslår det närmaste.",
            "Refer to an id that exists in the document; the error suggests the nearest.",
        ),
        Code::OutOfRange => {
            ("Håll värdet inom de gränser felet nämner.", "Keep the value within the bounds the error names.")
        }
        Code::PayerChain => (
            "Låt payer vara en part som betalar för sig själv; bara ett led är möjligt.",
            "Let payer be a party that pays for itself; there is only one level.",
        ),
        Code::KeyCycle => (
            "Bryt ringen: låt en av nycklarna fördela direkt.",
            "Break the circle: let one of the keys divide directly.",
        ),
        Code::KeyDepth => ("Nästla nycklar i högst 32 nivåer.", "Nest keys at most 32 deep."),
        Code::OverlappingGroups => {
            ("Låt varje part finnas i högst en av grupperna.", "Let every party be in at most one of the groups.")
        }
        Code::NoOneToCharge => (
            "Ge minst en part som är medlem då en vikt över noll, eller ändra kostnadens nyckel eller dagar.",
            "Give at least one party that is a member then a weight above zero, or change the key or the days of the cost.",
        ),
        Code::BoundsCannotHold => (
            "Höj max eller sänk min: felet visar summorna och beloppet som ska fördelas.",
            "Raise max or lower min: the error shows the sums and the amount to divide.",
        ),
        Code::MissingStatistic => (
            "Lägg till ett värde på eller före referensdatumet, eller välj ett annat referensdatum.",
            "Add an observation on or before the reference date, or choose another reference date.",
        ),
        Code::DuplicateObservation => ("Behåll ett värde per dag och område.", "Keep one value per date and area."),
        Code::MissingIndex => ("Lägg till året i indexserien.", "Add the year to the index series."),
        Code::AmountTooLarge => ("Håll belopp under 10^15 kronor.", "Keep amounts below 10^15 kronor."),
        Code::OverlappingEvents => (
            "Dela eller flytta händelserna så att de inte överlappar.",
            "Split or move the events so that they do not overlap.",
        ),
        Code::PolicyKeyNotProportional => {
            ("Använd i by en nyckel utan base_fee och bounded.", "Use a key without base_fee and bounded in by.")
        }
        Code::UnknownTarget => (
            "Rätta sökvägen; felet nämner den närmaste som finns.",
            "Correct the path; the error names the nearest that exists.",
        ),
        Code::TooMuchWork => (
            "Dela upp beräkningen under den gräns felet nämner.",
            "Split the calculation below the limit the error names.",
        ),
        Code::IdentifierFormat => {
            ("Skriv numret eller koden så som felet visar.", "Write the number or code in the way the error shows.")
        }
        Code::CheckDigit => (
            "Jämför siffra för siffra med den faktura eller det register som numret kommer från; någon siffra är fel eller två har bytt plats.",
            "Compare digit by digit with the invoice or register the number comes from; a digit is wrong or two have changed places.",
        ),
        Code::CannotMatchDown => (
            "Beräkningen gjordes, men steget täckte inget. Låt hela den sida som kan svikta stå i of, eller lägg till ett steg efter.",
            "The calculation was made, but the step covered nothing. Put the whole side that may fall short in of, or add a step after it.",
        ),
        Code::UncoveredShortfall => (
            "Beräkningen gjordes; värden ligger ute med det som ingen täcker. Lägg till ett steg i default_policy.",
            "The calculation was made; the host lays out what no one covers. Add a step to default_policy.",
        ),
        Code::StaleStatistic => (
            "Beräkningen gjordes. Lägg till ett nyare värde om det finns.",
            "The calculation was made. Add a newer observation if there is one.",
        ),
        Code::BaseFeeScaled => (
            "Beräkningen gjordes med avgifterna nedskalade till kostnaden. Se över avgifterna.",
            "The calculation was made with the fees scaled down to the cost. Review the fees.",
        ),
        Code::BoundsScaled => (
            "Beräkningen gjordes med minimibeloppen nedskalade till kostnaden. Se över dem.",
            "The calculation was made with the minimum amounts scaled down to the cost. Review them.",
        ),
        Code::GroupWithoutMembers => (
            "Beräkningen gjordes; de andra grupperna bar kostnaden. Se över gruppen eller medlemskapen.",
            "The calculation was made; the other groups bore the cost. Review the group or the memberships.",
        ),
        Code::UnitTooCoarse => (
            "Beräkningen gjordes; alla betalare kunde inte få var sin enhet. Välj en mindre rounding_unit.",
            "The calculation was made; not every payer could get a unit. Choose a smaller rounding_unit.",
        ),
    };
    Text::new(sv, en)
}
