use super::range;

/// A series as bars of several rows, the top row first, scaled from its least to its greatest value.
///
/// A missing value is an empty column. When there are more values than columns, the latest are shown; when there are
/// fewer, each is drawn as wide as fits.
pub(crate) fn chart(values: &[Option<f64>], columns: usize, rows: usize, bars: &[&'static str; 8]) -> Vec<String> {
    let values = values.get(values.len().saturating_sub(columns)..).unwrap_or_default();
    let (low, high) = range(values);
    let wide = (columns / values.len().max(1)).clamp(1, 4);
    let row = |from_bottom: usize| {
        values
            .iter()
            .map(|value| cell(*value, low, high, from_bottom, rows, bars).repeat(wide))
            .collect::<String>()
    };
    (0..rows).rev().map(row).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0..=1 times a number of rows"
)]
fn cell(
    value: Option<f64>,
    low: f64,
    high: f64,
    from_bottom: usize,
    rows: usize,
    bars: &[&'static str; 8],
) -> &'static str {
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return " ";
    };
    let span = high - low;
    let share = if span > 0.0 { (value - low) / span } else { 0.5 };
    // The least value has a bar of one eighth: only a missing one has none.
    let eighths = 1 + (share * (8 * rows).saturating_sub(1) as f64).round() as usize;
    match eighths.saturating_sub(8 * from_bottom) {
        0 => " ",
        part => bars.get(part.min(8) - 1).copied().unwrap_or(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Glyphs;

    #[test]
    fn rows_of_bars() {
        let values = [Some(0.0), None, Some(0.5), Some(1.0)];
        assert_eq!(chart(&values, 4, 2, &Glyphs::UNICODE.spark), ["  ▁█", "▁ ██"]);
        assert_eq!(chart(&values, 8, 1, &Glyphs::UNICODE.spark), ["▁▁  ▅▅██"]);
        assert_eq!(chart(&values, 2, 1, &Glyphs::UNICODE.spark), ["▁█"]);
        assert_eq!(chart(&[], 5, 2, &Glyphs::UNICODE.spark), ["", ""]);
    }
}
