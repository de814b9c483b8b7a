//! Numbers in a sentence.

/// A difference of a score, such as `0.0012 worse`.
pub(super) fn difference(difference: f64) -> String {
    let word = if difference > 0.0 { "worse" } else { "better" };
    format!("{:.4} {word}", difference.abs())
}

/// `1 league`, `2 leagues`.
pub(super) fn counted(n: usize, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {what}{s}")
}

/// An e-value; a large one by its size.
pub(super) fn evidence(e: f64) -> String {
    if e < 1_000.0 {
        format!("{e:.2}")
    } else {
        format!("{e:.0e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_they_are_read() {
        assert_eq!(difference(-0.00124), "0.0012 better");
        assert_eq!(difference(0.0), "0.0000 better");
        assert_eq!([counted(1, "league"), counted(0, "team")], ["1 league", "0 teams"]);
        assert_eq!([evidence(4.398), evidence(887_349_786_096.0)], ["4.40", "9e11"]);
    }
}
