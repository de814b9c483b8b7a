use proptest::prelude::*;

use super::*;
use crate::{metrics::drift::testing::chi_square_of_tenths, random::Random};

/// All ways to choose `m` of the pooled values, by brute force.
fn p_by_listing(first: &[f64], second: &[f64]) -> f64 {
    let pooled: Vec<f64> = first.iter().chain(second).copied().collect();
    let observed = distance(first, second);
    let (mut all, mut as_far) = (0, 0);
    for mask in 0_u32..1 << pooled.len() {
        if mask.count_ones() as usize == first.len() {
            let (a, b): (Vec<_>, Vec<_>) = pooled.iter().enumerate().partition(|(i, _)| mask >> i & 1 == 1);
            let values = |side: Vec<(usize, &f64)>| side.into_iter().map(|(_, v)| *v).collect::<Vec<_>>();
            all += 1;
            as_far += usize::from(distance(&values(a), &values(b)) >= observed - 1e-12);
        }
    }
    as_far as f64 / f64::from(all)
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    let below = |values: &[f64], x: f64| values.iter().filter(|v| **v <= x).count() as f64 / values.len() as f64;
    a.iter()
        .chain(b)
        .map(|x| (below(a, *x) - below(b, *x)).abs())
        .fold(0.0, f64::max)
}

/// Samples that do not overlap: of the C(6, 3) = 20 ways two are as far apart.
#[test]
fn two_of_twenty() {
    let ks = two_sample(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]).unwrap();
    assert_eq!(ks.d, 1.0);
    assert!((ks.p - 0.1).abs() < 1e-12, "{}", ks.p);
    assert_eq!(two_sample(&[], &[1.0]), None);
}

#[test]
fn equal_samples_are_no_evidence() {
    let ks = two_sample(&[1.0; 40], &[1.0; 300]).unwrap();
    assert_eq!((ks.d, ks.p), (0.0, 1.0));
}

proptest! {
    /// Small whole numbers, so that there are many ties.
    #[test]
    fn p_is_that_of_all_permutations(
        a in proptest::collection::vec(0_u8..6, 1..6), b in proptest::collection::vec(0_u8..6, 1..8)
    ) {
        let values = |v: Vec<u8>| v.into_iter().map(f64::from).collect::<Vec<_>>();
        let (a, b) = (values(a), values(b));
        let ks = two_sample(&a, &b).unwrap();
        prop_assert!((ks.d - distance(&a, &b)).abs() < 1e-12);
        prop_assert!((ks.p - p_by_listing(&a, &b)).abs() < 1e-9, "{} {}", ks.p, p_by_listing(&a, &b));
    }
}

#[test]
fn p_is_uniform_without_a_change() {
    let mut random = Random(21);
    let p: Vec<f64> = (0..300)
        .map(|_| {
            let mut draw = |n: usize| (0..n).map(|_| random.unit()).collect::<Vec<_>>();
            two_sample(&draw(80), &draw(350)).unwrap().p
        })
        .collect();
    assert!(chi_square_of_tenths(&p) < 27.9);
}
