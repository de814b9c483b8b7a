//! Every deed is asked for with its target captured, Cancel in focus, and only by someone who may.

use std::{sync::Arc, time::Duration};

use touchline::engine::{Access, Action, Snapshot};

use crate::tui::{
    action::{ACTIONS, Danger},
    fixture::{self, Colors, model, press, shot},
    message::{Effect, Msg},
    model::{Model, Overlay, Pane, ScreenId},
    update::update,
};

fn asked(effects: Vec<Effect>) -> Vec<Action> {
    let action = |effect| match effect {
        Effect::Act { action, .. } => action,
        other => panic!("{other:?}"),
    };
    effects.into_iter().map(action).collect()
}

fn told(model: &Model) -> &str {
    model.toasts.current().map_or("", |toast| toast.text.as_str())
}

fn production(mut snapshot: Snapshot) -> Snapshot {
    snapshot.access = Access::ReadWrite { production: true };
    snapshot
}

fn accept(file: &str) -> Action {
    Action::AcceptHeld { file: file.into() }
}

fn acknowledge(rule: &str) -> Action {
    Action::Acknowledge { rule: rule.into() }
}

#[test]
fn a_freeze_needs_a_reason() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["F"]);
    assert!(shot(&model, Colors::True).contains("a reason is needed"));
    assert_eq!(press(&mut model, &["tab", "enter"]), [], "no reason, no freeze");
    assert_eq!(
        press(&mut model, &["c", "u", "q", "enter"]),
        [],
        "a reason is no answer"
    );
    let effects = press(&mut model, &["enter"]);
    assert_eq!(asked(effects), [Action::Freeze { reason: "cuq".into() }]);
}

#[test]
fn a_freeze_in_production_needs_the_word_too() {
    let mut model = model(production(fixture::normal()), 120, 40);
    press(&mut model, &["F", "shift-tab", "w", "h", "y", "enter"]);
    assert_eq!(press(&mut model, &["enter"]), [], "the word is missing");
    press(&mut model, &["f", "r", "e", "e", "z"]);
    update(&mut model, Msg::Paste("e".into()));
    assert_eq!(press(&mut model, &["enter"]), [], "pasting is not typing");
    let effects = press(&mut model, &["e", "enter"]);
    assert_eq!(asked(effects), [Action::Freeze { reason: "why".into() }]);
}

#[test]
fn a_reason_may_be_pasted_and_goes_with_a_promotion() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["b", "shift-tab"]);
    update(&mut model, Msg::Paste("odds feed broken\u{1b}[2J".into()));
    let effects = press(&mut model, &["enter", "enter"]);
    let from = fixture::rollback().from;
    let reason = Some("odds feed broken".into());
    assert_eq!(asked(effects), [Action::RollBack { from, reason }]);
}

#[test]
fn a_frozen_champion_is_thawed_only_as_it_was_seen() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    press(&mut model, &["F"]);
    assert_eq!(
        told(&model),
        "freeze champion: the champion is frozen by ana@ops: a cup week"
    );
    let effects = press(&mut model, &["U", "tab", "enter"]);
    assert_eq!(asked(effects), [Action::Thaw]);

    press(&mut model, &["U", "tab"]);
    let mut other = fixture::to_act_on();
    let training = other.sections.training.value.as_mut().unwrap();
    training.champion_freeze.as_mut().unwrap().reason = "an outage".into();
    update(&mut model, Msg::Snapshot(Arc::new(other)));
    assert_eq!(press(&mut model, &["enter"]), []);
    assert_eq!(told(&model), "the freeze has changed meanwhile; nothing was thawed");
}

#[test]
fn the_worst_alert_that_nobody_has_seen_is_acknowledged_else_the_selected_one() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    assert_eq!(press(&mut model, &["a", "enter"]), [], "Cancel has the focus");
    let effects = press(&mut model, &["a", "tab", "enter"]);
    assert_eq!(asked(effects), [acknowledge("odds B1")]);

    press(&mut model, &["6"]);
    model.give_focus(Pane::Alerts);
    press(&mut model, &["G"]);
    let effects = press(&mut model, &["a", "tab", "enter"]);
    assert_eq!(asked(effects), [acknowledge("results B1")]);
    press(&mut model, &["g", "a"]);
    assert_eq!(told(&model), "acknowledge: league-drift E2 was acknowledged by ben@ops");
}

#[test]
fn an_alert_that_ended_meanwhile_is_not_acknowledged() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    press(&mut model, &["a", "tab"]);
    update(&mut model, Msg::Snapshot(Arc::new(fixture::normal())));
    assert_eq!(press(&mut model, &["enter"]), []);
    assert!(told(&model).starts_with("odds B1 is over"), "{}", told(&model));
}

#[test]
fn an_alert_is_silenced_for_two_hours_with_a_reason_and_again_to_end_that() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    let silenced = |effects| match asked(effects).as_slice() {
        [Action::Silence { rule, hours: 2, reason }] => (rule.to_string(), reason.to_string()),
        other => panic!("{other:?}"),
    };
    let effects = press(&mut model, &["Z", "tab", "enter"]);
    assert_eq!(silenced(effects), ("odds B1".to_owned(), "no reason given".to_owned()));
    let effects = press(&mut model, &["Z", "shift-tab", "d", "b", "tab", "tab", "enter"]);
    assert_eq!(silenced(effects), ("odds B1".to_owned(), "db".to_owned()));

    let mut other = fixture::to_act_on();
    for alert in other.sections.alerts.value.as_mut().unwrap() {
        alert.silenced = (alert.rule.as_str() == "results B1").then(|| touchline::store::Silence {
            rule: "results".into(),
            until: model.now,
            by: "ana@ops".into(),
            reason: "moving".into(),
        });
    }
    update(&mut model, Msg::Snapshot(Arc::new(other)));
    press(&mut model, &["6"]);
    model.give_focus(Pane::Alerts);
    press(&mut model, &["G"]);
    let effects = press(&mut model, &["Z", "tab", "enter"]);
    assert_eq!(asked(effects), [Action::EndSilence { rule: "results".into() }]);
}

#[test]
fn acknowledging_in_production_needs_no_typing() {
    let mut model = model(production(fixture::to_act_on()), 120, 40);
    let effects = press(&mut model, &["a", "tab", "enter"]);
    assert_eq!(asked(effects), [acknowledge("odds B1")]);
}

#[test]
fn the_file_of_the_selected_difference_is_accepted() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    press(&mut model, &["A"]);
    assert!(
        told(&model).starts_with("accept: several files wait"),
        "{}",
        told(&model)
    );
    press(&mut model, &["4", "tab", "tab", "A"]);
    assert_eq!(told(&model), "accept: no row is selected; j selects the first");
    press(&mut model, &["j", "A"]);
    let question = shot(&model, Colors::True);
    for part in [
        "E0_2627.csv: 2 differences held",
        "line 12",
        "line 40",
        "stored 2-1, told 2-2",
    ] {
        assert!(question.contains(part), "{part}: {question}");
    }
    let effects = press(&mut model, &["tab", "enter"]);
    assert_eq!(asked(effects), [accept("E0_2627.csv")]);
}

#[test]
fn what_a_file_tells_anew_is_not_accepted_unseen() {
    let mut model = model(fixture::to_act_on(), 120, 40);
    press(&mut model, &["4", "tab", "tab", "j", "A", "tab"]);
    let mut more = fixture::to_act_on();
    let quality = more.sections.data_quality.value.as_mut().unwrap();
    quality.held.push(fixture::held("E0_2627.csv", 99));
    update(&mut model, Msg::Snapshot(Arc::new(more)));
    assert_eq!(press(&mut model, &["enter"]), []);
    assert_eq!(
        told(&model),
        "what E0_2627.csv tells has changed meanwhile; nothing was taken over"
    );
}

#[test]
fn a_production_profile_asks_for_the_name_of_the_file() {
    let mut snapshot = production(fixture::to_act_on());
    snapshot.sections.data_quality.value.as_mut().unwrap().held.pop();
    let mut model = model(snapshot, 120, 40);
    let typed: Vec<String> = "E0_2627.csv".chars().map(String::from).collect();
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    press(&mut model, &["A", "tab"]);
    assert_eq!(press(&mut model, &["enter"]), []);
    press(&mut model, &typed);
    assert_eq!(asked(press(&mut model, &["enter"])), [accept("E0_2627.csv")]);
}

#[test]
fn a_profile_that_became_production_meanwhile_is_not_acted_on_unnamed() {
    let mut model = model(fixture::normal(), 120, 40);
    press(&mut model, &["R", "tab"]);
    update(&mut model, Msg::Snapshot(Arc::new(production(fixture::normal()))));
    assert_eq!(press(&mut model, &["enter"]), []);
    assert!(
        told(&model).starts_with("what you may do here has changed"),
        "{}",
        told(&model)
    );
}

/// From the table itself: an action that is added later is held to it too.
#[test]
fn no_dangerous_action_is_done_by_its_key_alone() {
    let mut snapshot = fixture::to_act_on();
    snapshot.sections.training.value.as_mut().unwrap().running =
        Some(fixture::run(218, touchline::domain::RunState::Running));
    let dangerous = ACTIONS.iter().filter(|spec| spec.danger > Danger::None);
    let mut asked = 0;
    for spec in dangerous {
        for screen in ScreenId::ALL.into_iter().filter(|screen| spec.scope.holds(*screen)) {
            let mut open = model(snapshot.clone(), 120, 40);
            open.go_to(screen);
            assert_eq!(press(&mut open, spec.keys), [], "{}", spec.name);
            if let Some(Overlay::Confirm(_)) = &open.overlay {
                asked += 1;
                let key = |key: &str| Msg::Key {
                    key: key.parse().unwrap(),
                    at: Duration::from_mins(1),
                };
                let mut ahead = model(snapshot.clone(), 120, 40);
                ahead.go_to(screen);
                for key_name in [spec.keys[0], "tab", "enter", "enter", "y"] {
                    assert_eq!(
                        update(&mut ahead, key(key_name)),
                        [],
                        "{} before it was drawn",
                        spec.name
                    );
                }
                assert_eq!(press(&mut open, &["enter"]), [], "{}: Cancel has the focus", spec.name);
            }
            let mut reading = model(fixture::read_only(), 120, 40);
            reading.go_to(screen);
            assert_eq!(press(&mut reading, spec.keys), []);
            assert!(
                reading.overlay.is_none() && told(&reading).contains(": read-only: "),
                "{}",
                spec.name
            );
        }
    }
    assert!(asked > 30, "{asked} questions");
}
