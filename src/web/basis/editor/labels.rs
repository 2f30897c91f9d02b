//! What a place is called: the way there in the words of the form.

use samfin_core::json::Json;

use super::grammar::AGREEMENT;
use super::shape::{Names, Shape};
use super::tree::{title, unescaped, variant_of};
use crate::web::words::{Words, t};

/// `Kostnad Sekreterare, Timmar, Timmar per möte`.
pub(super) fn label_of(words: Words, tree: &Json<'static>, pointer: &str) -> String {
    if pointer == "/skal" {
        return t!(words, "edit-reason");
    }
    let mut said: Vec<String> = Vec::new();
    let (mut shape, mut json) = (&AGREEMENT, Some(tree));
    for part in pointer.split('/').skip(1).map(unescaped) {
        if let Shape::Choice(_, variants) = shape
            && let Some(variant) = json.and_then(|json| variant_of(variants, json))
        {
            shape = variant.shape;
        }
        match shape {
            Shape::Record(fields) => {
                let Some(field) = fields.iter().find(|field| field.name == part) else { break };
                said.push(words.get(field.label));
                (shape, json) = (field.shape, json.and_then(|json| json.get(&part)));
            }
            Shape::List(list) => {
                let position = part.parse::<usize>().unwrap_or(0);
                let item = match json {
                    Some(Json::Array(items)) => items.get(position),
                    _ => None,
                };
                let name = item.map(title).filter(|name| !name.is_empty());
                let name = name.map_or_else(|| (position + 1).to_string(), str::to_owned);
                said.pop();
                said.push(format!("{} {name}", words.get(list.one)));
                (shape, json) = (list.item, item);
            }
            Shape::Map(map) => {
                if map.names == Names::Free {
                    said.pop();
                    said.push(format!("{} {part}", words.get(map.one)));
                } else {
                    said.push(part.clone());
                }
                (shape, json) = (map.value, json.and_then(|json| json.get(&part)));
            }
            _ => break,
        }
    }
    if said.is_empty() { t!(words, "edit-whole") } else { said.join(", ") }
}
