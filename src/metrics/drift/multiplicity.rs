//! Many looks at the same time.

/// Adjusted p-values that control the share of false findings among the findings (Benjamini and Hochberg 1995):
/// `min over j ≥ i of m·p_(j)/j`, in the order given.
#[must_use]
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let m = p.len() as f64;
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 1.0;
    for (passed, (index, p)) in order.into_iter().enumerate() {
        // The factor is 1 for the largest and never less, so no adjusted value falls below its p by rounding.
        least = least.min(p * (m / (m - passed as f64)));
        if let Some(place) = adjusted.get_mut(index) {
            *place = least;
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The fifteen p-values of the paper's example: thrombolysis against another treatment. At 5 % the first four stand.
    #[test]
    fn the_example_of_the_paper() {
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let adjusted = benjamini_hochberg(&p);
        assert_eq!(adjusted.iter().filter(|q| **q <= 0.05).count(), 4);
        assert!((adjusted[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
        // 0.0344 · 15/8 is smaller than 0.0201 · 15/5: a later one may pull an earlier one down.
        assert!((adjusted[4] - 0.0201 * 15.0 / 5.0).abs() < 1e-12);
        assert!((adjusted[5] - 0.0298 * 15.0 / 7.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn adjusted_values_keep_the_order_and_never_help(p in proptest::collection::vec(0.0..=1.0_f64, 1..40)) {
            let adjusted = benjamini_hochberg(&p);
            for (i, (a, pa)) in adjusted.iter().zip(&p).enumerate() {
                prop_assert!(*a >= *pa && *a <= 1.0);
                for (b, pb) in adjusted.iter().zip(&p).skip(i + 1) {
                    prop_assert!((pa > pb || a <= b) && (pa < pb || a >= b));
                }
            }
        }
    }
}
