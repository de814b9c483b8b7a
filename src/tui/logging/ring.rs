use std::{
    collections::{BTreeMap, VecDeque},
    mem,
};

use chrono::{DateTime, Utc};
use touchline::domain::SafeText;

use super::{
    Entry, Level, LogLine, Source,
    line::LineId,
    merge::{Merge, merge},
};

/// Log lines in the order of their times, bounded in number and in bytes.
///
/// What does not fit pushes out the oldest line of the source that has the most, and is counted: a file that is flooded
/// must not push out what the other sources said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Ring {
    shelves: BTreeMap<Source, Shelf>,
    next_sequence: u64,
    dropped: u64,
}

/// The lines of one source, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Shelf {
    lines: VecDeque<LogLine>,
    bytes: usize,
    /// The time of the latest line that ever stood here: one that claims to be older comes after it all the same.
    latest: DateTime<Utc>,
}

impl Ring {
    /// About an hour of a busy training.
    pub(crate) const MAX_LINES: usize = 4096;
    /// 256 bytes a line.
    pub(crate) const MAX_BYTES: usize = 1024 * 1024;

    /// Takes a line of this program.
    pub(crate) fn push(&mut self, at: DateTime<Utc>, level: Level, target: SafeText, text: SafeText) {
        let entry = Entry {
            at: Some(at),
            level: Some(level),
            target,
            text,
        };
        self.add(Source::Monitor, at, entry);
    }

    /// Takes a line that arrived at a time. It cannot have been written later.
    pub(crate) fn add(&mut self, source: Source, arrived: DateTime<Utc>, entry: Entry) {
        let at = entry
            .at
            .map_or(arrived, |at| at.min(arrived))
            .max(self.time_of_latest(source));
        self.insert(LogLine::new(LineId::new(at, self.next_sequence), source, entry), at);
    }

    /// Counts lines that were never here.
    pub(crate) const fn miss(&mut self, lines: u64) {
        self.dropped += lines;
    }

    /// Takes the lines of a later ring, which keep their places.
    pub(crate) fn append(&mut self, later: Self) {
        self.dropped += later.dropped;
        for shelf in later.shelves.into_values() {
            for line in shelf.lines {
                self.insert(line, shelf.latest);
            }
        }
    }

    /// Takes all lines out. Numbers and times go on where they were.
    pub(crate) fn take(&mut self) -> Self {
        let empty = self.shelves.iter().map(|(source, shelf)| {
            let latest = shelf.latest;
            (
                *source,
                Shelf {
                    latest,
                    ..Shelf::default()
                },
            )
        });
        let empty = Self {
            shelves: empty.collect(),
            next_sequence: self.next_sequence,
            dropped: 0,
        };
        mem::replace(self, empty)
    }

    /// Lines that were pushed out or missed.
    pub(crate) const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// All lines, the oldest first.
    pub(crate) fn lines(&self) -> Merge<'_> {
        merge(self.shelves.values().map(|shelf| shelf.lines.iter()))
    }

    /// The lines of one source, the oldest first.
    pub(crate) fn lines_of(&self, source: Source) -> impl DoubleEndedIterator<Item = &LogLine> {
        self.shelves.get(&source).into_iter().flat_map(|shelf| &shelf.lines)
    }

    /// The time of the latest line that a source ever had.
    pub(super) fn time_of_latest(&self, source: Source) -> DateTime<Utc> {
        self.shelves
            .get(&source)
            .map_or(DateTime::UNIX_EPOCH, |shelf| shelf.latest)
    }

    /// Lines of other sources than this program are here.
    pub(crate) fn has_others(&self) -> bool {
        self.shelves
            .iter()
            .any(|(source, shelf)| *source != Source::Monitor && !shelf.lines.is_empty())
    }

    fn insert(&mut self, line: LogLine, latest: DateTime<Utc>) {
        self.next_sequence = self.next_sequence.max(line.id.sequence() + 1);
        let own = self.shelves.entry(line.source).or_default();
        own.latest = own.latest.max(latest);
        own.bytes += line.bytes();
        own.lines.push_back(line);
        while self.pushes_out() {}
    }

    /// Pushes one line out if there are too many; `false` when all fit.
    fn pushes_out(&mut self) -> bool {
        let lines: usize = self.shelves.values().map(|shelf| shelf.lines.len()).sum();
        let bytes: usize = self.shelves.values().map(|shelf| shelf.bytes).sum();
        let fullest = if lines > Self::MAX_LINES {
            self.shelves.values_mut().max_by_key(|shelf| shelf.lines.len())
        } else if bytes > Self::MAX_BYTES {
            self.shelves.values_mut().max_by_key(|shelf| shelf.bytes)
        } else {
            None
        };
        let Some(full) = fullest else { return false };
        if let Some(oldest) = full.lines.pop_front() {
            full.bytes -= oldest.bytes();
            self.dropped += 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(second)
    }

    fn entry(at: Option<DateTime<Utc>>, text: &str) -> Entry {
        Entry {
            at,
            level: None,
            target: "".into(),
            text: text.into(),
        }
    }

    fn texts(ring: &Ring) -> Vec<&str> {
        ring.lines().map(|line| line.text.as_str()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn bounded_numbered_and_counted(lines in proptest::collection::vec((0usize..8_000, 0u16..3), 0..400)) {
            let mut ring = Ring::default();
            for (size, file) in &lines {
                ring.add(Source::File(*file), at(1), entry(None, &"x".repeat(*size)));
            }
            let kept = ring.lines().count();
            prop_assert!(kept <= Ring::MAX_LINES);
            prop_assert!(ring.lines().map(LogLine::bytes).sum::<usize>() <= Ring::MAX_BYTES);
            prop_assert_eq!(ring.dropped() + kept as u64, lines.len() as u64);
            let places: Vec<LineId> = ring.lines().map(|line| line.id).collect();
            prop_assert!(places.is_sorted());
            let mut backwards: Vec<LineId> = ring.lines().rev().map(|line| line.id).collect();
            backwards.reverse();
            prop_assert_eq!(places, backwards);
        }
    }

    #[test]
    fn lines_of_all_sources_stand_in_the_order_of_their_times() {
        let mut ring = Ring::default();
        ring.push(at(10), Level::Info, "t".into(), "ours".into());
        ring.add(Source::Worker, at(20), entry(Some(at(9)), "the worker's before"));
        ring.add(Source::Worker, at(20), entry(Some(at(5)), "never before the one above"));
        ring.add(Source::File(0), at(21), entry(Some(at(99)), "from the future"));
        ring.add(Source::Worker, at(22), entry(None, "as it arrives"));
        assert_eq!(
            texts(&ring),
            [
                "the worker's before",
                "never before the one above",
                "ours",
                "from the future",
                "as it arrives"
            ]
        );
    }

    #[test]
    fn a_flood_pushes_out_its_own_lines_alone() {
        let mut ring = Ring::default();
        ring.push(at(0), Level::Error, "t".into(), "ours".into());
        for number in 0..10_000 {
            ring.add(Source::File(0), at(1), entry(None, &format!("{number}")));
        }
        assert_eq!(texts(&ring)[..2], ["ours", "5905"]);
        assert_eq!(ring.dropped(), 10_001 - Ring::MAX_LINES as u64);
    }

    #[test]
    fn taken_lines_keep_their_places() {
        let (mut queue, mut kept) = (Ring::default(), Ring::default());
        for (second, text) in [(3, "a"), (1, "b"), (2, "c")] {
            queue.push(at(second), Level::Info, "t".into(), text.into());
            kept.append(queue.take());
        }
        assert_eq!(texts(&kept), ["a", "b", "c"]);
        assert_eq!(queue.lines().count(), 0);
    }
}
