//! All that one league's series says, before it is weighed against the other leagues.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    change::ChampionChange,
    cusum::{Cusum, fingerprint},
    cut::{Cut, FEWEST_MATCHES, FEWEST_REFERENCE},
    e_process::EProcess,
    judge::Pools,
    paired,
    pool::Reference,
    primary::{PrimaryTests, outcome_mix, paired_skill, spiegelhalter},
    secondary::{Finding, findings},
    series::{LeagueSeries, SettledForecast},
    usual::Usual,
};
use crate::{
    domain::{LeagueCode, Outcome, Probabilities},
    metrics::Moments,
};

/// A window in which more than this share has no odds says too little about the paired skill.
const MOST_WITHOUT_ODDS: f64 = 0.40;
/// Standard errors that a shift must have to be seen in 80 % of cases at a two-sided 5 %: 1.96 + 0.84.
const DETECTABLE: f64 = 2.8;
/// Probabilities closer than this are the same.
const SAME: f64 = 1e-9;

/// The matches that are judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Day of the first; none of no matches.
    pub from: Option<NaiveDate>,
    /// Day of the last.
    pub to: Option<NaiveDate>,
    /// Finished matches.
    pub matches: u64,
    /// Of these, matches without odds.
    pub without_odds: u64,
}

/// What a league's series says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The league.
    pub league: LeagueCode,
    /// The matches judged.
    pub window: Window,
    /// Tells this window from another: two looks at the same matches are one evaluation.
    pub fingerprint: u64,
    /// Log loss of the model minus the market's in the window, match by match.
    pub skill: Moments,
    /// The same by match day.
    pub daily_skill: Vec<(NaiveDate, Moments)>,
    /// What is normal for it.
    pub reference: Option<Reference>,
    /// Matches with odds of the league's own reference.
    pub reference_n: u64,
    /// Brier score of the model minus the market's, less what is normal for it.
    pub brier_effect: Option<f64>,
    /// P1 to P3.
    pub primary: PrimaryTests,
    /// S1; none without a reference.
    pub cusum: Option<Cusum>,
    /// S2; none where nothing but the market is published.
    pub e_process: Option<EProcess>,
    /// D1 to D6.
    pub secondary: Vec<Finding>,
    /// Changes of champion within the days looked at.
    pub changes: Vec<ChampionChange>,
}

impl Evidence {
    /// Runs all tests. `threshold` is the CUSUM's, of [`Pools::threshold_input`]; an infinite one leaves the CUSUM out.
    #[must_use]
    pub fn of(series: &LeagueSeries, pools: &Pools, threshold: f64) -> Self {
        let cut = Cut::of(series);
        let own = paired::values(cut.reference, paired::model_log_loss);
        let usual = pools.model_log_loss.usual(&own);
        let skill = paired::moments(cut.window, paired::model_log_loss);
        let brier_effect = difference(
            &paired::moments(cut.window, paired::model_brier),
            pools
                .model_brier
                .pool
                .reference(&paired::moments(cut.reference, paired::model_brier)),
        );
        let baseline = pools
            .model_brier
            .pool
            .reference(&paired::moments(cut.baseline, paired::model_brier));
        Self {
            league: series.league().clone(),
            window: window(cut.window),
            fingerprint: fingerprint(cut.window.iter().flat_map(identity)),
            skill,
            daily_skill: by_day(cut.window),
            reference: usual.map(|u| u.reference),
            reference_n: own.len() as u64,
            brier_effect,
            primary: primary(&cut, pools, &skill, usual),
            cusum: baseline
                .filter(|_| threshold.is_finite())
                .map(|reference| Cusum::run(cut.watch, &reference, threshold)),
            e_process: EProcess::run(cut.watch),
            secondary: findings(&cut, series),
            changes: cut.changes,
        }
    }

    /// Is there enough for a verdict? Only such leagues count for the correction.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.window.matches >= FEWEST_MATCHES as u64
            && !self.lacks_odds()
            && self.reference_matches() >= FEWEST_REFERENCE
    }

    /// More than two fifths of the window have no odds.
    pub(super) fn lacks_odds(&self) -> bool {
        self.window.without_odds as f64 > MOST_WITHOUT_ODDS * self.window.matches as f64
    }

    /// Matches that the reference rests on, of this league or of all.
    #[must_use]
    pub fn reference_matches(&self) -> u64 {
        self.reference.map_or(self.reference_n, |r| r.n)
    }

    /// Mean paired skill less what is normal; above 0 the league got worse.
    #[must_use]
    pub fn effect(&self) -> Option<f64> {
        difference(&self.skill, self.reference)
    }

    /// The smallest effect that this many matches could show (80 % power, two-sided 5 %), `2.8·sd/√n`.
    #[must_use]
    pub fn smallest_detectable(&self) -> Option<f64> {
        let sd = self.reference.map(|r| r.sd).or_else(|| self.skill.sd())?;
        (self.skill.n > 0).then(|| DETECTABLE * sd / (self.skill.n as f64).sqrt())
    }
}

fn difference(now: &Moments, reference: Option<Reference>) -> Option<f64> {
    Some(now.mean()? - reference?.mean)
}

fn window(matches: &[SettledForecast]) -> Window {
    Window {
        from: matches.first().map(|m| m.day),
        to: matches.last().map(|m| m.day),
        matches: matches.len() as u64,
        without_odds: matches.iter().filter(|m| m.forecast.market.is_none()).count() as u64,
    }
}

fn by_day(window: &[SettledForecast]) -> Vec<(NaiveDate, Moments)> {
    window
        .chunk_by(|a, b| a.day == b.day)
        .filter_map(|day| Some((day.first()?.day, paired::moments(day, paired::model_log_loss))))
        .collect()
}

/// What makes one settled forecast another.
fn identity(m: &SettledForecast) -> [f64; 6] {
    let [home, draw, _] = m.forecast.published.to_array();
    let day = f64::from(chrono::Datelike::num_days_from_ce(&m.day));
    let market = m.forecast.market.map_or(0.0, Probabilities::home);
    let goals = 256.0 * f64::from(m.score.home) + f64::from(m.score.away);
    [day, home, draw, m.forecast.model.home(), market, goals]
}

fn primary(cut: &Cut<'_>, pools: &Pools, skill: &Moments, usual: Option<Usual<'_>>) -> PrimaryTests {
    let published: Vec<(Probabilities, Outcome)> =
        cut.window.iter().map(|m| (m.forecast.published, m.outcome())).collect();
    PrimaryTests {
        p1: spiegelhalter(&published),
        p2: outcome_mix(&published),
        p3: usual.and_then(|usual| paired_skill(skill, usual)),
        p3_published: is_a_third_opinion(cut.window)
            .then(|| published_skill(cut, pools))
            .flatten(),
    }
}

fn published_skill(cut: &Cut<'_>, pools: &Pools) -> Option<super::Test> {
    let own = paired::values(cut.reference, paired::published_log_loss);
    let usual = pools.published_log_loss.usual(&own)?;
    paired_skill(&paired::moments(cut.window, paired::published_log_loss), usual)
}

/// Is what is published neither the model's nor the market's? Of the model's P3 has spoken already, and the market's
/// difference to itself is 0.
fn is_a_third_opinion(window: &[SettledForecast]) -> bool {
    let priced = || window.iter().filter_map(|m| Some((m.forecast, m.forecast.market?)));
    let model = priced().all(|(f, _)| f.published.total_variation(f.model) < SAME);
    let market = priced().all(|(f, market)| f.published.total_variation(market) < SAME);
    !model && !market
}

#[cfg(test)]
mod tests;
