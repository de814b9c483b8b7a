use ratatui::{buffer::Buffer, layout::Rect, text::Span};
use touchline::{
    domain::{LeagueCode, RunState},
    engine::{Run, RunScores, Training},
};

use crate::tui::{
    model::{Model, row_keys},
    theme::{Concern, Look},
    view::{
        pane::{Detail, foot, put, short_prose},
        section::Section,
    },
    widget::{Cell, Column, Row, Table, fixed, since, standard_error},
};

const COLUMNS: [Column; 7] = [
    Column::number("run", 9),
    Column::prose("what", 5, 11),
    Column::text("state", 8),
    Column::number("when", 7),
    Column::text("model", 6),
    Column::number("log loss", 4),
    Column::prose("message", 3, 16),
];

/// What runs, waits and is over, with the message of the selected run below.
pub(super) fn render(
    model: &Model,
    section: &Section<'_, Training>,
    look: &Look,
    detail: Detail,
    area: Rect,
    buf: &mut Buffer,
) {
    let rows = model.run_rows();
    if rows.is_empty() {
        let lines = section.nothing(
            look,
            usize::from(area.width),
            "No run matches the filter; Esc removes it.",
        );
        put(&lines, look, area, buf);
        return;
    }
    let selected = model.lists.training.selection.chosen(&row_keys(&rows));
    let most = if detail == Detail::Zoomed { 4 } else { 1 };
    let message = selected.and_then(|index| rows.get(index)).map_or_else(Vec::new, |run| {
        let text = format!(
            "#{} asked by {}, attempt {}: {}",
            run.id, run.requested_by, run.attempt, run.message
        );
        short_prose(&text, look.dim, usize::from(area.width), most, look)
    });
    let (above, below) = foot(area, message.len());
    let rows = rows
        .into_iter()
        .map(|run| table_row(run, model, section, look))
        .collect();
    Table {
        columns: &COLUMNS,
        rows,
        selected,
        signs: true,
    }
    .render(look, above, buf);
    put(&message, look, below, buf);
}

fn table_row(run: &Run, model: &Model, section: &Section<'_, Training>, look: &Look) -> Row {
    let concern = Concern::from(run.state);
    let (style, judged) = (section.style(look), section.concern_style(concern, look));
    let when = if run.state == RunState::Queued {
        Some(run.requested_at)
    } else {
        run.finished_at.or(run.started_at)
    };
    let loss = |scores: RunScores| {
        format!(
            "{}{}",
            fixed(scores.log_loss, 4),
            standard_error(scores.se, look.glyphs.plus_minus, 4)
        )
    };
    let cells = vec![
        Cell::new(format!("#{}", run.id), style),
        Cell::new(run.league.as_ref().map_or("all leagues", LeagueCode::as_str), style),
        Cell::new(run.state.as_str(), judged),
        Cell::new(when.map_or_else(String::new, |at| since(model.data_now(), at)), style),
        Cell::new(
            run.model_version.as_ref().map_or_else(String::new, ToString::to_string),
            style,
        ),
        Cell::new(run.scores.map_or_else(String::new, loss), style),
        Cell::new(run.message.as_str(), look.dim),
    ];
    let sign = if concern > Concern::Good || concern == Concern::Busy {
        look.glyphs.of(concern)
    } else {
        " "
    };
    Row {
        sign: Span::styled(sign, judged),
        cells,
    }
}
