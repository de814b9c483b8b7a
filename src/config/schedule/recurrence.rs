//! A cron expression, checked when it is read.

use std::str::FromStr;

use chrono::DateTime;
use croner::{
    Cron,
    errors::CronError,
    parser::{CronParser, Seconds, Year},
};
use serde::{Deserialize, Serialize};

/// When something recurs: a cron expression of five fields, or never. What is kept comes round at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Recurrence(Option<Cron>);

/// A text that is no recurrence.
#[derive(Debug, thiserror::Error)]
pub enum RecurrenceError {
    /// It is no cron expression.
    #[error(
        "schedule.retrain = {text:?} is no cron expression ({what}); expected are five fields, minute, hour, day \
         of the month, month and day of the week, as \"0 4 * * 2\", or \"\" for never"
    )]
    NoExpression {
        /// The text.
        text: String,
        /// What is wrong with it.
        what: String,
    },
    /// It is one of a day that no calendar has.
    #[error("schedule.retrain = {text:?} never comes; expected is a day that exists, or \"\" for never")]
    NeverComes {
        /// The text.
        text: String,
    },
}

impl Recurrence {
    /// Tuesdays at 04:00.
    pub(super) fn tuesday_at_four() -> Self {
        "0 4 * * 2".parse().unwrap_or_default()
    }

    /// The expression; none is never.
    #[must_use]
    pub const fn cron(&self) -> Option<&Cron> {
        self.0.as_ref()
    }
}

impl FromStr for Recurrence {
    type Err = RecurrenceError;

    fn from_str(text: &str) -> Result<Self, RecurrenceError> {
        if text.trim().is_empty() {
            return Ok(Self(None));
        }
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        let cron = parser.parse(text).map_err(|error| RecurrenceError::NoExpression {
            text: text.to_owned(),
            what: reason(text, &error),
        })?;
        match cron.find_next_occurrence(&DateTime::UNIX_EPOCH, false) {
            Ok(_) => Ok(Self(Some(cron))),
            Err(_) => Err(RecurrenceError::NeverComes { text: text.to_owned() }),
        }
    }
}

/// As a part of a sentence. The parser speaks of seconds and years where it counts fields.
fn reason(text: &str, error: &CronError) -> String {
    match (error, text.split_whitespace().count()) {
        (CronError::InvalidPattern(_), 1) => "1 field".to_owned(),
        (CronError::InvalidPattern(_), fields) if fields != 5 => format!("{fields} fields"),
        _ => error.to_string().trim_end_matches('.').to_owned(),
    }
}

impl TryFrom<String> for Recurrence {
    type Error = RecurrenceError;

    fn try_from(text: String) -> Result<Self, RecurrenceError> {
        text.parse()
    }
}

impl From<Recurrence> for String {
    fn from(recurrence: Recurrence) -> Self {
        recurrence.0.map(|cron| cron.as_str().to_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_fields_or_nothing() {
        for text in [
            "0 4 * * 2",
            "*/15 * * * *",
            "30 2 29 2 *",
            "0 4 * * TUE",
            "@weekly",
            "0 4 L * *",
        ] {
            assert!(text.parse::<Recurrence>().unwrap().cron().is_some(), "{text}");
        }
        for text in ["", "  "] {
            assert_eq!(text.parse::<Recurrence>().unwrap(), Recurrence::default());
        }
        for text in [
            "0 4 * *",
            "0 0 4 * * 2",
            "0 4 * * 2 2026",
            "60 4 * * 2",
            "0 24 * * 2",
            "x",
            "0 4 * * 8",
        ] {
            let error = text.parse::<Recurrence>().unwrap_err();
            assert!(matches!(error, RecurrenceError::NoExpression { .. }), "{text}: {error}");
        }
        let error = "0 4 * *".parse::<Recurrence>().unwrap_err().to_string();
        assert!(
            error.contains("no cron expression (4 fields); expected are five"),
            "{error}"
        );
        let error = "0 4 30 2 *".parse::<Recurrence>().unwrap_err().to_string();
        assert!(error.contains("\"0 4 30 2 *\" never comes"), "{error}");
    }

    #[test]
    fn the_default_is_tuesday_at_four() {
        assert_eq!(String::from(Recurrence::tuesday_at_four()), "0 4 * * 2");
    }
}
