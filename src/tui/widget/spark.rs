/// A series as one line of bars, scaled from its least to its greatest value, the latest at the right end.
///
/// A missing value is a blank: gaps are gaps. When there are more values than columns, the latest are shown.
pub(crate) fn spark(values: &[Option<f64>], columns: usize, bars: &[&'static str; 8]) -> String {
    let values = values.get(values.len().saturating_sub(columns)..).unwrap_or_default();
    let known = || values.iter().flatten().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    values
        .iter()
        .map(|value| match value {
            Some(value) if value.is_finite() => bar(*value, low, high, bars),
            _ => " ",
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0..=1 times 7"
)]
fn bar(value: f64, low: f64, high: f64, bars: &[&'static str; 8]) -> &'static str {
    let span = high - low;
    let share = if span > 0.0 { (value - low) / span } else { 0.5 };
    let index = (share * 7.0).round() as usize;
    bars.get(index).copied().unwrap_or(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Glyphs;

    #[test]
    fn gaps_are_gaps() {
        let values = [Some(0.0), None, Some(0.5), Some(1.0), Some(f64::NAN)];
        assert_eq!(spark(&values, 10, &Glyphs::UNICODE.spark), "▁ ▅█ ");
        assert_eq!(spark(&values, 3, &Glyphs::ASCII.spark), "_# ");
        assert_eq!(spark(&[Some(2.0), Some(2.0)], 9, &Glyphs::UNICODE.spark), "▅▅");
        assert_eq!(spark(&[], 9, &Glyphs::UNICODE.spark), "");
    }
}
