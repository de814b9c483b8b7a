use ratatui::{buffer::Buffer, layout::Rect};
use unicode_width::UnicodeWidthStr;

use super::{banner, confirm, export, footer, header, help, layout, logs, messages, palette, panes, profiles, small};
use crate::tui::{
    model::{Model, Overlay, ScreenId},
    theme::Look,
};

/// Draws the whole screen.
pub(crate) fn view(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let Some(parts) = layout::parts(model, area) else {
        small::render(model, look, area, buf);
        return;
    };
    header::render(model, look, parts.header, buf);
    if let Some(area) = parts.banner {
        banner::render(model, look, area, buf);
    }
    match model.screen {
        ScreenId::Logs => logs::render(model, look, parts.body, buf),
        _ => panes::render(model, look, parts.body, buf),
    }
    footer::status(model, look, parts.status, buf);
    footer::render(model, look, parts.footer, buf);
    match &model.overlay {
        Some(Overlay::Help(open)) => help::render(model, look, open, parts.body, buf),
        Some(Overlay::Messages { top }) => messages::render(model, look, *top, parts.body, buf),
        Some(Overlay::Palette { input, selected }) => palette::render(model, look, input, *selected, parts.body, buf),
        Some(Overlay::Profiles { selected }) => profiles::render(model, look, *selected, parts.body, buf),
        Some(Overlay::Confirm(question)) => confirm::render(question, look, parts.body, buf),
        Some(Overlay::Export { selected }) => export::render(model, look, *selected, parts.body, buf),
        Some(Overlay::Prompt(_)) | None => {}
    }
}

/// The whole screen as text, without trailing blanks.
pub(crate) fn text(model: &Model, look: &Look) -> String {
    let area = Rect::from((ratatui::layout::Position::ORIGIN, model.size));
    let mut buffer = Buffer::empty(area);
    view(model, look, area, &mut buffer);
    let mut text = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut covered = 0;
        for cell in (area.left()..area.right()).filter_map(|x| buffer.cell((x, y))) {
            // A wide sign covers the cell behind it.
            if covered == 0 {
                line.push_str(cell.symbol());
            }
            covered = covered.max(cell.symbol().width()).saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
