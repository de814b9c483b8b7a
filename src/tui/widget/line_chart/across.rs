use std::fmt::Display;

use chrono::{NaiveDate, TimeDelta};
use ratatui::{buffer::Buffer, layout::Rect};
use unicode_width::UnicodeWidthStr;

use crate::tui::{theme::Look, widget::plot::Dots};

/// Where a point stands on the way from the left to the right.
pub(crate) trait Place: Copy + Ord + Display {
    /// Days, or steps, from an earlier one.
    fn since(self, earlier: Self) -> i64;
    /// The one so many later.
    fn later(self, by: i64) -> Self;
}

impl Place for NaiveDate {
    fn since(self, earlier: Self) -> i64 {
        (self - earlier).num_days()
    }

    fn later(self, by: i64) -> Self {
        TimeDelta::try_days(by)
            .and_then(|by| self.checked_add_signed(by))
            .unwrap_or(self)
    }
}

/// Steps of an iteration.
impl Place for u32 {
    fn since(self, earlier: Self) -> i64 {
        i64::from(self) - i64::from(earlier)
    }

    fn later(self, by: i64) -> Self {
        Self::try_from(i64::from(self) + by).unwrap_or(self)
    }
}

/// From the first place of a chart to the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Across<X> {
    first: X,
    last: X,
}

/// Least blanks between two labels.
const GAP: u16 = 6;

impl<X: Place> Across<X> {
    /// None where there is no place.
    pub(super) fn covering(places: impl Iterator<Item = X> + Clone) -> Option<Self> {
        Some(Self {
            first: places.clone().min()?,
            last: places.max()?,
        })
    }

    pub(super) fn holds(&self, place: X) -> bool {
        (self.first..=self.last).contains(&place)
    }

    /// Where it lies, `0..=1`; a single one lies at the right, where the latest is.
    pub(super) fn share(&self, place: X) -> f64 {
        if self.first == self.last {
            1.0
        } else {
            place.since(self.first) as f64 / self.last.since(self.first) as f64
        }
    }

    /// Writes labels in even steps: the first at the left end, the last at the right end, the others centred on their place.
    pub(super) fn render(&self, dots: &Dots, look: &Look, area: Rect, buf: &mut Buffer) {
        let width = u16::try_from(self.last.to_string().width()).unwrap_or(area.width);
        let steps = i64::from((area.width.saturating_sub(width) / (width + GAP)).max(1));
        let steps = steps.min(self.last.since(self.first)).max(1);
        let mut free = area.x;
        for step in 0..=steps {
            let place = self.first.later(self.last.since(self.first) * step / steps);
            let text = place.to_string();
            let centre = dots.column(self.share(place)).saturating_sub(width / 2);
            let at = centre.clamp(area.x, area.right().saturating_sub(width).max(area.x));
            if at >= free {
                buf.set_stringn(at, area.y, &text, usize::from(area.right() - at), look.dim);
                free = at + width + 1;
            }
        }
    }
}
