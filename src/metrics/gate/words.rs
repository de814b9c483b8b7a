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
