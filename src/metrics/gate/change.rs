//! How far does a refresh move what is published of coming fixtures?

use crate::domain::{Check, CheckName, GateOutcome, Probabilities, SUM_TOLERANCE, SafeText};

/// Total variation to the champion on one fixture: normal weekly refits move a fixture by 0.007 in the median, one in a
/// hundred by more than 0.043, and the furthest of 10,781 matches by 0.12.
const MOST_TV: f64 = 0.12;
/// Mean of it over all fixtures: normal weeks have 0.009 in the median, one in a hundred more than 0.021.
const MOST_MEAN_TV: f64 = 0.03;

/// A fixture to come, forecast by both versions from the same odds. The limits hold for the next two weeks and for the rest
/// of a season.
#[derive(Debug, Clone, PartialEq)]
pub struct ComingFixture {
    /// Its teams, for people.
    pub name: SafeText,
    /// What the new version would publish, before anything makes it sum to 1: home, draw, away.
    pub challenger: [f64; 3],
    /// What the champion publishes; none where it does not serve the league.
    pub champion: Option<Probabilities>,
}

/// Probabilities that are none are broken, and nobody should promote them. Where no fixture is to come there is none to be
/// broken, and every write of a forecast checks again: that does not block.
pub(super) fn sums(fixtures: &[ComingFixture]) -> Check {
    let off = |fixture: &ComingFixture| {
        let in_range = fixture.challenger.iter().all(|p| (0.0..=1.0).contains(p));
        let off = (fixture.challenger.iter().sum::<f64>() - 1.0).abs();
        if in_range { off } else { f64::INFINITY }
    };
    let Some(worst) = fixtures.iter().max_by(|a, b| off(a).total_cmp(&off(b))) else {
        return nothing_to_come(CheckName::SumToOne);
    };
    let [home, draw, away] = worst.challenger;
    let passed = off(worst) <= SUM_TOLERANCE;
    let sentence = if passed {
        format!(
            "probabilities of {} coming fixtures sum to 1 within {SUM_TOLERANCE:e}",
            fixtures.len()
        )
    } else {
        format!(
            "probabilities of {} are {home}, {draw} and {away}, whose sum is not 1",
            worst.name
        )
    };
    Check::made(CheckName::SumToOne, passed, GateOutcome::Stay, sentence)
        .comparing(off(worst), SUM_TOLERANCE)
        .over(fixtures.len() as u64)
}

/// Mean and largest total variation to the champion. A move that is not usual may be right, as after a repaired file, so a
/// person should look. Without fixtures nothing that is published changes: that does not block.
pub(super) fn moves(fixtures: &[ComingFixture]) -> [Check; 2] {
    let moved: Vec<(&ComingFixture, f64)> = fixtures
        .iter()
        .filter_map(|fixture| {
            let [home, draw, away] = fixture.challenger;
            let challenger = Probabilities::new(home, draw, away).ok()?;
            Some((fixture, challenger.total_variation(fixture.champion?)))
        })
        .collect();
    let Some((furthest, largest)) = moved.iter().max_by(|(_, a), (_, b)| a.total_cmp(b)) else {
        return [CheckName::MeanTv, CheckName::LargestTv].map(nothing_to_come);
    };
    let n = moved.len();
    let mean = moved.iter().map(|(_, tv)| tv).sum::<f64>() / n as f64;
    let mean_sentence = format!("mean TV {mean:.3} on {n} coming fixtures, at most {MOST_MEAN_TV:.3}");
    let largest_sentence = format!("{} moves by TV {largest:.3}, at most {MOST_TV:.3}", furthest.name);
    let check = |name, value, limit, sentence| {
        Check::made(name, value <= limit, GateOutcome::Hold, sentence)
            .comparing(value, limit)
            .over(n as u64)
    };
    [
        check(CheckName::MeanTv, mean, MOST_MEAN_TV, mean_sentence),
        check(CheckName::LargestTv, *largest, MOST_TV, largest_sentence),
    ]
}

fn nothing_to_come(name: CheckName) -> Check {
    Check::not_made(
        name,
        GateOutcome::Promote,
        "no coming fixture is forecast by both versions",
    )
}
