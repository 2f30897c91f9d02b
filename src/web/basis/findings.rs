//! What a careful reader would ask, each question beside what it concerns, and once.

use std::cell::RefCell;

use maud::{Markup, html};
use samfin_core::{Finding, Severity};

use crate::web::parts::capital;
use crate::web::words::{Words, t};

/// The questions, and which of them have found their place.
pub(super) struct Asked<'f> {
    words: Words,
    findings: &'f [Finding],
    placed: RefCell<Vec<bool>>,
}

impl<'f> Asked<'f> {
    pub(super) fn of(words: Words, findings: &'f [Finding]) -> Self {
        Self { words, findings, placed: RefCell::new(vec![false; findings.len()]) }
    }

    /// The questions about what stands at a place of the document, and inside it.
    pub(super) fn about(&self, pointer: &str) -> Markup {
        self.take(|found| is_inside(&found.pointer, pointer)).unwrap_or_default()
    }

    /// Whether there are any about a place, or inside it, wherever the page shows them.
    pub(super) fn are_about(&self, pointer: &str) -> bool {
        self.findings.iter().any(|found| is_inside(&found.pointer, pointer))
    }

    /// The questions about no place that the page shows.
    pub(super) fn rest(&self) -> Option<Markup> {
        self.take(|_| true)
    }

    fn take(&self, wanted: impl Fn(&Finding) -> bool) -> Option<Markup> {
        let mut placed = self.placed.borrow_mut();
        let chosen: Vec<usize> =
            (0..self.findings.len()).filter(|i| !placed[*i] && wanted(&self.findings[*i])).collect();
        for position in &chosen {
            placed[*position] = true;
        }
        (!chosen.is_empty()).then(|| html! { div.asked { @for i in chosen { (self.question(i)) } } })
    }

    fn question(&self, position: usize) -> Markup {
        let (words, found) = (self.words, &self.findings[position]);
        let lang = words.lang();
        html! {
            details.ask #(format!("fraga-{position}")) {
                summary { (tag(words, found.code.severity())) " " span { (capital(found.text.get(lang))) } }
                p { strong { (found.code.question().get(lang)) } }
                p { (t!(words, "asked-proposal")) }
                blockquote.proposal { (found.code.proposal().get(lang)) }
            }
        }
    }

    /// How many questions there are, and the way to those that matter most.
    pub(super) fn summary(&self) -> Markup {
        let words = self.words;
        let count = |severity| self.findings.iter().filter(|found| found.code.severity() == severity).count();
        let (serious, warnings, notes) = (count(Severity::Serious), count(Severity::Warning), count(Severity::Note));
        let mut listed: Vec<(usize, &Finding)> = self.findings.iter().enumerate().collect();
        listed.retain(|(_, found)| found.code.severity() != Severity::Note);
        listed.sort_by_key(|(_, found)| std::cmp::Reverse(found.code.severity()));
        html! {
            section.card aria-labelledby="fragor" {
                h2 #fragor { (t!(words, "asked-title", count = self.findings.len())) }
                p.card-sub { (t!(words, "asked-counts", serious = serious, warnings = warnings, notes = notes)) }
                @if !listed.is_empty() {
                    ul.asked-list {
                        @for (i, found) in listed {
                            li {
                                (tag(words, found.code.severity())) " "
                                a href=(format!("#fraga-{i}")) { (capital(found.text.get(words.lang()))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How much a question matters, in a word.
fn tag(words: Words, severity: Severity) -> Markup {
    match severity {
        Severity::Serious => html! { span.tag.tag-s { (t!(words, "asked-serious")) } },
        Severity::Warning => html! { span.tag.tag-w { (t!(words, "asked-warning")) } },
        Severity::Note => html! { span.tag { (t!(words, "asked-note")) } },
    }
}

/// Whether a pointer is to a place, or to something in it.
pub(super) fn is_inside(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
