//! How far a long command has come, where somebody looks at it; nothing in a log file.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};
use samfin_core::{Lang, Text};

use super::terminal::shows_progress;
use crate::app::backup::Progress;

/// A bar that is gone when it is dropped.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// One that says what is being done.
    pub(super) fn new(doing: &Text, lang: Lang) -> Self {
        if !shows_progress() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{msg} {bar:30} {percent:>3} %  {pos}/{len}  {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(0).with_style(style);
        bar.set_message(doing.get(lang).to_owned());
        Self(bar)
    }

    /// What the work tells how far it has come.
    pub(super) fn progress(&self) -> Progress {
        let bar = self.0.clone();
        Arc::new(move |done, of| {
            bar.set_length(of);
            bar.set_position(done);
        })
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
