//! The document as the strings that stand on paper, so that the layout decides nothing but where.

mod lines;
mod money;
mod people;

use chrono::NaiveDate;
use samfin_core::billing::document::{Days, Document, Form, Issued, Occasion};
use serde::Serialize;
use serde_json::Value;

use super::Paper;
use super::fonts::{Care, UNSHOWN, shown};
use crate::words;

/// The name of the e-invoice inside the PDF.
pub(super) const ATTACHED: &str = "e-faktura.xml";

/// A label and what stands beside it.
type Fact = (&'static str, String);

/// That this is not what is paid: across every page, and beside the name.
#[derive(Serialize)]
struct Mark {
    across: &'static str,
    says: &'static str,
}

#[derive(Serialize)]
pub(super) struct Sheet {
    /// The name of the paper with its number: its title, and the head of later pages.
    title: String,
    /// The name of the paper alone, in large letters.
    name: &'static str,
    number: Option<String>,
    mark: Option<Mark>,
    seller: people::Person,
    buyer: people::Person,
    facts: Vec<Fact>,
    /// The agreement, and what of it.
    about: (String, Vec<String>),
    /// What kind of paper this is, where that must be said before anything else.
    lead: Option<String>,
    groups: Vec<lines::Group>,
    sums: Vec<(String, String)>,
    payable: Fact,
    vat_note: Option<String>,
    payment: Option<money::Payment>,
    notes: Vec<String>,
    footer: Vec<Vec<String>>,
    attached: Option<&'static str>,
}

impl Sheet {
    /// The sheet as data for the layout, with nothing in it that the fonts cannot show.
    pub(super) fn of(document: &Document, has_xml: bool, paper: Paper, care: Care) -> Value {
        let sheet = Self::told(document, has_xml, paper);
        let mut value = serde_json::to_value(&sheet).unwrap_or_default();
        if clean(&mut value, care)
            && let Some(Value::Array(notes)) = value.get_mut("notes")
        {
            let beside = if has_xml { " Den bifogade e-fakturan har dem." } else { "" };
            notes.push(format!("Tecken som inte kan visas på papper står som {UNSHOWN}.{beside}").into());
        }
        value
    }

    fn told(document: &Document, has_xml: bool, paper: Paper) -> Self {
        let name = match paper {
            Paper::Original => words::title(document.form),
            Paper::Basis => words::basis(document.form),
        };
        let number = document.issued.as_ref().map(|issued| issued.number.as_str());
        Self {
            title: format!("{name} {}", number.unwrap_or("(utkast)")),
            name,
            number: number.map(str::to_owned),
            mark: mark(paper, number.is_some()),
            seller: people::seller(document),
            buyer: people::buyer(document),
            facts: facts(document),
            about: (document.agreement.clone(), about(document)),
            lead: lead(document),
            groups: lines::groups(document),
            sums: money::sums(document),
            payable: money::payable(document),
            vat_note: money::vat_note(document),
            payment: (paper == Paper::Original).then(|| money::payment(document)).flatten(),
            notes: document.notes.clone(),
            footer: people::footer(&document.seller),
            attached: has_xml.then_some(ATTACHED),
        }
    }
}

fn mark(paper: Paper, issued: bool) -> Option<Mark> {
    match (paper, issued) {
        (Paper::Basis, false) => {
            Some(Mark { across: "UNDERLAG", says: "UNDERLAG: faktureras ur säljarens egen kundreskontra" })
        }
        (Paper::Basis, true) => {
            Some(Mark { across: "UNDERLAG", says: "UNDERLAG: fakturan är utfärdad i säljarens egen kundreskontra" })
        }
        (Paper::Original, false) => {
            Some(Mark { across: "UTKAST", says: "UTKAST: inte utfärdat, beloppen kan ändras" })
        }
        (Paper::Original, true) => None,
    }
}

/// Takes from every text what cannot be shown, and says whether there was any.
fn clean(value: &mut Value, care: Care) -> bool {
    match value {
        Value::String(text) => {
            let seen = shown(text, care);
            let lost = seen.contains(UNSHOWN);
            *text = seen;
            lost
        }
        Value::Array(values) => values.iter_mut().map(|value| clean(value, care)).filter(|lost| *lost).count() > 0,
        Value::Object(members) => members.values_mut().map(|value| clean(value, care)).filter(|lost| *lost).count() > 0,
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The day that the file bears: that of the document, and a draft's first day since it has no other.
pub(super) fn dated(document: &Document) -> NaiveDate {
    document.issued.as_ref().map_or(document.period.from, |issued| issued.issued_on)
}

fn facts(document: &Document) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    match &document.issued {
        Some(issued) => of_issued(document.form, issued, &mut facts),
        None => facts.push(("Status", "Utkast, inte utfärdat".to_owned())),
    }
    let some = |text: &Option<String>| text.as_ref().filter(|text| !text.trim().is_empty()).cloned();
    for credited in document.credits.iter().chain(&document.credits_also) {
        facts.push(("Krediterar faktura", format!("{} av den {}", credited.number, credited.issued_on)));
    }
    facts.extend(some(&document.buyer.reference).map(|reference| ("Er referens", reference)));
    facts.extend(some(&document.seller.reference).map(|reference| ("Vår referens", reference)));
    facts.extend(some(&document.seller.contact).map(|contact| ("Vår kontakt", contact)));
    facts
}

fn of_issued(form: Form, issued: &Issued, facts: &mut Vec<Fact>) {
    let [number, date, due] = match form {
        Form::Invoice => ["Fakturanummer", "Fakturadatum", "Förfallodatum"],
        Form::CreditNote => ["Kreditfakturanummer", "Fakturadatum", ""],
        Form::Internal => ["Nummer", "Datum", "Bokförs senast"],
        Form::Payout => ["Nummer", "Datum", "Betalas senast"],
    };
    facts.push((number, issued.number.clone()));
    facts.push((date, issued.issued_on.to_string()));
    // Nobody pays a credit note.
    if !due.is_empty() {
        facts.push((due, issued.due_on.to_string()));
    }
}

fn about(document: &Document) -> Vec<String> {
    let days = span(document.period);
    let mut about = vec![format!("{}, {} ({days})", document.year, words::occasion(document))];
    let decision = document.decision_reference.as_ref().filter(|decision| !decision.trim().is_empty());
    about.extend(decision.map(|decision| format!("{}: {decision}", words::DECISION)));
    about
}

/// `2027-01-01 – 2027-03-31`, or the day.
fn span(days: Days) -> String {
    if days.from == days.to { days.from.to_string() } else { format!("{}\u{a0}–\u{a0}{}", days.from, days.to) }
}

fn lead(document: &Document) -> Option<String> {
    match document.form {
        Form::Invoice => None,
        Form::CreditNote => {
            let (which, from) = match words::only_credited(document) {
                Some(credited) => (format!("{} ", words::credited(credited)), "fakturan"),
                None => (String::new(), "fakturorna"),
            };
            Some(format!("{which}Beloppet dras av från {from}. Kreditfakturan ska inte betalas."))
        }
        Form::Internal => Some(
            "Bokföring mellan delar av samma juridiska person. Det här är ingen faktura, och ingen mervärdesskatt tas ut."
                .to_owned(),
        ),
        Form::Payout if document.occasion == Occasion::Settlement => {
            Some("Underlag för att betala ut vad som återstår efter slutavräkningen. Det här är ingen faktura.".to_owned())
        }
        Form::Payout => {
            Some("Underlag för att betala ut ersättning för det som mottagaren tillhandahåller. Det här är ingen faktura.".to_owned())
        }
    }
}
