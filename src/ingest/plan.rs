//! What to do with a row, given what is stored. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, TimeDelta};

use super::{
    football_data::{Quote, Row},
    hold::Hold,
};
use crate::{
    domain::{Bookmaker, HeldKind, Odds, OddsTiming, Season, TeamId},
    store::{MatchKey, StoredMatch},
};

/// A postponed match is played within this time, or the two teams' next meeting is another match. The Scottish leagues
/// play each pairing up to twice a season.
pub(super) const POSTPONED_AT_MOST: TimeDelta = TimeDelta::days(60);

/// The same pairing cannot be played twice within this time: a second date is a correction of the first.
const SAME_MATCH_WITHIN: TimeDelta = TimeDelta::days(5);

/// No league has a team at home to the same guest more often in a season, not even Scotland's and Belgium's after they
/// split in two; a source that does has lost a name.
const MOST_MEETINGS: usize = 3;

/// What to do with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Its match is new.
    Insert,
    /// Nothing: all that it says is stored.
    Unchanged,
    /// Look at the stored match, by position: it differs, or is the same match under another day.
    Compare(usize),
    /// Keep it out.
    Hold(Hold),
}

/// The stored matches, ready to be asked.
pub(super) struct Stored<'a> {
    matches: &'a [StoredMatch],
    by_key: HashMap<MatchKey, usize>,
    by_pairing: HashMap<(TeamId, TeamId), Vec<usize>>,
}

impl<'a> Stored<'a> {
    pub(super) fn new(matches: &'a [StoredMatch]) -> Self {
        let mut by_pairing: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, stored) in matches.iter().enumerate() {
            by_pairing
                .entry((stored.key.home, stored.key.away))
                .or_default()
                .push(at);
        }
        Self {
            matches,
            by_key: matches
                .iter()
                .enumerate()
                .map(|(at, stored)| (stored.key, at))
                .collect(),
            by_pairing,
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&'a StoredMatch> {
        self.matches.get(at)
    }

    fn of_key(&self, key: &MatchKey) -> Option<(usize, &'a StoredMatch)> {
        let at = *self.by_key.get(key)?;
        Some((at, self.matches.get(at)?))
    }

    /// The match of a row without a score whose day has passed, if it is stored.
    pub(super) fn why_hold_unscored(&self, key: Option<MatchKey>) -> Hold {
        match key
            .and_then(|key| self.of_key(&key))
            .and_then(|(_, stored)| stored.score)
        {
            Some(score) => Hold::removed(score),
            None => Hold::new(HeldKind::Unscored, "no score, though its day has passed".to_owned()),
        }
    }

    /// What to do with a row. `in_file` are the keys of all rows of the file: a stored fixture that the file still names
    /// under its own day was not moved. `taken` are the stored matches that earlier rows have claimed.
    pub(super) fn judge(
        &self,
        row: &Row,
        key: MatchKey,
        fingerprint: &str,
        in_file: &HashSet<MatchKey>,
        taken: &HashSet<usize>,
    ) -> Step {
        if let Some((at, stored)) = self.of_key(&key) {
            return match (stored.score, row.score) {
                _ if stored.fingerprint == fingerprint => Step::Unchanged,
                (Some(old), Some(new)) if old != new => Step::Hold(Hold::changed(old, new)),
                (Some(old), None) => Step::Hold(Hold::removed(old)),
                _ => Step::Compare(at),
            };
        }
        let elsewhere = self.by_pairing.get(&(key.home, key.away)).into_iter().flatten();
        let nearest = elsewhere
            .filter_map(|&at| Some((at, self.matches.get(at)?)))
            .filter(|(at, stored)| !in_file.contains(&stored.key) && !taken.contains(at))
            .map(|(at, stored)| ((stored.key.date - key.date).abs(), at, stored))
            .filter(|(apart, ..)| *apart <= POSTPONED_AT_MOST)
            .min_by_key(|(apart, at, _)| (*apart, *at));
        match nearest {
            Some((
                apart,
                _,
                StoredMatch {
                    key: played,
                    score: Some(score),
                    ..
                },
            )) if apart <= SAME_MATCH_WITHIN => Step::Hold(Hold::other_day(played.date, *score, (row.date, row.score))),
            Some((_, at, stored)) if stored.score.is_none() && stored.season == row.season => Step::Compare(at),
            _ => Step::Insert,
        }
    }
}

/// How often each pairing is played in a file's seasons, each day counted once.
pub(super) struct Meetings(HashMap<(Season, TeamId, TeamId), HashSet<NaiveDate>>);

impl Meetings {
    pub(super) fn count(matches: impl Iterator<Item = (Season, MatchKey)>) -> Self {
        let mut days: HashMap<_, HashSet<_>> = HashMap::new();
        for (season, key) in matches {
            days.entry((season, key.home, key.away)).or_default().insert(key.date);
        }
        Self(days)
    }

    /// Why a row's pairing cannot be believed, if it cannot.
    pub(super) fn why_hold(&self, row: &Row, key: &MatchKey) -> Option<Hold> {
        let days = self.0.get(&(row.season, key.home, key.away))?.len();
        (days > MOST_MEETINGS).then(|| {
            let (home, away) = (&row.home, &row.away);
            Hold::new(
                HeldKind::TooManyMeetings,
                format!("{home} at home to {away} {days} times in a season: a name is wrong"),
            )
        })
    }
}

/// The days of which the stored matches must be known to judge rows from `first` to `last`: those to which a fixture may
/// have been moved.
pub(super) fn days_to_read(first: NaiveDate, last: NaiveDate) -> (NaiveDate, NaiveDate) {
    (first - POSTPONED_AT_MOST, last + POSTPONED_AT_MOST)
}

/// Stored odds with a row's put over them; and the row's that are new or different.
pub(super) fn merge_odds(stored: &[Quote], row: &[Quote]) -> (Vec<Quote>, Vec<Quote>) {
    let mut merged: std::collections::BTreeMap<(Bookmaker, OddsTiming), Odds> = stored
        .iter()
        .map(|quote| ((quote.bookmaker, quote.timing), quote.odds))
        .collect();
    let new: Vec<Quote> = row
        .iter()
        .filter(|quote| merged.insert((quote.bookmaker, quote.timing), quote.odds) != Some(quote.odds))
        .copied()
        .collect();
    let merged = merged
        .into_iter()
        .map(|((bookmaker, timing), odds)| Quote {
            bookmaker,
            timing,
            odds,
        })
        .collect();
    (merged, new)
}
