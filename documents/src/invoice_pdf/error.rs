//! Why no PDF was made.

use samfin_core::{Text, say};

/// Why no PDF was made.
#[derive(Debug)]
pub enum Error {
    /// There are more lines than a paper should have.
    TooLong {
        /// How many there are.
        lines: usize,
        /// How many there may be.
        most: usize,
    },
    /// It could not be laid out; a fault of samfin's own.
    Layout(String),
    /// No thread could be started to lay it out.
    Thread(std::io::Error),
}

impl Error {
    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::TooLong { lines, most } => say!(
                "dokumentet har {lines} rader; högst {most} ryms: dela upp det",
                "the document has {lines} lines; at most {most} fit: divide it"
            ),
            Self::Layout(reason) => {
                say!("PDF-filen kunde inte skrivas: {reason}", "the PDF could not be written: {reason}")
            }
            Self::Thread(error) => say!(
                "PDF-filen kunde inte skrivas, datorn har inte plats: {error}; försök igen",
                "the PDF could not be written, the machine has no room: {error}; try again"
            ),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Error {}
