use std::{sync::Arc, time::Duration};

use touchline::{
    domain::{LeagueCode, RunState, Verdict},
    engine::{ActError, Action, Receipt},
};

use crate::tui::{
    fixture::{self, Colors, league, model, press, run, shot},
    listing::ListId,
    message::{Effect, Msg},
    model::{Overlay, Pane, ScreenId},
    run::Exit,
    update::update,
};

fn key(model: &mut crate::tui::model::Model, key: &str, at_ms: u64) -> Vec<Effect> {
    update(
        model,
        Msg::Key {
            key: key.parse().unwrap(),
            at: Duration::from_millis(at_ms),
        },
    )
}

fn league_action(code: &str) -> Action {
    Action::Retrain {
        league: Some(LeagueCode::new(code).unwrap()),
    }
}

#[test]
fn quitting_and_signals() {
    let mut model = model(fixture::normal(), 80, 24);
    assert_eq!(press(&mut model, &["q"]), [Effect::Leave(Exit::QUIT)]);
    assert_eq!(press(&mut model, &["ctrl-c"]), [Effect::Leave(Exit::QUIT)]);
    assert_eq!(update(&mut model, Msg::Signal(15)), [Effect::Leave(Exit { code: 143 })]);
    assert_eq!(
        update(&mut model, Msg::TerminalGone),
        [Effect::Leave(Exit { code: 129 })]
    );
    assert_eq!(press(&mut model, &["?", "q"]), [], "q leaves what is open first");
}

#[test]
fn a_training_is_asked_for_twice_and_cancel_has_the_focus() {
    let mut model = model(fixture::normal(), 120, 40);
    assert_eq!(press(&mut model, &["r", "enter"]), []);
    assert!(model.overlay.is_none());
    let effects = press(&mut model, &["r", "tab", "enter"]);
    assert_eq!(
        effects,
        [Effect::Act {
            ticket: 1,
            action: Action::Retrain { league: None }
        }]
    );
}

#[test]
fn the_target_is_captured_and_survives_a_reordering() {
    let mut model = model(fixture::trouble(), 120, 40);
    model.snapshot = Arc::new(fixture::production());
    let mut other = fixture::normal();
    model.snapshot = Arc::new(other.clone());
    press(&mut model, &["down", "down"]);
    let selected = model.league_to_retrain().unwrap().league.clone();
    assert_eq!(selected.as_str(), "E1");
    let rows = other.sections.league_drift.value.as_mut().unwrap();
    rows.insert(0, league("F2", "Ligue 2", Verdict::High, 0.05, 80));
    rows.reverse();
    update(&mut model, Msg::Snapshot(Arc::new(other)));
    assert_eq!(model.league_to_retrain().unwrap().league, selected);
    press(&mut model, &["r"]);
    update(&mut model, Msg::Snapshot(Arc::new(fixture::normal())));
    let effects = press(&mut model, &["tab", "enter"]);
    assert_eq!(
        effects,
        [Effect::Act {
            ticket: 1,
            action: league_action("E1")
        }]
    );
}

#[test]
fn keys_typed_before_a_dialog_was_seen_do_nothing() {
    let mut model = model(fixture::normal(), 120, 40);
    key(&mut model, "r", 1_000);
    // They were typed ahead and arrive together, before any frame.
    assert_eq!(key(&mut model, "tab", 1_001), []);
    assert_eq!(key(&mut model, "enter", 1_002), []);
    update(&mut model, Msg::Drawn(Duration::from_millis(1_100)));
    assert_eq!(key(&mut model, "tab", 1_200), []);
    assert_eq!(key(&mut model, "enter", 1_300), []);
    assert!(matches!(model.overlay, Some(Overlay::Confirm(_))), "still asking");
    key(&mut model, "tab", 1_400);
    assert_eq!(key(&mut model, "enter", 1_500).len(), 1);
}

#[test]
fn production_asks_for_the_name() {
    let mut model = model(fixture::production(), 120, 40);
    press(&mut model, &["down", "r", "tab"]);
    assert_eq!(press(&mut model, &["enter"]), [], "nothing typed");
    assert_eq!(press(&mut model, &["E", "1", "enter"]), [], "another name");
    update(&mut model, Msg::Paste("E2".into()));
    assert_eq!(press(&mut model, &["enter"]), [], "pasting is not typing");
    let effects = press(&mut model, &["backspace", "2", "enter"]);
    assert_eq!(
        effects,
        [Effect::Act {
            ticket: 1,
            action: league_action("E2")
        }]
    );
}

#[test]
fn a_run_that_ended_meanwhile_is_not_cancelled() {
    let mut model = model(fixture::running(), 120, 40);
    press(&mut model, &["x", "tab"]);
    update(&mut model, Msg::Snapshot(Arc::new(fixture::normal())));
    assert_eq!(press(&mut model, &["enter"]), []);
    assert_eq!(
        model.toasts.current().unwrap().text.as_str(),
        "#218 has ended meanwhile"
    );
}

#[test]
fn the_selected_run_is_cancelled() {
    let mut model = model(fixture::running(), 120, 40);
    let effects = press(&mut model, &["tab", "tab", "down", "down", "x", "tab", "enter"]);
    assert_eq!(
        effects,
        [Effect::Act {
            ticket: 1,
            action: Action::Cancel { run: 219 }
        }]
    );
    press(&mut model, &["down", "x"]);
    assert_eq!(
        model.toasts.current().unwrap().text.as_str(),
        "cancel run: #217 is over"
    );
    assert_eq!(run(217, RunState::Succeeded).id, 217);
}

#[test]
fn the_answer_replaces_the_request() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["R", "tab", "enter"]);
    assert!(shot(&model, Colors::True).contains(" requested  retrain all leagues"));
    let receipt = Receipt::of("queued #218, a worker takes it within 5 s");
    update(
        &mut model,
        Msg::Answered {
            ticket: 1,
            result: Ok(receipt),
        },
    );
    assert!(shot(&model, Colors::True).contains(" accepted  retrain all leagues: queued #218, a worker takes"));
    press(&mut model, &["R", "tab", "enter"]);
    let error = ActError::Failed("disk full".into());
    update(
        &mut model,
        Msg::Answered {
            ticket: 2,
            result: Err(error),
        },
    );
    update(&mut model, Msg::Clock(fixture::now() + chrono::TimeDelta::hours(1)));
    assert!(
        shot(&model, Colors::True).contains("nothing was done: disk full"),
        "a failure stays until a key"
    );
    assert_eq!(model.toasts.history().count(), 2);
}

#[test]
fn a_rollback_names_both_versions_and_goes_only_from_the_one_that_was_seen() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["b"]);
    let question = shot(&model, Colors::True);
    assert!(
        question.contains("dc-2026w47.2, trained") && question.contains("dc-2026w46.1, trained"),
        "{question}"
    );
    assert_eq!(press(&mut model, &["enter"]), [], "Cancel has the focus");
    let effects = press(&mut model, &["b", "tab", "enter"]);
    let action = Action::RollBack {
        from: fixture::rollback().from,
        reason: None,
    };
    assert_eq!(effects, [Effect::Act { ticket: 1, action }]);
    let mut young = fixture::model(fixture::running(), 120, 40);
    press(&mut young, &["b"]);
    assert_eq!(
        young.toasts.current().unwrap().text.as_str(),
        "roll back: no champion came before this one"
    );
}

#[test]
fn what_is_off_says_why() {
    let why = |model: &mut crate::tui::model::Model, key: &str| {
        assert_eq!(press(model, &[key]), []);
        assert!(model.overlay.is_none());
        model.toasts.current().unwrap().text.to_string()
    };
    let mut read_only = model(fixture::read_only(), 120, 40);
    assert_eq!(
        why(&mut read_only, "r"),
        "retrain: read-only: this profile attaches to a foreign database"
    );
    assert!(!shot(&read_only, Colors::True).contains("r retrain"));
    let mut normal = model(fixture::normal(), 120, 40);
    assert_eq!(why(&mut normal, "x"), "cancel run: no run waits or runs");
    assert_eq!(
        why(&mut normal, "P"),
        "pause replay: only in `touchline demo`: nothing is replayed here"
    );
    press(&mut normal, &["space"]);
    assert!(why(&mut normal, "r").contains("the screen is paused"));
    let mut stale = model(fixture::trouble(), 120, 40);
    assert_eq!(
        why(&mut stale, "r"),
        "retrain: the queue could not be read lately; see Training"
    );
}

#[test]
fn freezing_keeps_the_picture() {
    let mut model = model(fixture::normal(), 140, 40);
    press(&mut model, &["space"]);
    update(&mut model, Msg::Snapshot(Arc::new(fixture::trouble())));
    assert!(shot(&model, Colors::True).contains("OK") && shot(&model, Colors::True).contains("PAUSED"));
    press(&mut model, &["space"]);
    assert!(shot(&model, Colors::True).contains("WATCH") && !shot(&model, Colors::True).contains("PAUSED"));
}

#[test]
fn the_replay_obeys() {
    let mut model = model(fixture::demo(), 140, 40);
    let speed = |days_per_second| Action::ReplaySpeed { days_per_second };
    assert_eq!(
        press(&mut model, &["+"]),
        [Effect::Act {
            ticket: 1,
            action: speed(16)
        }]
    );
    assert_eq!(
        press(&mut model, &["-"]),
        [Effect::Act {
            ticket: 2,
            action: speed(4)
        }]
    );
    let paused = Action::PauseReplay { paused: true };
    assert_eq!(
        press(&mut model, &["P"]),
        [Effect::Act {
            ticket: 3,
            action: paused
        }]
    );
}

#[test]
fn escape_goes_back_one_step_at_a_time() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["z", "/", "e", "0", "enter"]);
    assert_eq!(model.listing(ListId::Leagues).rows.len(), 1);
    press(&mut model, &["esc"]);
    assert!(model.zoomed && model.listing(ListId::Leagues).rows.len() > 1);
    press(&mut model, &["esc"]);
    assert!(!model.zoomed);
    press(&mut model, &["7", "esc"]);
    assert_eq!((model.screen, model.focus()), (ScreenId::Overview, Pane::Drift));
}

#[test]
fn a_filter_is_seen_while_it_is_typed_and_taken_back() {
    let mut model = model(fixture::trouble(), 120, 40);
    let all = model.listing(ListId::Leagues).rows.len();
    press(&mut model, &["/", "h", "i", "g", "h"]);
    assert_eq!(model.listing(ListId::Leagues).rows.len(), 1);
    press(&mut model, &["esc"]);
    assert_eq!(model.listing(ListId::Leagues).rows.len(), all);
}

#[test]
fn an_engine_that_ended_is_told_and_not_asked() {
    let mut model = model(fixture::normal(), 120, 40);
    update(&mut model, Msg::EngineGone);
    assert!(shot(&model, Colors::True).contains("the engine has ended"));
    press(&mut model, &["r"]);
    assert!(model.overlay.is_none());
}

#[test]
fn the_palette_does_what_it_names() {
    let mut model = model(fixture::normal(), 120, 40);
    let effects = press(&mut model, &[":", "r", "e", "f", "r", "enter"]);
    assert_eq!(effects, [Effect::Refresh]);
    assert!(model.overlay.is_none());
}
