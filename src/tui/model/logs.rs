use crate::tui::logging::{Level, LogLine, Ring};

/// Where the Logs screen stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    /// With the newest line.
    Follow,
    /// On a line, known by its number, with the first line that is shown.
    At { line: u64, top: u64 },
}

/// The Logs screen.
#[derive(Debug, Clone)]
pub(crate) struct LogView {
    pub(crate) ring: Ring,
    /// Lines below it are hidden.
    pub(crate) level: Level,
    /// Lines that hold it are marked; none is hidden. In lower case.
    pub(crate) search: Option<String>,
    pub(crate) position: Position,
}

impl Default for LogView {
    fn default() -> Self {
        Self {
            ring: Ring::default(),
            level: Level::Info,
            search: None,
            position: Position::Follow,
        }
    }
}

impl LogView {
    /// Lines that are shown, the oldest first.
    pub(crate) fn shown(&self) -> impl DoubleEndedIterator<Item = &LogLine> {
        self.ring.lines().filter(|line| line.level >= self.level)
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
                let page: Vec<_> = self.shown().filter(|line| line.sequence >= top).take(rows).collect();
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
                .find(|shown| shown.sequence >= line)
                .or_else(|| self.shown().next_back()),
        }
    }

    /// Moves by lines. Reaching the last one follows again.
    pub(crate) fn step(&mut self, by: isize, rows: usize) {
        let Some(current) = self.current().map(|line| line.sequence) else {
            return;
        };
        let distance = by.unsigned_abs();
        let target = if by < 0 {
            let mut before = self.shown().rev().filter(|line| line.sequence < current);
            before.by_ref().take(distance).last()
        } else {
            self.shown()
                .filter(|line| line.sequence > current)
                .take(distance)
                .last()
        };
        let target = target.map_or(current, |line| line.sequence);
        let at_end = self.shown().next_back().is_none_or(|last| last.sequence == target);
        if by > 0 && at_end {
            self.position = Position::Follow;
        } else {
            self.go_to(target, rows);
        }
    }

    /// Goes to the first line.
    pub(crate) fn first(&mut self, rows: usize) {
        let first = self.shown().next().map(|line| line.sequence);
        if let Some(first) = first {
            self.go_to(first, rows);
        }
    }

    /// Goes to the next line, or the previous one, that is wanted; `false` when there is none.
    pub(crate) fn jump(&mut self, forward: bool, rows: usize, wanted: impl Fn(&LogLine) -> bool) -> bool {
        let Some(current) = self.current().map(|line| line.sequence) else {
            return false;
        };
        let found = if forward {
            self.shown().find(|line| line.sequence > current && wanted(line))
        } else {
            self.shown().rev().find(|line| line.sequence < current && wanted(line))
        };
        // While following, the newest line itself may be the one.
        let found = found.or_else(|| {
            self.current()
                .filter(|line| self.position == Position::Follow && wanted(line))
        });
        let Some(target) = found.map(|line| line.sequence) else {
            return false;
        };
        self.go_to(target, rows);
        true
    }

    /// Puts the cursor on a line and scrolls no further than needed to show it.
    fn go_to(&mut self, line: u64, rows: usize) {
        let page: Vec<u64> = self.page(rows).iter().map(|shown| shown.sequence).collect();
        let inside = page.contains(&line);
        let top = if inside {
            page.first().copied()
        } else if page.first().is_some_and(|first| line < *first) {
            Some(line)
        } else {
            let above = self.shown().rev().filter(|shown| shown.sequence <= line);
            above.take(rows.max(1)).last().map(|shown| shown.sequence)
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

    fn view(lines: usize) -> LogView {
        let mut view = LogView::default();
        for number in 0..lines {
            let level = if number % 10 == 3 { Level::Error } else { Level::Info };
            view.ring
                .push(DateTime::UNIX_EPOCH, level, "t".into(), format!("line {number}").into());
        }
        view
    }

    fn shown(view: &LogView) -> Vec<u64> {
        view.page(5).iter().map(|line| line.sequence).collect()
    }

    #[test]
    fn moving_up_lets_go_and_the_last_line_takes_hold() {
        let mut view = view(20);
        assert_eq!(shown(&view), [15, 16, 17, 18, 19]);
        view.step(-1, 5);
        assert_eq!(
            (view.current().unwrap().sequence, shown(&view)),
            (18, vec![15, 16, 17, 18, 19])
        );
        view.step(-5, 5);
        assert_eq!(
            (view.current().unwrap().sequence, shown(&view)),
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
        assert!(view.jump(false, 5, |line| line.level == Level::Error));
        assert_eq!(shown(&view), [33, 34, 35, 36, 37]);
        assert!(view.jump(false, 5, |line| line.contains("line 12")));
        assert_eq!(view.current().unwrap().sequence, 12);
        assert!(!view.jump(false, 5, |line| line.contains("nowhere")));
        assert_eq!(view.current().unwrap().sequence, 12);
        assert!(view.jump(true, 5, |line| line.level == Level::Error));
        assert_eq!(view.current().unwrap().sequence, 13);
    }

    #[test]
    fn a_level_hides_lines_and_keeps_the_place() {
        let mut view = view(40);
        view.first(5);
        view.level = Level::Error;
        assert_eq!(view.current().unwrap().sequence, 3);
        assert_eq!(shown(&view), [3, 13, 23, 33]);
    }
}
