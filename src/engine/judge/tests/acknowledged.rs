use super::*;
use crate::{
    engine::AlertState,
    store::{Acknowledged, Episode, Latched, Silence},
};

fn sources_late() -> Sections {
    let mut sections = sections();
    let late = vec![
        source(SourceKind::Odds, "E0", FreshnessStatus::Error, Some(90)),
        source(SourceKind::Results, "E0", FreshnessStatus::Warn, Some(50)),
    ];
    sections.data_freshness = Fetched::fresh(late, DateTime::UNIX_EPOCH, Duration::ZERO);
    sections
}

fn seen(rule: &str, severity: Severity) -> Episode {
    let long_ago = DateTime::UNIX_EPOCH - TimeDelta::days(1);
    Episode {
        id: 1,
        rule: rule.to_owned(),
        severity,
        since: long_ago,
        seen_at: DateTime::UNIX_EPOCH,
        acknowledged: Some(Acknowledged {
            by: "ana@ops".into(),
            at: long_ago,
        }),
        latched: None,
    }
}

fn told(episodes: Vec<Episode>) -> (Vec<Alert>, OverallStatus, String) {
    let mut book = AlertBook::default();
    book.learn(episodes, Vec::new());
    let sections = sources_late();
    let alerts = book.update(&sections, DateTime::UNIX_EPOCH);
    let (status, headline) = overall(&sections, &alerts);
    (alerts, status, headline.to_string())
}

#[test]
fn an_acknowledged_alert_leads_no_more_and_still_counts() {
    let (alerts, status, headline) = told(vec![seen("source-stale odds E0", Severity::Critical)]);
    let rules: Vec<_> = alerts.iter().map(|alert| alert.rule.as_str()).collect();
    assert_eq!(rules, ["source-stale results E0", "source-stale odds E0"]);
    assert_eq!(alerts[1].acknowledged_by, Some("ana@ops".into()));
    assert_eq!(
        alerts[1].since,
        DateTime::UNIX_EPOCH - TimeDelta::days(1),
        "as every monitor tells it"
    );
    assert_eq!(
        (status, headline.as_str()),
        (
            OverallStatus::Degraded,
            "results E0: late · acknowledged: sources in error: odds E0"
        )
    );
}

#[test]
fn where_all_is_acknowledged_the_headline_says_so() {
    let (_, status, headline) = told(vec![
        seen("source-stale odds E0", Severity::Critical),
        seen("source-stale results E0", Severity::Warning),
    ]);
    assert_eq!(
        (status, headline.as_str()),
        (
            OverallStatus::Degraded,
            "acknowledged: sources in error: odds E0 · sources late: results E0"
        )
    );
}

#[test]
fn what_has_become_graver_since_was_not_seen() {
    let (alerts, _, _) = told(vec![seen("source-stale odds E0", Severity::Warning)]);
    assert_eq!(
        (alerts[0].rule.as_str(), alerts[0].is_acknowledged()),
        ("source-stale odds E0", false)
    );
}

#[test]
fn what_is_silenced_makes_nothing_worse_and_is_counted() {
    let silenced = |rule: &str, until: i64| {
        let mut book = AlertBook::default();
        let silence = Silence {
            rule: rule.into(),
            until: DateTime::UNIX_EPOCH + TimeDelta::hours(until),
            by: "ana@ops".into(),
            reason: "the source moves".into(),
        };
        book.learn(Vec::new(), vec![silence]);
        let mut sections = sources_late();
        sections.model_health = Fetched::fresh(
            health_of(&[], &[], NaiveDate::default()),
            DateTime::UNIX_EPOCH,
            Duration::ZERO,
        );
        let alerts = book.update(&sections, DateTime::UNIX_EPOCH);
        let (status, headline) = overall(&sections, &alerts);
        let quiet: Vec<String> = alerts
            .iter()
            .filter(|a| a.is_quiet())
            .map(|a| a.rule.to_string())
            .collect();
        (status, headline.to_string(), quiet.len())
    };
    let (status, headline, quiet) = silenced("source-stale odds E0", 1);
    assert_eq!(
        (status, headline.as_str(), quiet),
        (OverallStatus::Watch, "results E0: late · 1 silenced", 1)
    );
    let (status, headline, quiet) = silenced("source-stale", 1);
    assert!(
        status != OverallStatus::Degraded && headline.ends_with(" · 2 silenced"),
        "{status:?} {headline}"
    );
    assert_eq!(quiet, 2);
    for (rule, until) in [
        ("source-stale", 0),
        ("source", 1),
        ("source-stale odds", 1),
        ("source-stale odds E", 1),
    ] {
        let (status, _, quiet) = silenced(rule, until);
        let covers = usize::from(rule == "source-stale odds" && until > 0);
        assert_eq!(
            quiet, covers,
            "{rule}: a part of a word is no rule, and what is over is over"
        );
        assert_eq!(status == OverallStatus::Degraded, covers == 0);
    }
}

#[test]
fn what_is_over_and_was_not_seen_is_counted_and_makes_nothing_worse() {
    let unseen = Episode {
        acknowledged: None,
        latched: Some(Latched {
            over_at: DateTime::UNIX_EPOCH,
            sentence: "E2 high: worse than the market".into(),
        }),
        ..seen("league-drift E2", Severity::Critical)
    };
    let mut book = AlertBook::default();
    book.learn(vec![unseen], Vec::new());
    let mut sections = sections();
    sections.model_health = Fetched::fresh(
        health_of(&[], &[], NaiveDate::default()),
        DateTime::UNIX_EPOCH,
        Duration::ZERO,
    );
    let alerts = book.update(&sections, DateTime::UNIX_EPOCH);
    let told: Vec<_> = alerts
        .iter()
        .map(|alert| (alert.rule.as_str(), alert.state, alert.sentence.as_str()))
        .collect();
    assert_eq!(
        told,
        [(
            "league-drift E2",
            AlertState::Latched,
            "over since 1970-01-01 00:00 UTC, seen by nobody: E2 high: worse than the market"
        )]
    );
    let (status, headline) = overall(&sections, &alerts);
    assert!(
        status != OverallStatus::Degraded && headline.as_str().ends_with(" · 1 over and not seen"),
        "{headline}"
    );
}

#[test]
fn what_the_database_knows_is_kept_until_every_section_has_been_read() {
    let mut book = AlertBook::default();
    book.learn(vec![seen("source-stale odds E0", Severity::Critical)], Vec::new());
    assert!(book.update(&sections(), DateTime::UNIX_EPOCH).is_empty());
    let alerts = book.update(&sources_late(), DateTime::UNIX_EPOCH);
    let odds = alerts
        .iter()
        .find(|alert| alert.rule.as_str() == "source-stale odds E0");
    assert!(odds.unwrap().is_acknowledged(), "{alerts:?}");
}
