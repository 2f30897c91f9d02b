//! The columns of a layout as rows of a form: where each stands, what stands in it, and what it is called there.

use maud::{Markup, html};
use samfin_core::json::Json;
use samfin_documents::invoice_table;
use serde_json::Value;

use crate::app::export_layouts::Exports;
use crate::app::ledger;
use crate::web::form::Form;
use crate::web::forms::Fields;
use crate::web::words::{Key, Words, key, t};

/// The table, as a field of the form.
pub(super) const COLUMNS: &str = "kolumner";
const COLUMN: &str = "kolumn";
const HEAD: &str = "rubrik";
const PLACE: &str = "plats";
/// How many rows there are for more columns; when they are saved, there are as many again.
const MORE: usize = 4;
/// How many rows a new layout has.
const NEW: usize = 10;

/// What is in the books, by the words of the API.
const LEDGER: [(ledger::Column, Key); 14] = [
    (ledger::Column::Number, key!("layouts-ledger-number")),
    (ledger::Column::Date, key!("layouts-ledger-date")),
    (ledger::Column::Text, key!("layouts-ledger-text")),
    (ledger::Column::Posted, key!("layouts-ledger-posted")),
    (ledger::Column::Account, key!("layouts-ledger-account")),
    (ledger::Column::Objects, key!("layouts-ledger-objects")),
    (ledger::Column::Party, key!("layouts-ledger-party")),
    (ledger::Column::Cost, key!("layouts-ledger-cost")),
    (ledger::Column::Debit, key!("layouts-ledger-debit")),
    (ledger::Column::Credit, key!("layouts-ledger-credit")),
    (ledger::Column::Amount, key!("layouts-ledger-amount")),
    (ledger::Column::Agreement, key!("layouts-ledger-agreement")),
    (ledger::Column::SourceKind, key!("layouts-ledger-source-kind")),
    (ledger::Column::SourceId, key!("layouts-ledger-source-id")),
];

/// What can stand in a column: the word for it, and its name.
fn known(words: Words, exports: Exports) -> Vec<(&'static str, String)> {
    match exports {
        Exports::Invoices => {
            let all = invoice_table::Column::ALL.iter();
            all.map(|column| (column.code(), column.head().get(words.lang()).to_owned())).collect()
        }
        Exports::Ledger => LEDGER.iter().map(|(column, name)| (column.as_str(), words.get(*name))).collect(),
    }
}

/// The columns as the API reads them, in the order of their places; rows where nothing stands are left out.
pub(super) fn read(fields: &Fields) -> Vec<Json<'static>> {
    let mut rows = fields.each(&[COLUMN, HEAD, PLACE]);
    rows.retain(|row| row.filled(COLUMN).is_some() || row.filled(HEAD).is_some());
    // What has no place of its own comes last, in the order of the form.
    rows.sort_by_key(|row| row.get(PLACE).parse::<u32>().unwrap_or(u32::MAX));
    let one = |row: &Fields| {
        let text = |name: &str| Json::String(row.get(name).to_owned().into());
        let head = row.filled(HEAD).map(|_| ("head".into(), text(HEAD)));
        Json::Object([("column".into(), text(COLUMN))].into_iter().chain(head).collect())
    };
    rows.iter().map(one).collect()
}

/// The columns of a layout that is kept, as rows.
fn kept(layout: &Value) -> Vec<Fields> {
    let of = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let row = |(at, one): (usize, &Value)| {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        Fields(vec![pair(PLACE, (at + 1).to_string()), pair(COLUMN, of(one, "column")), pair(HEAD, of(one, "head"))])
    };
    layout["columns"].as_array().into_iter().flatten().enumerate().map(row).collect()
}

/// The table; without script its rows are put in order by their places.
pub(super) fn table(form: &Form<'_>, layout: &Value, exports: Exports, is_new: bool) -> Markup {
    let words = form.words;
    let now = kept(layout);
    let mut rows = form.refused.map_or_else(|| kept(layout), |refused| refused.fields.each(&[COLUMN, HEAD, PLACE]));
    // A new layout can be for either.
    let other = if exports == Exports::Ledger { Exports::Invoices } else { Exports::Ledger };
    let groups: Vec<Exports> = if is_new { vec![exports, other] } else { vec![exports] };
    rows.retain(|row| row.filled(COLUMN).is_some() || row.filled(HEAD).is_some());
    let written = rows.len();
    let count = if is_new { NEW.max(written + MORE) } else { written + MORE };
    rows.resize_with(count, Fields::default);
    let (heading, note) = (form.id(COLUMNS), format!("{}-regel", form.id(COLUMNS)));
    let [place, column, head] = [t!(words, "layouts-place"), t!(words, "layouts-column"), t!(words, "layouts-head")];
    html! {
        // No heading: on the page the form stands under one of its own, or under none.
        p id=(heading) tabindex="-1" { strong { (form.label(COLUMNS)) } }
        (form.error(COLUMNS))
        p.note id=(note) { (t!(words, "layouts-columns-how")) }
        div.scroll tabindex="0" role="group" aria-labelledby=(heading) {
            table.money.coding aria-describedby=(note) {
                thead { tr { th scope="col" { (place) } th scope="col" { (column) } th scope="col" { (head) } } }
                tbody {
                    @for (at, row) in rows.iter().enumerate() {
                        @let number = at + 1;
                        @let usual = if at < written { row.get(PLACE).to_owned() } else { number.to_string() };
                        tr {
                            td data-name=(place) {
                                input.amount name=(PLACE) value=(usual) inputmode="numeric" maxlength="3" autocomplete="off"
                                    aria-label=(format!("{place}, {}", t!(words, "layouts-row", number = number)));
                            }
                            td data-name=(column) {
                                select name=(COLUMN) aria-label=(format!("{column}, {}", t!(words, "layouts-row", number = number))) {
                                    option value="" { (t!(words, "layouts-no-column")) }
                                    @for (nth, group) in groups.iter().enumerate() {
                                        @let chosen = if nth == 0 { row.get(COLUMN) } else { "" };
                                        @if is_new {
                                            optgroup label=(super::layouts::purpose(words, *group)) { (options(words, *group, chosen)) }
                                        } @else { (options(words, *group, chosen)) }
                                    }
                                }
                            }
                            td data-name=(head) {
                                input name=(HEAD) value=(row.get(HEAD)) maxlength="200" autocomplete="off" spellcheck="false"
                                    aria-label=(format!("{head}, {}", t!(words, "layouts-row", number = number)));
                            }
                        }
                    }
                }
            }
        }
        @if form.refused.is_some_and(|refused| refused.is_stale() && read(&refused.fields) != read(&sent(&now))) {
            p.note { (t!(words, "form-now", value = told(words, exports, &now))) }
        }
    }
}

fn options(words: Words, exports: Exports, chosen: &str) -> Markup {
    html! { @for (word, name) in known(words, exports) { option value=(word) selected[word == chosen] { (name) } } }
}

/// The rows as a form sends them.
fn sent(rows: &[Fields]) -> Fields {
    Fields(rows.iter().flat_map(|row| row.0.clone()).collect())
}

/// The columns in a line: `Datum, Belopp (Summa)`.
fn told(words: Words, exports: Exports, rows: &[Fields]) -> String {
    let known = known(words, exports);
    let one = |row: &Fields| {
        let word = row.get(COLUMN);
        let name = known.iter().find(|(known, _)| *known == word).map_or(word, |(_, name)| name.as_str());
        row.filled(HEAD).map_or_else(|| name.to_owned(), |head| format!("{name} ({head})"))
    };
    rows.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_by_their_places_and_empty_rows_are_nothing() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let row = |place, column, head| [pair(PLACE, place), pair(COLUMN, column), pair(HEAD, head)];
        let rows = [row("2", "amount", "Belopp"), row("1", "date", ""), row("3", "", ""), row("", "text", "")];
        let told = Json::Array(read(&Fields(rows.concat()))).to_text();
        assert_eq!(told, r#"[{"column":"date"},{"column":"amount","head":"Belopp"},{"column":"text"}]"#);
    }

    #[test]
    fn every_column_of_the_books_has_a_name() {
        assert_eq!(LEDGER.map(|(column, _)| column), ledger::Column::ALL);
    }
}
