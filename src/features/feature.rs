//! Features as text.

use std::str::FromStr;

use super::Fields;
use crate::domain::FeatureView;

/// Features of one view that are read and written together.
pub trait Feature: Sized {
    /// Their view.
    const VIEW: FeatureView;

    /// As named texts.
    fn fields(&self) -> Vec<(&'static str, String)>;

    /// From named texts; none where one is missing or is not what it should be.
    fn read(fields: &Fields) -> Option<Self>;
}

/// The shortest text that reads back as the same number, bit for bit.
pub(super) fn number(value: f64) -> String {
    format!("{value:?}")
}

pub(super) fn field<T: FromStr>(fields: &Fields, name: &str) -> Option<T> {
    fields.get(name)?.parse().ok()
}

/// A number that is one.
pub(super) fn finite(fields: &Fields, name: &str) -> Option<f64> {
    field(fields, name).filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back_bit_for_bit(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO) {
            let fields = Fields::from([("x".to_owned(), number(value))]);
            prop_assert_eq!(finite(&fields, "x").map(f64::to_bits), Some(value.to_bits()));
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for wrong in ["NaN", "inf", "", "1,5", "1.5 "] {
            assert_eq!(
                finite(&Fields::from([("x".to_owned(), wrong.to_owned())]), "x"),
                None,
                "{wrong}"
            );
        }
    }
}
