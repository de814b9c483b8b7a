use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use touchline::metrics::ReliabilityPoint;

use super::plot::{
    Dots, Ink, Layer, Pen, Scale, axis,
    legend::{self, Entry},
};
use crate::tui::theme::{Concern, Look};

/// The reliability diagram: what was said to the right, how often it came true upwards, and the diagonal on which a
/// calibrated forecaster lies, but for chance: its 95 % band is drawn through each point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reliability<'a> {
    pub(crate) points: &'a [ReliabilityPoint],
    pub(crate) style: Style,
}

/// Fewer columns or rows tell no point from the diagonal.
const LEAST: (u16, u16) = (20, 6);
/// `1.00`, and the axis.
const LEFT: u16 = 6;

impl Reliability<'_> {
    /// Draws it; `false`, and nothing is drawn, where there is no point or too little room.
    pub(crate) fn render(&self, look: &Look, area: Rect, buf: &mut Buffer) -> bool {
        let legend = legend::lines(self.legend(look), area.width);
        let above = u16::try_from(legend.len()).unwrap_or(u16::MAX);
        let plot = Rect {
            x: area.x.saturating_add(LEFT),
            y: area.y.saturating_add(above),
            width: area.width.saturating_sub(LEFT),
            height: area.height.saturating_sub(above.saturating_add(1)),
        };
        let Some(scale) = Scale::covering([0.0, 1.0], usize::from(plot.height / 3)) else {
            return false;
        };
        if self.points.is_empty() || plot.width < LEAST.0 || plot.height < LEAST.1 {
            return false;
        }
        for (line, row) in legend.iter().zip(area.rows()) {
            buf.set_line(row.x, row.y, line, row.width);
        }
        let mut dots = Dots::new(plot, look.glyphs.braille);
        self.draw(&mut dots, look);
        dots.render(buf);
        for point in self.points {
            let (sign, style) = self.sign(point, look);
            buf.set_string(dots.column(point.forecast), dots.row(point.observed), sign, style);
        }
        let labels = scale.ticks().map(|tick| (tick, format!("{tick:.2}"), look.dim));
        axis::left_of(plot, labels, &dots, look, buf);
        for tick in [0.0, 0.5, 1.0] {
            let centre = dots.column(tick).saturating_sub(2);
            let at = centre.clamp(plot.x, plot.right().saturating_sub(4));
            buf.set_string(at, plot.bottom(), format!("{tick:.2}"), look.dim);
        }
        true
    }

    fn draw(&self, dots: &mut Dots, look: &Look) {
        let mut diagonal = Pen::rule('.', look.dim);
        diagonal.draw_to(dots.at(0.0, 0.0), dots);
        diagonal.draw_to(dots.at(1.0, 1.0), dots);
        let bar = Ink {
            layer: Layer::Value,
            sign: '|',
            style: self.style,
        };
        for point in self.points {
            let (x, foot) = dots.at(point.forecast, point.low);
            let (_, top) = dots.at(point.forecast, point.high);
            for y in top..=foot {
                dots.set((x, y), bar);
            }
        }
    }

    /// A point inside its band is as chance allows; one outside is told by another sign.
    fn sign(&self, point: &ReliabilityPoint, look: &Look) -> (&'static str, Style) {
        if (point.low..=point.high).contains(&point.observed) {
            (look.glyphs.good, self.style)
        } else {
            (look.glyphs.warn, look.of(Concern::Warn))
        }
    }

    fn legend(&self, look: &Look) -> [Entry; 3] {
        [
            Entry::new(look.glyphs.good, self.style, "came true, by what was said", look),
            Entry::new(
                look.glyphs.warn,
                look.of(Concern::Warn),
                "outside what chance allows (95 %)",
                look,
            ),
            Entry::of_line(Pen::rule('.', look.dim), look.dim, "as often as said", look),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::fixture::{Colors, look};

    /// A forecaster who is right up to a half and says too much above.
    fn points() -> Vec<ReliabilityPoint> {
        let point = |tenth: u32, n: u64| {
            let forecast = f64::from(tenth) / 10.0 + 0.05;
            let observed = if tenth < 5 { forecast + 0.01 } else { forecast - 0.15 };
            let error = 1.96 * (forecast * (1.0 - forecast) / n as f64).sqrt();
            ReliabilityPoint {
                from: f64::from(tenth) / 10.0,
                to: f64::from(tenth + 1) / 10.0,
                n,
                forecast,
                observed,
                low: (forecast - error).max(0.0),
                high: (forecast + error).min(1.0),
            }
        };
        [
            (0, 40),
            (1, 180),
            (2, 400),
            (3, 240),
            (4, 160),
            (5, 90),
            (6, 60),
            (7, 30),
            (8, 9),
        ]
        .map(|(tenth, n)| point(tenth, n))
        .to_vec()
    }

    fn drawn(points: &[ReliabilityPoint], colors: Colors, columns: u16, rows: u16) -> Option<String> {
        let area = Rect::new(0, 0, columns, rows);
        let mut buffer = Buffer::empty(area);
        let chart = Reliability {
            points,
            style: Style::new(),
        };
        chart.render(&look(colors), area, &mut buffer).then(|| {
            let rows = buffer.content().chunks(usize::from(columns));
            let lines = rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
            lines
                .map(|line| line.trim_end().to_owned())
                .collect::<Vec<_>>()
                .join("\n")
        })
    }

    #[test]
    fn points_outside_their_band_have_another_sign() {
        insta::assert_snapshot!("unicode", drawn(&points(), Colors::None, 64, 16).unwrap());
        insta::assert_snapshot!("ascii", drawn(&points(), Colors::Ascii, 64, 16).unwrap());
        assert!(drawn(&points(), Colors::None, 64, 8).is_none());
        assert!(drawn(&[], Colors::None, 64, 16).is_none());
    }

    proptest! {
        #[test]
        fn any_points_in_any_area(
            values in proptest::collection::vec((any::<f64>(), any::<f64>(), any::<f64>(), any::<f64>()), 0..12),
            (columns, rows) in (1u16..90, 0u16..40),
        ) {
            let of = |(forecast, observed, low, high): &(f64, f64, f64, f64)| ReliabilityPoint {
                from: 0.0,
                to: 1.0,
                n: 1,
                forecast: *forecast,
                observed: *observed,
                low: *low,
                high: *high,
            };
            let points: Vec<_> = values.iter().map(of).collect();
            let text = drawn(&points, Colors::Ascii, columns, rows).unwrap_or_default();
            prop_assert!(text.is_ascii());
        }
    }
}
