use regex::{Regex, RegexBuilder};

/// Largest compiled expression: nobody types one by hand that needs more.
const MOST_BYTES: usize = 1 << 20;

/// Which rows of a list are shown: those in which a regular expression is found whatever its case, or with `!` before it,
/// those in which it is not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    text: String,
    wanted: Wanted,
    inverse: bool,
}

#[derive(Debug, Clone, Default)]
enum Wanted {
    #[default]
    All,
    Found(Regex),
    /// It is no expression yet: while `(E0` is being typed, nothing is hidden.
    Unfinished(String),
}

impl Filter {
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim();
        let (inverse, expression) = text
            .strip_prefix('!')
            .map_or((false, text), |rest| (true, rest.trim_start()));
        Self {
            text: text.to_owned(),
            wanted: Wanted::of(expression),
            inverse,
        }
    }

    /// As it was typed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Nothing is hidden.
    pub(crate) const fn is_empty(&self) -> bool {
        !matches!(self.wanted, Wanted::Found(_))
    }

    /// Why it is no regular expression, if so.
    pub(crate) fn fault(&self) -> Option<&str> {
        match &self.wanted {
            Wanted::Unfinished(fault) => Some(fault),
            Wanted::All | Wanted::Found(_) => None,
        }
    }

    /// Whether a row with these texts is shown.
    pub(crate) fn shows(&self, texts: &[impl AsRef<str>]) -> bool {
        match &self.wanted {
            Wanted::Found(expression) => self.inverse != texts.iter().any(|text| expression.is_match(text.as_ref())),
            Wanted::All | Wanted::Unfinished(_) => true,
        }
    }
}

impl Wanted {
    fn of(expression: &str) -> Self {
        if expression.is_empty() {
            return Self::All;
        }
        let built = RegexBuilder::new(expression)
            .case_insensitive(true)
            .size_limit(MOST_BYTES)
            .build();
        match built {
            Ok(expression) => Self::Found(expression),
            Err(regex::Error::CompiledTooBig(_)) => Self::Unfinished("it would take too much memory".to_owned()),
            Err(error) => Self::Unfinished(cause(&error.to_string())),
        }
    }
}

/// The last line of a message that also draws where the fault lies: `unclosed group`.
fn cause(message: &str) -> String {
    let last = message.lines().next_back().unwrap_or_default().trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn found_or_not() {
        assert!(Filter::new("").shows(&["E0"]));
        assert!(
            Filter::new("!").shows(&["E0"]),
            "a lone ! hides nothing while it is typed"
        );
        assert!(Filter::new(" prem ").shows(&["E0", "Premier League"]));
        assert!(!Filter::new("prem").shows(&["E1", "Championship"]));
        assert!(!Filter::new("!high").shows(&["E0", "HIGH"]));
        assert!(Filter::new("! high").shows(&["E0", "normal"]));
        let english = Filter::new("^e[01]$|^SP");
        assert!(english.shows(&["E1"]) && english.shows(&["SP2"]) && !english.shows(&["E2"]));
        assert!(Filter::new("güt").shows(&["GÜTERSLOH"]));
    }

    #[test]
    fn an_unfinished_expression_hides_nothing_and_says_so() {
        for (text, fault) in [
            ("(E0", "unclosed group"),
            ("!E[0", "unclosed character class"),
            ("*", "repetition operator missing expression"),
            (r"\w{1000}{1000}", "it would take too much memory"),
        ] {
            let filter = Filter::new(text);
            assert_eq!(filter.fault(), Some(fault), "{text}");
            assert!(filter.is_empty() && filter.shows(&["anything"]));
            assert_eq!(filter.text(), text);
        }
        assert_eq!(Filter::new("(E0)").fault(), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_filter_and_its_inverse_hides_the_rest(text in "\\PC{0,12}", row in "\\PC{0,12}") {
            let (filter, inverse) = (Filter::new(&text), Filter::new(&format!("!{text}")));
            let hides = !filter.is_empty() && !text.trim().starts_with('!');
            prop_assert!(!hides || filter.shows(&[&row]) != inverse.shows(&[&row]));
        }
    }
}
