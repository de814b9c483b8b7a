use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

/// What is done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gesture {
    Click,
    WheelUp,
    WheelDown,
}

/// A gesture and where, from the screen's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mouse {
    pub(crate) gesture: Gesture,
    pub(crate) column: u16,
    pub(crate) row: u16,
}

impl Mouse {
    /// A gesture that means something here.
    pub(super) fn of(event: MouseEvent) -> Option<Self> {
        let gesture = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => Gesture::Click,
            MouseEventKind::ScrollUp => Gesture::WheelUp,
            MouseEventKind::ScrollDown => Gesture::WheelDown,
            _ => return None,
        };
        Some(Self {
            gesture,
            column: event.column,
            row: event.row,
        })
    }
}
