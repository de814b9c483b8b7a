/// Least and greatest of the known values.
pub(crate) fn range<'a>(values: impl IntoIterator<Item = &'a Option<f64>>) -> (f64, f64) {
    let known = values.into_iter().flatten().copied().filter(|value| value.is_finite());
    known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

/// A series as one line of bars on a scale from `low` to `high`, the latest at the right end.
///
/// A missing value is a blank: gaps are gaps. When there are more values than columns, the latest are shown.
pub(crate) fn spark(
    values: &[Option<f64>],
    columns: usize,
    (low, high): (f64, f64),
    bars: &[&'static str; 8],
) -> String {
    let values = values.get(values.len().saturating_sub(columns)..).unwrap_or_default();
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
    let index = (share.clamp(0.0, 1.0) * 7.0).round() as usize;
    bars.get(index).copied().unwrap_or(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Glyphs;

    #[test]
    fn gaps_are_gaps() {
        let values = [Some(0.0), None, Some(0.5), Some(1.0), Some(f64::NAN)];
        let own = range(&values);
        assert_eq!(own, (0.0, 1.0));
        assert_eq!(spark(&values, 10, own, &Glyphs::UNICODE.spark), "▁ ▅█ ");
        assert_eq!(spark(&values, 3, own, &Glyphs::ASCII.spark), "=# ");
        assert_eq!(spark(&values, 9, (0.0, 7.0), &Glyphs::UNICODE.spark), "▁ ▂▂ ");
        assert_eq!(
            spark(&[Some(2.0), Some(2.0)], 9, (2.0, 2.0), &Glyphs::UNICODE.spark),
            "▅▅"
        );
        assert_eq!(spark(&[], 9, range(&[]), &Glyphs::UNICODE.spark), "");
    }
}
