mod across;

use chrono::NaiveDate;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use unicode_width::UnicodeWidthStr;

use super::{
    fixed,
    plot::{
        Dots, Ink, Layer, Pen, Scale, Stroke, axis,
        legend::{self, Entry},
    },
};
use crate::tui::theme::Look;
use across::{Across, Place};

/// Series over dates, or over the steps of an iteration, with thresholds and marked places.
///
/// Lines are told apart by their stroke (by their sign in ASCII) and named above the chart, with what thresholds and marks
/// mean; colour only repeats it. Numbers stand at the left, dates or steps below.
#[derive(Debug, Clone)]
pub(crate) struct LineChart<'a, X = NaiveDate> {
    pub(crate) series: Vec<Series<'a, X>>,
    pub(crate) thresholds: Vec<Threshold<'a>>,
    /// What a mark means, such as "new champion".
    pub(crate) marks_mean: &'a str,
    pub(crate) marks: Vec<Mark<'a, X>>,
}

impl<X> Default for LineChart<'_, X> {
    fn default() -> Self {
        Self {
            series: Vec::new(),
            thresholds: Vec::new(),
            marks_mean: "",
            marks: Vec::new(),
        }
    }
}

/// A line.
#[derive(Debug, Clone)]
pub(crate) struct Series<'a, X = NaiveDate> {
    pub(crate) name: &'a str,
    pub(crate) stroke: Stroke,
    pub(crate) style: Style,
    /// The earliest first. Where a value is missing the line is interrupted.
    pub(crate) points: Vec<Point<X>>,
}

/// A value at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point<X = NaiveDate> {
    pub(crate) at: X,
    pub(crate) value: Option<f64>,
    /// Standard error; a band of one above and below is drawn.
    pub(crate) se: Option<f64>,
}

/// A horizontal line, with its number.
#[derive(Debug, Clone)]
pub(crate) struct Threshold<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: f64,
    /// After the point.
    pub(crate) digits: usize,
    pub(crate) style: Style,
}

/// A vertical line, with a text beside its upper end where there is room.
#[derive(Debug, Clone)]
pub(crate) struct Mark<'a, X = NaiveDate> {
    pub(crate) at: X,
    pub(crate) text: &'a str,
}

/// Fewer columns or rows of dots show no course.
const LEAST: (u16, u16) = (21, 3);
/// Rows between two numbers.
const ROWS_A_STEP: usize = 3;

impl Threshold<'_> {
    fn number(&self) -> String {
        fixed(self.value, self.digits)
    }
}

impl<X: Copy> Point<X> {
    /// A value without an error.
    pub(crate) const fn new(at: X, value: Option<f64>) -> Self {
        Self { at, value, se: None }
    }

    fn finite(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }

    /// The ends of the band.
    fn band(&self) -> Option<(f64, f64)> {
        let (value, se) = (self.finite()?, self.se.filter(|se| se.is_finite())?);
        Some((value - se.abs(), value + se.abs()))
    }
}

impl<X: Place> LineChart<'_, X> {
    /// Draws it; `false`, and nothing is drawn, where there is no value or too little room. A number says it then.
    pub(crate) fn render(&self, look: &Look, area: Rect, buf: &mut Buffer) -> bool {
        let legend = legend::lines(self.legend(look), area.width);
        let Some(frame) = self.frame(area, legend.len()) else {
            return false;
        };
        for (line, row) in legend.iter().zip(area.rows()) {
            buf.set_line(row.x, row.y, line, row.width);
        }
        let mut dots = Dots::new(frame.plot, look.glyphs.braille);
        for series in &self.series {
            frame.band(series, look, &mut dots);
        }
        self.rules(&frame, look, &mut dots);
        for series in &self.series {
            frame.line(series, &mut dots);
        }
        dots.render(buf);
        self.mark_texts(&frame, &dots, look, buf);
        self.numbers(&frame, &dots, look, buf);
        frame.across.render(&dots, look, frame.below(), buf);
        true
    }

    /// What each line is.
    fn legend(&self, look: &Look) -> Vec<Entry> {
        let series = self.series.iter().map(|series| {
            let pen = Pen::new(series.stroke, series.style);
            Entry::of_line(pen, series.style, series.name, look)
        });
        let thresholds = self.thresholds.iter().map(|threshold| {
            let text = format!("{} {}", threshold.name, threshold.number());
            Entry::of_line(Pen::rule('-', threshold.style), threshold.style, &text, look)
        });
        let marks = self.marks.first().map(|_| {
            let sign = if look.glyphs.braille { "⡂" } else { "|" };
            Entry::new(sign, look.dim, self.marks_mean, look)
        });
        series.chain(thresholds).chain(marks).collect()
    }

    /// The scales, and the room between them.
    fn frame(&self, area: Rect, legend: usize) -> Option<Frame<X>> {
        let rows = area.height.checked_sub(u16::try_from(legend).ok()? + 1)?;
        let steps = (usize::from(rows) / ROWS_A_STEP).max(1);
        let points = || self.series.iter().flat_map(|series| &series.points);
        points().find_map(Point::finite)?;
        let bands = points().filter_map(Point::band).flat_map(|(low, high)| [low, high]);
        let thresholds = self.thresholds.iter().map(|threshold| threshold.value);
        let scale = Scale::covering(points().filter_map(Point::finite).chain(bands).chain(thresholds), steps)?;
        let ticks = scale.ticks().map(|tick| scale.tick(tick).width());
        let numbers = self.thresholds.iter().map(|one| one.number().width());
        // The numbers, and the axis.
        let left = u16::try_from(ticks.chain(numbers).max()? + 2).ok()?;
        let columns = area.width.checked_sub(left)?;
        let plot = Rect::new(area.x + left, area.bottom() - 1 - rows, columns, rows);
        let across = Across::covering(points().map(|point| point.at))?;
        (columns >= LEAST.0 && rows >= LEAST.1).then_some(Frame { plot, scale, across })
    }

    fn rules(&self, frame: &Frame<X>, look: &Look, dots: &mut Dots) {
        for threshold in self.thresholds.iter().filter(|threshold| threshold.value.is_finite()) {
            let up = frame.scale.share(threshold.value);
            let mut pen = Pen::rule('-', threshold.style);
            pen.draw_to(dots.at(0.0, up), dots);
            pen.draw_to(dots.at(1.0, up), dots);
        }
        for mark in self.marks.iter().filter(|mark| frame.across.holds(mark.at)) {
            let share = frame.across.share(mark.at);
            let mut pen = Pen::rule('|', look.dim);
            pen.draw_to(dots.at(share, 1.0), dots);
            pen.draw_to(dots.at(share, 0.0), dots);
        }
    }

    /// Writes beside each mark what it stands for, unless something is drawn there.
    fn mark_texts(&self, frame: &Frame<X>, dots: &Dots, look: &Look, buf: &mut Buffer) {
        for mark in self.marks.iter().filter(|mark| frame.across.holds(mark.at)) {
            let at = dots.column(frame.across.share(mark.at)) + 2;
            let end = at.saturating_add(u16::try_from(mark.text.width()).unwrap_or(u16::MAX));
            let is_free = |column| {
                buf.cell((column, frame.plot.y))
                    .is_some_and(|cell| cell.symbol() == " ")
            };
            if end <= frame.plot.right() && (at..end).all(is_free) {
                buf.set_string(at, frame.plot.y, mark.text, look.dim);
            }
        }
    }

    /// The number of a threshold goes before a round one.
    fn numbers(&self, frame: &Frame<X>, dots: &Dots, look: &Look, buf: &mut Buffer) {
        let thresholds = self.thresholds.iter().filter(|threshold| threshold.value.is_finite());
        let special = thresholds.map(|one| (one.value, one.number(), one.style));
        let round = frame.scale.ticks().map(|tick| (tick, frame.scale.tick(tick), look.dim));
        let labels = special.chain(round);
        let labels = labels.map(|(value, text, style)| (frame.scale.share(value), text, style));
        axis::left_of(frame.plot, labels, dots, look, buf);
    }
}

/// Where the dots are, and what they stand for.
struct Frame<X> {
    plot: Rect,
    scale: Scale,
    across: Across<X>,
}

impl<X: Place> Frame<X> {
    fn below(&self) -> Rect {
        Rect {
            y: self.plot.bottom(),
            height: 1,
            ..self.plot
        }
    }

    fn line(&self, series: &Series<'_, X>, dots: &mut Dots) {
        let mut pen = Pen::new(series.stroke, series.style);
        for point in &series.points {
            match point.finite() {
                Some(value) => {
                    let dot = dots.at(self.across.share(point.at), self.scale.share(value));
                    pen.draw_to(dot, dots);
                }
                None => pen.lift(),
            }
        }
    }

    /// Every second dot of every second row between the ends of the band.
    fn band(&self, series: &Series<'_, X>, look: &Look, dots: &mut Dots) {
        let ink = Ink {
            layer: Layer::Band,
            sign: '.',
            style: look.dim,
        };
        let spread = if dots.is_fine() { 2 } else { 1 };
        let ends: Vec<_> = series
            .points
            .iter()
            .map(|point| point.band().map(|band| (self.across.share(point.at), band)))
            .collect();
        let pairs = ends.iter().zip(ends.iter().skip(1).chain([&None]));
        for (from, to) in pairs {
            let Some((left, from)) = *from else { continue };
            let (right, to) = to.unwrap_or((left, from));
            let (first, last) = (dots.at(left, 0.0).0, dots.at(right, 0.0).0);
            for x in (first..=last).filter(|x| x % spread == 0) {
                let share = (x - first) as f64 / last.abs_diff(first).max(1) as f64;
                let height = |from: f64, to: f64| dots.at(0.0, self.scale.share(from + share * (to - from))).1;
                let (top, foot) = (height(from.1, to.1), height(from.0, to.0));
                for y in (top..=foot).filter(|y| y % spread == 0) {
                    dots.set((x, y), ink);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
