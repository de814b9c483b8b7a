//! An alarm stays until it is over: a verdict that comes and goes with every round is no verdict.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::secondary::Suspect;
use crate::domain::Verdict;

/// Clean evaluations that end an alarm.
const CLEAN_EVALUATIONS: u32 = 2;

/// What is kept of a league's last evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Latched {
    /// The verdict shown.
    pub verdict: Verdict,
    /// Normal evaluations in a row since an alarm.
    pub clean: u32,
    /// Secondary tests that found something.
    pub suspects: Vec<Suspect>,
    /// The one of them that raised the verdict, since it had found something before.
    pub again: Option<Suspect>,
    /// Day of the last match looked at.
    pub through: Option<NaiveDate>,
    /// Tells its window from another.
    pub fingerprint: u64,
}

/// The verdict shown and the number of clean evaluations, after an evaluation that came to `raw` by itself.
///
/// Elevated and high end after two normal evaluations in a row; an insufficient one neither counts nor ends anything. A
/// champion of another specification ends them at once: the alarm was about another forecaster. The weekly refresh of the
/// same specification ends nothing, or every alarm would be gone on Tuesday.
#[must_use]
pub fn latch(before: Option<&Latched>, raw: Verdict, new_specification: bool) -> (Verdict, u32) {
    let Some(before) = before.filter(|b| b.verdict >= Verdict::Elevated && !new_specification) else {
        return (raw, 0);
    };
    match raw {
        raw if raw >= before.verdict => (raw, 0),
        Verdict::Normal if before.clean + 1 >= CLEAN_EVALUATIONS => (Verdict::Normal, 0),
        Verdict::Normal => (before.verdict, before.clean + 1),
        Verdict::Insufficient => (before.verdict, before.clean),
        _ => (before.verdict, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds evaluations one after the other and returns what is shown.
    fn shown(raw: &[Verdict]) -> Vec<Verdict> {
        let mut before: Option<Latched> = None;
        raw.iter()
            .map(|raw| {
                let (verdict, clean) = latch(before.as_ref(), *raw, false);
                before = Some(Latched {
                    verdict,
                    clean,
                    ..nothing_kept()
                });
                verdict
            })
            .collect()
    }

    fn nothing_kept() -> Latched {
        Latched {
            verdict: N,
            clean: 0,
            suspects: Vec::new(),
            again: None,
            through: None,
            fingerprint: 0,
        }
    }

    use Verdict::{Elevated as E, High as H, Insufficient as I, Normal as N};

    #[test]
    fn an_alarm_ends_after_two_clean_evaluations() {
        assert_eq!(shown(&[N, E, N, N, N]), [N, E, E, N, N]);
        assert_eq!(shown(&[H, N, N]), [H, H, N]);
        assert_eq!(shown(&[E, N, E, N, N]), [E, E, E, E, N]);
        assert_eq!(shown(&[E, H, E, N, N]), [E, H, H, H, N]);
    }

    #[test]
    fn nothing_known_neither_counts_nor_ends_an_alarm() {
        assert_eq!(shown(&[H, N, I, I, N]), [H, H, H, H, N]);
        assert_eq!(shown(&[N, I, N]), [N, I, N]);
    }

    #[test]
    fn another_specification_ends_an_alarm_at_once() {
        let before = Latched {
            verdict: H,
            ..nothing_kept()
        };
        assert_eq!(latch(Some(&before), N, true), (N, 0));
        assert_eq!(latch(Some(&before), I, true), (I, 0));
        assert_eq!(latch(Some(&before), N, false), (H, 1));
    }
}
