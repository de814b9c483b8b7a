//! Errors as text: what failed, and what caused it.

use std::error::Error;

/// An error and its causes, each once: some libraries repeat a cause in the message above it.
#[must_use]
pub fn causes(error: &dyn Error) -> Vec<String> {
    let mut said = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !said.iter().any(|text| text.contains(&more)) {
            said.push(more);
        }
        cause = error.source();
    }
    said
}

/// The same on one line.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    causes(error).join(": ")
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
        let error = Outer(Inner(std::fmt::Error));
        let innermost = std::fmt::Error.to_string();
        assert_eq!(causes(&error), ["cannot load: no such table", &innermost]);
        assert_eq!(with_causes(&error), format!("cannot load: no such table: {innermost}"));
    }
}
