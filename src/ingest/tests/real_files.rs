//! Whole folders of real files.

use std::{collections::HashMap, path::PathBuf};

use super::*;
use crate::domain::{Outcome, Season};

fn sample() -> PathBuf {
    concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample").into()
}

/// 14 leagues, ten seasons as published; it is not part of this repository.
fn published() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/football-data"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

async fn import(bench: &Bench, folder: PathBuf) -> ImportReport {
    let now: DateTime<Utc> = "2026-02-01T00:00:00Z".parse().unwrap();
    import_paths(&bench.db, &[folder], now, now.date_naive(), |_| ()).await
}

/// No team plays twice on a day, none plays with itself, and each season of each league has as many teams as it should:
/// a club under two names would show.
async fn each_club_has_one_name(bench: &Bench) {
    let mut tx = bench.db.read().await.unwrap();
    for league in store::leagues(&mut tx).await.unwrap() {
        let mut days = HashMap::new();
        let mut pairings: HashMap<Season, HashMap<_, usize>> = HashMap::new();
        for row in store::matches_of_league(&mut tx, league.id).await.unwrap() {
            for team in [row.home_id, row.away_id] {
                let earlier = days.insert((row.date, team), row.id);
                assert_eq!(earlier, None, "{} {}: team {team} plays twice", league.code, row.date);
                *pairings.entry(row.season).or_default().entry(team).or_default() += 1;
            }
        }
        for (season, teams) in pairings {
            assert!(
                (12..=24).contains(&teams.len()),
                "{} {season}: {} teams",
                league.code,
                teams.len()
            );
        }
    }
}

#[tokio::test]
async fn the_sample_holds_what_its_readme_says() {
    let bench = Bench::new().await;
    let report = import(&bench, sample()).await;
    let totals = report.totals();
    assert_eq!((report.files.len(), report.failures.len()), (27, 0));
    assert_eq!((totals.read, totals.inserted, totals.quarantined), (8_829, 8_782, 47));
    each_club_has_one_name(&bench).await;
    for (code, teams) in [("E0", 36), ("SP1", 30), ("D1", 24), ("D2", 25), ("I1", 25)] {
        let mut known: Vec<_> = bench
            .matches(code)
            .await
            .iter()
            .flat_map(|row| [row.home_id, row.away_id])
            .collect();
        known.sort();
        known.dedup();
        assert_eq!(known.len(), teams, "{code}");
    }
}

#[tokio::test]
async fn ten_published_seasons() {
    let Some(folder) = published() else { return };
    let bench = Bench::new().await;
    let first = import(&bench, folder.clone()).await;
    assert!(first.failures.is_empty(), "{:?}", first.failures);
    let totals = first.totals();
    assert_eq!(first.files.len(), 140);
    assert_eq!((totals.read, totals.inserted, totals.quarantined), (50_376, 50_376, 0));
    each_club_has_one_name(&bench).await;
    let season: Vec<_> = bench
        .matches("E0")
        .await
        .into_iter()
        .filter(|row| row.season == Season::starting(2024))
        .filter_map(|row| row.score)
        .collect();
    let draws = season.iter().filter(|score| score.outcome() == Outcome::Draw).count();
    assert_eq!((draws, season.len()), (93, 380));

    let written = "matches WHERE updated_at > '2026-02-01T00:00:00+00:00'";
    let odds = bench.count("odds").await;
    let again = import(&bench, folder).await.totals();
    assert_eq!((again.read, again.unchanged), (50_376, 50_376));
    assert_eq!((bench.count(written).await, bench.count("odds").await), (0, odds));
}

#[tokio::test]
async fn the_sample_agrees_with_what_was_published() {
    let Some(folder) = published() else { return };
    let bench = Bench::new().await;
    import(&bench, folder).await;
    let report = import(&bench, sample()).await;
    for file in report.files {
        let counts = file.counts;
        // Seasons that both hold are the same matches; earlier ones are new.
        assert!(
            counts.updated == 0 && (counts.unchanged == 0 || counts.inserted == 0),
            "{file:?}"
        );
    }
    each_club_has_one_name(&bench).await;
}
