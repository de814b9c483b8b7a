//! Matches reduced to what the likelihood needs of them.

use chrono::NaiveDate;

use super::{ModelError, Observation};
use crate::domain::TeamId;

/// Weights of one ordered pair of teams: of all its matches, and of three of the four scores that tau touches.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    pub(super) weight: f64,
    pub(super) nil_nil: f64,
    pub(super) nil_one: f64,
    pub(super) one_nil: f64,
}

/// The sufficient statistics of a league's weighted matches.
///
/// `Σ w·(x·log λ + y·log μ)` is linear in the parameters, so goals are needed per team only. What is not linear depends on
/// the ordered pair of teams, so an evaluation costs a pass over pairs, however many matches there are. The weight of 1-1
/// is one number, since its tau is `1 − rho` for every pair.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    /// All teams, in order.
    pub(super) teams: Vec<TeamId>,
    /// One row per home team, one cell per away team; the diagonal stays empty.
    pub(super) cells: Vec<Cell>,
    /// Weighted goals scored, per team.
    pub(super) scored: Vec<f64>,
    /// Weighted goals conceded, per team.
    pub(super) conceded: Vec<f64>,
    /// Weighted goals of home teams.
    pub(super) home_goals: f64,
    /// Weighted goals of away teams.
    pub(super) away_goals: f64,
    /// Weight of 1-1.
    pub(super) one_one: f64,
    /// Weight of all matches.
    pub(super) weight: f64,
    /// Weighted `log x! + log y!`, which no parameter changes.
    pub(super) log_factorials: f64,
}

impl Sums {
    /// Weighs matches by age at `as_of`: half at an age of `half_life_days`. `further` are teams without a match so far.
    pub(super) fn new(
        observations: &[Observation],
        as_of: NaiveDate,
        half_life_days: f64,
        further: &[TeamId],
    ) -> Result<Self, ModelError> {
        let mut teams: Vec<TeamId> = observations.iter().flat_map(|o| [o.home, o.away]).collect();
        teams.extend(further);
        teams.sort_unstable();
        teams.dedup();
        let mut sums = Self::empty(teams);
        for day in observations.chunk_by(|a, b| a.date == b.date) {
            let Some(date) = day.first().map(|o| o.date) else {
                continue;
            };
            let age = (as_of - date).num_days();
            if age < 0 {
                return Err(ModelError::AfterReference { date, as_of });
            }
            let weight = (-std::f64::consts::LN_2 * age as f64 / half_life_days).exp();
            for observation in day {
                sums.add(observation, weight);
            }
        }
        Ok(sums)
    }

    fn empty(teams: Vec<TeamId>) -> Self {
        let n = teams.len();
        Self {
            teams,
            cells: vec![Cell::default(); n * n],
            scored: vec![0.0; n],
            conceded: vec![0.0; n],
            home_goals: 0.0,
            away_goals: 0.0,
            one_one: 0.0,
            weight: 0.0,
            log_factorials: 0.0,
        }
    }

    fn add(&mut self, observation: &Observation, weight: f64) {
        let (Ok(home), Ok(away)) = (
            self.teams.binary_search(&observation.home),
            self.teams.binary_search(&observation.away),
        ) else {
            return;
        };
        let (x, y) = (observation.score.home, observation.score.away);
        let (home_goals, away_goals) = (weight * f64::from(x), weight * f64::from(y));
        add_to(&mut self.scored, home, home_goals);
        add_to(&mut self.conceded, away, home_goals);
        add_to(&mut self.scored, away, away_goals);
        add_to(&mut self.conceded, home, away_goals);
        self.home_goals += home_goals;
        self.away_goals += away_goals;
        self.weight += weight;
        self.log_factorials += weight * (log_factorial(x) + log_factorial(y));
        if let Some(cell) = self.cells.get_mut(home * self.teams.len() + away) {
            cell.weight += weight;
            match (x, y) {
                (0, 0) => cell.nil_nil += weight,
                (0, 1) => cell.nil_one += weight,
                (1, 0) => cell.one_nil += weight,
                (1, 1) => self.one_one += weight,
                _ => {}
            }
        }
    }
}

fn add_to(values: &mut [f64], index: usize, amount: f64) {
    if let Some(value) = values.get_mut(index) {
        *value += amount;
    }
}

fn log_factorial(k: u8) -> f64 {
    (2..=k).map(|i| f64::from(i).ln()).sum()
}
