//! Writes tables and a calendar, for `tests/documents/tables.py` to judge.
//!
//! ```sh
//! cargo run -p samfin-documents --example tables -- OUT
//! ```
//!
//! Beside them stands what they were made from, as JSON.

use std::error::Error;
use std::path::Path;

use samfin_core::Lang;
use samfin_core::billing::document::Document;
use samfin_documents::calendar::{Day, calendar};
use samfin_documents::invoice_table::{Column, Layout, Named, basis_csv, table, usual};
use samfin_documents::table::{DayForm, Decimal, Dialect, Encoding, Separator, csv, xlsx};

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("give a folder to write to")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    let documents: Vec<Document> = samples::all().into_iter().map(|(_, document)| hostile(document)).collect();
    std::fs::write(out.join("documents.json"), serde_json::to_vec_pretty(&documents)?)?;
    let whole = table(&usual(Lang::En), &documents, Lang::En);
    std::fs::write(out.join("invoices.csv"), csv(&whole, Dialect::default()))?;
    std::fs::write(out.join("invoices.xlsx"), xlsx(&whole, "Fakturor", "2027-01-31".parse()?)?)?;
    std::fs::write(out.join("basis.csv"), basis_csv(&layout(), &documents, Lang::Sv))?;

    let days: Vec<Day> = days()?;
    let told: Vec<_> = days.iter().map(|day| (&day.uid, day.on, &day.title, &day.text)).collect();
    std::fs::write(out.join("days.json"), serde_json::to_vec_pretty(&told)?)?;
    std::fs::write(out.join("days.ics"), calendar("Å; \"samverkan\", län\nx", &days, "2027-01-31T10:00:00Z".parse()?))?;
    Ok(())
}

/// What a spreadsheet would calculate, if it were not told that it is text.
fn hostile(mut document: Document) -> Document {
    "=HYPERLINK(\"https://example.com\";\"Åre\")".clone_into(&mut document.buyer.name);
    if let Some(line) = document.lines.first_mut() {
        "+1;\"två\"\nrader".clone_into(&mut line.text);
        "@SUM(A1:A9)".clone_into(&mut line.bearer_name);
    }
    document
}

/// As an older ledger wants it.
fn layout() -> Layout {
    let columns = [
        (Column::Number, "FAKTNR"),
        (Column::BuyerNumber, "ORGNR"),
        (Column::DueOn, "FORFALL"),
        (Column::Text, "TEXT"),
        (Column::Amount, "BELOPP"),
    ];
    let named = |(column, head): (Column, &str)| Named { column, head: head.to_owned() };
    Layout {
        columns: columns.map(named).into(),
        dialect: Dialect {
            separator: Separator::Tab,
            decimal: Decimal::Point,
            day: DayForm::Compact,
            encoding: Encoding::Windows1252,
            heads: true,
        },
    }
}

fn days() -> Result<Vec<Day>, chrono::ParseError> {
    let titles = [
        "Utvärdering",
        "Förfallodag, 24 301,75 kr; \\n är inget radbyte",
        "rad ett\nrad två\r\nrad tre\rrad fyra",
        "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:insmugen",
        "åäö 🏔️ ",
        "\u{7f}\u{0}\u{1b}[31m",
        "SUMMARY;X=\"y\":z",
    ];
    let mut days = Vec::new();
    for (number, title) in titles.iter().enumerate() {
        let (title, on) = (title.repeat(if number == 4 { 40 } else { 1 }), format!("2028-02-{}", 23 + number).parse()?);
        days.push(Day {
            uid: format!("day-{number}@samfin"),
            on,
            text: (number % 2 == 0).then(|| title.clone()),
            title,
        });
    }
    Ok(days)
}
