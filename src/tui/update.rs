//! How the model changes: pure, from one message to the effects that follow from it.

mod act;
mod ask;
mod copy;
mod export;
mod keys;
mod league;
mod lists;
mod logs;
mod mouse;
mod overlays;
mod profiles;

use touchline::{
    domain::SafeText,
    engine::{ActError, Receipt},
};

use super::{
    message::{Effect, Msg, Ticket},
    model::{Model, Overlay, ToastLevel},
    run::Exit,
};

/// Takes a message into the model.
pub(crate) fn update(model: &mut Model, message: Msg) -> Vec<Effect> {
    match message {
        Msg::Clock(now) => {
            model.now = now;
            model.logs.since = model.range.begin(now);
            model.toasts.expire(now);
        }
        Msg::Key { key, at } => return keys::press(model, key, at),
        Msg::Mouse(mouse) => mouse::take(model, mouse),
        Msg::Paste(text) => overlays::paste(model, &text),
        Msg::Resize(columns, rows) => model.size = ratatui::layout::Size::new(columns, rows),
        Msg::Snapshot(snapshot) => {
            model.take_snapshot(snapshot);
            return league::ask(model);
        }
        Msg::League { code, result } => league::answered(model, &code, result),
        Msg::EngineGone => model.engine_gone = true,
        // The loop takes these itself.
        Msg::LogsWaiting | Msg::NotOpened(_) | Msg::ConfigurationRead(_) | Msg::EngineOpened(_) => {}
        Msg::Configured(reloaded) => profiles::reloaded(model, *reloaded),
        Msg::NotConfigured { why, text } => profiles::not_configured(model, why, text),
        Msg::Opening(profile) => profiles::opening(model, profile),
        Msg::EngineNotOpened { profile, why } => profiles::not_opened(model, &profile, &why),
        Msg::Switched(snapshot) => profiles::switched(model, snapshot),
        Msg::Logs(ring) => model.logs.ring.append(ring),
        Msg::LogSources(sources) => model.logs.sources = sources,
        Msg::Saved(result) => saved(model, result),
        Msg::Answered { ticket, result } => answered(model, ticket, result),
        Msg::Drawn(at) => {
            if let Some(Overlay::Confirm(confirm)) = &mut model.overlay {
                confirm.drawn_at.get_or_insert(at);
            }
        }
        Msg::Signal(signal) => return vec![Effect::Leave(Exit::by_signal(signal))],
        Msg::Suspend => return vec![Effect::Suspend],
        Msg::SuspendRefused => {
            model.toasts.tell(
                ToastLevel::Failed,
                "no shell is above this program, so nothing could wake it",
                model.now,
            );
        }
        Msg::Resumed => return vec![Effect::Wake],
        Msg::TerminalGone => return vec![Effect::Leave(Exit::HUNG_UP)],
        Msg::BackgroundPanic(text) => {
            let text = format!("a part of this program failed, the log says more: {text}");
            model.toasts.tell(ToastLevel::Failed, text, model.now);
        }
    }
    Vec::new()
}

fn answered(model: &mut Model, ticket: Ticket, result: Result<Receipt, ActError>) {
    let (level, text) = match result {
        Ok(receipt) => (ToastLevel::Done, receipt.message),
        Err(error) => (ToastLevel::Failed, error.to_string().into()),
    };
    model.toasts.answer(ticket, level, &text, model.now);
}

/// Where a file was written, or why it was not.
fn saved(model: &mut Model, result: Result<SafeText, SafeText>) {
    match result {
        Ok(path) => model.toasts.tell(ToastLevel::Note, format!("wrote {path}"), model.now),
        Err(why) => {
            let text = format!("nothing was written: {why}");
            model.toasts.tell(ToastLevel::Failed, text, model.now);
        }
    }
}
