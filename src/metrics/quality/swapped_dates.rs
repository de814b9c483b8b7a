//! Day and month exchanged. A reader that guesses the order of a date exchanges them where both could be a month: on the
//! 1st to the 12th of each month, while later days cannot be misread and show on which days the league plays.

use super::{
    Check,
    facts::{FileDates, Share},
};
use crate::domain::Severity;

/// Standard errors. Leagues play at weekends; a date that is exchanged falls on any day of the week. So in sound data
/// exchanging the early dates makes weekends rarer, in broken data commoner: over 140 league-seasons, looked at as they
/// grew, the difference was never above -1.3 standard errors, and with every date exchanged never below 3.0.
const CERTAIN: f64 = 2.5;

/// Matches on the 1st to the 12th. With fewer the two cannot be told apart.
const FEWEST: u64 = 30;

pub(super) fn check(dates: &FileDates) -> Check {
    let FileDates {
        early,
        exchanged,
        late,
        file,
        ..
    } = dates;
    if early.of < FEWEST || late.of < FEWEST {
        return Check::Insufficient;
    }
    if above(*exchanged, *early) < CERTAIN || above(*late, *early) < CERTAIN {
        return Check::Passed;
    }
    let percent = |share: &Share| 100.0 * share.rate();
    Check::found(
        Severity::Critical,
        format!(
            "{file}: {:.0} % of the {} matches dated on the 1st to 12th fall on a weekend, {:.0} % of the {} later ones; with \
             day and month exchanged it would be {:.0} %",
            percent(early),
            early.of,
            percent(late),
            late.of,
            percent(exchanged)
        ),
    )
}

/// By how many standard errors the first rate is above the second (two-proportion z, pooled).
fn above(one: Share, other: Share) -> f64 {
    let pooled = (one.count + other.count) as f64 / (one.of + other.of) as f64;
    let variance = pooled * (1.0 - pooled) * (1.0 / one.of as f64 + 1.0 / other.of as f64);
    if variance > 0.0 {
        (one.rate() - other.rate()) / variance.sqrt()
    } else {
        0.0
    }
}
