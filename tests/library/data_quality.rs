//! The data-quality rules on real files, sound and broken.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use crate::databases::{Database, on_both};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use touchline::{
    domain::{QualityRule, Severity},
    ingest::{football_data::parse, import_file, import_paths},
    metrics::{Fault, PlayedDay, Quality, QualityFacts, dates_of_days, seasons_of_days},
    store::{self, Db, Tx},
};

/// A league's season that exists: England 2023/24, 380 matches.
const SEASON: &str = "E0_2324.csv";

fn sample(file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("assets/sample")
        .join(file);
    fs::read_to_string(path).unwrap()
}

/// The file with each row changed, or left out.
fn edited(file: &str, edit: impl Fn(Vec<String>) -> Option<Vec<String>>) -> String {
    let text = sample(file);
    let mut lines = text.lines();
    let header = lines.next().unwrap().to_owned();
    let rows = lines.filter_map(|line| edit(line.split(',').map(str::to_owned).collect()));
    std::iter::once(header)
        .chain(rows.map(|row| row.join(",")))
        .collect::<Vec<_>>()
        .join("\n")
}

const DIV: usize = 0;
const DATE: usize = 1;
const HOME: usize = 3;
const AWAY: usize = 4;
const HOME_GOALS: usize = 5;
const AWAY_GOALS: usize = 6;
const RESULT: usize = 7;

struct Bench {
    _database: Database,
    db: Db,
}

fn now() -> DateTime<Utc> {
    "2026-02-01T00:00:00Z".parse().unwrap()
}

impl Bench {
    fn on(database: Database) -> Self {
        let db = database.db.clone();
        Self {
            _database: database,
            db,
        }
    }

    async fn import(&self, file: &str, text: &str) {
        import_file(&self.db, file.as_ref(), text.as_bytes(), now(), now().date_naive())
            .await
            .unwrap();
    }

    async fn tx(&self) -> Tx {
        self.db.read().await.unwrap()
    }

    async fn judge(&self) -> Quality {
        Quality::of_data(&store::quality_facts(&mut self.tx().await).await.unwrap())
    }
}

/// What is found, which is the same on both databases.
async fn judge(files: &[(&str, String)]) -> Quality {
    let benches = [
        Bench::on(Database::sqlite().await),
        Bench::on(Database::postgres().await),
    ];
    let mut judged = Vec::new();
    for bench in &benches {
        for (file, text) in files {
            bench.import(file, text).await;
        }
        judged.push(bench.judge().await);
    }
    let quality = judged.swap_remove(0);
    assert_eq!(quality, judged.swap_remove(0));
    quality
}

fn of(quality: &Quality, rule: QualityRule) -> Vec<&Fault> {
    quality.findings.iter().filter(|finding| finding.rule == rule).collect()
}

/// The only finding of a rule, as place and sentence.
fn only(quality: &Quality, rule: QualityRule) -> (Severity, String) {
    match of(quality, rule).as_slice() {
        [finding] => (finding.severity, finding.sentence.clone()),
        other => panic!("{rule}: {other:#?} in {quality:#?}"),
    }
}

#[tokio::test]
async fn a_sound_season_is_silent_and_says_how_much_was_checked() {
    let quality = judge(&[(SEASON, sample(SEASON))]).await;
    assert!(quality.findings.is_empty(), "{:#?}", quality.findings);
    let judged: Vec<_> = quality
        .counts
        .iter()
        .map(|count| (count.rule, count.judged, count.insufficient))
        .collect();
    for rule in [
        QualityRule::SkippedRows,
        QualityRule::NeverZero,
        QualityRule::DrawRate,
        QualityRule::GoalsPerMatch,
        QualityRule::SelfPlay,
        QualityRule::SwappedDates,
        QualityRule::ShrunkenFile,
        QualityRule::ChangedResults,
    ] {
        assert!(judged.contains(&(rule, 1, 0)), "{rule}: {judged:?}");
    }
}

#[tokio::test]
async fn nothing_loaded_is_nothing_checked() {
    let quality = judge(&[]).await;
    assert!(quality.findings.is_empty() && quality.counts.is_empty(), "{quality:?}");
}

#[tokio::test]
async fn a_few_matches_are_insufficient() {
    let first: Vec<String> = sample(SEASON).lines().take(21).map(str::to_owned).collect();
    let quality = judge(&[(SEASON, first.join("\n"))]).await;
    assert!(quality.findings.is_empty());
    for rule in [
        QualityRule::SkippedRows,
        QualityRule::DrawRate,
        QualityRule::GoalsPerMatch,
        QualityRule::SwappedDates,
    ] {
        let count = quality.counts.iter().find(|count| count.rule == rule).unwrap();
        assert_eq!((count.judged, count.insufficient), (0, 1), "{rule}");
    }
}

fn without_zeros(file: &str) -> String {
    edited(file, |row| {
        (row[HOME_GOALS] != "0" && row[AWAY_GOALS] != "0").then_some(row)
    })
}

#[tokio::test]
async fn zeros_that_were_read_as_missing() {
    let quality = judge(&[(SEASON, without_zeros(SEASON))]).await;
    let (severity, sentence) = only(&quality, QualityRule::NeverZero);
    assert_eq!(severity, Severity::Critical);
    assert_eq!(
        sentence,
        "no team went without a goal in 234 matches: is a score of 0 read as missing?"
    );
}

#[tokio::test]
async fn zeros_of_one_side_that_were_read_as_missing() {
    let quality = judge(&[(SEASON, edited(SEASON, |row| (row[AWAY_GOALS] != "0").then_some(row)))]).await;
    let (_, sentence) = only(&quality, QualityRule::NeverZero);
    assert!(
        sentence.starts_with("no away team went without a goal in "),
        "{sentence}"
    );
}

/// One season without zeros may still pass as a season of many goals; ten cannot.
#[tokio::test]
async fn too_many_goals_over_all_seasons() {
    let files = [
        "E0_1819.csv",
        "E0_1920.csv",
        "E0_2021.csv",
        "E0_2122.csv",
        "E0_2223.csv",
        SEASON,
    ];
    let quality = judge(&files.map(|file| (file, without_zeros(file)))).await;
    let whole = of(&quality, QualityRule::GoalsPerMatch);
    let whole = whole.iter().find(|finding| finding.season.is_none()).unwrap();
    assert!(whole.sentence.contains("goals a match over") && whole.sentence.ends_with("leagues show 2.2 to 3.2"));
    assert!(judge(&files.map(|file| (file, sample(file)))).await.findings.is_empty());
}

#[tokio::test]
async fn draws_that_were_lost() {
    let quality = judge(&[(SEASON, edited(SEASON, |row| (row[RESULT] != "D").then_some(row)))]).await;
    let (_, sentence) = only(&quality, QualityRule::DrawRate);
    assert_eq!(sentence, "0 draws in 298 matches, 0.0 %: leagues show 20 to 32 %");
}

/// Day and month exchanged where both could be a month.
fn exchanged(file: &str) -> String {
    edited(file, |mut row| {
        let parts: Vec<&str> = row[DATE].split('/').collect();
        if parts[0].parse::<u32>().unwrap() <= 12 {
            row[DATE] = [parts[1], parts[0], parts[2]].join("/");
        }
        Some(row)
    })
}

#[tokio::test]
async fn day_and_month_exchanged() {
    let quality = judge(&[("E0_2223.csv", sample("E0_2223.csv")), (SEASON, exchanged(SEASON))]).await;
    let (severity, sentence) = only(&quality, QualityRule::SwappedDates);
    assert_eq!(severity, Severity::Critical);
    println!("{sentence}");
    assert!(sentence.starts_with("E0_2324.csv") && sentence.contains("with day and month exchanged it would be"));
}

#[tokio::test]
async fn a_league_under_two_codes() {
    let copy = edited(SEASON, |mut row| {
        "NO1".clone_into(&mut row[DIV]);
        Some(row)
    });
    let quality = judge(&[(SEASON, sample(SEASON)), ("NO1.csv", copy)]).await;
    let (severity, sentence) = only(&quality, QualityRule::SharedMatches);
    assert_eq!(
        (severity, sentence.as_str()),
        (Severity::Critical, "380 of 380 matches are stored under E0 and NO1")
    );
    // The same country, where the teams are the same too.
    let copy = edited(SEASON, |mut row| {
        "E1".clone_into(&mut row[DIV]);
        Some(row)
    });
    let quality = judge(&[(SEASON, sample(SEASON)), ("E1.csv", copy)]).await;
    assert_eq!(
        only(&quality, QualityRule::SharedMatches).1,
        "380 of 380 matches are stored under E0 and E1"
    );
}

#[tokio::test]
async fn a_team_that_plays_itself() {
    let text = edited(SEASON, |mut row| {
        if row[HOME] == "Man United" && row[AWAY] == "Man City" {
            row[AWAY] = "Man United".to_owned();
        }
        Some(row)
    });
    let quality = judge(&[(SEASON, text)]).await;
    assert_eq!(
        only(&quality, QualityRule::SelfPlay),
        (
            Severity::Warning,
            "a row has a team play itself: Man United plays itself".to_owned()
        )
    );
}

#[tokio::test]
async fn skipped_rows_warn_and_then_are_critical() {
    let breaking = |every: usize| {
        let text = sample(SEASON);
        let rows = text.lines().enumerate().map(|(at, line)| {
            if at > 0 && at % every == 0 {
                line.replacen("E0,", "E0,x", 1)
            } else {
                line.to_owned()
            }
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    assert!(judge(&[(SEASON, breaking(60))]).await.findings.is_empty(), "6 of 380");
    let quality = judge(&[(SEASON, breaking(30))]).await;
    assert_eq!(
        only(&quality, QualityRule::SkippedRows),
        (
            Severity::Warning,
            "12 of 380 rows of the last load were put in quarantine, 3.2 %".to_owned()
        )
    );
    assert_eq!(
        only(&judge(&[(SEASON, breaking(2))]).await, QualityRule::SkippedRows).0,
        Severity::Critical
    );
    // All rows: there is no season to speak of, and no match, but there was a load.
    assert_eq!(
        only(&judge(&[(SEASON, breaking(1))]).await, QualityRule::SkippedRows).0,
        Severity::Critical
    );
}

on_both! {
    async fn a_past_that_changes_is_held_and_shown(database) {
        let bench = Bench::on(database);
        bench.import(SEASON, &sample(SEASON)).await;
        let changed = edited(SEASON, |mut row| {
            if row[DATE] == "11/08/2023" {
                "3".clone_into(&mut row[HOME_GOALS]);
                "D".clone_into(&mut row[RESULT]);
            }
            Some(row)
        });
        bench.import(SEASON, &changed).await;
        let (severity, sentence) = only(&bench.judge().await, QualityRule::ChangedResults);
        assert_eq!(severity, Severity::Warning);
        assert_eq!(
            sentence,
            "a row would change a played match, held: 2023-08-11 Burnley Man City, stored 0-3, told 3-3"
        );
        let held = store::held_differences(&mut bench.tx().await, 10).await.unwrap();
        assert_eq!(held.len(), 1);
        let (row, day) = (&held[0], NaiveDate::from_ymd_opt(2023, 8, 11).unwrap());
        assert_eq!(
            (row.file.as_str(), row.line, row.league.as_str(), row.date),
            ("E0_2324.csv [E0 2023/24]", 2, "E0", day)
        );
        assert_eq!(
            (
                row.home.as_str(),
                row.away.as_str(),
                row.stored.as_str(),
                row.told.as_str(),
                row.held_at
            ),
            ("Burnley", "Man City", "0-3", "3-3", now())
        );
        bench.import(SEASON, &sample(SEASON)).await;
        assert!(
            bench.judge().await.findings.is_empty(),
            "the source came back to what it told before"
        );
    }
}

on_both! {
    async fn a_file_that_shrinks(database) {
        let bench = Bench::on(database);
        bench.import(SEASON, &sample(SEASON)).await;
        let cut: Vec<String> = sample(SEASON).lines().take(301).map(str::to_owned).collect();
        // From another folder it is the same file.
        bench.import("elsewhere/E0_2324.csv", &cut.join("\n")).await;
        assert_eq!(
            only(&bench.judge().await, QualityRule::ShrunkenFile).1,
            "E0_2324.csv [E0 2023/24] tells 300 results, 380 were told before: is it cut? The stored ones are kept"
        );
        bench.import(SEASON, &sample(SEASON)).await;
        assert!(bench.judge().await.findings.is_empty());
    }
}

on_both! {
    /// The worker died: its lease runs out, and nobody takes the run up.
    async fn a_run_whose_worker_died(database) {
        let bench = Bench::on(database);
        let mut tx = bench.db.write().await.unwrap();
        store::enqueue(&mut tx, &store::NewRun::training(None, "schedule", now()))
            .await
            .unwrap();
        store::claim(&mut tx, "host:1", now(), now()).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let runs = store::run_facts(&mut bench.tx().await, 10).await.unwrap();
        assert!(Quality::of_runs(&runs, now() + store::LEASE).findings.is_empty());
        let later = Quality::of_runs(&runs, now() + store::LEASE + TimeDelta::seconds(1));
        assert_eq!(
            only(&later, QualityRule::LostRun).1,
            "training #1 runs without a sign of life, its lease ended 2026-02-01 00:00:30 UTC: start `touchline worker` to take \
             it up"
        );
    }
}

/// Published files, beside the project and not part of it.
fn published() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/football-data"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

/// A file's matches by the day on which they were played, in order.
fn days_of(path: &Path) -> Vec<PlayedDay> {
    let parsed = parse(&fs::read(path).unwrap()).unwrap();
    let mut days: Vec<PlayedDay> = Vec::new();
    let mut rows = parsed.rows;
    rows.sort_by_key(|row| row.date);
    for row in rows {
        let Some(score) = row.score else { continue };
        if days.last().is_none_or(|day| day.date != row.date) {
            days.push(PlayedDay {
                league: row.league,
                season: row.season,
                file: path.file_name().unwrap().to_string_lossy().into_owned(),
                date: row.date,
                matches: 0,
                goals: 0,
                draws: 0,
                home_blanks: 0,
                away_blanks: 0,
            });
        }
        let day = days.last_mut().unwrap();
        day.matches += 1;
        day.goals += u64::from(score.home) + u64::from(score.away);
        day.draws += u64::from(score.home == score.away);
        day.home_blanks += u64::from(score.home == 0);
        day.away_blanks += u64::from(score.away == 0);
    }
    days
}

fn judge_days(days: &[PlayedDay]) -> Quality {
    Quality::of_data(&QualityFacts {
        seasons: seasons_of_days(days),
        dates: dates_of_days(days),
        ..QualityFacts::default()
    })
}

fn published_files(folder: &Path) -> Vec<PathBuf> {
    let leagues = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = leagues.flat_map(|league| fs::read_dir(league).unwrap().map(|entry| entry.unwrap().path()));
    files
        .filter(|path| path.extension().is_some_and(|it| it == "csv"))
        .collect()
}

/// A season is looked at after each of its days: that is 14,000 looks.
#[test]
fn a_season_that_grows_raises_no_alarm_on_any_day() {
    let Some(folder) = published() else { return };
    let mut looks = 0;
    for file in published_files(&folder) {
        let days = days_of(&file);
        for until in 1..=days.len() {
            let quality = judge_days(&days[..until]);
            assert!(
                quality.findings.is_empty(),
                "{} {until}: {:#?}",
                file.display(),
                quality.findings
            );
            looks += 1;
        }
    }
    println!("{looks} looks");
    assert!(looks > 13_000);
}

/// Whatever the league and its calendar, a file with all its dates exchanged is found, and one without zeros.
#[test]
fn every_published_file_is_found_when_broken() {
    let Some(folder) = published() else { return };
    let files = published_files(&folder);
    for file in &files {
        let mut days = days_of(file);
        for day in &mut days {
            let date = day.date;
            day.date = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month()).unwrap_or(date);
            (day.home_blanks, day.away_blanks) = (0, 0);
        }
        let quality = judge_days(&days);
        for rule in [QualityRule::SwappedDates, QualityRule::NeverZero] {
            assert_eq!(of(&quality, rule).len(), 1, "{} {rule}: {quality:#?}", file.display());
        }
    }
    assert_eq!(files.len(), 140);
}

/// 14 leagues over ten seasons, as published.
#[tokio::test]
async fn ten_published_seasons_raise_no_alarm() {
    let Some(folder) = published() else { return };
    let bench = Bench::on(Database::sqlite().await);
    import_paths(&bench.db, &[folder], now(), now().date_naive(), |_| ()).await;
    let start = Instant::now();
    let quality = bench.judge().await;
    println!("judged in {:?}: {:?}", start.elapsed(), quality.counts);
    assert!(quality.findings.is_empty(), "{:#?}", quality.findings);
    let count = |rule| quality.counts.iter().find(|count| count.rule == rule).unwrap();
    assert_eq!(
        (
            count(QualityRule::NeverZero).judged,
            count(QualityRule::NeverZero).insufficient
        ),
        (140, 0)
    );
    assert_eq!(count(QualityRule::SwappedDates).judged, 140);
    assert_eq!(count(QualityRule::SharedMatches).judged, 91);
}
