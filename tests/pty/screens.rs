//! What is shown, and how one moves through it.

use super::stage::Stage;

#[test]
fn the_overview_is_there_at_once_on_an_empty_and_on_a_trained_database() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let nothing = Stage::empty();
        let mut empty = nothing.monitor(columns, rows);
        empty.wait_for(&[
            "touchline",
            "no model has been trained yet",
            "nothing settled yet",
            "q quit",
        ]);
        empty.press("q");
        assert_eq!(empty.wait_for_exit().code, 0);

        let trained = Stage::trained();
        let mut monitor = trained.monitor(columns, rows);
        monitor.wait_for(&["champion dc-", "log loss", "Premier", "#1", "q quit"]);
        monitor.press("q");
        assert_eq!(monitor.wait_for_exit().code, 0);
    }
}

#[test]
fn keys_lead_everywhere_and_back() {
    let stage = Stage::trained();
    let mut monitor = stage.monitor(120, 40);
    monitor.wait_for(&["champion dc-", "Premier"]);
    for (key, shown, gone) in [
        ("7", "Log  info and above", "climatology"),
        ("1", "climatology", "Log  info"),
        ("?", "Give the whole screen", "no such text"),
        ("\u{1b}", "climatology", "Give the whole screen"),
        (":retr", "Queue a training of all leagues", "no such text"),
        ("\u{1b}", "climatology", "Queue a training of all leagues"),
        ("/zzz\r", "filter zzz", "Premier"),
        ("\u{1b}", "Premier", "filter zzz"),
        ("z", "Premier", "climatology"),
        ("\u{1b}", "climatology", "no such text"),
        (":logs\r", "Log  info and above", "climatology"),
    ] {
        monitor.press(key);
        monitor.wait_until(&format!("{shown:?} after {key:?}"), |screen| {
            let contents = screen.contents();
            contents.contains(shown) && !contents.contains(gone)
        });
    }
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
}

#[test]
fn a_storm_of_resizes_ends_in_a_whole_picture() {
    let stage = Stage::trained();
    let mut monitor = stage.monitor(80, 24);
    monitor.wait_for(&["champion dc-"]);
    for step in 0..300_u16 {
        monitor.resize(1 + step * 7 % 210, 1 + step * 3 % 60);
    }
    monitor.resize(100, 30);
    monitor.wait_until("the footer at the foot", |screen| {
        screen.rows(0, 100).nth(29).is_some_and(|row| row.contains("q quit"))
    });
    monitor.press("\u{c}");
    monitor.wait_for(&["champion dc-", "climatology", "Premier"]);
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
}

/// A database in use by a program that locks it whole must not keep the screen dark, nor the operator in.
#[test]
fn a_locked_database_is_waited_for_behind_the_picture() {
    let stage = Stage::trained();
    stage.execute("PRAGMA journal_mode = DELETE");
    stage.in_database(async |pool| {
        let mut lock = pool.acquire().await.unwrap();
        sqlx::query("BEGIN EXCLUSIVE").execute(&mut *lock).await.unwrap();
        let mut impatient = stage.monitor(80, 24);
        impatient.wait_for(&["touchline", "q quit"]);
        impatient.press("q");
        assert_eq!(impatient.wait_for_exit().code, 0);

        let mut monitor = stage.monitor(80, 24);
        monitor.wait_for(&["touchline", "q quit"]);
        assert!(!monitor.contents().contains("champion dc-"));
        sqlx::query("ROLLBACK").execute(&mut *lock).await.unwrap();
        monitor.wait_for(&["champion dc-"]);
        monitor.press("q");
        assert_eq!(monitor.wait_for_exit().code, 0);
    });
}

#[test]
fn read_only_offers_nothing_that_writes() {
    let stage = Stage::trained();
    let command = stage.command(&["--read-only"]);
    let mut monitor = super::terminal::Terminal::start(command, 120, 40);
    monitor.wait_for(&["read-only", "champion dc-"]);
    assert!(!monitor.read().contains("r retrain"));
    monitor.press("r");
    monitor.wait_for(&["read-only: started with --read-only"]);
    assert!(!monitor.contents().contains("Cancel"));
    monitor.press("q");
    assert_eq!(monitor.wait_for_exit().code, 0);
    assert_eq!(stage.count("SELECT count(*) FROM training_runs"), 1);
    assert_eq!(
        stage.count("SELECT count(*) FROM audit_entries WHERE action <> 'retrain'"),
        0
    );
    assert_eq!(
        stage.count("SELECT count(*) FROM audit_entries"),
        1,
        "the training before"
    );
}
