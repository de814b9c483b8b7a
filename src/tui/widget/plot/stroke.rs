use super::{Dots, Ink, Layer};
use ratatui::style::Style;

/// How a line is told from the others of its chart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stroke {
    Solid,
    Dashed,
    Dotted,
}

impl Stroke {
    /// Dots that are set, and dots that are left out after them.
    const fn pattern(self) -> (usize, usize) {
        match self {
            Self::Solid => (1, 0),
            Self::Dashed => (4, 3),
            Self::Dotted => (1, 2),
        }
    }

    /// The sign of the line in ASCII, where each dot is a cell and none is left out.
    const fn sign(self) -> char {
        match self {
            Self::Solid => '*',
            Self::Dashed => 'o',
            Self::Dotted => '+',
        }
    }
}

/// Draws a line of a stroke from dot to dot.
#[derive(Debug)]
pub(crate) struct Pen {
    ink: Ink,
    pattern: (usize, usize),
    at: Option<(usize, usize)>,
    drawn: usize,
}

impl Pen {
    /// A pen for what was measured.
    pub(crate) const fn new(stroke: Stroke, style: Style) -> Self {
        let ink = Ink {
            layer: Layer::Value,
            sign: stroke.sign(),
            style,
        };
        Self::with(ink, stroke)
    }

    /// A pen for a straight line that is no value: a threshold, a mark, a diagonal.
    pub(crate) const fn rule(sign: char, style: Style) -> Self {
        let ink = Ink {
            layer: Layer::Rule,
            sign,
            style,
        };
        Self::with(ink, Stroke::Dotted)
    }

    const fn with(ink: Ink, stroke: Stroke) -> Self {
        Self {
            ink,
            pattern: stroke.pattern(),
            at: None,
            drawn: 0,
        }
    }

    /// Leaves the paper: the next dot begins a new line.
    pub(crate) const fn lift(&mut self) {
        self.at = None;
        self.drawn = 0;
    }

    /// Draws on to a dot, which is the beginning of a line where the pen was lifted.
    pub(crate) fn draw_to(&mut self, to: (usize, usize), dots: &mut Dots) {
        match self.at {
            None => self.put(to, dots),
            Some(from) => {
                let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
                for step in 1..=steps {
                    self.put(
                        (between(from.0, to.0, step, steps), between(from.1, to.1, step, steps)),
                        dots,
                    );
                }
            }
        }
        self.at = Some(to);
    }

    fn put(&mut self, dot: (usize, usize), dots: &mut Dots) {
        let (on, off) = self.pattern;
        if !dots.is_fine() || self.drawn % (on + off) < on {
            dots.set(dot, self.ink);
        }
        self.drawn += 1;
    }
}

/// The whole number at `step` of `steps` on the way, rounded.
const fn between(from: usize, to: usize, step: usize, steps: usize) -> usize {
    (from * (steps - step) * 2 + to * step * 2 + steps) / (2 * steps)
}
