use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{plausible::Band, *};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn run(started_at: &str, finished_at: Option<&str>, lease_expires_at: Option<&str>) -> RunFacts {
    RunFacts {
        id: 12,
        started_at: Some(at(started_at)),
        finished_at: finished_at.map(at),
        lease_expires_at: lease_expires_at.map(at),
        is_running: finished_at.is_none(),
    }
}

fn sentences(runs: &[RunFacts], wall: &str) -> Vec<(Severity, String)> {
    let found = Quality::of_runs(runs, at(wall)).findings;
    found
        .into_iter()
        .map(|finding| (finding.severity, finding.sentence))
        .collect()
}

#[test]
fn a_run_that_ends_before_it_starts() {
    let sound = run("2023-08-01T09:00:00Z", Some("2023-08-01T09:02:00Z"), None);
    let instant = run("2023-08-01T09:00:00Z", Some("2023-08-01T09:00:00Z"), None);
    let broken = run("2023-08-01T09:00:00Z", Some("2023-08-01T06:00:01Z"), None);
    assert_eq!(
        sentences(&[sound, instant, broken], "2023-08-01T10:00:00Z"),
        [(
            Severity::Warning,
            "training #12 ended 10799 s before it started (2023-08-01 09:00:00 UTC): do its hosts' clocks and time zones agree?"
                .to_owned()
        )]
    );
}

#[test]
fn a_run_without_a_sign_of_life() {
    let running = run("2023-08-01T09:00:00Z", None, Some("2023-08-01T09:00:30Z"));
    assert!(sentences(std::slice::from_ref(&running), "2023-08-01T09:00:30Z").is_empty());
    let said = |wall| sentences(std::slice::from_ref(&running), wall);
    let sentence = "training #12 runs without a sign of life, its lease ended 2023-08-01 09:00:30 UTC: start `touchline worker` \
                    to take it up";
    assert_eq!(said("2023-08-01T09:00:31Z"), [(Severity::Warning, sentence.to_owned())]);
    assert_eq!(
        said("2023-08-01T09:10:31Z"),
        [(Severity::Critical, sentence.to_owned())]
    );
}

/// What is worse stands first, and counts of both add up.
#[test]
fn both_judgements_together() {
    let lost = run("2023-08-01T09:00:00Z", None, Some("2023-08-01T09:00:30Z"));
    let early = run("2023-08-01T09:00:00Z", Some("2023-08-01T08:00:00Z"), None);
    let wall = at("2023-08-01T09:00:30Z") + TimeDelta::hours(1);
    let both = Quality::of_runs(&[early], wall).and(Quality::of_runs(&[lost], wall));
    let severities: Vec<_> = both.findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Critical, Severity::Warning]);
}

proptest! {
    /// A rate within the band is never called out, whatever the number; one outside only by more than chance.
    #[test]
    fn a_band_holds_what_it_says(n in 1_u64..5_000, share in 0.0..=1.0_f64) {
        let band = Band { low: 0.20, high: 0.32 };
        let excluded = band.excludes(share, n, |p| p * (1.0 - p));
        if (0.20..=0.32).contains(&share) {
            prop_assert!(!excluded);
        }
        // Four times the matches halve the standard error.
        prop_assert!(!excluded || band.excludes(share, 4 * n, |p| p * (1.0 - p)));
    }

    /// More skipped rows of as many never weigh less.
    #[test]
    fn skipping_more_is_never_better(rows in 1_u64..2_000, skipped in 0_u64..2_000, more in 0_u64..100) {
        let weight = |skipped: u64| {
            let load = LeagueLoad { league: LeagueCode::new("E0").unwrap(), rows, skipped };
            match skipped_rows::check(&load) {
                Check::Passed | Check::Insufficient => 0,
                Check::Found { severity: Severity::Warning, .. } => 1,
                Check::Found { severity: Severity::Critical, .. } => 2,
            }
        };
        let (few, many) = (skipped.min(rows), (skipped + more).min(rows));
        prop_assert!(weight(few) <= weight(many), "{few} {many} of {rows}");
    }
}
