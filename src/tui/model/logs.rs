use chrono::{DateTime, Utc};

use super::Filter;
use crate::tui::logging::{Level, LineId, LogLine, LogSource, Ring, Source};

/// Where the Logs screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// With the newest line.
    Follow,
    /// On a line, with the first line that is shown.
    At { line: LineId, top: LineId },
}

/// The Logs screen.
#[derive(Debug, Clone)]
pub(crate) struct LogView {
    pub(crate) ring: Ring,
    /// All that there are, this program first.
    pub(crate) sources: Vec<LogSource>,
    /// Lines below it are hidden. A line that names no level counts as information.
    pub(crate) level: Level,
    /// Lines of other sources are hidden.
    pub(crate) source: Option<Source>,
    /// Lines that it does not show are hidden.
    pub(crate) filter: Filter,
    /// Lines that were written before it are hidden.
    pub(crate) since: Option<DateTime<Utc>>,
    /// Lines that hold it are marked; none is hidden. In lower case.
    pub(crate) search: Option<String>,
    pub(crate) position: Position,
}

impl Default for LogView {
    fn default() -> Self {
        Self {
            ring: Ring::default(),
            sources: vec![LogSource::monitor()],
            level: Level::Info,
            source: None,
            filter: Filter::default(),
            since: None,
            search: None,
            position: Position::Follow,
        }
    }
}

impl LogView {
    /// Lines that are shown, the oldest first.
    pub(crate) fn shown(&self) -> impl DoubleEndedIterator<Item = &LogLine> {
        self.ring.lines().filter(|line| self.shows(line))
    }

    /// A line that does not say when it was written lies in every range.
    fn reaches(&self, at: Option<DateTime<Utc>>) -> bool {
        let Some(since) = self.since else { return true };
        at.is_none_or(|at| at >= since)
    }

    fn shows(&self, line: &LogLine) -> bool {
        line.level.unwrap_or(Level::Info) >= self.level
            && self.reaches(line.at)
            && self.source.is_none_or(|source| source == line.source)
            && (self.filter.is_empty()
                || self
                    .filter
                    .shows(&[line.text.as_str(), line.target.as_str(), self.name(line.source)]))
    }

    /// The name of a source.
    pub(crate) fn name(&self, source: Source) -> &str {
        let known = self.sources.iter().find(|known| known.source == source);
        // A file that is not followed any more may have left lines here.
        known.map_or("", |known| known.name.as_str())
    }

    /// The latest line of our own programs, whatever is hidden: what other programs say is for the Logs screen.
    pub(crate) fn latest_own(&self) -> Option<&LogLine> {
        let of = |source| {
            self.ring
                .lines_of(source)
                .rev()
                .find(|line| line.level >= Some(self.level))
        };
        of(Source::Monitor)
            .into_iter()
            .chain(of(Source::Worker))
            .max_by_key(|line| line.id)
    }

    /// Ends the search, or else the filter; `false` when there is neither.
    pub(crate) fn let_go(&mut self) -> bool {
        self.search.take().is_some() || !std::mem::take(&mut self.filter).is_empty()
    }

    /// Shows one source alone, then the next one, and after the last all.
    pub(crate) fn next_source(&mut self) {
        let sources = self.sources.iter().map(|known| known.source);
        self.source = match self.source {
            None => self.sources.first().map(|first| first.source),
            Some(source) => sources.skip_while(|known| *known != source).nth(1),
        };
    }

    /// The lines of one page, the oldest first.
    pub(crate) fn page(&self, rows: usize) -> Vec<&LogLine> {
        match self.position {
            Position::Follow => {
                let mut page: Vec<_> = self.shown().rev().take(rows).collect();
                page.reverse();
                page
            }
            Position::At { top, .. } => {
                let page: Vec<_> = self.shown().filter(|line| line.id >= top).take(rows).collect();
                // Near the end, and when the level hides many, the page is filled from above.
                if page.len() < rows {
                    self.last_page_from(rows)
                } else {
                    page
                }
            }
        }
    }

    fn last_page_from(&self, rows: usize) -> Vec<&LogLine> {
        let mut page: Vec<_> = self.shown().rev().take(rows).collect();
        page.reverse();
        page
    }

    /// The line that the cursor is on.
    pub(crate) fn current(&self) -> Option<&LogLine> {
        match self.position {
            Position::Follow => self.shown().next_back(),
            // A line that was pushed out, or is hidden now, hands over to the next one.
            Position::At { line, .. } => self
                .shown()
                .find(|shown| shown.id >= line)
                .or_else(|| self.shown().next_back()),
        }
    }

    /// Moves by lines. Reaching the last one follows again.
    pub(crate) fn step(&mut self, by: isize, rows: usize) {
        let Some(current) = self.current().map(|line| line.id) else {
            return;
        };
        let distance = by.unsigned_abs();
        let target = if by < 0 {
            let mut before = self.shown().rev().filter(|line| line.id < current);
            before.by_ref().take(distance).last()
        } else {
            self.shown().filter(|line| line.id > current).take(distance).last()
        };
        let target = target.map_or(current, |line| line.id);
        let at_end = self.shown().next_back().is_none_or(|last| last.id == target);
        if by > 0 && at_end {
            self.position = Position::Follow;
        } else {
            self.go_to(target, rows);
        }
    }

    /// Goes to the first line.
    pub(crate) fn first(&mut self, rows: usize) {
        let first = self.shown().next().map(|line| line.id);
        if let Some(first) = first {
            self.go_to(first, rows);
        }
    }

    /// Goes to the next line, or the previous one, that is wanted; `false` when there is none.
    pub(crate) fn jump(&mut self, forward: bool, rows: usize, wanted: impl Fn(&LogLine) -> bool) -> bool {
        let Some(current) = self.current().map(|line| line.id) else {
            return false;
        };
        let found = if forward {
            self.shown().find(|line| line.id > current && wanted(line))
        } else {
            self.shown().rev().find(|line| line.id < current && wanted(line))
        };
        // While following, the newest line itself may be the one.
        let found = found.or_else(|| {
            self.current()
                .filter(|line| self.position == Position::Follow && wanted(line))
        });
        let Some(target) = found.map(|line| line.id) else {
            return false;
        };
        self.go_to(target, rows);
        true
    }

    /// Puts the cursor on a line and scrolls no further than needed to show it.
    pub(crate) fn go_to(&mut self, line: LineId, rows: usize) {
        let page: Vec<LineId> = self.page(rows).iter().map(|shown| shown.id).collect();
        let inside = page.contains(&line);
        let top = if inside {
            page.first().copied()
        } else if page.first().is_some_and(|first| line < *first) {
            Some(line)
        } else {
            let above = self.shown().rev().filter(|shown| shown.id <= line);
            above.take(rows.max(1)).last().map(|shown| shown.id)
        };
        self.position = Position::At {
            line,
            top: top.unwrap_or(line),
        };
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::tui::logging::Entry;

    fn view(lines: usize) -> LogView {
        let mut view = LogView::default();
        for number in 0..lines {
            let level = if number % 10 == 3 { Level::Error } else { Level::Info };
            view.ring
                .push(DateTime::UNIX_EPOCH, level, "t".into(), format!("line {number}").into());
        }
        view
    }

    fn number(line: &LogLine) -> u64 {
        line.text.as_str().strip_prefix("line ").unwrap().parse().unwrap()
    }

    fn shown(view: &LogView) -> Vec<u64> {
        view.page(5).iter().map(|line| number(line)).collect()
    }

    #[test]
    fn moving_up_lets_go_and_the_last_line_takes_hold() {
        let mut view = view(20);
        assert_eq!(shown(&view), [15, 16, 17, 18, 19]);
        view.step(-1, 5);
        assert_eq!(
            (number(view.current().unwrap()), shown(&view)),
            (18, vec![15, 16, 17, 18, 19])
        );
        view.step(-5, 5);
        assert_eq!(
            (number(view.current().unwrap()), shown(&view)),
            (13, vec![13, 14, 15, 16, 17])
        );
        view.ring
            .push(DateTime::UNIX_EPOCH, Level::Info, "t".into(), "new".into());
        assert_eq!(shown(&view), [13, 14, 15, 16, 17], "a new line moves nothing");
        view.step(100, 5);
        assert_eq!(view.position, Position::Follow);
    }

    #[test]
    fn errors_and_matches_are_found_with_their_context() {
        let mut view = view(40);
        assert!(view.jump(false, 5, |line| line.level == Some(Level::Error)));
        assert_eq!(shown(&view), [33, 34, 35, 36, 37]);
        assert!(view.jump(false, 5, |line| line.contains("line 12")));
        assert_eq!(number(view.current().unwrap()), 12);
        assert!(!view.jump(false, 5, |line| line.contains("nowhere")));
        assert_eq!(number(view.current().unwrap()), 12);
        assert!(view.jump(true, 5, |line| line.level == Some(Level::Error)));
        assert_eq!(number(view.current().unwrap()), 13);
    }

    #[test]
    fn a_level_hides_lines_and_keeps_the_place() {
        let mut view = view(40);
        view.first(5);
        view.level = Level::Error;
        assert_eq!(number(view.current().unwrap()), 3);
        assert_eq!(shown(&view), [3, 13, 23, 33]);
    }

    fn with_file(view: &mut LogView) -> Source {
        let source = Source::File(0);
        view.sources.push(LogSource {
            source,
            name: "api.log".into(),
            trouble: None,
        });
        for (number, level) in [(100, None), (101, Some(Level::Error)), (102, Some(Level::Debug))] {
            let entry = Entry {
                at: None,
                level,
                target: "".into(),
                text: format!("line {number}").into(),
            };
            view.ring.add(source, DateTime::UNIX_EPOCH, entry);
        }
        source
    }

    #[test]
    fn one_source_after_the_other_and_then_all() {
        let mut view = view(3);
        let file = with_file(&mut view);
        assert_eq!(shown(&view), [0, 1, 2, 100, 101]);
        view.next_source();
        assert_eq!((view.source, shown(&view)), (Some(Source::Monitor), vec![0, 1, 2]));
        view.next_source();
        assert_eq!(
            (view.source, shown(&view)),
            (Some(file), vec![100, 101]),
            "no level is information"
        );
        view.level = Level::Warn;
        assert_eq!(shown(&view), [101]);
        view.next_source();
        assert_eq!(view.source, None);
    }

    #[test]
    fn a_filter_hides_and_knows_the_sources_names() {
        let mut view = view(40);
        with_file(&mut view);
        view.filter = Filter::new("API");
        assert_eq!(shown(&view), [100, 101]);
        view.filter = Filter::new("!line");
        assert_eq!(shown(&view), Vec::<u64>::new());
        assert_eq!(
            view.latest_own().map(number),
            Some(39),
            "what is hidden is still the latest"
        );
    }
}
