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

/// An e-value with about three digits, and a power of ten past a million.
pub(crate) fn evidence(e: f64) -> String {
    match e {
        e if !e.is_finite() => "n/a".to_owned(),
        e if e < 0.01 => "<0.01".to_owned(),
        e if e < 10.0 => fixed(e, 2),
        e if e < 100.0 => fixed(e, 1),
        e if e < 1e6 => fixed(e, 0),
        e => format!("{e:.0e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_without_end() {
        let written = [1e-9, 1.0, 20.04, 1_234.5, 3.2e88, f64::NAN].map(evidence);
        assert_eq!(written, ["<0.01", "1.00", "20.0", "1234", "3e88", "n/a"]);
    }

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
