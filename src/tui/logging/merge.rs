use std::collections::vec_deque;

use super::LogLine;

/// Several sources as one, in the order of their lines.
pub(crate) struct Merge<'a>(Vec<vec_deque::Iter<'a, LogLine>>);

pub(super) fn merge<'a>(sources: impl Iterator<Item = vec_deque::Iter<'a, LogLine>>) -> Merge<'a> {
    Merge(sources.filter(|lines| lines.len() > 0).collect())
}

impl<'a> Iterator for Merge<'a> {
    type Item = &'a LogLine;

    fn next(&mut self) -> Option<Self::Item> {
        let first = |lines: &vec_deque::Iter<'_, LogLine>| lines.clone().next().map(|line| line.id);
        let heads = self.0.iter_mut().filter(|lines| lines.len() > 0);
        heads.min_by_key(|lines| first(lines))?.next()
    }
}

impl DoubleEndedIterator for Merge<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let last = |lines: &vec_deque::Iter<'_, LogLine>| lines.clone().next_back().map(|line| line.id);
        let tails = self.0.iter_mut().filter(|lines| lines.len() > 0);
        tails.max_by_key(|lines| last(lines))?.next_back()
    }
}
