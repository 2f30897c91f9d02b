//! The e-invoice, judged by the rules of EN 16931 and of Peppol as another crate knows them, and what the writer refuses.

use en16931::profiles::PEPPOL_BIS_3;
use en16931_formats::{Policy, Recommendation, receive};
use samfin_core::billing::document::{Credited, Document, Endpoint, Form, Occasion, Totals, VatTreatment};
use samfin_documents::peppol::{About, Account, Error, Fault, Side, faults, peppol};

mod samples;

use samples::{all, credit, invoice, line, ore, with};

/// What the other crate says against it; empty when a receiver would take it.
fn verdict(xml: &[u8]) -> Vec<String> {
    let received = receive(xml, &Policy { require: Some(&PEPPOL_BIS_3), ..Policy::default() });
    let mut against = received.reasons.clone();
    against.extend(received.report_declared.entries().map(ToString::to_string));
    if received.recommendation != Recommendation::Accept {
        against.push(received.to_string());
    }
    against
}

fn written(document: &Document) -> String {
    let xml = peppol(document).unwrap_or_else(|error| panic!("{error}"));
    String::from_utf8(xml).expect("UTF-8")
}

/// The invoice with one thing changed.
fn changed(change: impl FnOnce(&mut Document)) -> Document {
    let mut document = with(vec![line("Kansli", "100.00")], VatTreatment::Standard { percent: 25 }, false);
    change(&mut document);
    document
}

#[test]
fn every_issued_invoice_and_credit_note_is_taken_by_a_peppol_receiver() {
    let mut judged = 0;
    for (name, document) in all() {
        let is_bill = matches!(document.form, Form::Invoice | Form::CreditNote) && document.issued.is_some();
        match peppol(&document) {
            Ok(xml) => {
                assert!(is_bill, "{name}");
                assert_eq!(verdict(&xml), Vec::<String>::new(), "{name}");
                judged += 1;
            }
            Err(error) => assert!(!is_bill, "{name}: {error}"),
        }
    }
    assert_eq!(judged, 17);
}

#[test]
fn the_judge_minds_what_is_broken() {
    let xml = written(&changed(|_| {}));
    for (from, to, rule) in [
        ("<cbc:BuyerReference>4711-KS</cbc:BuyerReference>", "", "PEPPOL-EN16931-R003"),
        ("<cbc:PayableAmount currencyID=\"SEK\">125.00", "<cbc:PayableAmount currencyID=\"SEK\">124.00", "BR-CO-16"),
        ("schemeID=\"0007\">2990000107</cbc:EndpointID>", "schemeID=\"0007\">2990000106</cbc:EndpointID>", "R049"),
        ("poacc:billing:01:1.0", "poacc:billing:99:1.0", "R007"),
    ] {
        assert!(xml.contains(from), "{from}");
        let said = verdict(xml.replacen(from, to, 1).as_bytes()).join("\n");
        assert!(said.contains(rule), "{rule} is not in:\n{said}");
    }
}

#[test]
fn vat_that_is_wrong_by_an_ore_is_refused_though_the_rules_allow_it() {
    let document = changed(|document| {
        document.totals.vat = ore("25.01");
        document.totals.payable = ore("125.01");
    });
    let sum = |which, stated, expected| Fault::Sum { which, stated: ore(stated), expected: Some(ore(expected)) };
    assert_eq!(faults(&document), [sum("vat", "25.01", "25.00"), sum("payable", "125.01", "125.00")]);
    // The same figures in an e-invoice pass the official rules: that is why.
    let xml = written(&changed(|_| {})).replace(">25.00<", ">25.01<").replace(">125.00<", ">125.01<");
    assert_eq!(verdict(xml.as_bytes()), Vec::<String>::new());
}

#[test]
fn whatever_is_missing_or_wrong_is_named_with_its_place() {
    type Change = fn(&mut Document);
    let cases: &[(Change, Fault, &str)] = &[
        (|d| d.form = Form::Internal, Fault::NoEInvoice(Form::Internal), "/form"),
        (|d| d.form = Form::Payout, Fault::NoEInvoice(Form::Payout), "/form"),
        (|d| d.issued = None, Fault::NotIssued, "/issued"),
        (|d| d.form = Form::CreditNote, Fault::NoInvoiceNamed, "/credits"),
        (|d| d.buyer.reference = Some(" ".into()), Fault::NoBuyerReference, "/buyer/reference"),
        (|d| d.seller.bankgiro = None, Fault::NoAccount, "/seller"),
        (|d| d.seller.bankgiro = Some("5050-1234".into()), Fault::Account(Account::Bankgiro), "/seller/bankgiro"),
        (|d| d.seller.iban = Some("SE4550000000058398257465".into()), Fault::Account(Account::Iban), "/seller/iban"),
        (|d| d.seller.vat_number = None, Fault::NoVatNumber, "/seller/vat_number"),
        (
            |d| d.seller.vat_number = Some("SE299000010701".into()),
            Fault::Participant(Side::Seller, About::VatNumber),
            "/seller/vat_number",
        ),
        (|d| d.buyer.endpoint = None, Fault::Participant(Side::Buyer, About::NoEndpoint), "/buyer/endpoint"),
        (
            |d| d.buyer.endpoint = Some(Endpoint { scheme: "0088".into(), id: "7359999000015".into() }),
            Fault::Participant(Side::Buyer, About::Endpoint),
            "/buyer/endpoint",
        ),
        (|d| d.buyer.name = String::new(), Fault::Participant(Side::Buyer, About::NoName), "/buyer/name"),
        (
            |d| d.seller.address.country = "Sverige".into(),
            Fault::Participant(Side::Seller, About::Country),
            "/seller/address/country",
        ),
        (|d| d.lines[0].text = " ".into(), Fault::LineText(0), "/lines/0/text"),
        (|d| d.lines[0].period.to = d.period.to + chrono::Days::new(1), Fault::LinePeriod(0), "/lines/0/period"),
    ];
    for (change, fault, place) in cases {
        let document = changed(change);
        assert_eq!(faults(&document), std::slice::from_ref(fault), "{place}");
        assert!(matches!(peppol(&document), Err(Error::Faults(found)) if found == [fault.clone()]));
        let text = fault.text();
        assert_eq!(fault.pointer(), *place);
        assert!(!text.sv.is_empty() && !text.en.is_empty() && text.sv != text.en, "{text:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let document = changed(|d| {
        let issued = d.issued.as_mut().expect("issued");
        (issued.ocr, issued.due_on) = ("OCR".into(), issued.issued_on - chrono::Days::new(1));
        d.vat = VatTreatment::Standard { percent: 20 };
        d.totals = Totals::of([ore("100.00")], &d.vat, false).expect("fits");
        d.buyer.organisation_number = "2990000106".into();
        d.buyer.vat_number = None;
    });
    let expected = [
        Fault::Ocr,
        Fault::DueBeforeIssue,
        Fault::Participant(Side::Buyer, About::OrganisationNumber),
        Fault::VatRate(20),
    ];
    assert_eq!(faults(&document), expected);
}

#[test]
fn an_exemption_says_why() {
    let document = with(vec![line("Omsorg", "10.00")], VatTreatment::Exempt { reason: String::new() }, false);
    assert_eq!(faults(&document), [Fault::NoExemptionReason]);
}

#[test]
fn what_lessens_the_invoice_is_minus_one_unit_at_a_price_above_zero() {
    let xml =
        written(&with(vec![line("Kansli", "100.00"), line("Avdrag", "-40.00")], VatTreatment::OutsideScope, false));
    let squeezed: String = xml.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(squeezed.contains("<cbc:InvoicedQuantity unitCode=\"C62\">-1</cbc:InvoicedQuantity>"));
    assert!(squeezed.contains("<cbc:LineExtensionAmount currencyID=\"SEK\">-40.00</cbc:LineExtensionAmount>"));
    assert!(squeezed.contains("<cbc:PriceAmount currencyID=\"SEK\">40.00</cbc:PriceAmount>"));
}

#[test]
fn outside_vat_there_is_no_percentage_and_no_vat_number() {
    let xml = written(&invoice());
    for absent in ["cbc:Percent", "SE299000000801", "SE299000010701"] {
        assert!(!xml.contains(absent), "{absent}");
    }
    assert!(xml.contains("VATEX-EU-O"));
}

#[test]
fn a_credit_note_names_its_invoice_and_when_it_is_due() {
    let xml = written(&credit(invoice()));
    let squeezed: String = xml.split_whitespace().collect();
    assert!(
        squeezed.contains(
            "<cac:InvoiceDocumentReference><cbc:ID>2027-0001</cbc:ID><cbc:IssueDate>2027-01-04</cbc:IssueDate>"
        )
    );
    assert!(squeezed.contains("<cbc:PaymentDueDate>2027-02-03</cbc:PaymentDueDate>"));
    assert!(!squeezed.contains("<cbc:DueDate>"));
}

#[test]
fn a_settlement_that_lessens_several_invoices_names_each_of_them() {
    let mut document = credit(invoice());
    document.occasion = Occasion::Settlement;
    document.credits_also = vec![Credited { number: "2027-0009".to_owned(), issued_on: document.period.from }];
    let xml = written(&document);
    assert_eq!(xml.matches("<cac:BillingReference>").count(), 2);
    assert!(xml.contains("<cbc:ID>2027-0009</cbc:ID>") && !xml.contains("Krediterar faktura"), "{xml}");
    assert_eq!(verdict(xml.as_bytes()), Vec::<String>::new());
    document.credits_also[0].number = " ".to_owned();
    assert!(faults(&document).contains(&Fault::NoInvoiceNamed));
}

#[test]
fn f_tax_is_said_only_where_it_is_so() {
    assert!(written(&invoice()).contains("Godkänd för F-skatt"));
    assert!(!written(&changed(|d| d.seller.f_tax = false)).contains("F-skatt"));
}

#[test]
fn control_characters_do_not_break_the_xml() {
    let xml = written(&changed(|d| d.lines[0].text = "a\u{0}b\u{ffff}c\u{b}d".into()));
    assert!(xml.contains("a\u{fffd}b\u{fffd}c\u{fffd}d"));
}
