//! Reads bank files and prints them as JSON, for `tests/documents/payments.py` to judge.
//!
//! ```sh
//! cargo run -p samfin-documents --example camt -- FILE…
//! ```

use std::error::Error;

use samfin_documents::camt::read;

fn main() -> Result<(), Box<dyn Error>> {
    let files = std::env::args().skip(1);
    let read: Vec<_> = files
        .map(|file| Ok::<_, Box<dyn Error>>((std::fs::read(&file)?, file)))
        .map(|file| file.and_then(|(xml, file)| Ok((read(&xml).map_err(|fault| format!("{file}: {fault}"))?, file))))
        .map(|file| file.map(|(statements, file)| (file, statements)))
        .collect::<Result<_, _>>()?;
    println!("{}", serde_json::to_string_pretty(&read)?);
    Ok(())
}
