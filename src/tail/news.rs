use std::{collections::VecDeque, fmt};

/// What was written since the last look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    /// The last lines, the oldest first.
    pub lines: VecDeque<String>,
    /// Lines before them that were read and are not among them.
    pub dropped: u64,
    /// What lies between the last look and the lines, if they do not join.
    pub gap: Option<Gap>,
    /// The lines were there before anybody looked.
    pub is_history: bool,
}

/// Why lines do not join those before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Another file stands in its place: it was rotated.
    Rotated,
    /// It is shorter than it was, so it was read from its beginning.
    Truncated,
    /// It grew faster than it can be read; so many bytes were passed over.
    PassedOver(u64),
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rotated => f.write_str("a new file begins"),
            Self::Truncated => f.write_str("the file was truncated and begins anew"),
            Self::PassedOver(bytes) => write!(f, "{} MiB were passed over: more than can be read", bytes >> 20),
        }
    }
}

impl News {
    /// Most lines of one look.
    pub const MOST: usize = 4096;

    pub(super) fn push(&mut self, line: &[u8]) {
        if self.lines.len() == Self::MOST {
            self.lines.pop_front();
            self.dropped += 1;
        }
        self.lines.push_back(String::from_utf8_lossy(line).into_owned());
    }

    /// Lines that were there before, of which only the last are wanted: the others are not missed.
    pub(super) fn into_history(mut self, wanted: usize) -> Self {
        let too_many = self.lines.len().saturating_sub(wanted);
        self.lines.drain(..too_many);
        Self {
            dropped: 0,
            is_history: true,
            ..self
        }
    }
}
