use std::time::Duration;

use crossterm::event::{Event, KeyCode};
use touchline::domain::SafeText;
use tui_input::{Input, InputRequest, backend::crossterm::to_input_request};

use super::{act::request, keys, logs, profiles};
use crate::tui::{
    action::ActionId,
    input::Key,
    message::Effect,
    model::{Button, Confirm, Filter, Model, Overlay, Prompt, PromptKind, ToastLevel},
    view::{log_rows, text_rows},
};

/// Longest line that can be typed.
const MAX_INPUT: usize = 120;

/// A key for what lies on top.
pub(super) fn press(model: &mut Model, key: Key, at: Duration) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Help { top }) => {
            model.overlay = scroll(model, key, top).map(|top| Overlay::Help { top });
        }
        Some(Overlay::Messages { top }) => {
            model.overlay = scroll(model, key, top).map(|top| Overlay::Messages { top });
        }
        Some(Overlay::Palette { input, selected }) => return palette(model, key, input, selected),
        Some(Overlay::Profiles { selected }) => return profiles::press(model, key, selected),
        Some(Overlay::Prompt(prompt)) => typed(model, key, prompt),
        Some(Overlay::Confirm(confirm)) => return answer(model, key, at, confirm),
        None => {}
    }
    Vec::new()
}

/// Pasted text goes into the line that is being typed, never into keys.
pub(super) fn paste(model: &mut Model, text: &str) {
    let text = SafeText::new(text);
    let input = match &mut model.overlay {
        Some(Overlay::Palette { input, .. }) => input,
        Some(Overlay::Prompt(prompt)) => &mut prompt.input,
        // The name of a target is typed, not pasted: typing is what makes one look at it.
        _ => return,
    };
    for c in text.as_str().chars() {
        insert(input, InputRequest::InsertChar(c));
    }
    if let Some(Overlay::Prompt(prompt)) = &model.overlay {
        let prompt = prompt.clone();
        preview(model, &prompt);
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
        Some(ActionId::PageUp) => Some(top.saturating_sub(rows)),
        Some(ActionId::PageDown) => Some((top + rows).min(last)),
        Some(ActionId::First) => Some(0),
        Some(ActionId::Last) => Some(last),
        Some(ActionId::Escape | ActionId::Quit | ActionId::Help | ActionId::Messages) => None,
        _ => Some(top),
    }
}

fn palette(model: &mut Model, key: Key, mut input: Input, selected: usize) -> Vec<Effect> {
    let entries = model.palette(input.value());
    let last = entries.len().saturating_sub(1);
    let selected = match key.code {
        KeyCode::Esc => return Vec::new(),
        KeyCode::Char('c') if is_interrupt(key) => return Vec::new(),
        KeyCode::Enter => {
            let chosen = entries.into_iter().nth(selected.min(last));
            return chosen.map_or_else(Vec::new, |entry| keys::invoke(model, entry.spec));
        }
        KeyCode::Up => selected.saturating_sub(1),
        KeyCode::Down => (selected + 1).min(last),
        _ => {
            edit(&mut input, key);
            0
        }
    };
    model.overlay = Some(Overlay::Palette { input, selected });
    Vec::new()
}

/// Ctrl-C closes what is open; without anything open it leaves the monitor.
pub(super) fn is_interrupt(key: Key) -> bool {
    key.code == KeyCode::Char('c') && key.modifiers.contains(crossterm::event::KeyModifiers::CONTROL)
}

/// A line is being typed; its effect is shown at once, and Escape takes it back.
fn typed(model: &mut Model, key: Key, mut prompt: Prompt) {
    match key.code {
        KeyCode::Enter => preview(model, &prompt),
        KeyCode::Esc => {
            prompt.input = Input::new(std::mem::take(&mut prompt.before));
            preview(model, &prompt);
        }
        KeyCode::Char('c') if is_interrupt(key) => {}
        _ => {
            edit(&mut prompt.input, key);
            preview(model, &prompt);
            model.overlay = Some(Overlay::Prompt(prompt));
            return;
        }
    }
    if prompt.kind == PromptKind::Search && key.code == KeyCode::Enter {
        let rows = log_rows(model);
        logs::next_match(model, false, rows);
    }
}

fn preview(model: &mut Model, prompt: &Prompt) {
    let text = prompt.input.value();
    match prompt.kind {
        PromptKind::Filter(list) => {
            model.lists.state(list).filter = Filter::new(text);
            model.settle();
        }
        PromptKind::LogFilter => model.logs.filter = Filter::new(text),
        PromptKind::Search => {
            model.logs.search = Some(text.trim().to_lowercase()).filter(|text| !text.is_empty());
        }
    }
}

/// A key for a question. Escape always leaves; every other key counts only once the dialog could be read.
fn answer(model: &mut Model, key: Key, at: Duration, mut confirm: Box<Confirm>) -> Vec<Effect> {
    if key.code == KeyCode::Esc || is_interrupt(key) {
        return Vec::new();
    }
    if confirm.was_seen(at) {
        match (key.code, confirm.focus) {
            (KeyCode::Enter, Button::Cancel) => return Vec::new(),
            (KeyCode::Enter, Button::Go) if confirm.is_armed() => return go(model, *confirm),
            (KeyCode::Tab | KeyCode::BackTab | KeyCode::Left | KeyCode::Right, focus) => {
                confirm.focus = if focus == Button::Cancel {
                    Button::Go
                } else {
                    Button::Cancel
                };
            }
            (_, Button::Go) if confirm.must_type.is_some() => edit(&mut confirm.typed, key),
            _ => {}
        }
    }
    model.overlay = Some(Overlay::Confirm(confirm));
    Vec::new()
}

/// The answer is yes: done, unless what it is about has ended meanwhile.
fn go(model: &mut Model, confirm: Confirm) -> Vec<Effect> {
    if let touchline::engine::Action::Cancel { run } = &confirm.action {
        let training = model.latest().sections.training.value.as_ref();
        let waits = training.is_some_and(|t| t.running.iter().chain(&t.queued).any(|other| other.id == *run));
        if !waits {
            model
                .toasts
                .tell(ToastLevel::Note, format!("#{run} has ended meanwhile"), model.now);
            return Vec::new();
        }
    }
    let Confirm { action, summary, .. } = confirm;
    request(model, summary.as_str(), action)
}
