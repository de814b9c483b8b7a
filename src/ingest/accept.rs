//! An operator accepts what a file tells against the store: the differences of its last import that were held.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{fingerprint::fingerprint, football_data::Quote, hold::Side, names::Names, plan::merge_odds};
use crate::{
    boxed::Boxed,
    domain::{HeldDifference, LeagueCode, SafeText},
    store::{self, LeagueRow, MatchKey, MatchValues, StoreError, StoredMatch, Tx},
};

/// What an acceptance changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accepted {
    /// Matches that are stored as the file tells them now.
    pub results: usize,
    /// Seasons of which the file may tell fewer results than it once did. What it no longer tells stays stored.
    pub shrunken: u64,
    /// Leagues and days of these matches, before and after: predictions of them have to be scored again.
    pub days: Vec<(i64, NaiveDate)>,
}

/// Why nothing of a file was accepted.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Nothing of it is held.
    #[error("nothing of {0} is held: `touchline held` lists what is")]
    Nothing(SafeText),
    /// The store has moved on since it was held.
    #[error("line {line} of {file} ({home} - {away}) no longer fits what is stored: import the file again")]
    Outdated {
        /// The file.
        file: SafeText,
        /// Its line, from 1.
        line: u64,
        /// Home team.
        home: SafeText,
        /// Away team.
        away: SafeText,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Applies all held differences of a file's last import. Rows that were held for other reasons (a team that plays itself, a
/// line that contradicts another) tell nothing that could be applied and stay held.
///
/// # Errors
/// When nothing of it is held, one of its differences no longer fits, or the database fails. Nothing of the transaction may
/// be committed then.
pub fn accept_held<'a>(tx: &'a mut Tx, file: &'a str, now: DateTime<Utc>) -> Boxed<'a, Result<Accepted, AcceptError>> {
    Box::pin(async move {
        let differences = store::held_differences_of(tx, file).await?;
        let mut accepted = Accepted {
            results: differences.len(),
            ..Accepted::default()
        };
        let leagues: HashMap<LeagueCode, LeagueRow> = store::leagues(tx)
            .await?
            .into_iter()
            .map(|league| (league.code.clone(), league))
            .collect();
        for difference in &differences {
            let outdated = || AcceptError::Outdated {
                file: difference.file.clone(),
                line: difference.line,
                home: difference.home.clone(),
                away: difference.away.clone(),
            };
            let league = leagues.get(&difference.league).ok_or_else(outdated)?;
            let (found, after) = both_sides(tx, league, difference).await?.ok_or_else(outdated)?;
            store::update_match(tx, found.id, &after, now).await?;
            accepted.days.push((league.id, found.key.date));
            accepted.days.push((league.id, after.key.date));
        }
        accepted.days.sort_unstable();
        accepted.days.dedup();
        accepted.shrunken = store::forget_held(tx, file).await?;
        if accepted.results == 0 && accepted.shrunken == 0 {
            return Err(AcceptError::Nothing(file.into()));
        }
        Ok(accepted)
    })
}

/// The match as it is stored and as the row tells it. None where it is not stored as it was when the row was held, or where
/// the day it is told to be on is taken.
async fn both_sides(
    tx: &mut Tx,
    league: &LeagueRow,
    difference: &HeldDifference,
) -> Result<Option<(StoredMatch, MatchValues)>, StoreError> {
    let sides = (difference.stored.as_str().parse(), difference.told.as_str().parse());
    let (Ok::<Side, ()>(stored), Ok::<Side, ()>(told)) = sides else {
        return Ok(None);
    };
    let names = Names::load(tx, league.country.as_str()).await?;
    let teams = names
        .find(difference.home.as_str())
        .zip(names.find(difference.away.as_str()));
    let Some((home, away)) = teams else {
        return Ok(None);
    };
    let on = |side: Side| MatchKey {
        date: side.day.unwrap_or(difference.date),
        home,
        away,
    };
    let (before, after) = (on(stored), on(told));
    let Some(found) = match_of(tx, league.id, before)
        .await?
        .filter(|found| found.score == stored.score)
    else {
        return Ok(None);
    };
    if after != before && match_of(tx, league.id, after).await?.is_some() {
        return Ok(None);
    }
    let odds = store::odds_of_matches(tx, &[found.id]).await?;
    let quotes: Vec<Quote> = odds
        .into_iter()
        .map(|row| Quote {
            bookmaker: row.bookmaker,
            timing: row.timing,
            odds: row.odds,
        })
        .collect();
    let (in_order, _) = merge_odds(&quotes, &[]);
    // A kick-off is of its day; on another one it is not known until the file is read again.
    let kick_off = found.kick_off.filter(|_| after == before);
    let values = MatchValues {
        key: after,
        season: found.season,
        kick_off,
        score: told.score,
        fingerprint: fingerprint(after.date, kick_off, told.score, &in_order),
    };
    Ok(Some((found, values)))
}

async fn match_of(tx: &mut Tx, league_id: i64, key: MatchKey) -> Result<Option<StoredMatch>, StoreError> {
    let of_day = store::stored_matches(tx, league_id, (key.date, key.date)).await?;
    Ok(of_day.into_iter().find(|stored| stored.key == key))
}
