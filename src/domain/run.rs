//! Training runs, which are also the jobs of the queue.

use super::words::words;

words! {
    /// What a run does.
    RunKind {
        /// Fits, evaluates, registers and promotes a model version.
        Train = "train",
    }
}

words! {
    /// Where a run stands.
    RunState {
        /// Waits for a worker.
        Queued = "queued",
        /// A worker holds its lease.
        Running = "running",
        /// Finished with its effects in place.
        Succeeded = "succeeded",
        /// Finished without them; the message says why.
        Failed = "failed",
        /// An operator stopped it.
        Cancelled = "cancelled",
    }
}

impl RunState {
    /// Nothing happens to it any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

words! {
    /// Steps of a training run, in order.
    Stage {
        /// Reads matches and odds.
        Extract = "extract",
        /// Fits each league.
        Fit = "fit",
        /// Walk-forward with weekly refits over the last two seasons.
        Evaluate = "evaluate",
        /// Writes the model version and its walk-forward forecasts.
        Register = "register",
        /// Makes it the champion and forecasts the coming fixtures.
        Promote = "promote",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for state in [
            RunState::Queued,
            RunState::Running,
            RunState::Succeeded,
            RunState::Failed,
            RunState::Cancelled,
        ] {
            assert_eq!(state.as_str().parse::<RunState>().unwrap(), state);
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        assert_eq!(
            "paused".parse::<RunState>().unwrap_err().to_string(),
            r#""paused" is no RunState"#
        );
    }
}
