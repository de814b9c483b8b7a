use std::sync::Arc;

use insta::assert_snapshot;
use touchline::{domain::LeagueCode, engine::Snapshot};

use crate::tui::{
    fixture::{self, Colors, league_detail, model, press, shot},
    message::{Effect, Msg},
    model::{Model, Pane, ScreenId},
    update::update,
};

fn drift(snapshot: impl Into<Arc<Snapshot>>, columns: u16, rows: u16) -> Model {
    let mut model = model(snapshot, columns, rows);
    press(&mut model, &["3"]);
    model
}

fn league_one() -> LeagueCode {
    LeagueCode::new("E2").unwrap()
}

fn answer(model: &mut Model) {
    let result = Ok(league_detail());
    update(
        model,
        Msg::League {
            code: league_one(),
            result,
        },
    );
}

/// League One, with its matches.
fn opened(columns: u16, rows: u16) -> Model {
    let mut model = drift(fixture::with_champions(fixture::trouble()), columns, rows);
    press(&mut model, &["enter"]);
    answer(&mut model);
    model
}

#[test]
fn the_leagues_at_every_size() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        let model = drift(fixture::with_champions(fixture::trouble()), columns, rows);
        assert_snapshot!(format!("{columns}x{rows}"), shot(&model, Colors::True));
    }
}

#[test]
fn the_panes_beside_the_list_at_80x24() {
    let mut model = drift(fixture::with_champions(fixture::trouble()), 80, 24);
    for pane in ["verdict", "cusum"] {
        press(&mut model, &["tab"]);
        assert_snapshot!(format!("80x24_{pane}"), shot(&model, Colors::True));
    }
}

#[test]
fn in_every_state() {
    for (name, snapshot) in [
        ("loading", fixture::loading()),
        ("empty", fixture::empty()),
        ("stale", fixture::lost()),
        ("failed", fixture::section_failed()),
    ] {
        assert_snapshot!(name, shot(&drift(snapshot, 120, 40), Colors::True));
    }
}

#[test]
fn without_unicode_and_without_colour() {
    let ascii = shot(&drift(fixture::trouble(), 120, 40), Colors::Ascii);
    assert_snapshot!("ascii", ascii);
    assert_snapshot!("no_colour", shot(&drift(fixture::trouble(), 120, 40), Colors::None));
}

#[test]
fn an_open_league_at_every_size() {
    for (columns, rows) in [(120, 40), (200, 60)] {
        assert_snapshot!(
            format!("open_{columns}x{rows}"),
            shot(&opened(columns, rows), Colors::True)
        );
    }
}

#[test]
fn every_pane_of_an_open_league_at_80x24() {
    let mut model = opened(80, 24);
    for pane in ["verdict", "cusum", "market", "matches"] {
        assert_snapshot!(format!("open_80x24_{pane}"), shot(&model, Colors::True));
        press(&mut model, &["tab"]);
    }
}

#[test]
fn an_open_league_in_every_state() {
    let mut model = drift(fixture::trouble(), 120, 40);
    press(&mut model, &["enter"]);
    assert_snapshot!("open_loading", shot(&model, Colors::True));
    let refused = || Msg::League {
        code: league_one(),
        result: Err("database is locked".into()),
    };
    update(&mut model, refused());
    assert_snapshot!("open_failed", shot(&model, Colors::True));
    answer(&mut model);
    update(&mut model, refused());
    assert_snapshot!("open_stale", shot(&model, Colors::True));
    let nothing = touchline::engine::LeagueDetail {
        matches: Vec::new(),
        skill: Vec::new(),
        ..league_detail()
    };
    let result = Ok(nothing);
    update(
        &mut model,
        Msg::League {
            code: league_one(),
            result,
        },
    );
    assert_snapshot!("open_empty", shot(&model, Colors::True));
}

#[test]
fn an_open_league_without_unicode_and_without_colour() {
    let ascii = shot(&opened(120, 40), Colors::Ascii);
    assert!(ascii.is_ascii());
    assert_snapshot!("open_ascii", ascii);
    assert_snapshot!("open_no_colour", shot(&opened(120, 40), Colors::None));
}

#[test]
fn enter_opens_the_selected_league_and_asks_for_it_once() {
    let mut model = drift(fixture::trouble(), 120, 40);
    let effects = press(&mut model, &["down", "down", "enter"]);
    assert_eq!(effects, [Effect::LookInto(LeagueCode::new("SP2").unwrap())]);
    assert_eq!(model.focus(), Pane::League);
    // The same verdicts again, while the answer is awaited.
    assert_eq!(update(&mut model, Msg::Snapshot(fixture::trouble().into())), []);
}

#[test]
fn a_league_of_the_overview_opens_on_the_drift_screen() {
    let mut model = model(fixture::trouble(), 120, 40);
    assert_eq!(press(&mut model, &["enter"]), [Effect::LookInto(league_one())]);
    assert_eq!(model.screen, ScreenId::Drift);
    press(&mut model, &["esc"]);
    assert_eq!((model.screen, model.focus()), (ScreenId::Drift, Pane::Leagues));
    press(&mut model, &["esc"]);
    assert_eq!(model.screen, ScreenId::Overview);
}

#[test]
fn it_is_asked_for_again_when_it_was_judged_anew() {
    let mut model = opened(120, 40);
    assert_eq!(update(&mut model, Msg::Snapshot(fixture::trouble().into())), []);
    let mut later = fixture::trouble();
    later.sections.league_drift.value.as_mut().unwrap()[0].matches += 10;
    let asked = update(&mut model, Msg::Snapshot(later.clone().into()));
    assert_eq!(asked, [Effect::LookInto(league_one())]);
    assert_eq!(
        update(&mut model, Msg::Snapshot(later.into())),
        [],
        "the answer is awaited"
    );
}

#[test]
fn what_could_not_be_read_is_asked_for_again() {
    let mut model = opened(120, 40);
    let result = Err("database is locked".into());
    update(
        &mut model,
        Msg::League {
            code: league_one(),
            result,
        },
    );
    let open = model.league.as_ref().unwrap();
    assert!(open.detail.value.is_some(), "the last good answer stays");
    let asked = update(&mut model, Msg::Snapshot(fixture::trouble().into()));
    assert_eq!(asked, [Effect::LookInto(league_one())]);
}

#[test]
fn an_answer_about_a_league_that_was_left_is_dropped() {
    let mut model = drift(fixture::trouble(), 120, 40);
    press(&mut model, &["enter", "esc"]);
    answer(&mut model);
    assert!(model.league.is_none());
    press(&mut model, &["down", "down", "enter"]);
    answer(&mut model);
    assert!(model.league.as_ref().unwrap().detail.value.is_none());
}

#[test]
fn a_frozen_screen_keeps_the_matches_of_its_picture() {
    let mut model = opened(120, 40);
    press(&mut model, &["space"]);
    let mut later = fixture::trouble();
    later.sections.league_drift.value.as_mut().unwrap()[0].matches += 10;
    assert_eq!(update(&mut model, Msg::Snapshot(later.into())), []);
    assert_eq!(press(&mut model, &["space"]), [Effect::LookInto(league_one())]);
}

#[test]
fn an_open_league_is_the_one_to_retrain() {
    let model = opened(120, 40);
    assert_eq!(model.league_to_retrain().unwrap().league, league_one());
}

#[test]
fn the_five_largest_losses_to_the_market_are_marked() {
    use crate::tui::{
        listing::{ListId, MARKED},
        theme::Concern,
    };
    let model = opened(120, 40);
    let rows = model.listing(ListId::Matches).rows;
    let marked = rows.iter().filter(|row| row.concern == Concern::Warn).count();
    assert_eq!(marked, MARKED);
    let detail = league_detail();
    let loss = |concern: Concern| {
        let both = rows.iter().zip(&detail.matches);
        both.filter(move |(row, _)| row.concern == concern)
            .filter_map(|(_, played)| played.paired_loss)
    };
    let least_marked = loss(Concern::Warn).fold(f64::INFINITY, f64::min);
    let most_other = loss(Concern::Good).fold(f64::NEG_INFINITY, f64::max);
    assert!(least_marked >= most_other && least_marked > 0.0);
}
