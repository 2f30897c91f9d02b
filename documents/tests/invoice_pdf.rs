//! The paper: the same bytes for the same document, whatever it is called from, whatever stands in it.

use samfin_core::billing::document::VatTreatment;
use samfin_documents::invoice_pdf::{Error, pdf};
use samfin_documents::peppol::peppol;

mod samples;

use samples::{all, invoice, line, with};

#[test]
fn the_same_document_gives_the_same_bytes_and_another_one_others() {
    let document = invoice();
    let xml = peppol(&document).expect("an e-invoice");
    let first = pdf(&document, Some(&xml)).expect("a PDF");
    // Another in between leaves nothing behind.
    let mut other = document.clone();
    other.notes.clear();
    assert_ne!(pdf(&other, Some(&xml)).expect("a PDF"), first);
    assert_eq!(pdf(&document, Some(&xml)).expect("a PDF"), first);
}

#[test]
fn every_kind_of_document_can_be_shown() {
    for (name, document) in all() {
        let paper = pdf(&document, None).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(paper.starts_with(b"%PDF-1.7") && paper.ends_with(b"%%EOF"), "{name}");
    }
}

/// An archive takes no character without a glyph, and none that is private: a paper with every character of the ranges in
/// which the fonts have any, and of those in which a writing system hides its marks.
#[test]
fn every_character_can_be_in_a_document() {
    let ranges =
        [0..0x3100, 0xa600..0xac00, 0xe000..0x1_0000, 0x1_d000..0x1_fa00, 0xe_0000..0xe_0200, 0x10_fff0..0x11_0000];
    let every: Vec<char> = ranges.into_iter().flatten().filter_map(char::from_u32).collect();
    assert!(every.len() > 25_000);
    let mut document = invoice();
    document.notes = every.chunks(2_000).map(|some| some.iter().collect()).collect();
    document.buyer.name = every.iter().step_by(97).collect();
    let paper = pdf(&document, None).unwrap_or_else(|error| panic!("{error}"));
    assert!(paper.starts_with(b"%PDF-"));
}

#[test]
fn it_can_be_called_from_many_small_threads() {
    let papers: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let small = || std::thread::Builder::new().stack_size(64 << 10);
        let threads: Vec<_> = (0..4)
            .map(|_| small().spawn_scoped(scope, || pdf(&invoice(), None).expect("a PDF")).expect("a thread"))
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(papers.iter().all(|paper| *paper == papers[0]));
}

#[test]
fn more_lines_than_a_paper_should_have_are_refused() {
    let document = with(vec![line("Kansli", "1.00"); 1_001], VatTreatment::OutsideScope, false);
    assert!(matches!(pdf(&document, None), Err(Error::TooLong { lines: 1_001, most: 1_000 })));
}
