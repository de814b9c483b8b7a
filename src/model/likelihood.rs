//! The penalised log-likelihood and its exact gradient.

use super::{Specification, Strength, sums::Cell, sums::Sums};

/// Position of the first attack parameter: intercept, home advantage and the transformed rho come before.
pub(super) const HEAD: usize = 3;

/// The negative penalised log-likelihood of Dixon and Coles (Applied Statistics 46, 1997) over a league's sums.
///
/// Parameters in order: intercept, home advantage, `u`, then the attack and then the defence of each team.
/// `rho = bound·tanh(u)`: a smooth map keeps the problem unconstrained, so that the optimiser needs no projection and an
/// optimum beyond the bound is approached with a vanishing gradient.
#[derive(Debug)]
pub(super) struct Penalised<'a> {
    sums: &'a Sums,
    ridge: f64,
    rho_bound: f64,
    prior: &'a [Strength],
    teams: Vec<Team>,
}

/// What an evaluation keeps per team.
#[derive(Debug, Clone, Copy, Default)]
struct Team {
    /// `exp(attack)`.
    attack: f64,
    /// `exp(−defence)`: goals that its opponents score, relative to the average.
    leak: f64,
    /// Derivative by the attack, of the part that is not linear.
    by_attack: f64,
    /// Derivative by the defence, of the part that is not linear.
    by_defence: f64,
}

impl<'a> Penalised<'a> {
    pub(super) fn new(specification: &Specification, sums: &'a Sums, prior: &'a [Strength]) -> Self {
        Self {
            sums,
            ridge: specification.ridge(),
            rho_bound: specification.rho_bound(),
            prior,
            teams: vec![Team::default(); sums.teams.len()],
        }
    }

    /// Value and, into `gradient`, the derivatives at `theta`. Infinite where some tau is not positive.
    pub(super) fn evaluate(&mut self, theta: &[f64], gradient: &mut [f64]) -> f64 {
        let n = self.teams.len();
        let ([c, h, u, strengths @ ..], [by_c, by_h, by_u, by_strengths @ ..]) = (theta, gradient) else {
            return f64::INFINITY;
        };
        let (attack, defence) = strengths.split_at(n);
        let (by_attack, by_defence) = by_strengths.split_at_mut(n);
        let tanh = u.tanh();
        let rho = self.rho_bound * tanh;
        for (team, (a, d)) in self.teams.iter_mut().zip(attack.iter().zip(defence)) {
            *team = Team {
                attack: a.exp(),
                leak: (-d).exp(),
                ..Team::default()
            };
        }
        let curved = self.curved_part((c + h).exp(), c.exp(), rho);

        let sums = self.sums;
        let goals = sums.home_goals + sums.away_goals;
        let mut value = curved.value + c * goals + h * sums.home_goals - sums.log_factorials;
        *by_c = -(curved.by_home + curved.by_away + goals);
        *by_h = -(curved.by_home + sums.home_goals);
        *by_u = -curved.by_rho * self.rho_bound * (1.0 - tanh * tanh);
        let per_team = self
            .teams
            .iter()
            .zip(self.prior)
            .zip(sums.scored.iter().zip(&sums.conceded));
        let parameters = attack.iter().zip(defence).zip(by_attack.iter_mut().zip(by_defence));
        for (((team, prior), (scored, conceded)), ((a, d), (by_a, by_d))) in per_team.zip(parameters) {
            let (off_a, off_d) = (a - prior.attack, d - prior.defence);
            value += a * scored - d * conceded - 0.5 * self.ridge * (off_a * off_a + off_d * off_d);
            *by_a = -(team.by_attack + scored - self.ridge * off_a);
            *by_d = -(team.by_defence - conceded - self.ridge * off_d);
        }
        if value.is_nan() { f64::INFINITY } else { -value }
    }

    /// `Σ −w(λ + μ) + log tau` over all pairs, with the derivatives per team written to `self.teams`.
    fn curved_part(&mut self, home_level: f64, away_level: f64, rho: f64) -> Curved {
        let one_one = self.sums.one_one;
        let mut sum = Curved {
            value: one_one * (1.0 - rho).ln(),
            by_rho: -one_one / (1.0 - rho),
            ..Curved::default()
        };
        let n = self.teams.len().max(1);
        let hosts = self.teams.clone();
        for (index, (host, row)) in hosts.iter().zip(self.sums.cells.chunks_exact(n)).enumerate() {
            let (mut host_home, mut host_away) = (0.0, 0.0);
            for (guest, cell) in self.teams.iter_mut().zip(row) {
                if cell.weight > 0.0 {
                    let lambda = home_level * host.attack * guest.leak;
                    let mu = away_level * guest.attack * host.leak;
                    let term = pair(cell, lambda, mu, rho);
                    sum.value += term.value;
                    sum.by_rho += term.by_rho;
                    host_home += term.by_home;
                    host_away += term.by_away;
                    guest.by_defence -= term.by_home;
                    guest.by_attack += term.by_away;
                }
            }
            if let Some(team) = self.teams.get_mut(index) {
                team.by_attack += host_home;
                team.by_defence -= host_away;
            }
            sum.by_home += host_home;
            sum.by_away += host_away;
        }
        sum
    }
}

/// A value and its derivatives by log λ, log μ and rho.
#[derive(Debug, Clone, Copy, Default)]
struct Curved {
    value: f64,
    by_home: f64,
    by_away: f64,
    by_rho: f64,
}

/// One ordered pair. Tau also depends on λ and μ, so its terms belong into the derivatives of both means; without them
/// the gradient is not that of the objective.
fn pair(cell: &Cell, lambda: f64, mu: f64, rho: f64) -> Curved {
    let mut term = Curved {
        value: -cell.weight * (lambda + mu),
        by_home: -cell.weight * lambda,
        by_away: -cell.weight * mu,
        by_rho: 0.0,
    };
    if cell.nil_nil > 0.0 {
        let tau = 1.0 - lambda * mu * rho;
        let slope = -cell.nil_nil * lambda * mu / tau;
        term.value += cell.nil_nil * log_tau(tau);
        term.by_home += slope * rho;
        term.by_away += slope * rho;
        term.by_rho += slope;
    }
    if cell.nil_one > 0.0 {
        let tau = 1.0 + lambda * rho;
        let slope = cell.nil_one * lambda / tau;
        term.value += cell.nil_one * log_tau(tau);
        term.by_home += slope * rho;
        term.by_rho += slope;
    }
    if cell.one_nil > 0.0 {
        let tau = 1.0 + mu * rho;
        let slope = cell.one_nil * mu / tau;
        term.value += cell.one_nil * log_tau(tau);
        term.by_away += slope * rho;
        term.by_rho += slope;
    }
    term
}

fn log_tau(tau: f64) -> f64 {
    if tau > 0.0 { tau.ln() } else { f64::NEG_INFINITY }
}

#[cfg(test)]
mod tests;
