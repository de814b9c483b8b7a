//! The window's scores by league, and its outcomes.

use std::collections::BTreeMap;

use crate::{
    domain::LeagueCode,
    engine::{LeagueScores, OutcomeMix},
    metrics::{Calibration, Scored, Tally},
    store::DayTally,
};

/// Each league of these days, by code.
pub(super) fn league_scores(days: &[DayTally]) -> Vec<LeagueScores> {
    let mut leagues = BTreeMap::<&LeagueCode, Scored>::new();
    for day in days {
        let scored = leagues.entry(&day.league).or_default();
        for rows in [&day.tally.priced, &day.tally.unpriced] {
            scored.log_loss += rows.published.log_loss;
            scored.brier += rows.published.brier;
            scored.hits += rows.published.hits;
        }
    }
    let of_league = |(league, scored): (&LeagueCode, Scored)| {
        let n = scored.log_loss.n;
        Some(LeagueScores {
            league: league.clone(),
            log_loss: scored.log_loss.mean()?,
            brier: scored.brier.mean()?,
            accuracy: scored.hits as f64 / n as f64,
            n,
        })
    };
    leagues.into_iter().filter_map(of_league).collect()
}

/// Expected and actual outcomes, with odds and without.
pub(super) fn outcome_mix(tally: &Tally) -> Option<OutcomeMix> {
    let n = tally.n();
    let mut all = Calibration::default();
    for rows in [&tally.priced, &tally.unpriced] {
        all += &rows.calibration;
    }
    (n > 0).then(|| OutcomeMix {
        predicted: all.expected.map(|sum| sum / n as f64),
        actual: all.outcomes.map(|count| count as f64 / n as f64),
        n,
    })
}
