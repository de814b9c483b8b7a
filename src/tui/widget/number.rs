//! Numbers as text. What is not a number reads `n/a`.

/// With so many digits after the point.
pub(crate) fn fixed(value: f64, digits: usize) -> String {
    if value.is_finite() {
        format!("{value:.digits$}")
    } else {
        "n/a".to_owned()
    }
}

/// The same, with its sign. A value that rounds to zero reads `+0.000`.
pub(crate) fn signed(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    let text = format!("{value:+.digits$}");
    if text.contains(|c: char| ('1'..='9').contains(&c)) {
        text
    } else {
        text.replacen('-', "+", 1)
    }
}

/// A standard error behind its sign, with a blank before it; nothing where there is none.
pub(crate) fn standard_error(se: Option<f64>, plus_minus: &str, digits: usize) -> String {
    se.map_or_else(String::new, |se| format!(" {plus_minus}{}", fixed(se, digits)))
}

/// A share in `0..=1` as a whole percentage.
pub(crate) fn percent(share: f64) -> String {
    if share.is_finite() {
        format!("{:.0} %", 100.0 * share)
    } else {
        "n/a".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(fixed(0.98934, 4), "0.9893");
        assert_eq!(
            (signed(0.0413, 3), signed(-0.0004, 3)),
            ("+0.041".into(), "+0.000".into())
        );
        assert_eq!((signed(f64::NAN, 3), percent(0.637)), ("n/a".into(), "64 %".into()));
    }
}
