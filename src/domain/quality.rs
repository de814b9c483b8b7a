//! What can be wrong with the data itself.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{LeagueCode, SafeText, words::words};

words! {
    /// How much something matters.
    Severity {
        /// Deserves a look.
        Warning = "warning",
        /// Deserves an operator.
        Critical = "critical",
    }
}

words! {
    /// A rule that data and runs must keep.
    QualityRule {
        /// Few rows of a league's last load are skipped.
        SkippedRows = "skipped_rows",
        /// A score of 0 occurs.
        NeverZero = "never_zero",
        /// As many matches end level as a league can show.
        DrawRate = "draw_rate",
        /// As many goals fall as a league can show.
        GoalsPerMatch = "goals_per_match",
        /// No team plays itself.
        SelfPlay = "self_play",
        /// No match belongs to two leagues.
        SharedMatches = "shared_matches",
        /// Day and month stand where they belong.
        SwappedDates = "swapped_dates",
        /// A file holds what it held before.
        ShrunkenFile = "shrunken_file",
        /// A past result stays.
        ChangedResults = "changed_results",
        /// A run ends after it started.
        RunTimes = "run_times",
        /// A run that runs gives signs of life.
        LostRun = "lost_run",
    }
}

words! {
    /// Why a row is kept out.
    HeldKind {
        /// It cannot be read, or says what cannot be.
        Unreadable = "unreadable",
        /// It has a team play itself.
        SelfPlay = "self_play",
        /// It has another score than the stored one.
        ResultChanged = "result_changed",
        /// It has no score where one is stored.
        ResultRemoved = "result_removed",
        /// It has a played match on another day.
        OtherDay = "other_day",
        /// It has no score, though its day has passed.
        Unscored = "unscored",
        /// It says what another line of its file says.
        Repeated = "repeated",
        /// It says something else than another line of its file.
        Contradicted = "contradicted",
        /// It has a pairing more often in a season than any league plays it.
        TooManyMeetings = "too_many_meetings",
    }
}

/// A row that could not go in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarantinedRow {
    /// The file.
    pub file: SafeText,
    /// Line in the file, from 1.
    pub line: u64,
    /// Its league, where it could be told.
    pub league: Option<LeagueCode>,
    /// Why, in one word.
    pub kind: HeldKind,
    /// Why, in one sentence.
    pub reason: SafeText,
    /// When its file was loaded last (UTC).
    pub at: DateTime<Utc>,
}

/// A row that would change what is stored of a played match; the stored one was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldDifference {
    /// The file.
    pub file: SafeText,
    /// Line in the file, from 1.
    pub line: u64,
    /// The match's league.
    pub league: LeagueCode,
    /// Its day, as the row dates it.
    pub date: NaiveDate,
    /// Home team.
    pub home: SafeText,
    /// Away team.
    pub away: SafeText,
    /// In which way it differs.
    pub kind: HeldKind,
    /// What is stored.
    pub stored: SafeText,
    /// What the row tells.
    pub told: SafeText,
    /// When its file was loaded last (UTC).
    pub held_at: DateTime<Utc>,
}
