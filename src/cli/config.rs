//! `samfin config show`.

use samfin_core::{Lang, say};

use super::args::OutputFormat;
use super::failure::Failure;
use super::print;
use super::split::csv_line;
use super::table::{Align, Table};
use super::terminal::colours_answers;
use crate::config::Loaded;

pub(super) fn show(loaded: &Loaded, format: OutputFormat, lang: Lang) -> Result<(), Failure> {
    let text = match format {
        OutputFormat::Table => table(loaded, lang),
        OutputFormat::Json => json(loaded, lang),
        OutputFormat::Csv => csv(loaded, lang),
    };
    print(&text)
}

fn table(loaded: &Loaded, lang: Lang) -> String {
    let headers = [say!("Inställning", "Setting"), say!("Värde", "Value"), say!("Kommer från", "Comes from")];
    let mut table = Table::new(headers.iter().map(|name| (Align::Left, name.get(lang).to_owned())).collect());
    for setting in &loaded.settings {
        table.row(vec![setting.key.to_owned(), setting.value.clone(), setting.origin.get(lang).to_owned()]);
    }
    table.render(colours_answers())
}

fn json(loaded: &Loaded, lang: Lang) -> String {
    let settings: Vec<_> = loaded
        .settings
        .iter()
        .map(|setting| serde_json::json!({ "key": setting.key, "value": setting.value, "origin": setting.origin.get(lang) }))
        .collect();
    format!("{:#}\n", serde_json::Value::Array(settings))
}

fn csv(loaded: &Loaded, lang: Lang) -> String {
    loaded
        .settings
        .iter()
        .map(|setting| csv_line(&[setting.key, &setting.value, setting.origin.get(lang)], lang))
        .collect()
}
