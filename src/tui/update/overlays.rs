//! Keys for what lies above the screen.

mod answer;
mod export;
mod help;
mod palette;
mod prompt;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};
use touchline::domain::SafeText;
use tui_input::{Input, InputRequest, backend::crossterm::to_input_request};

use super::{keys, profiles};
use crate::tui::{
    action::ActionId,
    input::Key,
    message::Effect,
    model::{Model, Overlay, Stop},
    view::text_rows,
};

/// Longest line that can be typed.
const MAX_INPUT: usize = 120;

/// A key for what lies on top.
pub(super) fn press(model: &mut Model, key: Key, at: Duration) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Help(help)) => help::press(model, key, help),
        Some(Overlay::Messages { top }) => {
            model.overlay = scroll(model, key, top).map(|top| Overlay::Messages { top });
        }
        Some(Overlay::Palette { input, selected }) => return palette::press(model, key, input, selected),
        Some(Overlay::Profiles { selected }) => return profiles::press(model, key, selected),
        Some(Overlay::Prompt(prompt)) => prompt::press(model, key, prompt),
        Some(Overlay::Confirm(confirm)) => return answer::press(model, key, at, confirm),
        Some(Overlay::Export { selected }) => return export::press(model, key, selected),
        None => {}
    }
    Vec::new()
}

/// Pasted text goes into the line that is being typed, never into keys.
pub(super) fn paste(model: &mut Model, text: &str) {
    let text = SafeText::new(text);
    let input = match &mut model.overlay {
        Some(Overlay::Palette { input, .. }) => Some(input),
        Some(Overlay::Prompt(prompt)) => Some(&mut prompt.input),
        Some(Overlay::Help(help)) if help.typing => Some(&mut help.wanted),
        // The name of a target is typed, not pasted: typing is what makes one look at it.
        Some(Overlay::Confirm(confirm)) if confirm.focus == Stop::Reason => {
            confirm.why.as_mut().map(|why| &mut why.input)
        }
        _ => None,
    };
    let Some(input) = input else { return };
    for c in text.as_str().chars() {
        insert(input, InputRequest::InsertChar(c));
    }
    if let Some(Overlay::Prompt(prompt)) = &model.overlay {
        let prompt = prompt.clone();
        prompt::preview(model, &prompt);
    }
}

fn insert(input: &mut Input, request: InputRequest) {
    let accepted = match request {
        InputRequest::InsertChar(c) => {
            input.value().chars().count() < MAX_INPUT && !SafeText::from(String::from(c)).as_str().is_empty()
        }
        _ => true,
    };
    if accepted {
        input.handle(request);
    }
}

fn edit(input: &mut Input, key: Key) {
    if let Some(request) = to_input_request(&Event::Key(key.into())) {
        insert(input, request);
    }
}

/// Scrolls a text; none closes it.
fn scroll(model: &Model, key: Key, top: usize) -> Option<usize> {
    let (rows, total) = text_rows(model);
    let last = total.saturating_sub(rows);
    let top = top.min(last);
    match keys::meaning(model, key) {
        Some(ActionId::Up) => Some(top.saturating_sub(1)),
        Some(ActionId::Down) => Some((top + 1).min(last)),
        Some(ActionId::HalfPageUp) => Some(top.saturating_sub(rows / 2)),
        Some(ActionId::HalfPageDown) => Some((top + rows / 2).min(last)),
        Some(ActionId::PageUp) => Some(top.saturating_sub(rows)),
        Some(ActionId::PageDown) => Some((top + rows).min(last)),
        Some(ActionId::First) => Some(0),
        Some(ActionId::Last) => Some(last),
        Some(ActionId::Escape | ActionId::Quit | ActionId::Help | ActionId::Messages) => None,
        _ => Some(top),
    }
}

/// Escape, and Ctrl-C: it closes what is open; without anything open it leaves the monitor.
pub(super) fn leaves(key: Key) -> bool {
    key.code == KeyCode::Esc || (key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL))
}
