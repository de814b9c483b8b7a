//! The words of the online feature store.

use super::words::words;

words! {
    /// A group of features that are written and expire together.
    FeatureView {
        /// Strengths of a team under the champion.
        Strength = "strength",
        /// Points and goals of a team in its last matches.
        Form = "form",
        /// The market's early probabilities for a coming match.
        Odds = "odds",
    }
}

impl FeatureView {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Strength, Self::Form, Self::Odds];
}

words! {
    /// What is counted of the feature store. The first four are the outcomes of a lookup, and every lookup has one of them.
    FeatureEvent {
        /// The features were there and current.
        Hit = "hit",
        /// They were not there.
        Miss = "miss",
        /// They were there, but older than their view allows, or of another state than the database's.
        Expired = "expired",
        /// The store did not answer, or with what cannot be read.
        Error = "error",
        /// A value was read from the database because its lookup was no hit.
        Fallback = "fallback",
        /// A set of features could not be written.
        Unwritten = "unwritten",
    }
}

impl FeatureEvent {
    /// The outcomes that a lookup can have.
    pub const OUTCOMES: [Self; 4] = [Self::Hit, Self::Miss, Self::Expired, Self::Error];
}
