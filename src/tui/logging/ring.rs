use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use touchline::domain::SafeText;

use super::{Level, LogLine};

/// Log lines, the oldest first, bounded in number and in bytes. What does not fit pushes the oldest out, and is counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ring {
    lines: VecDeque<LogLine>,
    bytes: usize,
    next_sequence: u64,
    dropped: u64,
}

impl Ring {
    /// About an hour of a busy training.
    pub(crate) const MAX_LINES: usize = 4096;
    /// 256 bytes a line.
    pub(crate) const MAX_BYTES: usize = 1024 * 1024;

    /// Numbers a line and takes it.
    pub(crate) fn push(&mut self, at: DateTime<Utc>, level: Level, target: SafeText, text: SafeText) {
        self.insert(LogLine {
            sequence: self.next_sequence,
            at,
            level,
            target,
            text,
        });
    }

    /// Takes the lines of a later ring, which keep their numbers.
    pub(crate) fn append(&mut self, later: Self) {
        self.dropped += later.dropped;
        for line in later.lines {
            self.insert(line);
        }
    }

    /// Takes all lines out. The numbers go on where they were.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self {
            next_sequence: self.next_sequence,
            ..Self::default()
        };
        std::mem::replace(self, empty)
    }

    /// Lines that were pushed out.
    pub(crate) const fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn lines(&self) -> impl DoubleEndedIterator<Item = &LogLine> {
        self.lines.iter()
    }

    fn insert(&mut self, line: LogLine) {
        self.next_sequence = line.sequence + 1;
        self.bytes += line.bytes();
        self.lines.push_back(line);
        while self.lines.len() > Self::MAX_LINES || self.bytes > Self::MAX_BYTES {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= oldest.bytes();
            self.dropped += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn bounded_numbered_and_counted(sizes in proptest::collection::vec(0usize..8_000, 0..400)) {
            let mut ring = Ring::default();
            for size in &sizes {
                ring.push(DateTime::UNIX_EPOCH, Level::Info, "t".into(), "x".repeat(*size).into());
            }
            let kept = ring.lines().count();
            prop_assert!(kept <= Ring::MAX_LINES);
            prop_assert!(ring.lines().map(LogLine::bytes).sum::<usize>() <= Ring::MAX_BYTES);
            prop_assert_eq!(ring.dropped() + kept as u64, sizes.len() as u64);
            let numbers: Vec<u64> = ring.lines().map(|line| line.sequence).collect();
            prop_assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1));
        }
    }

    #[test]
    fn taken_lines_keep_their_numbers() {
        let (mut queue, mut kept) = (Ring::default(), Ring::default());
        for text in ["a", "b", "c"] {
            queue.push(DateTime::UNIX_EPOCH, Level::Info, "t".into(), text.into());
            kept.append(queue.take());
        }
        assert_eq!(kept.lines().map(|line| line.sequence).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(queue.lines().count(), 0);
    }
}
