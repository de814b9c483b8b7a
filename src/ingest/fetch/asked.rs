//! A file that is asked for, with what is known of it; and what is known of it afterwards.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::{FetchError, SourceFile, client::Body};
use crate::{
    backoff::{Backoff, share_of},
    config::Sources,
    domain::{SafeText, with_causes},
    store::Download,
};

/// Between two looks at a file that cannot be had: never more often than a healthy file is looked at by default.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_mins(1),
    longest: Duration::from_hours(1),
};

/// No pause lasts longer. A time further ahead was written by a clock that was wrong.
const LONGEST_PAUSE: TimeDelta = TimeDelta::days(1);

/// A file that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) file: SourceFile,
    pub(super) url: Url,
    /// What became of it before; the beginning of that where it was never asked for.
    pub(super) download: Download,
    /// The body that was loaded last need not come again.
    is_known: bool,
}

impl Asked {
    pub(super) fn new(file: SourceFile, sources: &Sources, before: Option<Download>) -> Self {
        let url = file.url(sources);
        let download = before.unwrap_or_else(|| beginning(&file, &url));
        // Of the fixtures other rows may have been taken than are wanted now.
        let is_known = download.content_hash.is_some() && download.leagues == file.leagues();
        Self {
            file,
            url,
            download,
            is_known,
        }
    }

    /// As if it had never been loaded.
    pub(super) fn anew(self) -> Self {
        Self {
            is_known: false,
            ..self
        }
    }

    /// The body that need not come again.
    pub(super) fn known(&self) -> Option<&Download> {
        self.is_known.then_some(&self.download)
    }

    /// Is it time to look at it again? `poll` is the time between two looks.
    pub(super) fn is_due(&self, poll: TimeDelta, now: DateTime<Utc>) -> bool {
        let before = &self.download;
        let (next, longest) = if before.failures > 0 {
            (before.not_before, LONGEST_PAUSE)
        } else {
            (before.checked_at.map(|at| at + poll), poll)
        };
        next.is_none_or(|next| next <= now || next > now + longest)
    }

    /// A body was loaded, or was the one that had been.
    pub(super) fn keep(&mut self, body: Body, hash: String, now: DateTime<Utc>) {
        let download = &mut self.download;
        download.leagues = self.file.leagues();
        download.etag = body.etag;
        download.last_modified = body.last_modified;
        download.content_hash = Some(hash);
        download.bytes = body.bytes.len() as u64;
        download.fetched_at = Some(now);
    }

    /// An answer came that is no failure.
    pub(super) fn answered(&mut self, status: u16, now: DateTime<Utc>) {
        let download = &mut self.download;
        download.status = status;
        download.checked_at = Some(now);
        download.error = None;
        download.failures = 0;
        download.not_before = None;
    }

    /// It could not be had.
    pub(super) fn failed(&mut self, error: &FetchError, now: DateTime<Utc>) {
        let download = &mut self.download;
        download.status = error.status();
        download.error = Some(SafeText::from(with_causes(error)).to_string());
        download.failures = download.failures.saturating_add(1);
        let wait = BACKOFF.after(download.failures, share_of(Utc::now()));
        let next = now + TimeDelta::from_std(wait).unwrap_or(LONGEST_PAUSE);
        let asked_for = match error {
            FetchError::Pause { until, .. } => *until,
            _ => None,
        };
        download.not_before = Some(asked_for.map_or(next, |until| until.max(next)));
    }
}

fn beginning(file: &SourceFile, url: &Url) -> Download {
    Download {
        url: url.to_string(),
        kind: file.kind().to_owned(),
        leagues: file.leagues(),
        etag: None,
        last_modified: None,
        content_hash: None,
        bytes: 0,
        rows_read: 0,
        fetched_at: None,
        checked_at: None,
        status: 0,
        error: None,
        failures: 0,
        not_before: None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{LeagueCode, Season};

    const HOUR: TimeDelta = TimeDelta::hours(1);

    fn now() -> DateTime<Utc> {
        "2025-11-24T12:00:00Z".parse().unwrap()
    }

    fn asked() -> Asked {
        let file = SourceFile::Season {
            league: LeagueCode::new("E0").unwrap(),
            season: Season::starting(2025),
        };
        Asked::new(file, &Sources::default(), None)
    }

    fn pause(minutes: i64) -> FetchError {
        FetchError::Pause {
            url: String::new(),
            status: 429,
            until: Some(now() + TimeDelta::minutes(minutes)),
        }
    }

    #[test]
    fn a_success_is_due_after_the_poll_time() {
        let mut asked = asked();
        assert!(asked.is_due(HOUR, now()), "never asked for");
        asked.answered(304, now());
        assert!(!asked.is_due(HOUR, now() + HOUR - TimeDelta::seconds(1)));
        assert!(asked.is_due(HOUR, now() + HOUR));
        assert!(
            asked.is_due(HOUR, now() - TimeDelta::days(400)),
            "it was checked by a wrong clock"
        );
    }

    #[test]
    fn a_pause_that_was_asked_for_is_kept() {
        let mut asked = asked();
        asked.failed(&pause(30), now());
        assert!(!asked.is_due(HOUR, now() + TimeDelta::minutes(29)));
        assert!(asked.is_due(HOUR, now() + TimeDelta::minutes(30)));
        asked.answered(200, now());
        assert_eq!((asked.download.failures, asked.download.not_before), (0, None));
    }

    #[test]
    fn other_leagues_of_the_fixtures_are_not_known() {
        let fixtures = |codes: &[&str], before| {
            let leagues = codes.iter().map(|code| LeagueCode::new(code).unwrap()).collect();
            Asked::new(SourceFile::Fixtures(leagues), &Sources::default(), before)
        };
        let mut first = fixtures(&["SP1", "E0"], None);
        let body = Body {
            bytes: Vec::new(),
            etag: None,
            last_modified: None,
        };
        first.keep(body, "hash".to_owned(), now());
        let before = || Some(first.download.clone());
        assert!(fixtures(&["E0", "SP1"], before()).known().is_some());
        assert!(fixtures(&["E0"], before()).known().is_none());
        assert!(fixtures(&["E0", "SP1"], before()).anew().known().is_none());
    }

    proptest! {
        /// However it fails, it is asked for again within a day, and never more than 200 times in the first.
        #[test]
        fn failures_neither_storm_nor_silence(pauses in proptest::collection::vec(proptest::option::of(0_i64..1_440), 1..60)) {
            let mut asked = asked();
            let mut at = now();
            for minutes in pauses {
                let error = minutes.map_or(FetchError::Failing { url: String::new(), status: 500 }, |minutes| {
                    FetchError::Pause { url: String::new(), status: 503, until: Some(at + TimeDelta::minutes(minutes)) }
                });
                asked.failed(&error, at);
                let next = asked.download.not_before.unwrap();
                prop_assert!(next >= at + TimeDelta::seconds(45) && next <= at + TimeDelta::days(1));
                prop_assert!(!asked.is_due(HOUR, next - TimeDelta::milliseconds(1)) && asked.is_due(HOUR, next));
                at = next;
            }
        }
    }
}
