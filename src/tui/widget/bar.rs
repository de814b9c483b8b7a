use ratatui::{
    style::Style,
    text::{Line, Span},
};

use super::cut;

/// A part of a one-line bar.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    spans: Vec<Span<'static>>,
    /// The part with the least goes first when the line is too short.
    keep: u8,
}

impl Segment {
    pub(crate) fn new(keep: u8, spans: impl IntoIterator<Item = Span<'static>>) -> Self {
        Self {
            spans: spans.into_iter().collect(),
            keep,
        }
    }

    fn width(&self) -> usize {
        self.spans.iter().map(Span::width).sum()
    }
}

/// Blanks before the first part.
const MARGIN: usize = 1;
/// Blanks between two parts.
const GAP: usize = 2;
/// A sentence shorter than this says nothing.
const LEAST_MIDDLE: usize = 12;

/// A line of parts at the left and at the right, and a sentence between them that takes the room that is left.
pub(crate) fn bar(
    mut left: Vec<Segment>,
    middle: (&str, Style),
    mut right: Vec<Segment>,
    width: usize,
    ellipsis: &str,
) -> Line<'static> {
    let used = |parts: &[Segment]| parts.iter().map(|part| part.width() + GAP).sum::<usize>();
    while MARGIN + used(&left) + used(&right) > width {
        let least = left.iter().chain(&right).map(|part| part.keep).min();
        let Some(least) = least else { break };
        left.retain(|part| part.keep > least);
        right.retain(|part| part.keep > least);
    }
    let room = width.saturating_sub(MARGIN + used(&left) + used(&right));
    let sentence = if room >= LEAST_MIDDLE {
        cut(middle.0, room, ellipsis).into_owned()
    } else {
        String::new()
    };
    let sentence = Span::styled(sentence, middle.1);
    let blank = room.saturating_sub(sentence.width());
    let mut spans = vec![Span::raw(" ".repeat(MARGIN))];
    for part in left {
        spans.extend(part.spans);
        spans.push(Span::raw("  "));
    }
    spans.push(sentence);
    spans.push(Span::raw(" ".repeat(blank)));
    for part in right {
        spans.push(Span::raw(" "));
        spans.extend(part.spans);
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_important_part_goes_first() {
        let part = |keep, text: &'static str| Segment::new(keep, [Span::raw(text)]);
        let line = |width| {
            let parts = (
                vec![part(9, "touchline"), part(5, "default")],
                vec![part(3, "champion"), part(7, "14:32")],
            );
            bar(parts.0, ("one league is high", Style::new()), parts.1, width, "…").to_string()
        };
        assert_eq!(line(60), " touchline  default  one league is high     champion  14:32 ");
        assert_eq!(line(50), " touchline  default  one league … champion  14:32 ");
        assert!(!line(36).contains("champion"));
        assert!(line(20).contains("touchline") && !line(20).contains("default"));
        assert_eq!(line(0).trim(), "");
    }
}
