//! The standard normal law.

/// Probability of a standard normal number above `z`: `½ erfc(z/√2)`, exact far into the tail.
pub(super) fn upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulated_values() {
        for (z, p) in [
            (0.0, 0.5),
            (1.644_853_626_951_472_7, 0.05),
            (-1.0, 0.841_344_746_068_542_9),
            (6.0, 9.865_876_450_377e-10),
        ] {
            assert!(
                (upper_tail(z) - p).abs() < 1e-12 * p.max(1e-3),
                "{z}: {}",
                upper_tail(z)
            );
        }
    }
}
