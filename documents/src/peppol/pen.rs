//! Writes XML: no element without content, no character that XML does not know.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use samfin_core::Ore;

use crate::xml::is_xml;

const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd:";

/// A writer that keeps the first error for the end, so that groups read as the document they write.
pub(super) struct Pen {
    writer: Writer<Vec<u8>>,
    failed: Option<io::Error>,
}

impl Pen {
    pub(super) fn new() -> Self {
        let mut pen = Self { writer: Writer::new_with_indent(Vec::new(), b' ', 2), failed: None };
        pen.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        pen
    }

    /// The outermost element with its namespaces.
    pub(super) fn root(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let mut start = BytesStart::new(name);
        for (key, space) in
            [("xmlns", name), ("xmlns:cac", "CommonAggregateComponents"), ("xmlns:cbc", "CommonBasicComponents")]
        {
            start.push_attribute((key, format!("{UBL}{space}-2").as_str()));
        }
        self.around(start, name, inside);
    }

    /// An element with others inside; `inside` always writes something.
    pub(super) fn group(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.around(BytesStart::new(name), name, inside);
    }

    fn around(&mut self, start: BytesStart<'_>, name: &str, inside: impl FnOnce(&mut Self)) {
        self.put(Event::Start(start));
        inside(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with text; nothing at all when the text is blank.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.element(BytesStart::new(name), name, text);
    }

    /// As [`Pen::text`], when there is one.
    pub(super) fn maybe(&mut self, name: &str, text: Option<&str>) {
        self.text(name, text.unwrap_or_default());
    }

    /// As [`Pen::text`], with an attribute.
    pub(super) fn marked(&mut self, name: &str, attribute: (&str, &str), text: &str) {
        self.element(BytesStart::new(name).with_attributes([attribute]), name, text);
    }

    /// Kronor with two decimals.
    pub(super) fn amount(&mut self, name: &str, amount: Ore) {
        self.marked(name, ("currencyID", "SEK"), &amount.to_string());
    }

    /// The one tax that UBL documents here know.
    pub(super) fn tax_scheme(&mut self, id: &str) {
        self.group("cac:TaxScheme", |pen| pen.text("cbc:ID", id));
    }

    fn element(&mut self, start: BytesStart<'_>, name: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let known: String = text.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect();
        self.put(Event::Start(start));
        self.put(Event::Text(BytesText::new(&known)));
        self.put(Event::End(BytesEnd::new(name)));
    }

    fn put(&mut self, event: Event<'_>) {
        if let Err(error) = self.writer.write_event(event) {
            self.failed.get_or_insert(error);
        }
    }

    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self.failed {
            Some(error) => Err(error),
            None => Ok(self.writer.into_inner()),
        }
    }
}
