//! Champions and challengers whose truth is known.

use chrono::{Days, NaiveDate};

use super::PairedForecast;
use crate::{
    domain::{LeagueCode, Outcome, Probabilities},
    random::Random,
};

/// Matches of one league in a week.
const MATCHES_A_WEEK: u64 = 10;

/// Two forecasters who see the truth through noise of their own: each multiplies the true probabilities by `exp(a·z)`, with
/// `z` a normal number for each outcome.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rivals {
    pub(super) champion: f64,
    pub(super) challenger: f64,
}

impl Rivals {
    /// Whose log losses differ with this standard deviation a match, the challenger's mean being higher by `gap`, which is
    /// at most half of the variance.
    ///
    /// `a·z` has variance `a²(1 − Σr²)` under the truth `r`, 0.6 a² for a league's matches; half of it is lost log loss.
    pub(super) fn apart(sd: f64, gap: f64) -> Self {
        let (sum, difference) = (sd * sd / 0.6, 2.0 * gap / 0.6);
        Self {
            champion: (0.5 * (sum - difference)).sqrt(),
            challenger: (0.5 * (sum + difference)).sqrt(),
        }
    }

    /// So many weeks of so many leagues, ten matches each.
    pub(super) fn weeks(self, weeks: u64, leagues: u64, random: &mut Random) -> Vec<PairedForecast> {
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let codes: Vec<LeagueCode> = (0..leagues)
            .map(|n| LeagueCode::new(&format!("E{n}")).unwrap())
            .collect();
        let mut rows = Vec::new();
        for week in 0..weeks {
            for code in &codes {
                for game in 0..MATCHES_A_WEEK {
                    let day = monday + Days::new(7 * week + game % 7);
                    rows.push(self.game(day, code.clone(), random));
                }
            }
        }
        rows
    }

    fn game(self, day: NaiveDate, league: LeagueCode, random: &mut Random) -> PairedForecast {
        let truth = truth(random);
        PairedForecast {
            day,
            league,
            champion: noisy(truth, self.champion, random),
            challenger: noisy(truth, self.challenger, random),
            outcome: outcome(truth, random),
        }
    }
}

/// Home wins are likelier, draws never likely.
fn truth(random: &mut Random) -> Probabilities {
    let strength = random.between(-1.0, 1.4);
    Probabilities::from_weights(strength.exp(), 0.85, 0.8 * (-strength).exp()).unwrap()
}

fn noisy(truth: Probabilities, a: f64, random: &mut Random) -> Probabilities {
    let [h, d, w] = truth.to_array().map(|p| p * (a * normal(random)).exp());
    Probabilities::from_weights(h, d, w).unwrap()
}

fn normal(random: &mut Random) -> f64 {
    let radius = (-2.0 * (1.0 - random.unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.unit()).cos()
}

fn outcome(p: Probabilities, random: &mut Random) -> Outcome {
    match random.unit() {
        u if u < p.home() => Outcome::Home,
        u if u < p.home() + p.draw() => Outcome::Draw,
        _ => Outcome::Away,
    }
}

/// One match of E0.
pub(super) fn row(day: &str, champion: [f64; 3], challenger: [f64; 3], outcome: Outcome) -> PairedForecast {
    let p = |[home, draw, away]: [f64; 3]| Probabilities::new(home, draw, away).unwrap();
    PairedForecast {
        day: day.parse().unwrap(),
        league: LeagueCode::new("E0").unwrap(),
        champion: p(champion),
        challenger: p(challenger),
        outcome,
    }
}
