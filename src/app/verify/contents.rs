//! What is in the rows: every value is of its type, every document can be read, every checksum is right.

use rust_decimal::Decimal;
use samfin_core::billing::document::Document;
use samfin_core::billing::organisation::Organisation;
use samfin_core::comparison::Comparison;
use samfin_core::{Agreement, Text, json, say};

use super::{Check, Fault, Faults, edited, refused};
use crate::app::backup::{Progress, key_of};
use crate::app::periods::{ENGINE, calculated_again};
use crate::digest::sha256;
use crate::storage::copy::{self, Table, Value};
use crate::storage::invoices::decoded;
use crate::storage::{Error, Tx};

/// How the text of a column is read; `Err` says what is wrong.
type Read = fn(&str) -> Result<(), String>;

/// What the texts of these columns must be. Columns that may be empty may be empty here too.
const TEXTS: &[(&str, &str, Read)] = &[
    ("agreement_versions", "document", agreement),
    ("budgets", "changes", any_json),
    ("budgets", "opening", any_json),
    ("contributions", "contributes_percent", decimal),
    ("invoice_files", "base64", base64),
    ("invoices", "document", document),
    ("observations", "value", decimal),
    ("period_snapshots", "request", any_json),
    ("period_snapshots", "result", any_json),
    ("organisation_revisions", "document", organisation),
    ("organisations", "document", organisation),
    ("scenarios", "basis", comparison),
    ("scenarios", "changes", any_json),
    ("scenarios", "events", any_json),
    ("scenarios", "statistics", any_json),
];

/// What a text stands for, whose SHA-256 is stored; none where it stands for nothing, which [`TEXTS`] tells.
type Bytes = fn(&str) -> Option<Vec<u8>>;

/// The column that holds a SHA-256, the one it is of, and what that one stands for.
const CHECKSUMS: &[(&str, &str, &str, Bytes)] = &[
    ("agreement_versions", "sha256", "document", |text| Some(text.as_bytes().to_vec())),
    ("invoice_files", "sha256", "base64", decoded),
    ("period_snapshots", "request_sha256", "request", |text| Some(text.as_bytes().to_vec())),
    ("scenarios", "sha256", "basis", |text| Some(text.as_bytes().to_vec())),
];

/// Looks at every row of every table once.
pub(super) async fn check(tx: &mut Tx, progress: &Progress) -> Result<[Check; 3], Error> {
    let tables = copy::tables(tx).await?;
    let (mut done, mut of) = (0, 0);
    for table in &tables {
        // One that cannot be counted cannot be read either, which is told below.
        of += u64::try_from(copy::count(tx, &table.name).await.unwrap_or(0)).unwrap_or(0);
    }
    let mut found = Found::default();
    for table in &tables {
        let looked = copy::rows(tx, table, |row| {
            found.look(table, &row);
            done += 1;
            progress(done, of);
            Ok::<_, Error>(())
        });
        match looked.await {
            // A file that is damaged where the rows are: the other tables can still be looked at.
            Err(Error::Unexpected { source, .. }) => found.values.add(refused(table.name.clone(), &source)),
            looked => looked?,
        }
    }
    Ok(found.checks(done))
}

#[derive(Debug, Default)]
struct Found {
    values: Faults,
    documents: Faults,
    checksums: Faults,
    texts: u64,
    sums: u64,
}

impl Found {
    fn look(&mut self, table: &Table, row: &[Value]) {
        let fault = |problem: Text| Fault {
            place: format!("{} {}", table.name, key_of(table, row)),
            problem,
            advice: edited(),
        };
        for (column, value) in table.columns.iter().zip(row) {
            if *value == Value::Unreadable {
                let (name, kind) = (&column.name, column.kind.as_str());
                self.values.add(fault(say!(
                    "{name} är inget värde av typen {kind}.",
                    "{name} is no value of the type {kind}."
                )));
            }
        }
        let text = |column: &str| table.place(column).and_then(|at| row.get(at)).and_then(Value::text);
        for (_, column, read) in TEXTS.iter().filter(|(of, ..)| *of == table.name) {
            let Some(text) = text(column) else { continue };
            self.texts += 1;
            if let Err(why) = read(text) {
                self.documents.add(fault(say!("{column} går inte att läsa: {why}", "{column} cannot be read: {why}")));
            }
        }
        // What another samfin has calculated it may have calculated otherwise.
        if table.name == "period_snapshots"
            && text("engine") == Some(ENGINE)
            && let (Some(request), Some(result)) = (text("request"), text("result"))
        {
            let again = calculated_again(request);
            if again.as_deref().ok() != Some(result) {
                self.documents.add(fault(say!(
                    "result är inte vad samfin svarar på request.",
                    "result is not what samfin answers to request."
                )));
            }
        }
        for (_, column, of, bytes) in CHECKSUMS.iter().filter(|(table_of, ..)| *table_of == table.name) {
            let (stored, Some(bytes)) = (text(column), text(of).and_then(bytes)) else { continue };
            self.sums += 1;
            let computed = sha256(&bytes);
            if stored != Some(computed.as_str()) {
                self.checksums.add(fault(say!(
                    "{of} har inte den kontrollsumma som står i {column}.",
                    "{of} does not have the checksum that {column} holds."
                )));
            }
        }
    }

    fn checks(self, rows: u64) -> [Check; 3] {
        let (texts, sums) = (self.texts, self.sums);
        [
            self.values.check(
                "values",
                say!("värden", "values"),
                say!("{rows} rader, varje värde av sin typ", "{rows} rows, every value of its type"),
            ),
            self.documents.check(
                "documents",
                say!("dokument", "documents"),
                say!("{texts} dokument och tal går att läsa", "{texts} documents and numbers can be read"),
            ),
            self.checksums.check(
                "checksums",
                say!("kontrollsummor", "checksums"),
                say!("{sums} stämmer", "{sums} are right"),
            ),
        ]
    }
}

fn agreement(text: &str) -> Result<(), String> {
    Agreement::parse(text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

fn organisation(text: &str) -> Result<(), String> {
    Organisation::parse(text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

fn comparison(text: &str) -> Result<(), String> {
    Comparison::parse(text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

fn document(text: &str) -> Result<(), String> {
    serde_json::from_str::<Document>(text).map(drop).map_err(|error| error.to_string())
}

fn base64(text: &str) -> Result<(), String> {
    decoded(text).map(drop).ok_or_else(|| "base64".to_owned())
}

fn any_json(text: &str) -> Result<(), String> {
    json::parse(text.as_bytes()).map(drop).map_err(|error| error.to_string())
}

fn decimal(text: &str) -> Result<(), String> {
    Decimal::from_str_exact(text).map(drop).map_err(|error| error.to_string())
}
