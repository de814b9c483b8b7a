use touchline::domain::SafeText;

/// Where a log line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// This program.
    Monitor,
    /// The worker beside it.
    Worker,
    /// A followed file. Its number is never another file's.
    File(u16),
}

/// A source with its name and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogSource {
    pub(crate) source: Source,
    pub(crate) name: SafeText,
    /// Why it cannot be read, if so.
    pub(crate) trouble: Option<SafeText>,
}

impl LogSource {
    /// The program's own lines, which are always there.
    pub(crate) fn monitor() -> Self {
        Self {
            source: Source::Monitor,
            name: "monitor".into(),
            trouble: None,
        }
    }
}
