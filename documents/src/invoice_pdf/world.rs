//! Typst with nothing around it: two files from memory, the fonts of the program, and no clock.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use samfin_core::billing::document::Document;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::fonts::{Care, FONTS};
use super::{Error, Paper, sheet};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// How many renderings ago something must have been used to be kept in Typst's memory.
const KEPT_RENDERINGS: usize = 30;

struct Desk {
    main: Source,
    files: HashMap<FileId, Bytes>,
}

fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|_| Error::Layout(format!("{name} is no file name")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl Desk {
    fn new(data: Vec<u8>, xml: Option<&[u8]>) -> Result<Self, Error> {
        let main = Source::new(file("invoice.typ")?, include_str!("invoice.typ").to_owned());
        let mut files = HashMap::from([(file("data.json")?, Bytes::new(data))]);
        if let Some(xml) = xml {
            files.insert(file(sheet::ATTACHED)?, Bytes::new(xml.to_vec()));
        }
        Ok(Self { main, files })
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What goes wrong with everything shown that might be, mostly marks without a letter to stand on, is tried once more with less.
pub(super) fn render(document: &Document, xml: Option<&[u8]>, paper: Paper) -> Result<Vec<u8>, Error> {
    laid_out(document, xml, paper, Care::Trusting).or_else(|_| laid_out(document, xml, paper, Care::Strict))
}

fn laid_out(document: &Document, xml: Option<&[u8]>, paper: Paper, care: Care) -> Result<Vec<u8>, Error> {
    let sheet = sheet::Sheet::of(document, xml.is_some(), paper, care);
    let data = serde_json::to_vec(&sheet).map_err(|error| Error::Layout(error.to_string()))?;
    let options = PdfOptions {
        // Only a hash of it stands in the file.
        ident: Smart::Custom(String::from_utf8_lossy(&data).into_owned()),
        creator: Smart::Custom(Some("samfin".to_owned())),
        timestamp: Some(timestamp(sheet::dated(document))?),
        standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
            .map_err(|error| Error::Layout(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let compiled = typst::compile::<PagedDocument>(&Desk::new(data, xml)?);
    let written = compiled.output.and_then(|paper| typst_pdf::pdf(&paper, &options));
    typst::comemo::evict(KEPT_RENDERINGS);
    written.map_err(|errors| Error::Layout(told(&errors)))
}

fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
}

/// Noon of the day: the file says when the document was made, not when it was asked for.
fn timestamp(day: NaiveDate) -> Result<Timestamp, Error> {
    let part = |number: u32| u8::try_from(number).unwrap_or(1);
    Datetime::from_ymd_hms(day.year(), part(day.month()), part(day.day()), 12, 0, 0)
        .map(Timestamp::new_utc)
        .ok_or_else(|| Error::Layout(format!("{day} is no day")))
}
