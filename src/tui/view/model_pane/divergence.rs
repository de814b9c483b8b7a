use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};
use touchline::engine::{Divergence, ModelHealth};

use crate::tui::{
    theme::Look,
    view::pane::{prose, put},
    widget::{chart, fixed},
};

/// Rows of the histogram.
const ROWS: usize = 4;

/// How far the model's probabilities lie from the market's: in quantiles, as a histogram where there is room, and
/// fixture by fixture where they disagree.
pub(super) fn render(health: &ModelHealth, style: Style, look: &Look, area: Rect, buf: &mut Buffer) {
    let Some(divergence) = &health.odds_divergence else {
        return;
    };
    let Some(tv) = divergence.tv else { return };
    let width = usize::from(area.width);
    let distance = format!(
        "model to market (TV) p50 {} p95 {} n {} {} {} coming above 0.19",
        fixed(tv.p50, 3),
        fixed(tv.p95, 3),
        tv.n,
        look.glyphs.dot,
        divergence.fixtures.len()
    );
    let mut lines = prose(&distance, look.dim, width);
    lines.extend(divergence.fixtures.iter().flat_map(|fixture| {
        let teams = format!("{} v {}", fixture.home, fixture.away);
        let text = format!(
            "{} {} {teams}, TV {}",
            fixture.league,
            fixture.date,
            fixed(fixture.total_variation, 2)
        );
        prose(&text, style, width)
    }));
    let rest = put(&lines, look, area, buf);
    if usize::from(rest.height) > ROWS + 1 {
        put(&histogram(divergence, width, style, look), look, rest, buf);
    }
}

/// Outcomes by their distance to the market, in percentage points.
fn histogram(divergence: &Divergence, width: usize, style: Style, look: &Look) -> Vec<Line<'static>> {
    let (Some(first), Some(last)) = (divergence.buckets.first(), divergence.buckets.last()) else {
        return Vec::new();
    };
    let counts: Vec<Option<f64>> = divergence
        .buckets
        .iter()
        .map(|bucket| Some(bucket.count as f64))
        .collect();
    let title = format!(
        "model minus market, {:+.0} to {:+.0} points: {} below, {} above",
        first.from, last.to, divergence.below, divergence.above
    );
    let mut lines = vec![Line::default(), Line::from(Span::styled(title, look.dim))];
    let bars = chart(&counts, width, ROWS, &look.glyphs.spark);
    lines.extend(bars.into_iter().map(|bars| Line::from(Span::styled(bars, style))));
    lines
}
