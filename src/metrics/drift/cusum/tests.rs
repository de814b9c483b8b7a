use super::*;
use crate::{
    metrics::drift::{
        pool::Pool,
        testing::{change_last, league, swap_teams},
    },
    random::Random,
};

fn reference(series: &crate::metrics::drift::LeagueSeries) -> Reference {
    let own = paired::moments(series.matches(), paired::model_brier);
    Pool::of(&[own]).reference(&own).unwrap()
}

/// By hand with mean 0 and sd 1: 0.5, then 2.0, then 0 (2 − 3 − ½ is below 0).
#[test]
fn steps_by_hand() {
    assert_eq!(step(0.0, 1.0), 0.5);
    assert_eq!(step(0.5, 2.0), 2.0);
    assert_eq!(step(2.0, -3.0), 0.0);
}

/// The threshold of a normal law has been tabulated: at k = ½ and h = 5 a one-sided CUSUM runs 930 steps to a false alarm
/// in the mean (Hawkins and Olwell 1998), so of seasons of 380 about 1 − exp(−380/930) = 34 % have one.
#[test]
fn threshold_of_the_normal_law_agrees_with_the_tables() {
    let mut random = Random(41);
    let mut normal = || (-2.0 * (1.0 - random.unit()).ln()).sqrt() * (std::f64::consts::TAU * random.unit()).cos();
    let z: Vec<f64> = (0..20_000).map(|_| normal()).collect();
    let exact = Reference {
        mean: 0.0,
        sd: 1.0,
        se: 0.0,
        n: 20_000,
        pooled: false,
    };
    let h = threshold(&ThresholdInput::new(z, &exact, 380), 0.335);
    assert!((h - 5.0).abs() < 0.25, "{h}");
}

/// Reference and season are drawn anew each time, so the error of the reference counts too. 300 seasons at a stated 5 %: 15
/// with a standard deviation of 3.8.
#[test]
fn false_alarms_come_at_the_stated_rate() {
    let mut random = Random(42);
    let alarms = (0..300)
        .filter(|_| {
            let series = league("E0", &[380, 380, 380], &mut random);
            let (before, season) = series.matches().split_at(760);
            let own = paired::moments(before, paired::model_brier);
            let reference = Pool::of(&[own]).reference(&own).unwrap();
            let input = ThresholdInput::new(before.iter().filter_map(paired::model_brier), &reference, 380);
            // Fewer draws than in service, which is what takes the time.
            let h = of_seasons(&input, 0.05, 400);
            Cusum::run(season, &reference, h).reached_on.is_some()
        })
        .count();
    assert!((5..=29).contains(&alarms), "{alarms}");
}

#[test]
fn swapped_teams_are_found_within_two_weeks_and_their_repair_too() {
    let mut random = Random(43);
    let series = league("E0", &[380, 380, 100], &mut random);
    let reference = reference(&series);
    let broken = change_last(&series, 20, swap_teams);
    let season = &broken.matches()[760..];
    let cusum = Cusum::run(season, &reference, 11.0);
    assert!(cusum.alarm, "{cusum:?}");
    assert_eq!(cusum.value, 11.0, "it stops at its threshold");
    let mut repaired = season.to_vec();
    repaired.extend(
        league("E0", &[40], &mut random)
            .matches()
            .iter()
            .enumerate()
            .map(|(n, m)| SettledForecast {
                day: season.last().unwrap().day + Days::new(7 * (1 + n as u64 / 10)),
                ..*m
            }),
    );
    let later = Cusum::run(&repaired, &reference, 11.0);
    assert_eq!(later.reached_on, cusum.reached_on);
    assert!(!later.alarm && later.value < 11.0);
}

#[test]
fn fingerprints_tell_inputs_apart() {
    let exact = Reference {
        mean: 0.0,
        sd: 1.0,
        se: 0.1,
        n: 2,
        pooled: false,
    };
    let input = |last: f64, season| ThresholdInput::new([1.0, 2.0, last], &exact, season);
    assert_eq!(input(3.0, 380).fingerprint(), input(3.0, 380).fingerprint());
    assert_ne!(input(3.0, 380).fingerprint(), input(3.5, 380).fingerprint());
    assert_ne!(input(3.0, 380).fingerprint(), input(3.0, 306).fingerprint());
}

#[test]
fn a_model_that_copies_the_market_raises_no_alarm() {
    let exact = Reference {
        mean: 0.0,
        sd: 0.0,
        se: 0.0,
        n: 300,
        pooled: false,
    };
    let h = threshold(&ThresholdInput::new(vec![0.0; 300], &exact, 380), FALSE_ALARM_RATE);
    assert_eq!(h, 1.0);
}
