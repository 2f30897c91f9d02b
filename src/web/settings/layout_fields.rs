//! A layout as the fields of its form: what it is for, its columns, and how values are written.

use maud::{Markup, html};
use samfin_core::json::Json;

use super::layout_columns::{self, COLUMNS};
use crate::app::export_layouts::{ExportLayout, Exports};
use crate::web::form::{Choice, Form, Names};
use crate::web::forms::Fields;
use crate::web::words::{Key, key, t};

pub(super) static NAMES: Names = Names { field, label, stale: key!("people-stale") };

/// The choices, by field: what the API calls it, and the words that it knows with what they are called.
const SEPARATOR: &str = "skilje";

fn field(pointer: &str) -> Option<&'static str> {
    if pointer == "/reason" {
        return Some("skal");
    }
    let rest = pointer.strip_prefix("/invoices").or_else(|| pointer.strip_prefix("/ledger"))?;
    Some(match rest.split('/').nth(1)? {
        "columns" => COLUMNS,
        "separator" => SEPARATOR,
        "decimal" => "decimal",
        "day" => "dag",
        "encoding" => "tecken",
        _ => return None,
    })
}

fn label(field: &str) -> Key {
    match field {
        "namn" => key!("layouts-name"),
        "till" => key!("layouts-for"),
        COLUMNS => key!("layouts-columns"),
        SEPARATOR => key!("layouts-separator"),
        "decimal" => key!("layouts-decimal"),
        "dag" => key!("layouts-day"),
        "tecken" => key!("layouts-encoding"),
        "skal" => key!("people-reason"),
        _ => key!("layouts-delete-sure"),
    }
}

/// The body that keeps the layout.
pub(super) fn body(fields: &Fields) -> Json<'_> {
    let text = |name: &str| Json::String(fields.get(name).to_owned().into());
    let is_for_invoices = fields.get("till") != "ledger";
    let columns = layout_columns::read(fields);
    let mut members = Vec::new();
    // The books have usual columns; the basis of invoices has none.
    if is_for_invoices || !columns.is_empty() {
        members.push(("columns".into(), Json::Array(columns)));
    }
    members.push(("separator".into(), text(SEPARATOR)));
    members.push(("decimal".into(), text("decimal")));
    members.push(("heads".into(), Json::Bool(fields.filled("rubriker").is_some())));
    if is_for_invoices {
        members.push(("day".into(), text("dag")));
        members.push(("encoding".into(), text("tecken")));
    }
    let name = if is_for_invoices { "invoices" } else { "ledger" };
    Json::Object(vec![(name.into(), Json::Object(members))])
}

/// What stands in a field when the form is opened.
fn usual(layout: &serde_json::Value, name: &str, otherwise: &str) -> String {
    layout[name].as_str().unwrap_or(otherwise).to_owned()
}

/// The fields but the name.
pub(super) fn fields(form: &Form<'_>, kept: Option<&ExportLayout>) -> Markup {
    let words = form.words;
    // What is kept was right when it was written.
    let layout = kept.and_then(|kept| serde_json::from_str(&kept.layout).ok()).unwrap_or(serde_json::Value::Null);
    let choices = |all: &[(&str, String)]| {
        all.iter().map(|(value, name)| Choice { value: (*value).to_owned(), name: name.clone() }).collect::<Vec<_>>()
    };
    let purposes =
        choices(&[("invoices", t!(words, "layouts-for-invoices")), ("ledger", t!(words, "layouts-for-ledger"))]);
    let separators = choices(&[
        ("semicolon", t!(words, "layouts-semicolon")),
        ("comma", t!(words, "layouts-comma")),
        ("tab", t!(words, "layouts-tab")),
    ]);
    let decimals = choices(&[("comma", "1708,52".to_owned()), ("point", "1708.52".to_owned())]);
    let days = choices(&[
        ("iso", "2027-01-31".to_owned()),
        ("compact", "20270131".to_owned()),
        ("day-month-year", "31/01/2027".to_owned()),
    ]);
    let encodings = choices(&[
        ("utf-8-bom", t!(words, "layouts-utf-8-bom")),
        ("utf-8", "UTF-8".to_owned()),
        ("windows-1252", "Windows-1252".to_owned()),
    ]);
    let purpose = if kept.is_some_and(|kept| kept.exports == Exports::Ledger) { "ledger" } else { "invoices" };
    let exports = if form.value("till", purpose) == "ledger" { Exports::Ledger } else { Exports::Invoices };
    html! {
        (form.choice("till", purpose, &purposes, None))
        (layout_columns::table(form, &layout, exports, kept.is_none()))
        div.fields {
            (form.choice(SEPARATOR, &usual(&layout, "separator", "semicolon"), &separators, None))
            (form.choice("decimal", &usual(&layout, "decimal", "comma"), &decimals, None))
        }
        div.fields {
            (form.choice("dag", &usual(&layout, "day", "iso"), &days, Some(key!("layouts-only-invoices"))))
            (form.choice("tecken", &usual(&layout, "encoding", "utf-8-bom"), &encodings, Some(key!("layouts-only-invoices"))))
        }
        (form.tick("rubriker", layout["heads"].as_bool().unwrap_or(true), &t!(words, "layouts-heads")))
    }
}
