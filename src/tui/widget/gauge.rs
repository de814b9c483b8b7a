use super::super::theme::Glyphs;

/// A share in `0..=1` as a bar. It is full only when the work is done, and empty only when none is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0..=1 times a width"
)]
pub(crate) fn gauge(share: f64, columns: usize, glyphs: &Glyphs) -> String {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let mut full = (share * columns as f64).round() as usize;
    if share > 0.0 && share < 1.0 {
        full = full.clamp(1, columns.saturating_sub(1).max(1));
    }
    let full = full.min(columns);
    glyphs.gauge_full.repeat(full) + &glyphs.gauge_empty.repeat(columns - full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_means_done() {
        let bar = |share| gauge(share, 4, &Glyphs::ASCII);
        assert_eq!(
            [bar(0.0), bar(0.01), bar(0.5), bar(0.999), bar(1.0)],
            ["....", "#...", "##..", "###.", "####"]
        );
        assert_eq!(gauge(0.5, 0, &Glyphs::ASCII), "");
    }
}
