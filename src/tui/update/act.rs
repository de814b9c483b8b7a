use touchline::engine::Action;
use tui_input::Input;

use super::{ask, copy, league, lists, logs, profiles};
use crate::tui::{
    action::{ActionId, Danger, Spec},
    listing::ListId,
    message::Effect,
    model::{Filter, Help, Model, Overlay, Prompt, PromptKind, ScreenId, ToastLevel},
    run::Exit,
};

/// Does an action that is available.
pub(super) fn perform(model: &mut Model, spec: &'static Spec) -> Vec<Effect> {
    if spec.danger > Danger::None {
        model.overlay = ask::question(model, spec).map(|confirm| Overlay::Confirm(Box::new(confirm)));
        return Vec::new();
    }
    match spec.id {
        ActionId::Quit => return vec![Effect::Leave(Exit::QUIT)],
        ActionId::Suspend => return vec![Effect::Suspend],
        ActionId::Redraw => return vec![Effect::Redraw],
        ActionId::Refresh => {
            model.toasts.tell(ToastLevel::Note, "reading every section", model.now);
            return vec![Effect::Refresh];
        }
        ActionId::ReplayPause | ActionId::ReplayFaster | ActionId::ReplaySlower => return replay(model, spec.id),
        ActionId::Reload => return vec![Effect::Reload],
        ActionId::Profile => profiles::open(model),
        ActionId::Help => model.overlay = Some(Overlay::Help(Help::default())),
        ActionId::Messages => model.overlay = Some(Overlay::Messages { top: 0 }),
        ActionId::Palette => {
            model.overlay = Some(Overlay::Palette {
                input: Input::default(),
                selected: 0,
            });
        }
        ActionId::Filter => open_filter(model),
        ActionId::Search => open_prompt(model, PromptKind::Search, model.logs.search.clone().unwrap_or_default()),
        ActionId::LogFilter => open_prompt(model, PromptKind::LogFilter, model.logs.filter.text().to_owned()),
        ActionId::Screen(screen) => model.go_to(screen),
        ActionId::NextPane => model.move_focus(1),
        ActionId::PreviousPane => model.move_focus(-1),
        ActionId::Export | ActionId::ExportLog => model.overlay = Some(Overlay::Export { selected: 0 }),
        ActionId::Copy => return copy::copy(model),
        ActionId::RangeShorter => model.look_back(model.range.shorter()),
        ActionId::RangeLonger => model.look_back(model.range.longer()),
        ActionId::Mouse => return mouse(model),
        ActionId::Open if model.focused_list() == Some(ListId::Leagues) => return league::open(model),
        ActionId::Open | ActionId::Zoom => model.zoomed = !model.zoomed,
        ActionId::Pause => {
            model.toggle_pause();
            return league::ask(model);
        }
        ActionId::Escape => back(model),
        _ if model.screen == ScreenId::Logs => logs::perform(model, spec.id),
        other => lists::perform(model, other),
    }
    Vec::new()
}

fn open_filter(model: &mut Model) {
    let Some(list) = model.focused_list() else { return };
    let before = model.lists.state(list).filter.text().to_owned();
    open_prompt(model, PromptKind::Filter(list), before);
}

/// Takes the mouse, or gives it back.
fn mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    let text = if model.mouse {
        "the mouse is taken: a click selects, the wheel scrolls; select text with Shift"
    } else {
        "the mouse is the terminal's again"
    };
    model.toasts.tell(ToastLevel::Note, text, model.now);
    vec![Effect::Mouse(model.mouse)]
}

fn open_prompt(model: &mut Model, kind: PromptKind, before: String) {
    model.overlay = Some(Overlay::Prompt(Prompt::new(kind, before)));
}

/// Leaves what is open, the innermost first; at last the screen itself.
fn back(model: &mut Model) {
    if model.screen == ScreenId::Logs && model.logs.let_go() {
        return;
    }
    let list = model.focused_list();
    if let Some(list) = list.filter(|list| model.lists.filter(*list).is_some()) {
        model.lists.state(list).filter = Filter::default();
        model.settle();
    } else if model.zoomed {
        model.zoomed = false;
    } else if let Some(list) = list.filter(|list| model.lists.selection(*list).is_some()) {
        model.lists.state(list).selection.clear();
    } else if model.screen == ScreenId::Drift && model.league.is_some() {
        model.league = None;
    } else {
        model.go_to(ScreenId::Overview);
    }
}

/// Speeds that a replay can have, in days a second.
const SPEEDS: std::ops::RangeInclusive<u32> = 1..=64;

fn replay(model: &mut Model, id: ActionId) -> Vec<Effect> {
    let Some(replay) = model.latest().clock.replay else {
        return Vec::new();
    };
    if id == ActionId::ReplayPause {
        let paused = !replay.paused;
        let text = if paused {
            "stop the replay"
        } else {
            "go on with the replay"
        };
        return request(model, text, Action::PauseReplay { paused });
    }
    let speed = whole_days(replay.days_per_second);
    let wanted = if id == ActionId::ReplayFaster {
        speed.saturating_mul(2)
    } else {
        speed / 2
    };
    let days_per_second = wanted.clamp(*SPEEDS.start(), *SPEEDS.end());
    request(
        model,
        &format!("replay {days_per_second} d/s"),
        Action::ReplaySpeed { days_per_second },
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 1..=64 before the cast"
)]
fn whole_days(days_per_second: f64) -> u32 {
    days_per_second
        .round()
        .clamp(f64::from(*SPEEDS.start()), f64::from(*SPEEDS.end())) as u32
}

/// Asks the engine and shows that its answer is awaited.
pub(super) fn request(model: &mut Model, text: &str, action: Action) -> Vec<Effect> {
    let ticket = model.toasts.request(text, model.now);
    vec![Effect::Act { ticket, action }]
}
