//! Health of every league and of all together, from their settled forecasts and nothing else.

use rayon::prelude::*;
use touchline::metrics::{CalibrationJudgement, ScoreTable, WeeklyTally, drift::LeagueSeries};

/// Scores with clustered standard errors, and calibration.
pub(crate) struct Health {
    pub(crate) scores: ScoreTable,
    pub(crate) calibration: CalibrationJudgement,
}

/// Each league, and all of them. Leagues are tallied side by side and put together in their order, so the numbers are the
/// same to the last bit however many cores there are.
pub(crate) fn health(leagues: &[LeagueSeries]) -> (Vec<Health>, Health) {
    let tallies: Vec<WeeklyTally> = leagues.par_iter().map(tally).collect();
    let mut all = WeeklyTally::default();
    for league in &tallies {
        all += league;
    }
    (tallies.par_iter().map(judged).collect(), judged(&all))
}

fn tally(league: &LeagueSeries) -> WeeklyTally {
    let mut weekly = WeeklyTally::default();
    for m in league.matches() {
        weekly.add(m.day, &m.forecast, m.score);
    }
    weekly
}

fn judged(weekly: &WeeklyTally) -> Health {
    let rows = &weekly.tally().priced;
    Health {
        scores: ScoreTable::of(weekly).unwrap(),
        calibration: rows.calibration.judge(&rows.published.brier).unwrap(),
    }
}
