use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::engine::Run;

use crate::tui::{
    theme::{Concern, Look},
    view::pane::put,
    widget::{LineChart, Point, Series, Stroke, fixed, signed},
};

/// More rows of a chart tell nothing new.
const MOST: u16 = 14;
/// Rows in which a chart can spare some.
const ROOMY: u16 = 9;

/// Whether the fit converges: the penalised log-likelihood by iteration, as a chart where there is room for one above the
/// last `kept` rows, else in one line. Gives what is left.
pub(super) fn render(run: &Run, look: &Look, area: Rect, kept: usize, buf: &mut Buffer) -> Rect {
    let kept = u16::try_from(kept).unwrap_or(u16::MAX);
    let (Some(name), Some(room)) = (name(run), area.height.checked_sub(kept).filter(|room| *room > 0)) else {
        return area;
    };
    let points = (1..).zip(&run.log_likelihood);
    let chart = LineChart {
        series: vec![Series {
            name: &name,
            stroke: Stroke::Solid,
            style: look.of(Concern::Busy),
            points: points.map(|(step, value)| Point::new(step, Some(*value))).collect(),
        }],
        ..LineChart::<u32>::default()
    };
    // Where there is room, with a blank row before it and behind it.
    let blank = u16::from(room >= ROOMY);
    let inside = Rect {
        y: area.y + blank,
        height: room.saturating_sub(2 * blank).min(MOST),
        ..area
    };
    if chart.render(look, inside, buf) {
        let used = inside.height + 2 * blank;
        Rect {
            y: area.y + used,
            height: area.height - used,
            ..area
        }
    } else {
        let iterations = run.log_likelihood.len();
        put(
            &[Line::styled(format!("{name}, {iterations} iterations"), look.dim)],
            look,
            area,
            buf,
        )
    }
}

/// `log-likelihood of SP2 -2931.8, last step +0.30`.
fn name(run: &Run) -> Option<String> {
    let last = run.log_likelihood.last()?;
    let of = run
        .current_league
        .as_ref()
        .map_or_else(String::new, |league| format!(" of {league}"));
    let step = match run.log_likelihood.as_slice() {
        [.., before, last] => format!(", last step {}", signed(last - before, 2)),
        _ => String::new(),
    };
    Some(format!("log-likelihood{of} {}{step}", fixed(*last, 1)))
}
