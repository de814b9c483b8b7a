//! What is counted for good.

use super::words::words;

words! {
    /// A number that only rises, over all programs on a database.
    Counter {
        /// Live predictions made: subject is the league, outcome `model_and_odds`, or `model` where there were no odds.
        Predictions = "predictions",
        /// Rounds of forecasts, by the bucket that their time fell in: outcome is its upper bound in seconds, or `+Inf`.
        PredictionDuration = "prediction_duration",
        /// Their time in sum, microseconds.
        PredictionDurationMicros = "prediction_duration_micros",
        /// Lookups of features: subject is the view, outcome what became of them.
        FeatureLookups = "feature_lookups",
        /// Changes of champion: subject is who asked, `gate` or `operator`; outcome `promote` or `rollback`.
        Promotions = "promotions",
        /// Requests to the receiver of alerts: subject is `webhook`, outcome `told` or `refused`.
        AlertDeliveries = "alert_deliveries",
    }
}
