mod acknowledged;
mod weeks;

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Days, NaiveDate, TimeDelta};

use super::*;
use crate::{
    domain::{
        ExpectedGoals, Forecast, FreshnessStatus, HealthStatus, LeagueCode, Origin, Outcome, OverallStatus,
        Probabilities, QualityRule, SafeText, Season, SourceKind, Verdict,
    },
    engine::{Alert, DataQuality, Fetched, LeagueDrift, QualityFinding, Sections, Severity, SourceFreshness},
    metrics::{
        Tally,
        drift::{
            Cusum, LeagueSeries, judge,
            testing::{change_last, league, some_match, swap_teams},
        },
    },
    random::Random,
    store::DayTally,
};

fn code(text: &str) -> LeagueCode {
    LeagueCode::new(text).unwrap()
}

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 8, 1).unwrap() + Days::new(n)
}

/// One match: the market gives the outcome 0.5, the model `model`.
fn matches(model: f64, count: usize) -> Tally {
    let give = |p: f64| Probabilities::from_weights(p, (1.0 - p) / 2.0, (1.0 - p) / 2.0).unwrap();
    let mut tally = Tally::default();
    for n in 0..count {
        // A little spread, so that there is a standard deviation.
        let wobble = if n % 2 == 0 { 0.02 } else { -0.02 };
        let forecast = Forecast {
            published: give(model + wobble),
            model: give(model + wobble),
            market: Some(give(0.5)),
            climatology: Probabilities::UNIFORM,
            expected_goals: ExpectedGoals { home: 1.4, away: 1.1 },
        };
        tally.add(&forecast, Outcome::Home);
    }
    tally
}

fn tallied(league: &str, n: u64, tally: Tally) -> DayTally {
    DayTally {
        league: code(league),
        day: day(n),
        origin: Origin::Live,
        tally,
    }
}

fn names(codes: &[&str]) -> BTreeMap<LeagueCode, SafeText> {
    codes.iter().map(|text| (code(text), SafeText::new(text))).collect()
}

fn drift_of(leagues: &[LeagueSeries]) -> Vec<LeagueDrift> {
    let known: Vec<&str> = leagues.iter().map(|l| l.league().as_str()).collect();
    league_drift(judge(leagues, &BTreeMap::new()), &names(&known))
}

#[test]
fn a_league_that_got_worse_stands_first() {
    let mut random = Random(1);
    let healthy = league("E0", &[380, 150], &mut random);
    let broken = change_last(&league("E1", &[380, 150], &mut random), 40, swap_teams);
    let drift = drift_of(&[healthy, broken, league("E2", &[], &mut random)]);
    let verdicts: Vec<(&str, Verdict)> = drift.iter().map(|d| (d.league.as_str(), d.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("E1", Verdict::High),
            ("E0", Verdict::Normal),
            ("E2", Verdict::Insufficient)
        ]
    );
    assert_eq!((drift[0].matches, drift[0].reference_matches), (80, 380));
    assert!(drift[0].effect.unwrap() > 0.2, "{:?}", drift[0].effect);
    assert_eq!(drift[0].weekly_skill.len(), 8);
    assert!(
        drift[0]
            .cusum
            .as_ref()
            .is_some_and(|c| c.alarm && c.value <= c.threshold)
    );
}

#[test]
fn weeks_without_matches_are_gaps() {
    let mut random = Random(2);
    let week = |n: u64, random: &mut Random| some_match(day(n), 2023, random);
    let matches = vec![week(0, &mut random), week(1, &mut random), week(21, &mut random)];
    let drift = drift_of(&[LeagueSeries::new(code("E0"), matches)]);
    let gaps: Vec<bool> = drift[0].weekly_skill.iter().map(Option::is_none).collect();
    assert_eq!(gaps, [false, true, true, false]);
}

fn health_of(days: &[DayTally], drift: &[LeagueDrift], today: NaiveDate) -> crate::engine::ModelHealth {
    health_with(days, drift, None, today)
}

fn health_with(
    days: &[DayTally],
    drift: &[LeagueDrift],
    pooled: Option<Cusum>,
    today: NaiveDate,
) -> crate::engine::ModelHealth {
    let champion = crate::engine::Champion {
        version: crate::domain::ModelVersion::new("dc-2023w31.1").unwrap(),
        trained_at: DateTime::UNIX_EPOCH,
        leagues: 2,
        matches: 1_000,
    };
    model_health(HealthInput {
        champion: Some(champion),
        blend: None,
        days,
        coming: &[],
        drift,
        pooled,
        today,
        window_days: 28,
    })
}

#[test]
fn the_window_is_the_last_days_or_says_that_it_is_not() {
    let days: Vec<DayTally> = (0..60).map(|n| tallied("E0", n, matches(0.45, 2))).collect();
    let recent = health_of(&days, &[], day(60));
    assert_eq!(
        (recent.window.unwrap().from, recent.window.unwrap().matches),
        (day(32), 56)
    );
    let late = health_of(&days, &[], day(200));
    assert_eq!(late.window.unwrap().matches, 120);
    let said = late
        .reasons
        .iter()
        .any(|reason| reason.as_str().contains("nothing settled in the last 28 days"));
    assert!(said, "{:?}", late.reasons);
}

#[test]
fn health_is_degraded_only_by_a_league_that_matters() {
    let days = [tallied("E0", 0, matches(0.45, 95)), tallied("E1", 1, matches(0.45, 5))];
    let unjudged = |league: &str| LeagueDrift::unjudged(code(league), SafeText::new(league));
    let mut drift = vec![unjudged("E0"), unjudged("E1")];
    let status = |drift: &[LeagueDrift]| health_of(&days, drift, day(2)).status;
    assert_eq!(status(&drift), HealthStatus::Unknown, "nobody can be judged yet");
    for league in &mut drift {
        league.verdict = Verdict::Normal;
    }
    assert_eq!(status(&drift), HealthStatus::Stable);
    let set = |drift: &mut Vec<LeagueDrift>, league: &str, verdict| {
        drift.iter_mut().find(|d| d.league == code(league)).unwrap().verdict = verdict;
    };
    set(&mut drift, "E1", Verdict::High);
    assert_eq!(status(&drift), HealthStatus::Watch, "5 % of the predictions");
    set(&mut drift, "E0", Verdict::High);
    assert_eq!(status(&drift), HealthStatus::Degraded);
}

/// A pooled CUSUM that reached 13.1, within the last week of matches or before.
fn pooled(alarm: bool) -> Cusum {
    Cusum {
        value: 2.0,
        threshold: 13.1,
        reached_on: Some(day(1)),
        alarm,
        points: Vec::new(),
    }
}

#[test]
fn an_alarm_over_all_leagues_degrades_the_model_and_is_named() {
    let days = [tallied("E0", 0, matches(0.45, 95))];
    let mut drift = vec![LeagueDrift::unjudged(code("E0"), "England".into())];
    let over = health_with(&days, &drift, Some(pooled(false)), day(2));
    assert_eq!(over.status, HealthStatus::Unknown, "an alarm that is over says nothing");
    for verdict in [Verdict::Insufficient, Verdict::Normal] {
        drift[0].verdict = verdict;
        let health = health_with(&days, &drift, Some(pooled(true)), day(2));
        assert_eq!(health.status, HealthStatus::Degraded);
        assert_eq!(
            health.reasons[0].as_str(),
            "all leagues together got worse against the market: their CUSUM reached 13.1 on 2023-08-02"
        );
    }
    let mut sections = sections();
    let health = health_with(&days, &drift, Some(pooled(true)), day(2));
    sections.model_health = Fetched::fresh(health, DateTime::UNIX_EPOCH, Duration::ZERO);
    let alerts = AlertBook::default().update(&sections, DateTime::UNIX_EPOCH);
    assert_eq!(
        (alerts[0].rule.as_str(), alerts[0].severity),
        ("pooled-drift", Severity::Critical)
    );
}

#[test]
fn a_late_source_makes_a_stable_model_one_to_watch() {
    let days = [tallied("E0", 0, matches(0.45, 95))];
    let mut drift = vec![LeagueDrift::unjudged(code("E0"), "England".into())];
    let heeded = |drift: &[LeagueDrift], status| {
        let mut health = health_of(&days, drift, day(2));
        let sources = [
            source(SourceKind::Results, "E0", status, Some(50)),
            source(SourceKind::Odds, "E0", FreshnessStatus::Pass, None),
        ];
        heed_freshness(&mut health, &sources);
        health
    };
    assert_eq!(heeded(&drift, FreshnessStatus::Warn).status, HealthStatus::Unknown);
    drift[0].verdict = Verdict::Normal;
    assert_eq!(heeded(&drift, FreshnessStatus::Idle).status, HealthStatus::Stable);
    for status in [FreshnessStatus::Warn, FreshnessStatus::Error] {
        let health = heeded(&drift, status);
        assert_eq!(health.status, HealthStatus::Watch);
        assert_eq!(health.reasons[0].as_str(), "results E0 is late: late");
    }
    drift[0].verdict = Verdict::High;
    let health = heeded(&drift, FreshnessStatus::Warn);
    assert_eq!(health.status, HealthStatus::Degraded, "a worse status stays");
    assert!(
        health.reasons[0].as_str().starts_with("E0 high"),
        "{:?}",
        health.reasons
    );
}

fn sections() -> Sections {
    Sections {
        model_health: Fetched::loading(),
        league_drift: Fetched::loading(),
        data_freshness: Fetched::loading(),
        data_quality: Fetched::loading(),
        training: Fetched::loading(),
        system: Fetched::loading(),
        alerts: Fetched::loading(),
    }
}

fn source(kind: SourceKind, league: &str, status: FreshnessStatus, overdue_s: Option<i64>) -> SourceFreshness {
    SourceFreshness {
        source: format!("{} {league}", kind.as_str()).into(),
        kind,
        league: code(league),
        status,
        last_event_at: None,
        last_loaded_at: None,
        last_checked_at: None,
        overdue_s,
        warn_after_s: 1,
        error_after_s: 2,
        rows: 10,
        quarantined: 0,
        slo: None,
        reason: "late".into(),
    }
}

#[test]
fn the_headline_counts_kinds_and_names_the_worst() {
    let now = DateTime::UNIX_EPOCH;
    let mut sections = sections();
    let mut sources = vec![
        source(SourceKind::Odds, "E0", FreshnessStatus::Error, Some(50)),
        source(SourceKind::Odds, "E1", FreshnessStatus::Error, Some(90)),
        source(SourceKind::Results, "E0", FreshnessStatus::Pass, None),
    ];
    sort_by_concern(&mut sources);
    sections.data_freshness = Fetched::fresh(sources, now, Duration::ZERO);
    let alerts = AlertBook::default().update(&sections, now);
    let (status, headline) = overall(&sections, &alerts);
    assert_eq!(
        (status, headline.as_str()),
        (OverallStatus::Degraded, "2 sources in error (odds E1 …)")
    );
}

#[test]
fn silence_is_unknown_and_then_an_alert() {
    let now = DateTime::UNIX_EPOCH;
    let mut sections = sections();
    assert_eq!(overall(&sections, &[]).0, OverallStatus::Unknown, "still loading");
    sections.system = Fetched::loading().failed("connection refused".into(), Duration::ZERO, now);
    let alerts = AlertBook::default().update(&sections, now);
    assert_eq!(alerts.len(), 1);
    assert_eq!(
        overall(&sections, &alerts).1.as_str(),
        "system cannot be read: connection refused"
    );
}

#[test]
fn an_alert_remembers_since_when() {
    let (start, later) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::hours(1));
    let mut sections = sections();
    let late = vec![source(SourceKind::Odds, "E0", FreshnessStatus::Warn, Some(50))];
    sections.data_freshness = Fetched::fresh(late, start, Duration::ZERO);
    let mut book = AlertBook::default();
    let since = |alerts: &[Alert]| alerts.first().map(|alert| (alert.since, alert.severity));
    assert_eq!(since(&book.update(&sections, start)), Some((start, Severity::Warning)));
    assert_eq!(since(&book.update(&sections, later)), Some((start, Severity::Warning)));
    let on_time = vec![source(SourceKind::Odds, "E0", FreshnessStatus::Pass, None)];
    let late = std::mem::replace(
        &mut sections.data_freshness,
        Fetched::fresh(on_time, later, Duration::ZERO),
    );
    assert_eq!(since(&book.update(&sections, later)), None);
    sections.data_freshness = late;
    assert_eq!(
        since(&book.update(&sections, later)),
        Some((later, Severity::Warning)),
        "it fires anew"
    );
}

#[test]
fn one_fault_in_many_seasons_is_one_alert() {
    let now = DateTime::UNIX_EPOCH;
    let mut sections = sections();
    let finding = |league: &str, year, rule, severity| QualityFinding {
        rule,
        league: Some(code(league)),
        season: Some(Season::starting(year)),
        severity,
        sentence: "no team went without a goal in 200 matches".into(),
    };
    let findings = vec![
        finding("E0", 2016, QualityRule::NeverZero, Severity::Critical),
        finding("E0", 2017, QualityRule::NeverZero, Severity::Critical),
        finding("E0", 2017, QualityRule::ShrunkenFile, Severity::Warning),
    ];
    let quality = DataQuality {
        findings,
        ..DataQuality::default()
    };
    sections.data_quality = Fetched::fresh(quality, now, Duration::ZERO);
    let alerts = AlertBook::default().update(&sections, now);
    let told: Vec<_> = alerts
        .iter()
        .map(|alert| (alert.rule.as_str(), alert.sentence.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "data-quality E0 never-zero",
                "E0 2016/17: no team went without a goal in 200 matches (and 1 more)"
            ),
            (
                "data-quality E0 shrunken-file",
                "E0 2017/18: no team went without a goal in 200 matches"
            ),
        ]
    );
    assert_eq!(
        overall(&sections, &alerts),
        (OverallStatus::Degraded, "2 faults in the data (E0 never-zero …)".into())
    );
}
