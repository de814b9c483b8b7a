//! What a line of a log file says of itself: exactly where it is of our own form, else as well as can be guessed.

use chrono::{DateTime, Utc};
use touchline::domain::SafeText;

use super::{Entry, Level};

/// Longer lines are cut: one that tells a whole file must not push all others out.
pub(super) const MAX_CHARS: usize = 2000;

/// Levels are looked for in the beginning of a line: further on, words are what somebody says.
const HEAD: usize = 96;

/// Reads a line: `2026-11-24T14:31:02.123456Z  INFO touchline::training: fitted`, or any other.
pub(super) fn parse(line: &str) -> Entry {
    let line: String = line.chars().take(MAX_CHARS).collect();
    let (at, rest) = time(&line);
    let own = own_form(rest).filter(|_| at.is_some());
    let (level, target, text) = own.unwrap_or_else(|| (guess(rest), "", rest));
    Entry {
        at,
        level,
        target: SafeText::new(target.strip_prefix("touchline::").unwrap_or(target)),
        text: SafeText::new(text),
    }
}

/// A line belongs to the one above when it is set in, as the lines of a stack trace are.
pub(super) fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t'])
}

/// The time that a line begins with, if it names its zone: a time without one may be of any.
fn time(line: &str) -> (Option<DateTime<Utc>>, &str) {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    match DateTime::parse_from_rfc3339(first) {
        Ok(at) => (Some(at.to_utc()), rest.trim_start()),
        Err(_) => (None, line),
    }
}

/// `LEVEL target: text`.
fn own_form(rest: &str) -> Option<(Option<Level>, &str, &str)> {
    let (word, rest) = rest.split_once(' ')?;
    let level = upper_case(word)?;
    let named = rest.split_once(": ").filter(|(target, _)| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_:.-".contains(c);
        !target.is_empty() && target.chars().all(is_part)
    });
    let (target, text) = named.unwrap_or(("", rest));
    Some((Some(level), target, text))
}

/// A level word in capitals, as most programs write it, or in a form that only a level has: `[error]`, `level=error`,
/// `"level":"error"`.
fn guess(line: &str) -> Option<Level> {
    let mut before = ' ';
    let mut word = String::new();
    let mut last = ' ';
    for c in line.chars().take(HEAD).chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            if word.is_empty() {
                before = last;
            }
            word.push(c);
        } else if !word.is_empty() {
            let is_field = matches!(before, '[' | '=' | '"' | '<');
            let found = upper_case(&word).or_else(|| upper_case(&word.to_ascii_uppercase()).filter(|_| is_field));
            if found.is_some() {
                return found;
            }
            word.clear();
        }
        last = c;
    }
    None
}

fn upper_case(word: &str) -> Option<Level> {
    Some(match word {
        "ERROR" | "ERR" | "FATAL" | "CRITICAL" | "CRIT" | "PANIC" | "SEVERE" | "EMERG" | "ALERT" => Level::Error,
        "WARN" | "WARNING" => Level::Warn,
        "INFO" | "NOTICE" => Level::Info,
        "DEBUG" => Level::Debug,
        "TRACE" => Level::Trace,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn our_own_form_is_read_exactly() {
        let entry = parse("2026-11-24T14:31:02.123456Z  INFO touchline::training: #218 SP2: fitted \u{1b}[31min 5 ms");
        assert_eq!(entry.at.unwrap().to_rfc3339(), "2026-11-24T14:31:02.123456+00:00");
        assert_eq!(
            (entry.level, entry.target.as_str(), entry.text.as_str()),
            (Some(Level::Info), "training", "#218 SP2: fitted in 5 ms")
        );
        let entry = parse("2026-11-24T14:31:02Z ERROR no target here: at all");
        assert_eq!(
            (entry.target.as_str(), entry.text.as_str()),
            ("", "no target here: at all")
        );
    }

    #[test]
    fn other_forms_are_guessed() {
        for (line, level) in [
            (
                "2026-11-24 14:31:02.1 UTC [77] ERROR:  relation \"x\" does not exist",
                Some(Level::Error),
            ),
            ("2026/11/24 14:31:02 [error] 7#7: *1 open() failed", Some(Level::Error)),
            ("level=warn msg=\"slow\"", Some(Level::Warn)),
            ("{\"time\":1,\"level\":\"debug\",\"msg\":\"error\"}", Some(Level::Debug)),
            ("INFO:     127.0.0.1:5000 - \"GET /health\" 200 OK", Some(Level::Info)),
            ("an error that somebody tells of", None),
            ("ERRORS are not ERROR_CODES", None),
            ("", None),
        ] {
            assert_eq!(parse(line).level, level, "{line}");
        }
        let entry = parse("2026-11-24T15:31:02+01:00 something else");
        assert_eq!(entry.at.unwrap().to_rfc3339(), "2026-11-24T14:31:02+00:00");
        assert_eq!(entry.text.as_str(), "something else");
    }

    proptest! {
        #[test]
        fn no_line_is_too_strange(line in "\\PC{0,200}", long in 0usize..5_000) {
            let entry = parse(&(line + &"\u{1b}[2Jx".repeat(long)));
            prop_assert!(entry.text.as_str().chars().count() <= MAX_CHARS);
            let holds_escapes = entry.text.as_str().contains('\u{1b}');
            prop_assert!(!holds_escapes);
        }
    }
}
