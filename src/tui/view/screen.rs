use ratatui::{buffer::Buffer, layout::Rect};

use super::{banner, confirm, footer, header, help, layout, logs, messages, palette, panes, profiles, small};
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
        Some(Overlay::Help { top }) => help::render(model, look, *top, parts.body, buf),
        Some(Overlay::Messages { top }) => messages::render(model, look, *top, parts.body, buf),
        Some(Overlay::Palette { input, selected }) => palette::render(model, look, input, *selected, parts.body, buf),
        Some(Overlay::Profiles { selected }) => profiles::render(model, look, *selected, parts.body, buf),
        Some(Overlay::Confirm(question)) => confirm::render(question, look, parts.body, buf),
        Some(Overlay::Prompt(_)) | None => {}
    }
}
