use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use touchline::engine::ModelHealth;

use crate::tui::{
    theme::Look,
    view::pane::put,
    widget::{chart, fixed, range, spark},
};

/// Weeks that are shown.
const WEEKS: usize = 12;
/// Rows of the chart of weeks where there is room for one; else it is a line.
const CHART_ROWS: usize = 5;

/// Published log loss by week, as high as there is room.
pub(in crate::tui::view) fn render(
    health: &ModelHealth,
    style: Style,
    look: &Look,
    area: Rect,
    buf: &mut Buffer,
) -> Rect {
    let before = health.history.len().saturating_sub(WEEKS);
    let weeks: Vec<Option<f64>> = health.history.iter().skip(before).map(|week| week.log_loss).collect();
    let Some(last) = health.history.iter().rev().find(|week| week.log_loss.is_some()) else {
        return area;
    };
    let latest = format!("{} n {}", fixed(last.log_loss.unwrap_or(f64::NAN), 3), last.n);
    let width = usize::from(area.width);
    if usize::from(area.height) < CHART_ROWS + 4 {
        let label = "log loss by week ";
        let bars = spark(
            &weeks,
            width.saturating_sub(label.len() + latest.len() + 1),
            range(&weeks),
            &look.glyphs.spark,
        );
        let line = Line::from(vec![
            Span::styled(label, look.dim),
            Span::styled(bars, style),
            Span::styled(format!(" {latest}"), look.dim),
        ]);
        return put(&[line], look, area, buf);
    }
    let (low, high) = range(&weeks);
    let title = format!("log loss by week, {} weeks, last {latest}", weeks.len());
    let mut lines = vec![Line::default(), Line::from(Span::styled(title, look.dim))];
    for (index, bars) in chart(&weeks, width.saturating_sub(7), CHART_ROWS, &look.glyphs.spark)
        .into_iter()
        .enumerate()
    {
        let label = match index {
            0 => fixed(high, 3),
            _ if index + 1 == CHART_ROWS => fixed(low, 3),
            _ => String::new(),
        };
        lines.push(Line::from(vec![
            Span::styled(format!("{label:>5}  "), look.dim),
            Span::styled(bars, style),
        ]));
    }
    put(&lines, look, area, buf)
}
