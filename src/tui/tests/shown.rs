//! What is shown of lists: filter, order, range.

use chrono::TimeDelta;
use touchline::domain::RunState;

use crate::tui::{
    fixture::{self, Colors, model, press, shot, with_logs},
    listing::{ListId, RowId},
    model::Model,
};

fn type_text(model: &mut Model, text: &str) {
    let keys: Vec<String> = text.chars().map(String::from).collect();
    press(model, &keys.iter().map(String::as_str).collect::<Vec<_>>());
}

fn ids(model: &Model, list: ListId) -> Vec<RowId> {
    model.listing(list).ids()
}

#[test]
fn a_filter_is_a_regular_expression_and_hides_nothing_before_it_is_one() {
    let mut model = model(fixture::trouble(), 120, 40);
    let all = ids(&model, ListId::Leagues).len();
    press(&mut model, &["/"]);
    type_text(&mut model, "^E[01");
    assert_eq!(ids(&model, ListId::Leagues).len(), all);
    assert!(shot(&model, Colors::True).contains("hides nothing yet: unclosed character class"));
    type_text(&mut model, "]");
    assert_eq!(ids(&model, ListId::Leagues).len(), 2);
    press(&mut model, &["enter"]);
    assert!(shot(&model, Colors::True).contains("filter ^E[01]"));
}

#[test]
fn prompts_recall_what_was_typed() {
    let mut model = model(fixture::trouble(), 120, 40);
    for text in ["high", "E0"] {
        press(&mut model, &["/", "ctrl-u"]);
        type_text(&mut model, text);
        press(&mut model, &["enter"]);
    }
    // On another list too; the line that was begun is still there below.
    press(&mut model, &["tab", "/", "x"]);
    let mut seen = Vec::new();
    for key in ["up", "up", "up", "down", "down", "down"] {
        press(&mut model, &[key]);
        seen.push(model.lists.state(ListId::Sources).filter.text().to_owned());
    }
    assert_eq!(seen, ["E0", "high", "high", "E0", "x", "x"]);
    press(&mut model, &["esc"]);
    assert_eq!(model.lists.filter(ListId::Sources).map(|f| f.text().to_owned()), None);
}

#[test]
fn an_order_is_each_lists_own_and_the_selection_follows_its_row() {
    let mut model = model(fixture::trouble(), 120, 40);
    press(&mut model, &["down", "down"]);
    let selected = model.lists.selection(ListId::Leagues).cloned();
    let by_concern = ids(&model, ListId::Leagues);
    press(&mut model, &["s", "s", "S"]);
    let by_matches = ids(&model, ListId::Leagues);
    assert_ne!(by_matches, by_concern);
    assert_eq!(model.lists.selection(ListId::Leagues).cloned(), selected);
    let index = model.selected(ListId::Leagues, &by_matches).unwrap();
    assert_eq!(by_matches.get(index), selected.as_ref());
    let screen = shot(&model, Colors::True);
    assert!(screen.contains("Drift by n "), "{screen}");
    press(&mut model, &["tab"]);
    assert!(model.lists.sort(ListId::Sources).is_none());
    press(&mut model, &["S"]);
    assert!(model.toasts.current().unwrap().text.as_str().contains("by concern"));
    press(&mut model, &["shift-tab"]);
    let columns = ListId::Leagues.rows(&model).columns.len();
    for _ in 1..columns {
        press(&mut model, &["s"]);
    }
    assert_eq!(
        ids(&model, ListId::Leagues),
        by_concern,
        "after the last column by concern"
    );
}

#[test]
fn every_list_is_sorted_by_every_column_and_loses_nothing() {
    for snapshot in [fixture::trouble(), fixture::to_act_on(), fixture::running()] {
        let mut model = model(snapshot, 120, 40);
        for list in ListId::ALL {
            let mut before = ids(&model, list);
            before.sort();
            for column in 0..list.rows(&model).columns.len() {
                for descending in [false, true] {
                    model.lists.state(list).sort = Some(crate::tui::model::Sort { column, descending });
                    let mut after = ids(&model, list);
                    after.sort();
                    assert_eq!(after, before, "{list:?} by {column}");
                }
            }
            model.lists.state(list).sort = None;
        }
    }
}

#[test]
fn a_range_leaves_out_what_is_older_and_says_so() {
    let mut snapshot = fixture::running();
    let training = snapshot.sections.training.value.as_mut().unwrap();
    for (index, run) in training.history.iter_mut().enumerate() {
        run.finished_at = Some(fixture::now() - TimeDelta::days(2 + 10 * i64::try_from(index).unwrap()));
    }
    training.running.as_mut().unwrap().started_at = Some(fixture::now() - TimeDelta::days(3));
    training.queued.clear();
    let mut model = model(snapshot, 140, 40);
    press(&mut model, &["5"]);
    let states = |model: &Model| model.listing(ListId::Runs).rows.len();
    assert_eq!(states(&model), 4);
    press(&mut model, &["t"]);
    assert_eq!(states(&model), 2, "what runs lies in every range");
    let screen = shot(&model, Colors::True);
    assert!(
        screen.contains("last 7 d") && screen.contains("7 d, 2 older"),
        "{screen}"
    );
    press(&mut model, &["t", "t"]);
    assert_eq!(states(&model), 1);
    press(&mut model, &["T", "T", "T"]);
    assert_eq!(states(&model), 4);
    assert!(!shot(&model, Colors::True).contains("older"));
}

#[test]
fn an_empty_range_says_how_to_see_more() {
    let mut snapshot = fixture::normal();
    let training = snapshot.sections.training.value.as_mut().unwrap();
    training.history = vec![fixture::run(217, RunState::Succeeded)];
    training.history[0].finished_at = Some(fixture::now() - TimeDelta::days(2));
    let mut model = model(snapshot, 140, 40);
    press(&mut model, &["5", "t", "t", "t"]);
    let screen = shot(&model, Colors::True);
    assert!(
        screen.contains("1 older, nothing in the last hour; T looks"),
        "{screen}"
    );
}

#[test]
fn log_lines_follow_the_range() {
    let mut model = model(fixture::normal(), 120, 40);
    with_logs(&mut model, 5);
    press(&mut model, &["7"]);
    let shown = |model: &Model| model.logs.shown().count();
    assert!(shown(&model) > 0);
    crate::tui::update::update(
        &mut model,
        crate::tui::message::Msg::Clock(fixture::now() + TimeDelta::hours(2)),
    );
    press(&mut model, &["T"]);
    assert_eq!(shown(&model), 0);
    press(&mut model, &["T"]);
    assert!(shown(&model) > 0, "they lie in the last day");
}

#[test]
fn charts_follow_the_range_and_say_so_where_nothing_is_left() {
    let mut model = model(fixture::normal(), 140, 40);
    press(&mut model, &["2", "tab", "z"]);
    let season = shot(&model, Colors::True);
    press(&mut model, &["t"]);
    assert_ne!(season, shot(&model, Colors::True), "seven days are no season");
    crate::tui::update::update(
        &mut model,
        crate::tui::message::Msg::Clock(fixture::now() + TimeDelta::days(60)),
    );
    let screen = shot(&model, Colors::True);
    assert!(
        screen.contains("nothing in the last 7 days; T looks farther back"),
        "{screen}"
    );
}
