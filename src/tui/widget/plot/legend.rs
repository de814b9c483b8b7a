use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{Dots, Pen};
use crate::tui::theme::Look;

/// Columns of a sample of a line.
const SAMPLE: u16 = 3;
/// Blanks between two entries.
const GAP: usize = 3;

/// What a sign in a chart means.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    sign: Span<'static>,
    text: Span<'static>,
}

impl Entry {
    pub(crate) fn new(sign: impl Into<String>, style: Style, text: &str, look: &Look) -> Self {
        Self {
            sign: Span::styled(sign.into(), style),
            text: Span::styled(format!(" {text}"), look.dim),
        }
    }

    /// With a short piece of a line, as the pen draws it in the chart.
    pub(crate) fn of_line(pen: Pen, style: Style, text: &str, look: &Look) -> Self {
        Self::new(sample(pen, look), style, text, look)
    }

    fn width(&self) -> usize {
        self.sign.width() + self.text.width()
    }
}

/// Entries in as many lines of text as they take.
pub(crate) fn lines(entries: impl IntoIterator<Item = Entry>, width: u16) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for entry in entries {
        let spans = [entry.sign.clone(), entry.text.clone()];
        match lines.last_mut() {
            Some(line) if line.width() + GAP + entry.width() <= usize::from(width) => {
                line.push_span(Span::raw(" ".repeat(GAP)));
                line.extend(spans);
            }
            _ => lines.push(Line::from_iter(spans)),
        }
    }
    lines
}

fn sample(mut pen: Pen, look: &Look) -> String {
    let area = Rect::new(0, 0, SAMPLE, 1);
    let mut dots = Dots::new(area, look.glyphs.braille);
    for across in [0.0, 1.0] {
        let dot = dots.at(across, 0.5);
        pen.draw_to(dot, &mut dots);
    }
    let mut buffer = Buffer::empty(area);
    dots.render(&mut buffer);
    buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect()
}
