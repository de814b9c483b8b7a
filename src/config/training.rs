//! `[training]`: the specification of the model and its evaluation.

use serde::{Deserialize, Serialize};

/// `[training]` of the configuration file.
///
/// The defaults were chosen by walk-forward with weekly refits on 10,781 matches of five leagues, seasons 2018/19 to
/// 2023/24: ridge 8 with a promoted-team prior has log loss 0.9882, plain maximum likelihood 0.9923; a half-life of 107
/// days costs 0.0063.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Training {
    /// Days after which a match counts half.
    pub half_life_days: f64,
    /// Strength of the shrinkage of attack and defence, in effective matches; 0 is maximum likelihood.
    pub ridge: f64,
    /// Prior mean of the attack of a promoted team, log goals.
    pub promoted_attack: f64,
    /// Prior mean of the defence of a promoted team, log goals.
    pub promoted_defence: f64,
    /// Estimate the promoted prior from each league's own past, shrunk towards these two.
    pub promoted_estimate: bool,
    /// Largest size of the low-score dependence rho.
    pub rho_bound: f64,
    /// Seasons that the walk-forward evaluation covers, the current one included.
    pub evaluate_seasons: u32,
    /// Least weight of the model in the pool with the market, `0..=1`, whatever the past says of it.
    pub blend_floor: f64,
    /// A detached worker ends after this many seconds without a job.
    pub worker_idle_seconds: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            half_life_days: 365.0,
            ridge: 8.0,
            promoted_attack: -0.20,
            promoted_defence: -0.15,
            promoted_estimate: true,
            rho_bound: 0.3,
            evaluate_seasons: 2,
            blend_floor: 0.0,
            worker_idle_seconds: 60,
        }
    }
}
