//! A key with another name: what is divided by it follows.

use samfin_core::json::Json;

use super::shape::{Kind, Shape};
use super::tree::{Tree, text, variant_of};

/// Calls the key `from` `to` wherever the document refers to it.
pub(super) fn key(shape: &'static Shape, json: &mut Tree, from: &str, to: &str) {
    match shape {
        Shape::One(Kind::Key) => {
            if matches!(&json, Json::String(name) if name == from) {
                *json = text(to);
            }
        }
        Shape::List(list) => {
            if let Json::Array(items) = json {
                for item in items {
                    key(list.item, item, from, to);
                }
            }
        }
        Shape::Map(map) => {
            if let Json::Object(members) = json {
                for (_, value) in members {
                    key(map.value, value, from, to);
                }
            }
        }
        Shape::Record(fields) => {
            if let Json::Object(members) = json {
                for (name, value) in members {
                    if let Some(field) = fields.iter().find(|field| field.name == name.as_ref()) {
                        key(field.shape, value, from, to);
                    }
                }
            }
        }
        Shape::Choice(_, variants) => {
            if let Some(variant) = variant_of(variants, json) {
                key(variant.shape, json, from, to);
            }
        }
        _ => {}
    }
}
