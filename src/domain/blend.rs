//! What the model's own forecasts are worth beside the market's.

use serde::{Deserialize, Serialize};

use super::words::words;

words! {
    /// How the model's probabilities are calibrated before they are published, from the simplest to the richest.
    CalibrationStep {
        /// As the model says.
        Identity = "identity",
        /// One exponent for all.
        Temperature = "temperature",
        /// A monotone map, the same for every outcome.
        Isotonic = "isotonic",
        /// A monotone map for each outcome.
        IsotonicPerOutcome = "isotonic_per_outcome",
    }
}

/// What publishing a pool of model and market came to, against publishing the market alone.
///
/// Every row was published with a weight fitted on earlier rows only.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BlendVerdict {
    /// Weight of the model now, `0..=1`; the market has the rest.
    pub weight: f64,
    /// The weight that fits the past best if it need not lie in `0..=1`: below 0 the past would bet against the model.
    pub unclamped: f64,
    /// Log loss of the market minus that of the pool, mean over matches, nats; above 0 the model adds.
    pub adds: f64,
    /// 95 % interval of `adds`, from a bootstrap of whole weeks; none of fewer than ten weeks.
    pub interval: Option<[f64; 2]>,
    /// Matches.
    pub n: u64,
}

/// What the interval allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contribution {
    /// The pool is better than the market.
    Adds,
    /// The interval includes 0.
    Nothing,
    /// The pool is worse than the market, as a floor of the weight can make it.
    Costs,
    /// Too few weeks for an interval.
    Unknown,
}

impl BlendVerdict {
    /// What the interval allows to say.
    #[must_use]
    pub fn contribution(&self) -> Contribution {
        match self.interval {
            None => Contribution::Unknown,
            Some([low, _]) if low > 0.0 => Contribution::Adds,
            Some([_, high]) if high < 0.0 => Contribution::Costs,
            Some(_) => Contribution::Nothing,
        }
    }

    /// The verdict in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { weight, adds, n, .. } = self;
        let Some([low, high]) = self.interval else {
            return format!(
                "{n} matches are too few weeks to tell what the model adds to the market; weight {weight:.2}"
            );
        };
        let interval = format!(
            "95 % interval [{}, {}], n {n}, weight {weight:.2}",
            signed(low),
            signed(high)
        );
        match self.contribution() {
            Contribution::Adds => format!("model adds {adds:.4} log loss to the market, {interval}"),
            Contribution::Costs => format!("model costs {:.4} log loss against the market, {interval}", -adds),
            Contribution::Nothing | Contribution::Unknown => {
                format!(
                    "model adds nothing to the market ({} log loss, {interval})",
                    signed(*adds)
                )
            }
        }
    }
}

/// Four digits with their sign; what rounds to 0 has none.
fn signed(value: f64) -> String {
    if value.abs() < 5e-5 {
        "0.0000".to_owned()
    } else {
        format!("{value:+.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(adds: f64, interval: Option<[f64; 2]>) -> BlendVerdict {
        BlendVerdict {
            weight: 0.25,
            unclamped: 0.25,
            adds,
            interval,
            n: 1234,
        }
    }

    #[test]
    fn the_interval_decides_what_is_said() {
        let says = |adds, interval| {
            let verdict = verdict(adds, interval);
            (verdict.contribution(), verdict.sentence())
        };
        assert_eq!(
            says(0.0021, Some([0.0004, 0.0038])),
            (
                Contribution::Adds,
                "model adds 0.0021 log loss to the market, 95 % interval [+0.0004, +0.0038], n 1234, weight 0.25"
                    .to_owned()
            )
        );
        let (nothing, sentence) = says(0.0003, Some([-0.0001, 0.0007]));
        assert_eq!(nothing, Contribution::Nothing);
        assert!(
            sentence.starts_with("model adds nothing to the market (+0.0003 log loss"),
            "{sentence}"
        );
        let (costs, sentence) = says(-0.0030, Some([-0.0040, -0.0020]));
        assert_eq!(costs, Contribution::Costs);
        assert!(sentence.starts_with("model costs 0.0030 log loss"), "{sentence}");
        assert_eq!(says(0.1, None).0, Contribution::Unknown);
        // A model that never had a weight adds exactly nothing.
        let (nothing, sentence) = says(-1e-9, Some([-1e-9, 0.0]));
        assert_eq!(nothing, Contribution::Nothing);
        assert!(
            sentence.contains("(0.0000 log loss, 95 % interval [0.0000, 0.0000]"),
            "{sentence}"
        );
    }
}
