//! The files of many documents as one ZIP: each by its number and its payer, and a list of what has no such file.

use std::collections::HashMap;
use std::io::{Cursor, Write as _};

use samfin_core::Lang;
use samfin_core::billing::document::{Document, Form};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::FileKind;
use crate::app::{Desk, Error};

/// The most documents in one ZIP. Its files are held in memory while it is written.
pub const MOST_IN_A_BUNDLE: usize = 100;
/// The longest name of a file, in characters, without its ending.
const LONGEST_NAME: usize = 100;

impl Desk {
    /// The documents' files, seen by the same right as each of them. Those that have no e-invoice are told of in a text file,
    /// unless that is all of them.
    pub async fn invoice_bundle(&self, ids: Vec<String>, kind: FileKind, lang: Lang) -> Result<Vec<u8>, Error> {
        let (mut files, mut missing, mut first) = (Vec::with_capacity(ids.len()), String::new(), None);
        for id in ids.into_iter().take(MOST_IN_A_BUNDLE) {
            match self.invoice_file(id.clone(), kind).await {
                Ok((invoice, file)) => files.push((file_name(&invoice.document), file.bytes)),
                Err(error @ (Error::NoEInvoice(_) | Error::InvalidState { .. })) => {
                    let name = file_name(&self.invoice(id).await?.invoice.document);
                    let (Error::NoEInvoice(why) | Error::InvalidState { detail: why, .. }) = &error else { continue };
                    missing.extend([name.as_str(), ": ", why.get(lang), "\r\n"]);
                    first.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        match first {
            Some(error) if files.is_empty() => Err(error),
            _ => self.pool.heavy(move || zipped(files, kind, &missing, lang)).await?,
        }
    }
}

fn zipped(files: Vec<(String, Vec<u8>)>, kind: FileKind, missing: &str, lang: Lang) -> Result<Vec<u8>, Error> {
    // A PDF is compressed as it is.
    let (ending, method) = match kind {
        FileKind::Pdf => ("pdf", CompressionMethod::Stored),
        FileKind::Xml => ("xml", CompressionMethod::Deflated),
    };
    let broken = |error: &dyn std::fmt::Display| Error::Broken(format!("a ZIP could not be written: {error}"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: String, method, bytes: &[u8]| {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(name, options).map_err(|error| broken(&error))?;
        zip.write_all(bytes).map_err(|error| broken(&error))
    };
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (name, bytes) in files {
        // Drafts have no number, and a payer may have several.
        let count = seen.entry(name.to_lowercase()).or_default();
        *count += 1;
        let name = if *count == 1 { format!("{name}.{ending}") } else { format!("{name} ({count}).{ending}") };
        add(name, method, &bytes)?;
    }
    if !missing.is_empty() {
        let name = if lang == Lang::Sv { "saknas.txt" } else { "missing.txt" };
        add(name.to_owned(), CompressionMethod::Deflated, missing.as_bytes())?;
    }
    Ok(zip.finish().map_err(|error| broken(&error))?.into_inner())
}

/// What a document's file is called: its number, or that it is a draft, and who the other one is.
fn file_name(document: &Document) -> String {
    let number = document.issued.as_ref().map_or("utkast", |issued| issued.number.as_str());
    let other = if document.form == Form::Payout { &document.seller.name } else { &document.buyer.name };
    let kept = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c };
    let name: String = format!("{number} {other}").chars().map(kept).take(LONGEST_NAME).collect();
    name.trim_matches(['.', ' ']).to_owned()
}
