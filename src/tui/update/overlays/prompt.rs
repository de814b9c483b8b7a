use crossterm::event::KeyCode;
use tui_input::Input;

use super::{edit, leaves};
use crate::tui::{
    input::Key,
    model::{Filter, Model, Overlay, Prompt, PromptKind},
    update::logs,
    view::log_rows,
};

/// A key for a line that is being typed: its effect is shown at once, and Escape takes it back.
pub(super) fn press(model: &mut Model, key: Key, mut prompt: Prompt) {
    match key.code {
        KeyCode::Enter => {
            keep(model, &prompt);
            return;
        }
        KeyCode::Esc => {
            prompt.input = Input::new(std::mem::take(&mut prompt.before));
            preview(model, &prompt);
            return;
        }
        _ if leaves(key) => return,
        KeyCode::Up => recall(model, &mut prompt, 1),
        KeyCode::Down => recall(model, &mut prompt, -1),
        _ => {
            prompt.back = 0;
            edit(&mut prompt.input, key);
        }
    }
    preview(model, &prompt);
    model.overlay = Some(Overlay::Prompt(prompt));
}

/// Goes through the lines that were typed before; the way back ends at the line that was begun.
fn recall(model: &Model, prompt: &mut Prompt, by: isize) {
    if prompt.back == 0 {
        prompt.input.value().clone_into(&mut prompt.draft);
    }
    let back = prompt.back.saturating_add_signed(by);
    let line = if back == 0 {
        Some(prompt.draft.as_str())
    } else {
        model.past.back(prompt.kind, back)
    };
    if let Some(line) = line {
        prompt.input = Input::new(line.to_owned());
        prompt.back = back;
    }
}

fn keep(model: &mut Model, prompt: &Prompt) {
    model.past.remember(prompt.kind, prompt.input.value());
    preview(model, prompt);
    if prompt.kind == PromptKind::Search {
        let rows = log_rows(model);
        logs::next_match(model, false, rows);
    }
}

/// Shows what the line would do.
pub(super) fn preview(model: &mut Model, prompt: &Prompt) {
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
