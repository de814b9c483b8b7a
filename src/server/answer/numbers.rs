//! Numbers as the older service tells them.

/// A share, `0..=1`, in percent with two decimals.
pub(super) fn percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}
