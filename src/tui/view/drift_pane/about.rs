use ratatui::text::{Line, Span};
use touchline::engine::LeagueDrift;

use crate::tui::{
    theme::{Concern, Look},
    view::{
        pane::{Detail, short_prose},
        section::Section,
    },
    widget::{chart, range, signed},
};

/// Most rows of the chart of one league.
const CHART_ROWS: usize = 7;

/// Why the verdict of the selected league, else of the worst one, is what it is; in a zoomed pane with its weeks.
pub(super) fn lines(
    row: &LeagueDrift,
    section: &Section<'_, Vec<LeagueDrift>>,
    look: &Look,
    detail: Detail,
    width: usize,
    spare: usize,
) -> Vec<Line<'static>> {
    let text = format!("{}: {}", row.league, row.reason);
    let most = if detail == Detail::Pane { spare.clamp(1, 2) } else { 4 };
    let reason = short_prose(&text, look.dim, width, most, look);
    if detail == Detail::Pane {
        return reason;
    }
    let room = spare.saturating_sub(reason.len() + 2).min(CHART_ROWS);
    if room < 3 || row.weekly_skill.is_empty() {
        return reason;
    }
    let style = section.concern_style(Concern::from(row.verdict), look);
    let (low, high) = range(&row.weekly_skill);
    let title = format!(
        "{} vs market by week, {} weeks, the latest at the right",
        row.league,
        row.weekly_skill.len()
    );
    let mut lines = vec![Line::default(), Line::from(Span::styled(title, look.dim))];
    let bars = chart(&row.weekly_skill, width.saturating_sub(8), room, &look.glyphs.spark);
    lines.extend(bars.into_iter().enumerate().map(|(index, bars)| {
        let label = match index {
            0 => signed(high, 3),
            _ if index + 1 == room => signed(low, 3),
            _ => String::new(),
        };
        Line::from(vec![
            Span::styled(format!("{label:>6}  "), look.dim),
            Span::styled(bars, style),
        ])
    }));
    lines.extend(reason);
    lines
}
