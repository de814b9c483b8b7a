//! Where a model version stands in the registry, and how one comes to be champion.

use super::words::words;

words! {
    /// Where a model version stands.
    ModelStatus {
        /// It is served. There is one at most.
        Champion = "champion",
        /// It may become champion.
        Challenger = "challenger",
        /// It was champion, or lost against one.
        Archived = "archived",
    }
}

words! {
    /// How a model version became champion.
    PromotionKind {
        /// Forwards.
        Promote = "promote",
        /// Back to the champion before.
        Rollback = "rollback",
    }
}
