//! Documents of every kind, for the tests here and for `tests/documents/einvoices.py`.

use samfin_core::billing::document::{
    Credited, Days, Document, Endpoint, Form, Item, Line, Occasion, Totals, VatTreatment,
};
use samfin_core::{Id, Ore};

/// The invoice of the examples: one line outside VAT's scope.
pub(crate) fn invoice() -> Document {
    let json = include_str!("../../examples/invoice.json");
    serde_json::from_str(json).expect("the example is a document")
}

pub(crate) fn ore(text: &str) -> Ore {
    text.parse().expect("an amount")
}

fn days(from: &str, to: &str) -> Days {
    Days { from: from.parse().expect("a day"), to: to.parse().expect("a day") }
}

/// A line for the buyer itself over the document's days.
pub(crate) fn line(text: &str, amount: &str) -> Line {
    let mut line = invoice().lines.swap_remove(0);
    line.text = text.into();
    line.amount = ore(amount);
    line
}

/// The invoice with other lines, VAT and rounding, its sums right.
pub(crate) fn with(lines: Vec<Line>, vat: VatTreatment, whole_kronor: bool) -> Document {
    let mut document = invoice();
    document.totals = Totals::of(lines.iter().map(|line| line.amount), &vat, whole_kronor).expect("it fits");
    (document.lines, document.vat) = (lines, vat);
    document
}

fn number(mut document: Document, serial: u32) -> Document {
    let issued = document.issued.as_mut().expect("issued");
    issued.number = format!("2027-{serial:04}");
    issued.ocr = format!("2027{serial:06}");
    document
}

/// A credit note for all of `document`.
pub(crate) fn credit(mut document: Document) -> Document {
    let issued = document.issued.as_ref().expect("issued");
    document.credits = Some(Credited { number: issued.number.clone(), issued_on: issued.issued_on });
    document.form = Form::CreditNote;
    document.occasion = Occasion::Credit;
    document
}

/// Text that means something to a typesetter, a parser or the reader's eye, and must mean nothing.
pub(crate) const HOSTILE: &str = "#panic() $x$ *fet* _kursiv_ `kod` @ref <lbl> \\ \"citat\" 'enkla' & <b>å</b> ]]> #import \"/etc/passwd\" // -- ~ [x]";

/// Names that people have or invent.
pub(crate) const NAMES: [&str; 6] = [
    "Ragunda 😀 kommun 👩‍👩‍👧",
    "עיריית תל אביב",
    "بلدية المثال",
    "Гмина Пример, Δήμος",
    "東京都",
    "vänd\u{202e}derorebmun",
];

/// A word that no line is long enough for.
pub(crate) fn long_word() -> String {
    "Samverkansnämndsordförandeskapsersättning".repeat(6)
}

fn bearers(names: &[&str], each: usize) -> Vec<Line> {
    let of = |(bearer, name): (usize, &&str)| {
        let costs = ["Gemensamt kansli", "Kollektivtrafik för unga", "Räddningstjänst i fjällen", "Hjälpmedelsförråd"];
        (0..each)
            .map(|i| {
                let mut line = line(costs[i % costs.len()], "0.00");
                line.amount = Ore::from_ore(i64::try_from((bearer * each + i) * 7_919_337 % 9_999_999).expect("small"))
                    .expect("fits");
                line.bearer = Id::parse(&format!("part-{bearer}")).expect("an id");
                line.bearer_name = (*name).into();
                if i % 3 == 2 {
                    line.period = days("2027-01-01", "2027-01-31");
                }
                line
            })
            .collect::<Vec<_>>()
    };
    names.iter().enumerate().flat_map(of).collect()
}

fn standard(percent: u8) -> VatTreatment {
    VatTreatment::Standard { percent }
}

fn shortfall(amount: &str) -> Line {
    let mut line = line("Det som Viks kommun inte bidrar med", amount);
    line.item = Item::Shortfall;
    line.explanation = "60 % enligt kommunens beslut 2026-11-24".into();
    line
}

/// Every kind of document, by name.
pub(crate) fn all() -> Vec<(&'static str, Document)> {
    let office =
        || vec![line("Gemensamt kansli", "34560.00"), line("Upphandlingsstöd", "1234.57"), shortfall("-4820.31")];
    let several = ["Viks kommun", "Bergs kommun", "Fjällstads kommun", "Sjö kommun"];
    let towns: Vec<String> = (1..=8).map(|i| format!("Kommun {i}")).collect();
    let towns: Vec<&str> = towns.iter().map(String::as_str).collect();
    let mut all = vec![
        ("outside-scope", invoice()),
        ("vat-25", with(office(), standard(25), false)),
        ("vat-12", with(vec![line("Måltider", "10.01"), line("Frukt", "0.01")], standard(12), false)),
        ("vat-6-rounded", with(vec![line("Resor", "999.99")], standard(6), true)),
        ("rounded", with(vec![line("Gemensamt kansli", "1234.50")], VatTreatment::OutsideScope, true)),
        (
            "exempt",
            with(
                office(),
                VatTreatment::Exempt { reason: "Social omsorg, mervärdesskattelagen 10:10".to_owned() },
                false,
            ),
        ),
        ("bearers", with(bearers(&several, 3), VatTreatment::OutsideScope, false)),
        ("lines-80", with(bearers(&towns, 10), standard(25), true)),
        ("credit-note", credit(with(office(), standard(25), false))),
        ("credit-outside-scope", credit(invoice())),
        ("marks", {
            // Marks that no font has together with their letters.
            let mut d = invoice();
            d.buyer.name = "t\u{369}\u{369}ʧ\u{308} kommun".into();
            d
        }),
        ("hostile", hostile()),
        ("plusgiro", {
            let mut d = invoice();
            (d.seller.bankgiro, d.seller.plusgiro) = (None, Some("1234567".to_owned()));
            d
        }),
        ("iban", {
            let mut d = invoice();
            (d.seller.bankgiro, d.seller.iban, d.seller.bic) =
                (None, Some("SE4550000000058398257466".to_owned()), Some("ESSESESS".to_owned()));
            d
        }),
        ("gln", {
            let mut d = invoice();
            d.buyer.endpoint = Some(Endpoint { scheme: "0088".to_owned(), id: "7359999000014".to_owned() });
            d
        }),
        ("settlement-negative", {
            let mut d = with(
                vec![line("Utfall över budget", "100.00"), shortfall("-250.40")],
                VatTreatment::OutsideScope,
                false,
            );
            d.occasion = Occasion::Settlement;
            d
        }),
        ("interest", {
            let mut d =
                with(vec![line("Dröjsmålsränta på faktura 2027-0001", "412.33")], VatTreatment::OutsideScope, false);
            d.occasion = Occasion::Interest;
            d.lines[0].item = Item::Interest;
            d
        }),
        ("internal", {
            let mut d = with(bearers(&several, 2), VatTreatment::OutsideScope, false);
            d.form = Form::Internal;
            d
        }),
        ("payout", {
            let mut d = with(office(), VatTreatment::OutsideScope, false);
            d.form = Form::Payout;
            std::mem::swap(&mut d.seller, &mut d.buyer);
            d.seller.plusgiro = Some("4812345".to_owned());
            d
        }),
    ];
    for (serial, (_, document)) in (1..).zip(&mut all) {
        *document = number(document.clone(), serial);
    }
    all.push(("draft", {
        let mut d = with(office(), standard(25), true);
        d.issued = None;
        d
    }));
    all.push(("draft-payout", {
        let mut d = invoice();
        d.form = Form::Payout;
        d.issued = None;
        d
    }));
    all
}

/// An invoice in which every text is hostile.
pub(crate) fn hostile() -> Document {
    let mut lines = bearers(&NAMES, 2);
    for line in &mut lines {
        line.text = HOSTILE.into();
        line.explanation = format!("{} {HOSTILE}", long_word());
    }
    lines[0].text = long_word();
    let mut document = with(lines, standard(25), false);
    document.agreement = HOSTILE.into();
    document.seller.name = NAMES[0].into();
    document.buyer.name = format!("{} {HOSTILE}", NAMES[1]);
    document.buyer.reference = Some(long_word());
    document.buyer.address.lines = vec![HOSTILE.to_owned(), long_word(), NAMES[2].to_owned(), "fjärde".to_owned()];
    document.notes = vec![HOSTILE.to_owned(), long_word()];
    document.decision_reference = Some(HOSTILE.to_owned());
    document
}
