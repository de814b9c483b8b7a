use serde::{Deserialize, Serialize};

use super::GateOutcome;
use crate::domain::{SafeText, words::words};

words! {
    /// What a check looks at.
    CheckName {
        /// Every league's fit reached its optimum.
        Convergence = "convergence",
        /// Rho was chosen by the data, not by its bound.
        RhoBound = "rho_bound",
        /// Every coming fixture's probabilities sum to 1.
        SumToOne = "sum_to_one",
        /// Every league and team that the champion serves is there.
        Coverage = "coverage",
        /// A league's matches, weighted by age, are enough.
        WeightedMatches = "weighted_matches",
        /// Mean total variation to the champion on coming fixtures.
        MeanTv = "mean_tv",
        /// Largest total variation to the champion on a coming fixture.
        LargestTv = "largest_tv",
        /// Score of the last weeks against the weeks before.
        RollingOrigin = "rolling_origin",
        /// The inputs are as fresh as their calendars ask.
        Freshness = "freshness",
        /// Weeks on which both were scored.
        Weeks = "weeks",
        /// Matches on which both were scored.
        Matches = "matches",
        /// Log loss against the champion's on the same matches.
        LogLoss = "log_loss",
        /// Brier score against the champion's on the same matches.
        Brier = "brier",
        /// Log loss against the champion's, league by league.
        Leagues = "leagues",
        /// Do the probabilities come true as often as they say?
        Calibration = "calibration",
        /// Evidence of an e-process, which may be looked at every week.
        EValue = "e_value",
    }
}

words! {
    /// What came of a check.
    CheckResult {
        /// Within its limit.
        Passed = "passed",
        /// Beyond its limit.
        Failed = "failed",
        /// There was too little to look at; the sentence says what.
        NotMade = "not_made",
    }
}

/// One thing that a gate looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What.
    pub name: CheckName,
    /// What came of it.
    pub result: CheckResult,
    /// Where this check alone leads. A check that was not made may still block.
    pub leads_to: GateOutcome,
    /// The number that was compared, in the unit of its name; in JSON a number that is not finite is none.
    pub value: Option<f64>,
    /// What it was compared with.
    pub limit: Option<f64>,
    /// Over how many: matches, fixtures or leagues.
    pub n: Option<u64>,
    /// All of this in plain words.
    pub sentence: SafeText,
}

impl Check {
    /// A check that was made: it leads to promotion if it passed, `otherwise` elsewhere.
    #[must_use]
    pub fn made(name: CheckName, passed: bool, otherwise: GateOutcome, sentence: impl Into<SafeText>) -> Self {
        let (result, leads_to) = if passed {
            (CheckResult::Passed, GateOutcome::Promote)
        } else {
            (CheckResult::Failed, otherwise)
        };
        Self {
            name,
            result,
            leads_to,
            value: None,
            limit: None,
            n: None,
            sentence: sentence.into(),
        }
    }

    /// A check that could not be made; whether that blocks is the gate's to say.
    #[must_use]
    pub fn not_made(name: CheckName, leads_to: GateOutcome, sentence: impl Into<SafeText>) -> Self {
        Self {
            result: CheckResult::NotMade,
            leads_to,
            ..Self::made(name, false, leads_to, sentence)
        }
    }

    /// With the number that was compared, and with what.
    #[must_use]
    pub fn comparing(mut self, value: f64, limit: f64) -> Self {
        self.value = Some(value);
        self.limit = Some(limit);
        self
    }

    /// With over how many it was made.
    #[must_use]
    pub fn over(mut self, n: u64) -> Self {
        self.n = Some(n);
        self
    }

    /// It keeps the version from becoming champion by itself.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.leads_to != GateOutcome::Promote
    }
}
