use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::Style,
    text::{Line, Span},
    widgets::{Block, Clear, Padding, Widget},
};

use crate::tui::theme::Look;

/// Widest text that is pleasant to read.
const TEXT_WIDTH: u16 = 96;

/// Where a long text opens, with its frame taken off.
pub(super) fn text_area(body: Rect) -> Rect {
    let outer = text_frame(body);
    Rect {
        x: outer.x.saturating_add(2),
        y: outer.y.saturating_add(1),
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    }
}

/// Where a long text opens.
pub(super) fn text_frame(body: Rect) -> Rect {
    // A narrow rim of what lies below would only disturb.
    let width = if body.width < TEXT_WIDTH + 8 {
        body.width
    } else {
        TEXT_WIDTH
    };
    centered(body, width, body.height)
}

/// A rectangle in the middle of another one.
pub(super) fn centered(body: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(body.width), height.min(body.height));
    Rect {
        x: body.x + (body.width - width) / 2,
        y: body.y + (body.height - height) / 2,
        width,
        height,
    }
}

/// Clears the place and draws a frame around it; gives what is inside.
pub(super) fn frame(title: &str, foot: &str, look: &Look, area: Rect, buf: &mut Buffer) -> Rect {
    Clear.render(area, buf);
    let block = Block::bordered()
        .border_set(look.glyphs.border)
        .border_style(look.focus)
        .padding(Padding::horizontal(1))
        .title_top(Line::from(Span::styled(format!(" {title} "), look.focus)));
    let block = if foot.is_empty() {
        block
    } else {
        block.title_bottom(Line::from(Span::styled(format!(" {foot} "), look.dim)).right_aligned())
    };
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}

/// A line that is typed, with its cursor.
pub(super) fn input(input: &tui_input::Input, look: &Look) -> Vec<Span<'static>> {
    let mut before: String = input.value().chars().take(input.cursor()).collect();
    let mut after = input.value().chars().skip(input.cursor());
    let under = after.next().unwrap_or(' ');
    let rest: String = after.collect();
    // A long line shows its end, where one types.
    let too_long = before.chars().count().saturating_sub(60);
    before = before.chars().skip(too_long).collect();
    vec![
        Span::raw(before),
        Span::styled(under.to_string(), look.selected),
        Span::styled(rest, Style::new()),
    ]
}
