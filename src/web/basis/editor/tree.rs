//! A document as it is being written: JSON that may be wrong, and the ways in it.

use samfin_core::json::Json;

use super::shape::{Field, List, Map, Shape, ShownBy, Variant};

/// A document that is its own.
pub(super) type Tree = Json<'static>;

/// A copy that borrows from nothing.
pub(super) fn owned(json: &Json<'_>) -> Tree {
    let text = |text: &str| text.to_owned().into();
    match json {
        Json::Null => Json::Null,
        Json::Bool(value) => Json::Bool(*value),
        Json::Number(number) => Json::Number(text(number)),
        Json::String(said) => Json::String(text(said)),
        Json::Array(items) => Json::Array(items.iter().map(owned).collect()),
        Json::Object(members) => Json::Object(members.iter().map(|(name, value)| (text(name), owned(value))).collect()),
    }
}

pub(super) fn text(text: impl Into<String>) -> Tree {
    Json::String(text.into().into())
}

/// The text of a value; empty for any other.
pub(super) fn as_text<'j>(json: Option<&'j Json<'_>>) -> &'j str {
    match json {
        Some(Json::String(text)) => text,
        _ => "",
    }
}

/// The place of something in a place.
pub(super) fn below(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The name in a part of a pointer.
pub(super) fn unescaped(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Which of the shapes a value has.
pub(super) fn variant_of(variants: &'static [&'static Variant], json: &Json<'_>) -> Option<&'static Variant> {
    variants.iter().copied().find(|variant| match (variant.shown_by, json) {
        (ShownBy::Type, json) => json.get("type").is_some() && as_text(json.get("type")) == variant.word,
        (ShownBy::Has(name), json) => json.get(name).is_some_and(|value| *value != Json::Null),
        (ShownBy::Text, Json::String(_)) | (ShownBy::Object, Json::Object(_)) => true,
        _ => false,
    })
}

/// The fields of a record, when the shape is one or is one now.
pub(super) fn fields_of(shape: &'static Shape, json: &Json<'_>) -> &'static [Field] {
    match shape {
        Shape::Record(fields) => fields,
        Shape::Choice(_, variants) => variant_of(variants, json).map_or(&[], |variant| fields_of(variant.shape, json)),
        _ => &[],
    }
}

/// What a thing in a list is called.
pub(super) fn title<'j>(json: &'j Json<'_>) -> &'j str {
    ["name", "label", "id"].into_iter().map(|name| as_text(json.get(name))).find(|text| !text.is_empty()).unwrap_or("")
}

/// What a new thing of a shape is: everything that must be there, the first of what is chosen between.
pub(super) fn blank(shape: &'static Shape) -> Tree {
    match shape {
        Shape::Same(word) => text(*word),
        Shape::List(_) | Shape::Set(_) => Json::Array(Vec::new()),
        Shape::Map(_) => Json::Object(Vec::new()),
        Shape::Record(fields) => {
            let needed = fields.iter().filter(|field| field.must && !matches!(field.shape, Shape::Word(_)));
            Json::Object(needed.map(|field| (field.name.into(), blank(field.shape))).collect())
        }
        Shape::Choice(_, variants) => {
            variants.first().map_or(Json::Null, |variant| shown_as(variant, blank(variant.shape)))
        }
        _ => text(""),
    }
}

/// A value that shows that it is of this variant.
pub(super) fn shown_as(variant: &Variant, mut json: Tree) -> Tree {
    if let Json::Object(members) = &mut json {
        match variant.shown_by {
            ShownBy::Type => members.push(("type".into(), text(variant.word))),
            ShownBy::Has(name) if members.iter().all(|(known, _)| known != name) => {
                members.push((name.into(), text("")));
            }
            _ => {}
        }
    }
    json
}

/// The value at a place and its shape. What is on the way and not there is made.
pub(super) fn place<'t>(
    tree: &'t mut Tree,
    shape: &'static Shape,
    pointer: &str,
) -> Option<(&'t mut Tree, &'static Shape)> {
    let (mut json, mut shape) = (tree, shape);
    for part in pointer.split('/').skip(1).map(unescaped) {
        (json, shape) = step(json, shape, &part)?;
    }
    Some((json, shape))
}

fn step<'t>(json: &'t mut Tree, shape: &'static Shape, part: &str) -> Option<(&'t mut Tree, &'static Shape)> {
    match shape {
        Shape::Choice(_, variants) => step(json, variant_of(variants, json)?.shape, part),
        Shape::Record(fields) => {
            let field = fields.iter().find(|field| field.name == part)?;
            let Json::Object(members) = json else { return None };
            let position = members.iter().position(|(name, _)| name == part).unwrap_or_else(|| {
                members.push((part.to_owned().into(), blank(field.shape)));
                members.len() - 1
            });
            Some((&mut members[position].1, field.shape))
        }
        Shape::List(List { item, .. }) => match json {
            Json::Array(items) => Some((items.get_mut(part.parse::<usize>().ok()?)?, item)),
            _ => None,
        },
        Shape::Map(Map { value, .. }) => match json {
            Json::Object(members) => Some((&mut members.iter_mut().find(|(name, _)| name == part)?.1, value)),
            _ => None,
        },
        _ => None,
    }
}
