use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Observation, observation::before};
use crate::domain::{Outcome, Probabilities, Season};

/// Seasons that climatology looks back.
const SEASONS: usize = 3;

/// The forecast that knows the league but not the teams: outcome shares of its three seasons before `season`, from
/// matches before `day`. Observations are sorted by date.
///
/// One match of each outcome is added (Laplace), so that no outcome is ever impossible. Where no earlier season is on
/// record it takes what was played before `day`, and uniform probabilities where that is nothing.
#[must_use]
pub fn climatology(observations: &[Observation], day: NaiveDate, season: Season) -> Probabilities {
    let past = before(observations, day);
    let earlier: BTreeSet<Season> = past.iter().map(|o| o.season).filter(|s| *s < season).collect();
    let shares = |matches: &mut dyn Iterator<Item = &Observation>| {
        let mut counts = Outcome::ALL.map(|_| 1.0);
        for observation in matches {
            let outcome = observation.score.outcome();
            for (count, of) in counts.iter_mut().zip(Outcome::ALL) {
                *count += f64::from(u8::from(of == outcome));
            }
        }
        let [home, draw, away] = counts;
        Probabilities::from_weights(home, draw, away).unwrap_or(Probabilities::UNIFORM)
    };
    match earlier.iter().rev().take(SEASONS).min() {
        Some(first) => shares(&mut past.iter().filter(|o| (*first..season).contains(&o.season))),
        None => shares(&mut past.iter()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{day, played};

    #[test]
    fn counts_three_seasons_before() {
        let matches = [
            played("2018-09-01", 1, 2, 0, 3),
            played("2019-09-01", 1, 2, 1, 0),
            played("2020-09-01", 1, 2, 1, 0),
            played("2021-09-01", 1, 2, 1, 1),
            played("2022-09-01", 1, 2, 0, 1),
        ];
        let p = climatology(&matches, day("2022-09-10"), Season::starting(2022));
        assert_eq!(p, Probabilities::new(0.5, 2.0 / 6.0, 1.0 / 6.0).unwrap());
    }

    #[test]
    fn takes_what_there_is() {
        let matches = [played("2022-08-01", 1, 2, 1, 0), played("2022-08-08", 1, 2, 1, 0)];
        let season = Season::starting(2022);
        assert_eq!(climatology(&[], day("2022-08-01"), season), Probabilities::UNIFORM);
        assert_eq!(climatology(&matches, day("2022-08-01"), season), Probabilities::UNIFORM);
        let one = climatology(&matches, day("2022-08-02"), season);
        assert_eq!(one, Probabilities::new(0.5, 0.25, 0.25).unwrap());
    }
}
