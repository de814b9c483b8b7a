//! Profiles that are chosen, and a configuration that is read again.

use std::{collections::BTreeMap, sync::Arc};

use insta::assert_snapshot;
use touchline::{
    config::{Changes, ProfileSummary},
    engine::Snapshot,
};

use crate::tui::{
    action::Keymap,
    configuration::Why,
    fixture::{self, Colors, model, press, shot, with_logs},
    logging::{Entry, Level, LogSource, Ring, Source},
    message::{Effect, Msg, Reloaded},
    model::{Model, Overlay},
    update::update,
};

fn profile(name: &str, database: &str, production: bool, read_only: bool) -> ProfileSummary {
    ProfileSummary {
        name: name.to_owned(),
        database: database.to_owned(),
        production,
        read_only,
    }
}

fn profiles() -> Vec<ProfileSummary> {
    vec![
        profile("audit", "postgres://auditor@db.example/touchline", false, true),
        profile("default", "/home/ops/.local/share/touchline/default.db", false, false),
        profile("production", "postgres://ops@db.example/touchline", true, false),
    ]
}

fn stage(columns: u16, rows: u16) -> Model {
    let mut model = model(fixture::normal(), columns, rows);
    model.profiles.all = profiles();
    model
}

fn of_production() -> Arc<Snapshot> {
    let mut snapshot = fixture::production();
    snapshot.profile = "production".into();
    Arc::new(snapshot)
}

#[test]
fn the_list_of_profiles() {
    let mut model = stage(100, 24);
    press(&mut model, &["ctrl-p", "j"]);
    assert_snapshot!(shot(&model, Colors::True));
    assert_eq!(press(&mut model, &["esc"]), []);
    model.profiles.fixed = Some("the demo has a database of its own");
    press(&mut model, &["ctrl-p"]);
    assert!(model.overlay.is_none());
    assert!(shot(&model, Colors::True).contains("profile: the demo has a database of its own"));
}

#[test]
fn the_old_picture_stays_until_the_other_engine_is_open() {
    let mut model = stage(120, 40);
    assert_eq!(
        press(&mut model, &["ctrl-p", "j", "enter"]),
        [Effect::UseProfile("production".to_owned())]
    );
    update(&mut model, Msg::Opening("production".into()));
    let shown = shot(&model, Colors::True);
    assert!(
        shown.contains("touchline · default") && shown.contains("OPENING production"),
        "{shown}"
    );

    // A question that is asked meanwhile is about the old picture, and goes away with it.
    press(&mut model, &["down", "space", "space", "r"]);
    assert!(matches!(model.overlay, Some(Overlay::Confirm(_))));
    update(&mut model, Msg::Switched(of_production()));
    assert!(model.overlay.is_none() && model.league_to_retrain().is_none());
    assert!(!shot(&model, Colors::True).contains("OPENING"));
    assert_eq!(model.snapshot.profile.as_str(), "production");
}

#[test]
fn a_profile_that_cannot_be_opened_leaves_this_one() {
    let mut model = stage(120, 40);
    update(&mut model, Msg::Opening("production".into()));
    let refused = Msg::EngineNotOpened {
        profile: "production".into(),
        why: "connection refused".into(),
    };
    update(&mut model, refused);
    let shown = shot(&model, Colors::True);
    assert!(
        shown.contains("profile production cannot be opened, default stays: connection refused"),
        "{shown}"
    );
    assert!(!shown.contains("OPENING"));
}

#[test]
fn an_engine_that_starts_anew_keeps_the_place() {
    let mut model = stage(120, 40);
    press(&mut model, &["down", "down", "space"]);
    let league = model.league_to_retrain().map(|row| row.league.clone());
    assert!(league.is_some());
    update(&mut model, Msg::Opening("default".into()));
    assert!(
        !shot(&model, Colors::True).contains("OPENING"),
        "nothing else will be shown"
    );
    update(&mut model, Msg::Switched(Arc::new(fixture::normal())));
    assert_eq!(model.league_to_retrain().map(|row| row.league.clone()), league);
    assert!(!model.paused());
}

#[test]
fn a_bad_configuration_is_told_until_it_is_mended() {
    let mut model = stage(100, 24);
    let bad = Msg::NotConfigured {
        why: Why::Changed,
        text: "the configuration /etc/touchline.toml has a mistake in line 3".into(),
    };
    update(&mut model, bad);
    press(&mut model, &["down"]);
    assert_snapshot!(shot(&model, Colors::True));
    let mended = Reloaded {
        why: Why::Changed,
        changes: Changes::default(),
        keymap: Keymap::new(&BTreeMap::from([("quit".to_owned(), vec!["v".to_owned()])])).unwrap(),
        profiles: profiles(),
    };
    update(&mut model, Msg::Configured(Box::new(mended)));
    let shown = shot(&model, Colors::True);
    assert!(
        shown.contains("configuration: mended") && !shown.contains("not in force"),
        "{shown}"
    );
    assert_eq!(press(&mut model, &["q"]), []);
    assert_eq!(press(&mut model, &["v"]).len(), 1);
}

#[test]
fn logs_of_several_sources() {
    let mut model = stage(110, 24);
    with_logs(&mut model, 12);
    let source = |source, name: &str, trouble: Option<&str>| LogSource {
        source,
        name: name.into(),
        trouble: trouble.map(Into::into),
    };
    let sources = vec![
        LogSource::monitor(),
        source(Source::Worker, "worker", None),
        source(Source::File(0), "api/out.log", None),
        source(Source::File(1), "old.log", Some("is not there")),
    ];
    update(&mut model, Msg::LogSources(sources));
    let mut ring = Ring::default();
    let entry = |level, target: &str, text: &str| Entry {
        at: Some(fixture::now()),
        level,
        target: target.into(),
        text: text.into(),
    };
    ring.add(
        Source::Worker,
        fixture::now(),
        entry(Some(Level::Warn), "training", "#218 slow"),
    );
    ring.add(
        Source::File(0),
        fixture::now(),
        entry(None, "", "GET /api/model/health 200"),
    );
    update(&mut model, Msg::Logs(ring));
    press(&mut model, &["7"]);
    assert_snapshot!("log_sources", shot(&model, Colors::True));
    press(&mut model, &["o", "o", "&", "s", "l", "o", "w", "enter"]);
    model.size.width = 80;
    assert_snapshot!("log_sources_filtered_80", shot(&model, Colors::True));
    press(&mut model, &["esc"]);
    assert!(model.logs.filter.is_empty());
}
