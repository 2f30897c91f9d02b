use sie4::item::{Item, Trans, Ver};

use super::*;

fn ore(text: &str) -> Ore {
    text.parse().expect("kronor")
}

fn side(account: &str, amount: &str, objects: &[(u16, &str)], text: Option<&str>) -> Side {
    Side {
        account: AccountNumber::parse(account).expect("an account"),
        objects: objects.iter().map(|(dimension, object)| (*dimension, (*object).to_owned())).collect(),
        amount: ore(amount),
        text: text.map(str::to_owned),
    }
}

fn file(name: &str, text: &str) -> File {
    let day = |text: &str| text.parse().expect("a date");
    let voucher = |number, dated: &str, sides| Voucher {
        number,
        dated_on: day(dated),
        text: text.to_owned(),
        posted_on: day("2027-01-04"),
        sides,
    };
    File {
        version: "0.1.0".to_owned(),
        written_on: day("2027-02-01"),
        organisation_number: OrganisationNumber::parse("232100-0214").expect("a number"),
        name: name.to_owned(),
        vouchers: vec![
            voucher(
                1,
                "2027-01-02",
                vec![
                    side("1510", "1250.00", &[], Some("berg")),
                    side("3990", "-1000.00", &[(1, "4711"), (6, "SAM27")], Some("hall")),
                    side("2611", "-250.00", &[], None),
                ],
            ),
            voucher(2, "2027-01-03", vec![side("1930", "0.05", &[], None), side("1510", "-0.05", &[], Some("are"))]),
        ],
    }
}

fn decoded(bytes: &[u8]) -> String {
    oem_cp::decode_string_complete_table(bytes, &oem_cp::code_table::DECODING_TABLE_CP437)
}

/// Every byte, written down by hand from the specification.
#[test]
fn a_file_is_these_bytes() {
    let bytes = sie(&file("Region Jämtland Härjedalen", "Faktura 2027-0001, Åre")).expect("written");
    let expected: &[u8] = b"#FLAGGA 0\r\n#PROGRAM \"samfin\" \"0.1.0\"\r\n#FORMAT PC8\r\n#GEN 20270201\r\n#SIETYP 4\r\n\
        #ORGNR 232100-0214\r\n#FNAMN \"Region J\x84mtland H\x84rjedalen\"\r\n#DIM 1 \"Kostnadsst\x84lle\"\r\n#DIM 6 \"Projekt\"\r\n\
        #OBJEKT 1 \"4711\" \"4711\"\r\n#OBJEKT 6 \"SAM27\" \"SAM27\"\r\n\
        #VER \"SF\" 1 20270102 \"Faktura 2027-0001, \x8fre\" 20270104\r\n{\r\n\
        #TRANS 1510 {} 1250.00 20270102 \"berg\"\r\n#TRANS 3990 {1 \"4711\" 6 \"SAM27\"} -1000.00 20270102 \"hall\"\r\n\
        #TRANS 2611 {} -250.00\r\n}\r\n\
        #VER \"SF\" 2 20270103 \"Faktura 2027-0001, \x8fre\" 20270104\r\n{\r\n\
        #TRANS 1930 {} 0.05\r\n#TRANS 1510 {} -0.05 20270103 \"are\"\r\n}\r\n";
    assert_eq!(decoded(&bytes), decoded(expected));
    assert_eq!(bytes, expected);
}

/// The vouchers as a reader that was not written here finds them. It knows neither `#DIM` nor `#OBJEKT`, and of a list of objects
/// it reads the first word only.
fn read_back(bytes: &[u8]) -> (Vec<String>, Vec<Ver>) {
    let known = bytes.split_inclusive(|byte| *byte == b'\n');
    let known: Vec<u8> =
        known.filter(|line| !line.starts_with(b"#DIM") && !line.starts_with(b"#OBJEKT")).flatten().copied().collect();
    let (mut names, mut vouchers, mut items) = (Vec::new(), Vec::new(), 0);
    for item in sie4::Reader::new(known.as_slice()) {
        items += 1;
        match item.expect("it can be read") {
            Item::FNamn(name) => names.push(name.name),
            Item::Ver(voucher) => vouchers.push(voucher),
            _ => {}
        }
    }
    assert_eq!(items, 7 + vouchers.len(), "nothing is read as something else");
    (names, vouchers)
}

#[test]
fn another_reader_finds_the_same() {
    let (names, vouchers) = read_back(&sie(&file("Region Jämtland Härjedalen", "Faktura, Åre")).expect("written"));
    assert_eq!(names, ["Region Jämtland Härjedalen"]);
    let told = |voucher: &Ver| (voucher.series.clone(), voucher.no, voucher.date.to_string(), voucher.text.clone());
    let (series, text) = ("SF".to_owned(), Some("Faktura, Åre".to_owned()));
    assert_eq!(
        vouchers.iter().map(told).collect::<Vec<_>>(),
        [(series.clone(), 1, "2027-01-02".to_owned(), text.clone()), (series, 2, "2027-01-03".to_owned(), text),]
    );
    let sides = |side: &Trans| (side.account, side.amount.to_string(), side.objects.0.join(" "), side.text.clone());
    assert_eq!(
        vouchers[0].transactions.0.iter().map(sides).collect::<Vec<_>>(),
        [
            (1510, "1250.00".to_owned(), String::new(), Some("berg".to_owned())),
            (3990, "-1000.00".to_owned(), "1".to_owned(), Some("hall".to_owned())),
            (2611, "-250.00".to_owned(), String::new(), None),
        ]
    );
}

/// What people can write in a name, and what the file says then.
#[test]
fn no_name_gets_out_of_its_quotation_marks() {
    for (written, found) in [
        ("\"", "\\\""),
        ("\\", "/"),
        ("a\\\"b", "a/\\\"b"),
        ("slut\\", "slut/"),
        ("{ } #VER \"x\" 9", "{ } #VER \\\"x\\\" 9"),
        ("rad\r\n#TRANS 1510 {} 1.00", "rad  #TRANS 1510 {} 1.00"),
        ("å ä ö Å Ä Ö é ü ß ½", "å ä ö Å Ä Ö é ü ß ½"),
        ("Málek Š. Žižka, Øre – ”ja”", "Málek S. Zizka, Öre - 'ja'"),
        ("\u{ff02}\u{ff3c}\u{1f9ee} 中", "??? ?"),
    ] {
        let written_file = file(written, written);
        let bytes = sie(&written_file).expect("written");
        let text = decoded(&bytes);
        assert!(text.contains(&format!("#FNAMN \"{found}\"\r\n")), "{written:?}: {text}");
        let (names, vouchers) = read_back(&bytes);
        assert_eq!(names, [found], "{written:?}");
        assert!(vouchers.iter().all(|voucher| voucher.text.as_deref() == Some(found)), "{written:?}: {vouchers:?}");
        assert_eq!(vouchers.len(), written_file.vouchers.len());
    }
}

#[test]
fn what_sie_cannot_say_is_refused() {
    let mut letters = file("A", "b");
    letters.vouchers[1].sides[0].account = AccountNumber::parse("19A").expect("an account");
    assert_eq!(sie(&letters), Err(Error::NotDigits("19A".to_owned())));
    let mut unbalanced = file("A", "b");
    unbalanced.vouchers[1].sides[0].amount = ore("0.06");
    assert_eq!(sie(&unbalanced), Err(Error::Unbalanced(2)));
}
