//! What decides whether a new model version becomes champion.

mod check;
mod decision;

pub use check::{Check, CheckName, CheckResult};
pub use decision::Decision;

use super::words::words;

words! {
    /// Which gate a model version stands before.
    Gate {
        /// There is no champion yet.
        First = "first",
        /// The champion's specification on newer data.
        Refresh = "refresh",
        /// Another specification, judged on a walk-forward of both.
        Specification = "specification",
        /// Another specification, judged on live fixtures that both forecast.
        Shadow = "shadow",
        /// The champion itself, held against the one before it.
        Rollback = "rollback",
    }
}

words! {
    /// Where a gate leads; of several the last in this order wins.
    GateOutcome {
        /// It becomes champion.
        Promote = "promote",
        /// A person should look, and may promote it by hand.
        Hold = "hold",
        /// It stays challenger and shadows live fixtures.
        Stay = "stay",
        /// The champion goes, and the one before it comes back; no check of a promotion leads here.
        RollBack = "roll_back",
    }
}

impl Gate {
    /// The check that a promotion through this gate rests on.
    #[must_use]
    pub const fn headline(self) -> CheckName {
        match self {
            Self::First => CheckName::Convergence,
            Self::Refresh => CheckName::MeanTv,
            Self::Specification | Self::Rollback => CheckName::LogLoss,
            Self::Shadow => CheckName::EValue,
        }
    }
}
