//! Writes documents of every kind, for `tests/documents/einvoices.py` to judge.
//!
//! ```sh
//! cargo run -p samfin-documents --example invoices -- OUT
//! ```
//!
//! Each is a PDF, the document itself as JSON, and the e-invoice where there is one.

use std::error::Error;
use std::path::Path;

use samfin_documents::invoice_pdf::pdf;
use samfin_documents::peppol::peppol;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("give a folder to write to")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    for (name, document) in samples::all() {
        let xml = peppol(&document).ok();
        let path = out.join(name);
        if let Some(xml) = &xml {
            std::fs::write(path.with_extension("xml"), xml)?;
        }
        let paper = pdf(&document, xml.as_deref()).map_err(|error| format!("{name}: {error}"))?;
        std::fs::write(path.with_extension("pdf"), paper)?;
        std::fs::write(path.with_extension("json"), serde_json::to_vec_pretty(&document)?)?;
    }
    Ok(())
}
