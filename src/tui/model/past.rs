use std::collections::VecDeque;

use super::PromptKind;

/// Most lines that are remembered of one kind of prompt.
const MOST: usize = 50;

/// Lines that were typed, the latest last: those of all lists' filters, of the log's, and of searches.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    filters: VecDeque<String>,
    log_filters: VecDeque<String>,
    searches: VecDeque<String>,
}

impl Past {
    /// Remembers a line. One that was typed before moves to the end.
    pub(crate) fn remember(&mut self, kind: PromptKind, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let lines = self.lines_mut(kind);
        lines.retain(|known| known != line);
        if lines.len() == MOST {
            lines.pop_front();
        }
        lines.push_back(line.to_owned());
    }

    /// The line so many steps back, from 1.
    pub(crate) fn back(&self, kind: PromptKind, steps: usize) -> Option<&str> {
        let lines = self.lines(kind);
        let index = lines.len().checked_sub(steps)?;
        lines.get(index).map(String::as_str)
    }

    const fn lines(&self, kind: PromptKind) -> &VecDeque<String> {
        match kind {
            PromptKind::Filter(_) => &self.filters,
            PromptKind::LogFilter => &self.log_filters,
            PromptKind::Search => &self.searches,
        }
    }

    const fn lines_mut(&mut self, kind: PromptKind) -> &mut VecDeque<String> {
        match kind {
            PromptKind::Filter(_) => &mut self.filters,
            PromptKind::LogFilter => &mut self.log_filters,
            PromptKind::Search => &mut self.searches,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::listing::ListId;

    #[test]
    fn each_line_once_and_no_more_than_fifty() {
        let (filter, other) = (PromptKind::Filter(ListId::Runs), PromptKind::Filter(ListId::Leagues));
        let mut past = Past::default();
        for line in ["E0", "high", " ", "E0"] {
            past.remember(filter, line);
        }
        let back = |past: &Past, steps| past.back(other, steps).map(str::to_owned);
        assert_eq!(
            [1, 2, 3].map(|steps| back(&past, steps)),
            [Some("E0".into()), Some("high".into()), None]
        );
        assert_eq!(past.back(PromptKind::Search, 1), None, "searches are remembered apart");
        for number in 0..100 {
            past.remember(filter, &number.to_string());
        }
        assert_eq!(back(&past, 50).as_deref(), Some("50"));
        assert_eq!(back(&past, 51), None);
    }
}
