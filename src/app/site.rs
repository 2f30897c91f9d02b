//! What the pages say about the place they are shown at, and who answers for it.

/// Who runs this service, and whether it is for real.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// A real service, or an example that keeps nothing.
    pub occasion: Occasion,
    /// The organisation behind the service, when it is configured.
    pub organisation: Option<String>,
    /// Where readers turn with questions and complaints, when it is configured: an e-mail address.
    pub contact: Option<String>,
}

/// What the service is shown for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Occasion {
    /// Real work.
    #[default]
    Work,
    /// `samfin demo`: assumed costs, made-up decisions, and a clock that stands still.
    Example,
}
