//! Errors as one line of text.

use std::error::Error;

/// An error and its causes on one line, each once: some libraries repeat a cause in the message above it.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot load: no such table")]
    struct Outer(#[source] Inner);

    #[derive(Debug, thiserror::Error)]
    #[error("no such table")]
    struct Inner(#[source] std::fmt::Error);

    #[test]
    fn each_cause_once() {
        let text = with_causes(&Outer(Inner(std::fmt::Error)));
        assert_eq!(text, format!("cannot load: no such table: {}", std::fmt::Error));
    }
}
