use chrono::NaiveDate;

use crate::domain::TeamId;

/// Why a model could not be fitted.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum ModelError {
    /// No match to fit on.
    #[error("no match before {as_of}: import results of this league first")]
    Empty {
        /// Reference date of the fit.
        as_of: NaiveDate,
    },
    /// Matches are not in order.
    #[error("matches are not sorted by date: {date} comes after a later day")]
    Unsorted {
        /// Day of the first match out of order.
        date: NaiveDate,
    },
    /// A match lies after the reference date.
    #[error("a match of {date} lies after the reference date {as_of}: fit on earlier matches only")]
    AfterReference {
        /// Day of the match.
        date: NaiveDate,
        /// Reference date of the fit.
        as_of: NaiveDate,
    },
    /// A team plays itself.
    #[error("team {team} plays itself on {date}: correct the team's aliases")]
    PlaysItself {
        /// The team.
        team: TeamId,
        /// The day.
        date: NaiveDate,
    },
    /// One side never scored, so its mean has no finite maximum-likelihood value.
    #[error(
        "no {side} team scored in {matches} matches, so their mean goals cannot be estimated: wait for more matches"
    )]
    NoGoals {
        /// `home` or `away`.
        side: &'static str,
        /// Matches with a weight above 0.
        matches: usize,
    },
    /// Without a ridge a team that never scores, or never concedes, has no finite strength.
    #[error(
        "the strength of team {team} runs away ({value:.1}): it never scored or never conceded; use a ridge above 0"
    )]
    Unbounded {
        /// The team.
        team: TeamId,
        /// Its strength when the fit was given up.
        value: f64,
    },
    /// The optimiser stopped before the gradient vanished.
    #[error(
        "no convergence after {iterations} iterations (largest gradient {gradient_norm:.2e}, log-likelihood \
         {log_likelihood:.4}): a larger ridge makes the problem better conditioned"
    )]
    NotConverged {
        /// Iterations made.
        iterations: u32,
        /// Largest absolute component of the gradient.
        gradient_norm: f64,
        /// Penalised log-likelihood reached.
        log_likelihood: f64,
    },
    /// A number that should be finite is not.
    #[error("{what} is not finite ({value}): the data or the starting parameters are broken")]
    NotFinite {
        /// Which.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// Parameters outside what a football league can show.
    #[error("{what} is {value}, outside -10..=10: these are no parameters of a league")]
    OutOfRange {
        /// Which.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// The caller asked to stop.
    #[error("the fit was cancelled after {iterations} iterations")]
    Cancelled {
        /// Iterations made.
        iterations: u32,
    },
}
