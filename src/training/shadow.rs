//! Versions that are not served forecast live fixtures beside the champion: a challenger that may take its place, and the
//! champion before, which may take it back.

mod alarms;
mod judge;
mod rollback;
mod versions;

pub use judge::judge_shadow;
pub use rollback::roll_back_if_due;
pub(super) use versions::{Shadow, shadows};
