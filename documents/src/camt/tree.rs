//! XML into a small tree, with bounds on everything before it is built.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{Error, NsReader, XmlVersion};

use super::fault::Fault;
use crate::xml::is_xml;

/// The longest file that is read: 20 MiB.
pub const MAX_BYTES: usize = 20 << 20;
/// The most elements that a file may have: some twenty thousand payments.
pub const MAX_ELEMENTS: usize = 500_000;
/// camt nests some fifteen deep.
const MAX_DEPTH: usize = 48;
/// The longest text of the format has 500 characters.
const MAX_TEXT: usize = 2_000;
/// Room for the address of a schema or two, not for thousands of attributes to compare.
const MAX_TAG: usize = 4_000;

/// An element of the message's own namespace; those of others (a bank's additions) are left out.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    /// The attribute `Ccy`.
    pub(super) currency: Option<String>,
    /// Trimmed.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The children called so.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Goes down, name by name, by the first child each time.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.children.iter().find(|child| child.name == **name))
    }

    /// The text down there, when there is any.
    pub(super) fn text_at(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|element| element.text.as_str()).filter(|text| !text.is_empty())
    }
}

/// The root and the namespace that it is in.
pub(super) struct Tree {
    pub(super) root: Element,
    pub(super) namespace: String,
}

/// The whole file as a tree.
pub(super) fn parse(xml: &[u8]) -> Result<Tree, Fault> {
    let text = text_of(xml)?;
    let mut reader = NsReader::from_str(text);
    let mut growing = Growing { source: text, position: 0, open: Vec::new(), root: None, namespace: None, elements: 0 };
    loop {
        growing.position = reader.buffer_position();
        let (space, event) = reader.read_resolved_event().map_err(|error| match error {
            Error::Syntax(_) => Fault::Truncated,
            _ => growing.malformed(),
        })?;
        match event {
            Event::Start(start) => growing.start(&space, &start)?,
            Event::Empty(start) => {
                growing.start(&space, &start)?;
                growing.end();
            }
            Event::End(_) => growing.end(),
            Event::Text(part) => growing.text(&part.xml10_content())?,
            Event::CData(part) => growing.text(&part.xml10_content())?,
            Event::GeneralRef(reference) => growing.text(&resolved(&reference).ok_or(Fault::Entity)?)?,
            Event::DocType(_) => return Err(Fault::DocumentType),
            Event::Decl(declaration) => check_encoding(&declaration)?,
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return growing.whole(),
        }
    }
}

fn text_of(xml: &[u8]) -> Result<&str, Fault> {
    if xml.len() > MAX_BYTES {
        return Err(Fault::TooMuch);
    }
    let text = std::str::from_utf8(xml).map_err(|error| match error.error_len() {
        None => Fault::Truncated,
        Some(_) => Fault::Encoding,
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        None => Err(Fault::Truncated),
        Some('<') => Ok(text),
        Some(_) => Err(Fault::NotXml),
    }
}

/// What is known while the file is read.
struct Growing<'a> {
    source: &'a str,
    position: u64,
    /// The elements that are open, each with whether it is of the message's namespace.
    open: Vec<(Element, bool)>,
    root: Option<Element>,
    namespace: Option<String>,
    elements: usize,
}

impl Growing<'_> {
    fn start(&mut self, space: &ResolveResult<'_>, start: &BytesStart<'_>) -> Result<(), Fault> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS || self.open.len() >= MAX_DEPTH || start.len() > MAX_TAG {
            return Err(Fault::TooMuch);
        }
        let space = match space {
            ResolveResult::Bound(Namespace(space)) => *space,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(_) => return Err(self.malformed()),
        };
        if self.root.is_some() {
            return Err(self.malformed());
        }
        let own = self.namespace.get_or_insert_with(|| space.to_owned()) == space;
        let currency = self.currency(start)?;
        let name = start.local_name().into_inner().to_owned();
        self.open.push((Element { name, currency, ..Element::default() }, own));
        Ok(())
    }

    fn currency(&self, start: &BytesStart<'_>) -> Result<Option<String>, Fault> {
        let mut currency = None;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| self.malformed())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| Fault::Entity)?;
            if !value.chars().all(is_xml) {
                return Err(self.malformed());
            }
            if attribute.key.into_inner() == "Ccy" {
                currency = Some(value.into_owned());
            }
        }
        Ok(currency)
    }

    fn end(&mut self) {
        let Some((mut element, own)) = self.open.pop() else { return };
        element.text.truncate(element.text.trim_end().len());
        match self.open.last_mut() {
            Some((parent, _)) if own => parent.children.push(element),
            Some(_) => {}
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, part: &str) -> Result<(), Fault> {
        if !part.chars().all(is_xml) {
            return Err(self.malformed());
        }
        match self.open.last_mut() {
            Some((element, true)) => {
                element.text.push_str(if element.text.is_empty() { part.trim_start() } else { part });
                if element.text.trim_end().len() > MAX_TEXT { Err(Fault::TooMuch) } else { Ok(()) }
            }
            Some((_, false)) => Ok(()),
            // Around the root there is nothing but space.
            None if part.trim().is_empty() => Ok(()),
            None => Err(self.malformed()),
        }
    }

    fn whole(self) -> Result<Tree, Fault> {
        match (self.root, self.namespace) {
            (Some(root), Some(namespace)) => Ok(Tree { root, namespace }),
            _ => Err(Fault::Truncated),
        }
    }

    fn malformed(&self) -> Fault {
        let read = usize::try_from(self.position).ok().and_then(|end| self.source.get(..end)).unwrap_or(self.source);
        Fault::Malformed { line: 1 + read.matches('\n').count() }
    }
}

/// A character by its number, or one of the five names that XML itself knows.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Some(c.to_string()),
        Ok(None) => resolve_predefined_entity(&reference.xml10_content()).map(ToOwned::to_owned),
        Err(_) => None,
    }
}

/// The bytes are UTF-8; a file that says something else of itself would be read wrongly by someone.
fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), Fault> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err(Fault::Encoding),
    }
}
