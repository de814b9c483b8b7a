//! What the service should be doing and does not: publish what is played soon, keep its leases, get its files.

use super::{Firing, fire};
use crate::{
    engine::{Sections, Severity},
    store::{FailingDownload, LostLeases, Matchday},
};

/// Leases lost in an hour, beyond which workers die of something that is not over. A restart of all costs one each.
const LOST: u64 = 3;

pub(super) fn operation(sections: &Sections) -> Vec<Firing> {
    let Some(system) = &sections.system.value else {
        return Vec::new();
    };
    // Where there is no model, that is what to do something about.
    let matchday = system.model_version.as_ref().and(Some(system.matchday));
    [
        matchday.and_then(unpublished),
        lost_leases(system.lost_leases),
        failing_downloads(&system.failing_downloads),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn unpublished(matchday: Matchday) -> Option<Firing> {
    (matchday.fixtures > 0 && matchday.predicted == 0).then(|| {
        fire(
            "no-predictions".to_owned(),
            Severity::Critical,
            format!("{} matches within 24 h, and none has a prediction", matchday.fixtures),
        )
    })
}

fn lost_leases(lost: LostLeases) -> Option<Firing> {
    let sentence = format!(
        "runs lost their worker {} times within an hour: workers die, hang, or are cut off from the database",
        lost.last_hour
    );
    (lost.last_hour > LOST).then(|| fire("lease-lost".to_owned(), Severity::Warning, sentence))
}

fn failing_downloads(failing: &[FailingDownload]) -> Option<Firing> {
    let worst = failing.first()?;
    let more = match failing.len() {
        1 => String::new(),
        n => format!(" (and {} more)", n - 1),
    };
    let sentence = format!(
        "the {} file of {} failed {} times in a row{more}: {}",
        worst.kind, worst.leagues, worst.failures, worst.error
    );
    Some(fire("download-failing".to_owned(), Severity::Warning, sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matchday_without_any_prediction_is_critical_and_one_with_some_is_not() {
        let of = |fixtures, predicted| unpublished(Matchday { fixtures, predicted });
        assert_eq!(of(0, 0), None);
        assert_eq!(of(12, 1), None, "a league that is new to the model has none");
        let firing = of(12, 0).unwrap();
        assert_eq!(
            (firing.severity, firing.sentence.as_str()),
            (Severity::Critical, "12 matches within 24 h, and none has a prediction")
        );
    }

    #[test]
    fn more_than_three_lost_leases_within_an_hour_are_told() {
        let of = |last_hour| {
            lost_leases(LostLeases {
                total: 90,
                last_hour,
                last_at: None,
            })
        };
        assert_eq!(of(3), None);
        assert!(of(4).unwrap().sentence.contains("4 times"));
    }

    #[test]
    fn downloads_that_keep_failing_are_one_alert_that_names_the_worst() {
        let failing = |league: &str, failures| FailingDownload {
            kind: "season".to_owned(),
            leagues: league.to_owned(),
            failures,
            error: "HTTP 503".to_owned(),
        };
        assert_eq!(failing_downloads(&[]), None);
        let firing = failing_downloads(&[failing("E1", 9), failing("E0", 3)]).unwrap();
        assert_eq!(
            firing.sentence,
            "the season file of E1 failed 9 times in a row (and 1 more): HTTP 503"
        );
    }
}
