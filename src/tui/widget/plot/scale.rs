use crate::tui::widget::fixed;

/// A scale whose ends and steps are round numbers (Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    digits: usize,
}

impl Scale {
    /// A scale for all finite values, in about so many steps; none where there is no such value.
    pub(crate) fn covering(values: impl IntoIterator<Item = f64>, steps: usize) -> Option<Self> {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        // A flat line is drawn at half height.
        let margin = match high - low {
            span if span > 0.0 => 0.0,
            _ if low == 0.0 => 1.0,
            _ => 0.05 * low.abs(),
        };
        let (low, high) = (low - margin, high + margin);
        let (step, digits) = round_up((high - low) / steps.max(1) as f64)?;
        Some(Self {
            low: (low / step).floor() * step,
            high: (high / step).ceil() * step,
            step,
            digits,
        })
    }

    /// Where a value lies between the ends, `0..=1`.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    /// The round numbers, from the foot.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = f64> {
        let scale = *self;
        std::iter::successors(Some(0.0), |index| Some(index + 1.0))
            .map(move |index| scale.low + index * scale.step)
            .take_while(move |tick| *tick <= scale.high + 0.5 * scale.step)
    }

    /// A round number, with as many digits as the step has.
    pub(crate) fn tick(&self, value: f64) -> String {
        fixed(value + 0.0, self.digits)
    }
}

/// The least of 1, 2, 5 times a power of ten that is not below `step`, with its digits after the point.
#[expect(clippy::cast_possible_truncation, reason = "a decimal exponent")]
fn round_up(step: f64) -> Option<(f64, usize)> {
    // Beyond these no label fits anywhere.
    if !(1e-9..=1e12).contains(&step) {
        return None;
    }
    let exponent = step.log10().floor() as i32;
    let unit = 10.0_f64.powi(exponent);
    // What is a round number but for the last bit is one.
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| step <= factor * unit * (1.0 + 1e-9));
    let (round, exponent) = factor.map_or((10.0 * unit, exponent + 1), |factor| (factor * unit, exponent));
    Some((round, usize::try_from(-exponent).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ticks(values: &[f64], steps: usize) -> Vec<String> {
        let scale = Scale::covering(values.iter().copied(), steps).unwrap();
        scale.ticks().map(|tick| scale.tick(tick)).collect()
    }

    #[test]
    fn ends_and_steps_are_round() {
        assert_eq!(ticks(&[0.9712, 1.0123], 3), ["0.96", "0.98", "1.00", "1.02"]);
        assert_eq!(ticks(&[-0.3, 4.23], 2), ["-5", "0", "5"]);
        assert_eq!(ticks(&[12.0, 480.0], 5), ["0", "100", "200", "300", "400", "500"]);
        assert_eq!(ticks(&[0.5, 0.5], 2), ["0.45", "0.50", "0.55"]);
        assert_eq!(ticks(&[0.0, f64::NAN], 2), ["-1", "0", "1"]);
        assert_eq!(Scale::covering([f64::NAN], 3), None);
        assert_eq!(Scale::covering([f64::MIN, f64::MAX], 3), None);
    }

    proptest! {
        #[test]
        fn every_value_lies_between_the_ends(values in proptest::collection::vec(-1e6..1e6, 1..20), steps in 1usize..9) {
            let scale = Scale::covering(values.iter().copied(), steps).unwrap();
            for value in values {
                prop_assert!((-1e-9..=1.0 + 1e-9).contains(&scale.share(value)));
            }
            prop_assert!((2..=steps + 3).contains(&scale.ticks().count()));
        }
    }
}
