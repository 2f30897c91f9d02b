//! Bank files of real shape read whole, and every way in which one can be wrong refused.

use std::fs;
use std::path::PathBuf;

use samfin_core::Ore;
use samfin_documents::camt::{Account, Detail, Direction, Fault, Kind, MAX_BYTES, MAX_ELEMENTS, Status, Total, read};

const SAMPLES: [&str; 4] = ["bankgiro-054-08", "bankgiro-054-02", "statement-053-08", "statement-053-02"];

fn sample(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/documents/camt/{name}.xml"));
    fs::read_to_string(path).expect("a sample")
}

/// The sample with one place of it changed.
fn changed(name: &str, from: &str, to: &str) -> Result<(), Fault> {
    let xml = sample(name);
    assert!(xml.contains(from), "{from} is not in {name}");
    read(xml.replacen(from, to, 1).as_bytes()).map(|_| ())
}

fn ore(text: &str) -> Ore {
    text.parse().expect("money")
}

fn ocrs(detail: &Detail) -> Vec<&str> {
    detail.references.iter().filter_map(|reference| reference.ocr.as_deref()).collect()
}

#[test]
fn a_batch_becomes_its_payments() {
    let file = read(sample("bankgiro-054-08").as_bytes()).expect("whole");
    assert_eq!((file.kind, file.message_id.as_str()), (Kind::Notification, "BGC-054-20270129-1"));
    let [account] = file.statements.as_slice() else { panic!("one account") };
    assert!(matches!(&account.account, Account::Iban(iban) if iban.to_string() == "SE35 5000 0000 0549 1000 0003"));
    let [batch, single, taken_back] = account.entries.as_slice() else { panic!("three entries") };

    assert_eq!((batch.amount, batch.direction, batch.status), (ore("52301.75"), Direction::Credit, Status::Booked));
    assert_eq!(batch.reference.as_deref(), Some("BGC20270129-77"));
    assert_eq!(batch.booked_on.map(|day| day.to_string()).as_deref(), Some("2027-01-29"));
    let amounts: Vec<_> = batch.details.iter().map(|detail| detail.amount).collect();
    assert_eq!(amounts, [ore("24301.75"), ore("10000.00"), ore("18000.00")]);
    let [paid, part, over] = batch.details.as_slice() else { panic!("three payments") };
    assert_eq!([ocrs(paid), ocrs(part), ocrs(over)], [["20270102039"], ["20270102047"], ["20270102054"]]);
    assert_eq!(part.payer.name.as_deref(), Some("Åsjö kommun & Söner"));
    assert!(matches!(&part.payer.account, Some(Account::Bankgiro(giro)) if giro.to_string() == "366-5114"));
    assert!(matches!(&part.receiver_account, Some(Account::Bankgiro(giro)) if giro.to_string() == "339-8328"));
    let numbers = [paid, part, over].map(|paid| paid.payer.organisation_number.as_ref().map(ToString::to_string));
    assert_eq!(
        numbers,
        [Some("299000-0107".to_owned()), Some("299000-0206".to_owned()), None],
        "only a number whose check digit holds is one"
    );
    assert_eq!((over.end_to_end_id.as_deref(), &paid.end_to_end_id), (Some("E2E-4711"), &None));

    let [payment] = single.details.as_slice() else { panic!("one payment") };
    let said: Vec<_> = payment.references.iter().map(|said| (said.document.as_deref(), said.amount)).collect();
    assert_eq!(said, [(Some("2027-0007"), Some(ore("30000.00"))), (Some("2027-0008"), Some(ore("-1250.50")))]);
    assert_eq!(payment.text.as_deref(), Some("Faktura 2027-0007\nminus kredit 2027-0008"));

    assert_eq!((taken_back.reversal, taken_back.direction), (true, Direction::Debit));
    assert_eq!(taken_back.details[0].amount, ore("500.00"));
}

#[test]
fn an_entry_without_payments_is_one_payment_of_which_little_is_known() {
    let file = read(sample("statement-053-08").as_bytes()).expect("whole");
    let batch = &file.statements[0].entries[0];
    assert_eq!(file.kind, Kind::Statement);
    let [unknown] = batch.details.as_slice() else { panic!("one") };
    assert_eq!((unknown.amount, unknown.text.as_deref()), (ore("52301.75"), Some("BANKGIROINSÄTTNING 339-8328")));
    assert!(unknown.references.is_empty() && unknown.payer.name.is_none());
}

#[test]
fn the_older_version_says_the_same_in_other_places() {
    let file = read(sample("bankgiro-054-02").as_bytes()).expect("whole");
    assert!(matches!(&file.statements[0].account, Account::Bankgiro(giro) if giro.to_string() == "339-8328"));
    let [batch, single] = file.statements[0].entries.as_slice() else { panic!("two entries") };
    let amounts: Vec<_> = batch.details.iter().map(|detail| detail.amount).collect();
    assert_eq!(amounts, [ore("7000.50"), ore("4999.50")]);
    assert_eq!(batch.details[0].payer.name.as_deref(), Some("Hamra kommun"));
    assert_eq!((single.reference.as_deref(), single.details[0].amount), (Some("2"), ore("815.00")));
    assert_eq!(single.booked_on.map(|day| day.to_string()).as_deref(), Some("2027-02-01"));

    let file = read(sample("statement-053-02").as_bytes()).expect("whole");
    let [booked, expected] = file.statements[0].entries.as_slice() else { panic!("two entries") };
    assert_eq!(file.message_id, "BANK & CO 1");
    assert_eq!(booked.details[0].payer.name.as_deref(), Some("Å & Ä <samverkan>"));
    assert_eq!((ocrs(&booked.details[0]), expected.status), (vec!["20270102096"], Status::Pending));
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_refused() {
    for name in SAMPLES {
        let xml = sample(name);
        let whole = xml.trim_end().len();
        assert!(read(&xml.as_bytes()[..whole]).is_ok(), "{name}");
        // Every byte of the small files; the large ones take long.
        for end in (0..whole).step_by(if whole < 3_000 { 1 } else { 7 }) {
            let refused = read(&xml.as_bytes()[..end]).expect_err("not whole");
            let is_cut = matches!(refused, Fault::Truncated | Fault::Malformed { .. });
            assert!(is_cut, "{name} to {end}: {refused}");
        }
    }
}

#[test]
fn a_byte_that_changed_on_the_way_never_ends_the_program() {
    for name in ["bankgiro-054-02", "statement-053-02"] {
        let xml = sample(name).into_bytes();
        for at in 0..xml.len() {
            let mut bytes = xml.clone();
            bytes[at] = [0, b'<', b'&', b'"', 0xff, b'9', b'.'][at % 7];
            let Ok(file) = read(&bytes) else { continue };
            // Where it was only in a text, all that is promised still holds.
            for entry in file.statements.iter().flat_map(|statement| &statement.entries) {
                let sum: i128 = entry.details.iter().map(|detail| detail.amount.wide()).sum();
                assert_eq!(sum, entry.amount.wide(), "{name}, byte {at}");
            }
        }
    }
}

#[test]
fn sums_and_counts_that_do_not_hold_are_refused_with_both_numbers() {
    for (name, from, to, total, place) in [
        ("bankgiro-054-08", ">24301.75<", ">24301.76<", Total::Batch, "/statements/0/entries/0"),
        ("bankgiro-054-08", "<NbOfTxs>3<", "<NbOfTxs>4<", Total::BatchCount, "/statements/0/entries/0"),
        (
            "bankgiro-054-08",
            "<Amt Ccy=\"SEK\">28749.50<",
            "<Amt Ccy=\"SEK\">28749.51<",
            Total::Details,
            "/statements/0/entries/1",
        ),
        ("bankgiro-054-08", "<Sum>81551.25<", "<Sum>81551.24<", Total::Entries, "/statements/0"),
        ("bankgiro-054-08", "<NbOfNtries>3<", "<NbOfNtries>2<", Total::EntryCount, "/statements/0"),
        ("bankgiro-054-08", "<Sum>81051.25<", "<Sum>81051.24<", Total::Credits, "/statements/0"),
        ("bankgiro-054-08", "<NbOfNtries>2<", "<NbOfNtries>1<", Total::CreditCount, "/statements/0"),
        ("bankgiro-054-08", "<Sum>500.00<", "<Sum>0<", Total::Debits, "/statements/0"),
        ("bankgiro-054-08", "<NbOfNtries>1<", "<NbOfNtries>0<", Total::DebitCount, "/statements/0"),
        ("statement-053-08", ">200301.25<", ">200301.26<", Total::Balance, "/statements/0"),
        ("statement-053-02", ">BOOK<", ">INFO<", Total::Balance, "/statements/0"),
    ] {
        match changed(name, from, to) {
            Err(fault @ (Fault::Sum { total: found, .. } | Fault::Count { total: found, .. })) => {
                assert_eq!((found, fault.place().pointer().as_str()), (total, place), "{to}");
            }
            other => panic!("{name} with {to}: {other:?}"),
        }
    }
    let said = changed("statement-053-08", ">200301.25<", ">200301.26<").expect_err("a wrong balance").text();
    assert!(said.sv.starts_with("konto 1: utgående saldo är 200301.26, men"), "{}", said.sv);
    assert!(said.en.contains("comes to 200301.25"), "{}", said.en);
}

#[test]
fn the_sums_of_a_page_are_not_those_of_the_whole() {
    let xml = sample("bankgiro-054-08").replacen("<LastPgInd>true", "<LastPgInd>false", 1);
    assert!(read(xml.replacen("<Sum>81551.25<", "<Sum>981551.25<", 1).as_bytes()).is_ok());
}

#[test]
fn what_is_no_file_of_payments_in_kronor_is_told_what_to_do() {
    let name = "bankgiro-054-08";
    for (from, to, said) in [
        ("camt.054.001.08", "camt.054.001.13", "\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.13\"; choose camt.054"),
        ("camt.054.001.08", "pain.001.001.03", "choose camt.054 or camt.053"),
        ("<Ccy>SEK<", "<Ccy>EUR<", "account 1: the currency is EUR"),
        ("Ccy=\"SEK\">24301.75", "Ccy=\"NOK\">24301.75", "account 1, entry 1, payment 1: the currency is NOK"),
        ("<Amt Ccy=\"SEK\">24301.75", "<Amt>24301.75", "payment 1: Amt/@Ccy is missing"),
        (">24301.75<", ">24301.755<", "Amt cannot be \"24301.755\""),
        (">24301.75<", ">-24301.75<", "Amt cannot be \"-24301.75\""),
        ("<CdtDbtInd>CRDT<", "<CdtDbtInd>CREDIT<", "CdtDbtInd cannot be \"CREDIT\""),
        ("<Cd>BOOK<", "<Cd>DONE<", "Cd cannot be \"DONE\""),
        ("<Dt>2027-01-29<", "<Dt>2027-02-29<", "Dt cannot be \"2027-02-29\""),
        ("<Dt>2027-01-29<", "<Dt>2027-01-29T10:00<", "Dt cannot be"),
        ("<RvslInd>true<", "<RvslInd>ja<", "RvslInd cannot be \"ja\""),
        ("<MsgId>BGC-054-20270129-1<", "<MsgId><", "the file: MsgId is missing"),
        ("BkToCstmrDbtCdtNtfctn>", "BkToCstmrStmt>", "damaged near line"),
        ("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", "not in UTF-8"),
        ("<Document", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document", "document type"),
        ("Regionen", "&bank;", "an entity or a character"),
        ("Regionen", "&#0;", "an entity or a character"),
        ("Regionen", "Region\u{1}en", "damaged near line"),
        ("Regionen", "a & b", "damaged near line"),
        ("</Document>", "</Document><Document/>", "damaged near line"),
        ("</Document>", "</Document> x", "damaged near line"),
        ("Ccy=\"SEK\"", "Ccy=\"SEK\" Ccy=\"SEK\"", "damaged near line"),
    ] {
        let refused = changed(name, from, to).expect_err(to).text();
        assert!(refused.en.contains(said), "{to}: {}", refused.en);
        assert!(refused.sv != refused.en && !refused.sv.is_empty());
    }
    for (bytes, fault) in [
        (&b"%PDF-1.7"[..], Fault::NotXml),
        (b"", Fault::Truncated),
        (b" \n", Fault::Truncated),
        (b"<\xe5\xe4\xf6>", Fault::Encoding),
        (b"\xff\xfe<\0", Fault::Encoding),
    ] {
        assert_eq!(read(bytes), Err(fault));
    }
}

#[test]
fn no_file_is_too_large_or_too_deep_to_be_refused() {
    let deep = "<a>".repeat(1_000_000);
    let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
    let attributes = " a=''".repeat(100_000);
    let spaces = format!("<a xmlns:n='{}'>", "u".repeat(3_000)).repeat(40);
    for xml in
        [deep, wide, format!("<a{attributes}/>"), " ".repeat(MAX_BYTES + 1), format!("<a>{}</a>", "x".repeat(3_000))]
    {
        assert_eq!(read(xml.as_bytes()), Err(Fault::TooMuch), "{}", &xml[..20.min(xml.len())]);
    }
    assert_eq!(read(spaces.as_bytes()), Err(Fault::Truncated));
}
