use ratatui::{buffer::Buffer, layout::Rect, style::Style, symbols::braille::BRAILLE};

/// What lies above what. A cell shows its uppermost layer alone, so that a line can be told from the band behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// Nothing.
    Ground,
    /// An area of uncertainty.
    Band,
    /// A threshold, a mark, a diagonal.
    Rule,
    /// What was measured.
    Value,
}

/// What a dot is drawn with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    pub(crate) layer: Layer,
    /// The sign where braille is not allowed.
    pub(crate) sign: char,
    pub(crate) style: Style,
}

/// A grid of dots under an area: two across and four down a cell in braille, one a cell in ASCII.
///
/// ratatui's `Canvas` has dots too. It knows colours and no other style, so that without colours all its lines are alike.
#[derive(Debug)]
pub(crate) struct Dots {
    area: Rect,
    fine: bool,
    cells: Vec<Dotted>,
}

#[derive(Debug, Clone, Copy)]
struct Dotted {
    ink: Ink,
    /// Bit `2 row + column` of a braille cell.
    mask: u8,
}

impl Dots {
    pub(crate) fn new(area: Rect, fine: bool) -> Self {
        let ground = Ink {
            layer: Layer::Ground,
            sign: ' ',
            style: Style::new(),
        };
        let cell = Dotted { ink: ground, mask: 0 };
        let cells = usize::from(area.width) * usize::from(area.height);
        Self {
            area,
            fine,
            cells: vec![cell; cells],
        }
    }

    /// Whether it has more than one dot a cell.
    pub(crate) const fn is_fine(&self) -> bool {
        self.fine
    }

    /// Dots across.
    pub(crate) fn width(&self) -> usize {
        usize::from(self.area.width) * self.in_cell().0
    }

    /// Dots down.
    pub(crate) fn height(&self) -> usize {
        usize::from(self.area.height) * self.in_cell().1
    }

    /// The dot at a share of the width, from the left, and a share of the height, from the foot.
    pub(crate) fn at(&self, across: f64, up: f64) -> (usize, usize) {
        (nearest(across, self.width()), nearest(1.0 - up, self.height()))
    }

    /// The row of the screen that holds a share of the height.
    pub(crate) fn row(&self, up: f64) -> u16 {
        self.area.y + u16::try_from(self.at(0.0, up).1 / self.in_cell().1).unwrap_or(0)
    }

    /// The column of the screen that holds a share of the width.
    pub(crate) fn column(&self, across: f64) -> u16 {
        self.area.x + u16::try_from(self.at(across, 0.0).0 / self.in_cell().0).unwrap_or(0)
    }

    /// Sets a dot; one outside the grid is none.
    pub(crate) fn set(&mut self, (x, y): (usize, usize), ink: Ink) {
        let (across, down) = self.in_cell();
        let columns = usize::from(self.area.width);
        if x >= columns * across {
            return;
        }
        let Some(cell) = self.cells.get_mut(y / down * columns + x / across) else {
            return;
        };
        if ink.layer > cell.ink.layer {
            *cell = Dotted { ink, mask: 0 };
        }
        if ink.layer == cell.ink.layer {
            cell.mask |= 1 << (2 * (y % down) + x % across);
        }
    }

    /// Puts the cells that have dots on the screen.
    pub(crate) fn render(&self, buf: &mut Buffer) {
        for (dotted, position) in self.cells.iter().zip(self.area.positions()) {
            let symbol = if self.fine {
                BRAILLE.get(usize::from(dotted.mask)).copied().unwrap_or(' ')
            } else {
                dotted.ink.sign
            };
            if dotted.mask != 0
                && let Some(cell) = buf.cell_mut(position)
            {
                cell.set_char(symbol).set_style(dotted.ink.style);
            }
        }
    }

    const fn in_cell(&self) -> (usize, usize) {
        if self.fine { (2, 4) } else { (1, 1) }
    }
}

/// The dot of `count` that is nearest to a share of the way.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0..=1 times a number of dots"
)]
fn nearest(share: f64, count: usize) -> usize {
    (share.clamp(0.0, 1.0) * count.saturating_sub(1) as f64).round() as usize
}
