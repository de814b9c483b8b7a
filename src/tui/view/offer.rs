use ratatui::text::{Line, Span};

use crate::tui::{action::ACTIONS, model::Model, theme::Look};

/// What a key would do here, or why it does nothing; nothing where no key does it.
pub(super) fn offer(name: &str, what: &str, model: &Model, look: &Look) -> Option<Line<'static>> {
    let spec = ACTIONS
        .iter()
        .find(|spec| spec.name == name && spec.scope.holds(model.screen))?;
    let key = model.keymap.keys(spec).next()?;
    let line = match spec.available(model) {
        Ok(()) => vec![
            Span::styled(key.to_string(), look.accent),
            Span::raw(format!("  {what}")),
        ],
        Err(reason) => vec![Span::styled(format!("{key}  {}: {reason}", spec.title), look.dim)],
    };
    Some(Line::from(line))
}
