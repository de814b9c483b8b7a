//! Matches for tests: single ones, and whole leagues simulated from known parameters.

use chrono::{Days, NaiveDate};

use super::Observation;
use crate::{
    domain::{Outcome, Probabilities, Score, Season, TeamId},
    random::Random,
};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn played(date: &str, home: i64, away: i64, home_goals: u8, away_goals: u8) -> Observation {
    let date = day(date);
    Observation {
        date,
        season: Season::of_first_match(date),
        home: TeamId(home),
        away: TeamId(away),
        score: Score {
            home: home_goals,
            away: away_goals,
        },
    }
}

/// Known parameters of a simulated league.
pub(super) struct Truth {
    pub(super) intercept: f64,
    pub(super) home_advantage: f64,
    pub(super) rho: f64,
    pub(super) attack: Vec<f64>,
    pub(super) defence: Vec<f64>,
}

impl Truth {
    pub(super) fn random(teams: usize, random: &mut Random) -> Self {
        let mut centred = |spread: f64| {
            let raw: Vec<f64> = (0..teams).map(|_| random.between(-spread, spread)).collect();
            let mean = raw.iter().sum::<f64>() / teams as f64;
            raw.iter().map(|x| x - mean).collect::<Vec<_>>()
        };
        Self {
            intercept: 0.1,
            home_advantage: 0.25,
            rho: -0.1,
            attack: centred(0.5),
            defence: centred(0.4),
        }
    }

    pub(super) fn means(&self, home: usize, away: usize) -> (f64, f64) {
        let lambda = self.intercept + self.home_advantage + self.attack[home] - self.defence[away];
        let mu = self.intercept + self.attack[away] - self.defence[home];
        (lambda.exp(), mu.exp())
    }

    /// A score from the Dixon-Coles law, by rejection: tau is at most 1.5 here.
    fn score(&self, home: usize, away: usize, random: &mut Random) -> Score {
        let (lambda, mu) = self.means(home, away);
        loop {
            let (x, y) = (random.poisson(lambda), random.poisson(mu));
            let tau = match (x, y) {
                (0, 0) => 1.0 - lambda * mu * self.rho,
                (0, 1) => 1.0 + lambda * self.rho,
                (1, 0) => 1.0 + mu * self.rho,
                (1, 1) => 1.0 - self.rho,
                _ => 1.0,
            };
            if random.unit() * 2.0 < tau {
                return Score { home: x, away: y };
            }
        }
    }

    /// Every team against every other home and away, `rounds` times, on consecutive days.
    pub(super) fn play(&self, rounds: u64, random: &mut Random) -> Vec<Observation> {
        let teams = self.attack.len();
        let start = day("2015-08-01");
        let mut matches = Vec::new();
        for round in 0..rounds {
            let date = start.checked_add_days(Days::new(round)).unwrap();
            for (home, away) in (0..teams).flat_map(|h| (0..teams).map(move |a| (h, a))) {
                if home != away {
                    matches.push(Observation {
                        date,
                        season: Season::starting(2015),
                        home: TeamId(i64::try_from(home).unwrap()),
                        away: TeamId(i64::try_from(away).unwrap()),
                        score: self.score(home, away, random),
                    });
                }
            }
        }
        matches
    }
}

/// An outcome drawn from a forecast.
pub(super) fn outcome(p: Probabilities, random: &mut Random) -> Outcome {
    let u = random.unit();
    if u < p.home() {
        Outcome::Home
    } else if u < p.home() + p.draw() {
        Outcome::Draw
    } else {
        Outcome::Away
    }
}

/// A forecast like a league's: home wins are likelier, draws are never likely.
pub(super) fn forecast(random: &mut Random) -> Probabilities {
    let strength = random.between(-1.3, 1.6);
    let draw = random.between(0.75, 0.95);
    Probabilities::from_weights(strength.exp(), draw, (-strength).exp() * 0.8).unwrap()
}
