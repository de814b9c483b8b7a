use std::io::{self, Write};

use serde::Serialize;
use touchline::domain::SafeText;

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Pass,
    /// It works, and something could be better.
    Warn,
    /// It does not work.
    Fail,
    /// There is nothing to look at.
    Skip,
}

/// What was looked at, what was found, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) name: &'static str,
    pub(super) outcome: Outcome,
    pub(super) sentence: SafeText,
    pub(super) advice: Option<SafeText>,
}

impl Finding {
    pub(super) fn pass(name: &'static str, sentence: impl Into<SafeText>) -> Self {
        Self::of(name, Outcome::Pass, sentence, None)
    }

    pub(super) fn skip(name: &'static str, sentence: impl Into<SafeText>) -> Self {
        Self::of(name, Outcome::Skip, sentence, None)
    }

    pub(super) fn warn(name: &'static str, sentence: impl Into<SafeText>, advice: &str) -> Self {
        Self::of(name, Outcome::Warn, sentence, Some(advice))
    }

    pub(super) fn fail(name: &'static str, sentence: impl Into<SafeText>, advice: &str) -> Self {
        Self::of(name, Outcome::Fail, sentence, Some(advice))
    }

    fn of(name: &'static str, outcome: Outcome, sentence: impl Into<SafeText>, advice: Option<&str>) -> Self {
        Self {
            name,
            outcome,
            sentence: sentence.into(),
            advice: advice.map(SafeText::new),
        }
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let word = match self.outcome {
            Outcome::Pass => "ok",
            Outcome::Warn => "WARN",
            Outcome::Fail => "FAIL",
            Outcome::Skip => "-",
        };
        writeln!(out, "{word:<5} {:<14} {}", self.name, self.sentence)?;
        match &self.advice {
            Some(advice) => writeln!(out, "{:20} {advice}", ""),
            None => Ok(()),
        }
    }
}
