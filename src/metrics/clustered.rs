//! Standard errors of means over matches that are not independent.

use super::Moments;

/// Standard error of the mean over all groups, with groups as clusters: `√(G/(G−1) · Σ (Sᵍ − nᵍ·m)²) / N` (Liang and Zeger,
/// Biometrika 73, 1986). Matches of one week share their fits and their news; on five leagues this is a tenth wider than
/// taking matches as independent. None of fewer than two groups.
#[must_use]
pub fn clustered_standard_error<'a>(groups: impl Iterator<Item = &'a Moments> + Clone) -> Option<f64> {
    let (mut count, mut n, mut sum) = (0_u32, 0, 0.0);
    for group in groups.clone().filter(|group| group.n > 0) {
        count += 1;
        n += group.n;
        sum += group.sum;
    }
    if count < 2 {
        return None;
    }
    let mean = sum / n as f64;
    let squares: f64 = groups.map(|group| (group.sum - group.n as f64 * mean).powi(2)).sum();
    let clusters = f64::from(count);
    Some((clusters / (clusters - 1.0) * squares).sqrt() / n as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn groups_of_one_give_the_ordinary_error(values in prop::collection::vec(-5.0..5.0_f64, 2..60)) {
            let groups: Vec<Moments> = values.iter().map(|value| std::iter::once(*value).collect()).collect();
            let all: Moments = values.into_iter().collect();
            let clustered = clustered_standard_error(groups.iter()).unwrap();
            prop_assert!((clustered - all.standard_error().unwrap()).abs() < 1e-9);
        }
    }

    #[test]
    fn equal_matches_in_a_week_count_as_one() {
        let week = |value: f64| -> Moments { std::iter::repeat_n(value, 10).collect() };
        let weeks = [week(1.0), week(3.0)];
        // Two independent values, 1 and 3: standard error 1.
        assert!((clustered_standard_error(weeks.iter()).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(clustered_standard_error(weeks.iter().take(1)), None);
    }
}
