//! What chance alone does to a bin of a calibrated forecaster.

/// Mean absolute deviation of a binomial count from its mean `np`, exact (de Moivre 1730):
/// `2 (1−p)^(n−m) p^(m+1) (m+1) C(n, m+1)` with `m = ⌊np⌋`.
pub(super) fn mean_absolute_deviation(n: u64, p: f64) -> f64 {
    if n == 0 || p <= 0.0 || p >= 1.0 {
        return 0.0;
    }
    let total = n as f64;
    let m = (total * p).floor();
    let log_choose = libm::lgamma(total + 1.0) - libm::lgamma(m + 2.0) - libm::lgamma(total - m);
    2.0 * ((total - m) * (1.0 - p).ln() + (m + 1.0) * p.ln() + (m + 1.0).ln() + log_choose).exp()
}

/// Standard deviation of that absolute deviation.
pub(super) fn deviation_of_it(n: u64, p: f64) -> f64 {
    let mean = mean_absolute_deviation(n, p);
    (n as f64 * p * (1.0 - p) - mean * mean).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        // One coin: always half off. Two coins: 1 off with probability ½.
        assert!((mean_absolute_deviation(1, 0.5) - 0.5).abs() < 1e-12);
        assert!((mean_absolute_deviation(2, 0.5) - 0.5).abs() < 1e-12);
        // n = 3, p = 1/3: E|X − 1| = 8/27·1 + 6/27·1 + 1/27·2 = 16/27.
        assert!((mean_absolute_deviation(3, 1.0 / 3.0) - 16.0 / 27.0).abs() < 1e-12);
        assert!(mean_absolute_deviation(10, 0.0).abs() < f64::EPSILON);
    }

    #[test]
    fn large_counts_are_normal() {
        let (n, p) = (100_000, 0.3);
        let normal = (2.0 * n as f64 * p * (1.0 - p) / std::f64::consts::PI).sqrt();
        assert!((mean_absolute_deviation(n, p) / normal - 1.0).abs() < 1e-4);
    }
}
