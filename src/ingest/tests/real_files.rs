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
    import_at(bench, folder, "2026-02-01T00:00:00Z").await
}

async fn import_at(bench: &Bench, folder: PathBuf, now: &str) -> ImportReport {
    let now: DateTime<Utc> = now.parse().unwrap();
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

/// What the sources add up file by file is what a count finds.
async fn sources_count_right(bench: &Bench) {
    let scored = "data_sources s WHERE s.kind = 'results' AND (s.rows, s.last_event_on) = (SELECT COUNT(*), \
                  MAX(match_date) FROM matches m WHERE m.league_id = s.league_id AND home_goals IS NOT NULL)";
    let quoted = "data_sources s WHERE s.kind = 'odds' AND (s.rows, s.last_event_on) = (SELECT COUNT(*), \
                  MAX(match_date) FROM matches m WHERE m.league_id = s.league_id \
                  AND EXISTS (SELECT 1 FROM odds o WHERE o.match_id = m.id))";
    assert_eq!((bench.count(scored).await, bench.count(quoted).await), (14, 14));
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

/// Wherever a download breaks off, what is read is right: nothing but the last odds may be missing. Only a break within
/// the last cell of a line cannot be seen; many whole files lack the last line end too.
#[test]
fn a_cut_file_tells_no_untruth() {
    let bytes = fs::read(sample().join("E0_2324.csv")).unwrap();
    let whole = football_data::parse(&bytes).unwrap();
    for length in bytes.len() / 2..bytes.len() / 2 + 300 {
        let bytes = bytes.get(..length).unwrap();
        let last_line = bytes.rsplit(|byte| *byte == b'\n').next().unwrap();
        if last_line.split(|byte| *byte == b',').count() == 14 {
            continue;
        }
        let cut = football_data::parse(bytes).unwrap();
        assert!(cut.rows.len() + cut.rejected.len() > 150);
        for (row, true_row) in cut.rows.iter().zip(&whole.rows) {
            assert!(row.odds.iter().all(|quote| true_row.odds.contains(quote)), "{row:?}");
            let odds = true_row.odds.clone();
            assert_eq!(&football_data::Row { odds, ..row.clone() }, true_row);
        }
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

    sources_count_right(&bench).await;
    let written = "matches WHERE updated_at >= '2026-02-02'";
    let odds = bench.count("odds").await;
    let again = import_at(&bench, folder, "2026-02-02T00:00:00Z").await.totals();
    assert_eq!((again.read, again.unchanged), (50_376, 50_376));
    assert_eq!((bench.count(written).await, bench.count("odds").await), (0, odds));
    assert_eq!(bench.count("data_sources WHERE last_loaded_at < '2026-02-02'").await, 0);
    sources_count_right(&bench).await;
}

/// The order of two sources does not matter: each adds what the other does not say.
#[tokio::test]
async fn published_files_add_odds_to_the_sample() {
    let Some(folder) = published() else { return };
    let bench = Bench::new().await;
    import(&bench, sample()).await;
    let season = folder.join("E0/E0_2324.csv");
    let report = import(&bench, season.clone()).await.totals();
    assert_eq!((report.read, report.inserted, report.updated), (380, 0, 380));
    assert_eq!(import(&bench, sample()).await.totals().updated, 0);
    assert_eq!(import(&bench, season).await.totals().unchanged, 380);
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
