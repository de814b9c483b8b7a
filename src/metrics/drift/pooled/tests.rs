use super::*;
use crate::{
    metrics::drift::{
        Baseline,
        testing::{change_last, league, swap_teams},
    },
    random::Random,
};

fn leagues(count: usize, seasons: &[usize], random: &mut Random) -> Vec<LeagueSeries> {
    (0..count).map(|n| league(&format!("E{n}"), seasons, random)).collect()
}

fn pools(leagues: &[LeagueSeries]) -> Pools {
    Pools::of(&leagues.iter().map(Baseline::of).collect::<Vec<_>>())
}

fn inputs(leagues: &[LeagueSeries], pools: &Pools) -> Vec<ThresholdInput> {
    leagues
        .iter()
        .filter_map(|series| pools.threshold_input(series))
        .collect()
}

/// Four matches of each of five leagues: none of their own CUSUMs has seen more than two rounds' worth of swapped teams.
#[test]
fn a_fault_in_all_leagues_is_found_on_the_first_afternoon() {
    let mut random = Random(51);
    let healthy = leagues(5, &[380, 380, 104], &mut random);
    let quiet = pooled_cusum(&healthy, &pools(&healthy), 13.0).unwrap();
    assert!(!quiet.alarm && quiet.value < 13.0, "{quiet:?}");
    let broken: Vec<LeagueSeries> = healthy.iter().map(|l| change_last(l, 4, swap_teams)).collect();
    let pooled = pooled_cusum(&broken, &pools(&broken), 13.0).unwrap();
    assert!(pooled.alarm, "{pooled:?}");
    assert_eq!(pooled.reached_on, broken[0].matches().last().map(|m| m.day));
}

/// A league's ten matches of an afternoon do not come in a row, or one broken league would speak for all.
#[test]
fn leagues_take_turns_within_a_day() {
    let day = |n| NaiveDate::from_ymd_opt(2024, 1, n).unwrap();
    let steps = [
        (day(6), 0.1),
        (day(6), 0.2),
        (day(7), 0.3),
        (day(7), 0.4),
        (day(7), 0.5),
    ];
    let numbers: Vec<usize> = numbered_by_day(steps.into_iter()).map(|(_, nth, _)| nth).collect();
    assert_eq!(numbers, [0, 1, 0, 1, 2]);
}

#[test]
fn nothing_to_sum_up_is_no_cusum() {
    let none = leagues(2, &[], &mut Random(53));
    assert_eq!(pooled_cusum(&none, &pools(&none), 13.0), None);
}

/// Of one league the pooled threshold is the league's own: the same seasons are drawn.
#[test]
fn one_league_has_its_own_threshold() {
    let one = leagues(1, &[380, 380, 10], &mut Random(54));
    let input = inputs(&one, &pools(&one));
    let alone = super::super::cusum::of_seasons(&input[0], 0.05, 500);
    assert!((of_seasons(&input, 0.05, 500) - alone).abs() < 1e-12);
}

/// 200 seasons of three leagues at a stated 5 %: 10 with a standard deviation of 3.1. References are drawn anew each time.
#[test]
fn false_alarms_come_at_the_stated_rate() {
    let mut random = Random(55);
    let alarms = (0..200)
        .filter(|_| {
            let all = leagues(3, &[200, 200, 200], &mut random);
            let pools = pools(&all);
            let threshold = of_seasons(&inputs(&all, &pools), 0.05, 200);
            pooled_cusum(&all, &pools, threshold).unwrap().reached_on.is_some()
        })
        .count();
    assert!((2..=21).contains(&alarms), "{alarms}");
}

#[test]
fn fingerprints_tell_inputs_apart() {
    let mut random = Random(56);
    let all = leagues(3, &[380, 10], &mut random);
    let inputs = inputs(&all, &pools(&all));
    assert_eq!(pooled_fingerprint(&inputs), pooled_fingerprint(&inputs.clone()));
    assert_ne!(pooled_fingerprint(&inputs), pooled_fingerprint(&inputs[..2]));
}
