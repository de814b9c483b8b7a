use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::{Block, Borders, Padding, Widget},
};

use super::{
    alerts_pane, audit_pane, brief::Brief, data_pane, drift_pane, findings_pane, gate_pane, held_pane, league_pane,
    list_pane::ListPane, model_pane, model_panes, progress_pane, quarantine_pane, runs_pane, services_pane,
    sources_pane, title, training_pane, versions_pane, workers_pane,
};
use crate::tui::{
    listing::ListId,
    model::{Model, Pane},
    theme::Look,
    widget::{cut, wrap},
};

/// How much room a pane has beside its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// One of four.
    Pane,
    /// Alone on the screen.
    Zoomed,
}

/// Draws a pane with its frame: name and filter at the left, its state at the right.
pub(super) fn render(pane: Pane, model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    // The focus is told by the title alone: a frame that changes its colour would be sent whole on every Tab.
    let title_style = if model.focus() == pane {
        look.selected.patch(look.title)
    } else {
        look.title
    };
    let brief = Brief::of(pane, model, look);
    let title = title::line(pane, model, title_style, look);
    let room = usize::from(area.width).saturating_sub(title.width() + 8);
    let state = cut(&brief.title, room, look.glyphs.ellipsis).into_owned();
    let state = Line::from(vec![
        Span::raw(" "),
        brief.sign(look),
        Span::styled(format!(" {state} "), look.of(brief.concern)),
    ]);
    let block = Block::new()
        .borders(Borders::ALL)
        .border_set(look.glyphs.border)
        .border_style(look.frame)
        .padding(Padding::horizontal(1))
        .title_top(title)
        .title_top(state.right_aligned());
    let inner = block.inner(area);
    block.render(area, buf);
    match pane {
        Pane::Model => model_pane::render(model, look, inner, buf),
        Pane::Drift => drift_pane::render(model, look, detail, inner, buf),
        Pane::Data => data_pane::render(model, look, detail, inner, buf),
        Pane::Training => training_pane::render(model, look, detail, inner, buf),
        Pane::Scores => model_panes::scores::render(model, look, inner, buf),
        Pane::History => model_panes::history::render(model, look, inner, buf),
        Pane::Reliability => model_panes::reliability::render(model, look, inner, buf),
        Pane::Divergence => model_panes::distances::render(model, look, inner, buf),
        Pane::Candidates => model_panes::candidates::render(model, look, inner, buf),
        Pane::Leagues => drift_pane::leagues(model, look, detail, inner, buf),
        Pane::League => league_pane::render(model, look, inner, buf),
        Pane::Cusum => league_pane::cusum::render(model, look, inner, buf),
        Pane::PairedLoss => league_pane::paired_loss::render(model, look, inner, buf),
        Pane::Matches => league_pane::matches::render(model, look, inner, buf),
        Pane::Sources => sources_pane::render(model, look, inner, buf),
        Pane::Findings => findings_pane::render(model, look, inner, buf),
        Pane::Held => held_pane::render(model, look, inner, buf),
        Pane::Quarantine => quarantine_pane::render(model, look, inner, buf),
        Pane::Progress => progress_pane::render(model, look, inner, buf),
        Pane::Runs => runs_pane::render(model, look, inner, buf),
        Pane::Gate => gate_pane::render(model, look, inner, buf),
        Pane::Versions => versions_pane::render(model, look, inner, buf),
        Pane::Services => services_pane::render(model, look, inner, buf),
        Pane::Alerts => alerts_pane::render(model, look, inner, buf),
        Pane::Workers => workers_pane::render(model, look, inner, buf),
        Pane::Audit => audit_pane::render(model, look, inner, buf),
        Pane::Fixtures => ListPane::of(ListId::Fixtures, model).render(&[], look, inner, buf),
    }
}

/// Draws lines from the top of an area, and gives what is left of it. A line that is too long ends in an ellipsis.
pub(super) fn put(lines: &[Line<'_>], look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    for (line, row) in lines.iter().zip(area.rows()) {
        buf.set_line(row.x, row.y, line, row.width);
        if line.width() > usize::from(row.width)
            && let Some(cell) = buf.cell_mut((row.right().saturating_sub(1), row.y))
        {
            cell.set_symbol(look.glyphs.ellipsis);
        }
    }
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height);
    Rect {
        y: area.y + used,
        height: area.height - used,
        ..area
    }
}

/// A text in as many lines as it needs.
pub(super) fn prose(text: &str, style: Style, width: usize) -> Vec<Line<'static>> {
    wrap(text, width)
        .into_iter()
        .map(|line| Line::from(Span::styled(line, style)))
        .collect()
}

/// A text in at most so many lines; one that goes on ends in an ellipsis.
pub(super) fn short_prose(text: &str, style: Style, width: usize, most: usize, look: &Look) -> Vec<Line<'static>> {
    let mut lines = wrap(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = cut(&format!("{last} {}", look.glyphs.ellipsis), width, look.glyphs.ellipsis).into_owned();
        }
    }
    lines
        .into_iter()
        .map(|line| Line::from(Span::styled(line, style)))
        .collect()
}

/// Cuts rows off the foot of an area: what is left, and the foot.
pub(super) fn foot(area: Rect, rows: usize) -> (Rect, Rect) {
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(area.height);
    let above = Rect {
        height: area.height - rows,
        ..area
    };
    (
        above,
        Rect {
            y: above.bottom(),
            height: rows,
            ..area
        },
    )
}
