/// Which rows of a list are shown: those that hold a text, or with `!` before it, those that do not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filter {
    text: String,
    lower_case: String,
    inverse: bool,
}

impl Filter {
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim();
        let (inverse, wanted) = text
            .strip_prefix('!')
            .map_or((false, text), |rest| (true, rest.trim_start()));
        Self {
            text: text.to_owned(),
            lower_case: wanted.to_lowercase(),
            inverse,
        }
    }

    /// As it was typed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Nothing is hidden.
    pub(crate) fn is_empty(&self) -> bool {
        self.lower_case.is_empty()
    }

    /// Whether a row with these texts is shown.
    pub(crate) fn shows(&self, texts: &[impl AsRef<str>]) -> bool {
        self.is_empty()
            || self.inverse
                != texts
                    .iter()
                    .any(|text| text.as_ref().to_lowercase().contains(&self.lower_case))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_or_does_not() {
        assert!(Filter::new("").shows(&["E0"]));
        assert!(
            Filter::new("!").shows(&["E0"]),
            "a lone ! hides nothing while it is typed"
        );
        assert!(Filter::new(" prem ").shows(&["E0", "Premier League"]));
        assert!(!Filter::new("prem").shows(&["E1", "Championship"]));
        assert!(!Filter::new("!high").shows(&["E0", "HIGH"]));
        assert!(Filter::new("! high").shows(&["E0", "normal"]));
    }
}
