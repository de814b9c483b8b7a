//! What the engine concludes, from best to worst. `unknown` is never shown as healthy.

use super::words::words;

words! {
    /// Does one league's forecast quality drift?
    Verdict {
        /// Enough data and no evidence of drift.
        Normal = "normal",
        /// Too few settled matches, or too few with odds, to say anything.
        Insufficient = "insufficient",
        /// Evidence that deserves a look.
        Elevated = "elevated",
        /// Evidence that deserves an operator.
        High = "high",
    }
}

words! {
    /// Health of the served model over all leagues.
    HealthStatus {
        /// Enough data, nothing found.
        Stable = "stable",
        /// No league has enough data.
        Unknown = "unknown",
        /// No champion yet.
        NoModel = "no_model",
        /// At least one league drifts, or a source ages.
        Watch = "watch",
        /// A league that matters is high.
        Degraded = "degraded",
    }
}

words! {
    /// The one word at the top of the screen.
    OverallStatus {
        /// All sections speak and nothing is wrong.
        Ok = "ok",
        /// Something could not be judged.
        Unknown = "unknown",
        /// Something deserves a look.
        Watch = "watch",
        /// Something deserves an operator.
        Degraded = "degraded",
    }
}

words! {
    /// Is a source as fresh as its calendar asks?
    FreshnessStatus {
        /// Within its warning age.
        Pass = "pass",
        /// Nothing is expected now: the league has a break.
        Idle = "idle",
        /// Nothing was ever loaded.
        Never = "never",
        /// Older than its warning age.
        Warn = "warn",
        /// Older than its error age.
        Error = "error",
    }
}
