use super::*;
use crate::random::Random;

fn uniform(n: usize, random: &mut Random) -> Vec<f64> {
    (0..n).map(|_| random.unit()).collect()
}

/// Three bins at 1/3 and 2/3 of the reference 0..=8; the window of three values lies in the first: counts 3, 0, 0.
#[test]
fn index_by_hand() {
    let reference: Vec<f64> = (0..9).map(f64::from).collect();
    let index = psi(&[0.0, 0.5, 1.0], &reference).unwrap();
    let p = [3.5 / 4.5, 0.5 / 4.5, 0.5 / 4.5_f64];
    let q = 3.5 / 10.5_f64;
    let by_hand: f64 = p.iter().map(|p| (p - q) * (p / q).ln()).sum();
    assert_eq!(index.bins, 3);
    assert!((index.value - by_hand).abs() < 1e-12);
}

/// χ² with 9 degrees: 16.919 at 95 %, 21.666 at 99 %.
#[test]
fn calibrated_values_are_those_of_the_table() {
    let mut random = Random(31);
    let index = psi(&uniform(80, &mut random), &uniform(1_000, &mut random)).unwrap();
    let scale = 1.0 / 80.0 + 1.0 / 1_000.0;
    assert!((index.expected_95 / scale - 16.919).abs() < 1e-3);
    assert!((index.expected_99 / scale - 21.666).abs() < 1e-3);
    assert!(psi(&[], &[1.0]).is_none());
    assert!(psi(&[1.0; 50], &[1.0; 50]).is_some_and(|psi| psi.value < 0.2));
}

/// The size at 95 % was measured as 3 to 5 %; the fixed bands call a change in half of the windows.
#[test]
fn unchanged_windows_stay_below() {
    let mut random = Random(32);
    let (mut above, mut above_fixed) = (0, 0);
    for _ in 0..1_000 {
        let index = psi(&uniform(80, &mut random), &uniform(1_000, &mut random)).unwrap();
        above += usize::from(index.value > index.expected_95);
        above_fixed += usize::from(index.value > 0.1);
    }
    assert!((20..=65).contains(&above), "{above}");
    assert!(above_fixed > 400, "{above_fixed}");
}
