//! The rows of one league, brought into the store within the transaction of their file.

mod judge;
mod resolve;
mod write;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use self::{
    judge::{Judged, judge},
    resolve::resolve,
    write::{compare, insert},
};
use super::{
    football_data::Row,
    plan::{self, Stored},
};
use crate::{
    domain::{LeagueCode, SafeText, Season, SourceKind},
    store::{self, RowCounts, StoreError, StoredMatch, Tx},
};

/// Where and when a load happens.
pub(super) struct Load<'a> {
    pub(super) source_file: &'a str,
    pub(super) now: DateTime<Utc>,
    /// A match without a score before this day should have one.
    pub(super) today: NaiveDate,
}

/// What became of a league's rows.
#[derive(Debug, Default)]
pub(super) struct Loaded<'a> {
    pub(super) counts: RowCounts,
    pub(super) held: Vec<(&'a Row, String)>,
    pub(super) notes: Vec<SafeText>,
    pub(super) scored: Vec<i64>,
    /// Matches that had no odds before.
    newly_quoted: usize,
}

/// Brings in the rows of one league; there is at least one.
pub(super) async fn load_league<'a>(
    tx: &mut Tx,
    load: &Load<'_>,
    code: &LeagueCode,
    rows: &[&'a Row],
) -> Result<Loaded<'a>, StoreError> {
    let mut loaded = Loaded::default();
    let days = rows.iter().map(|row| row.date);
    let Some((first, last)) = days.clone().min().zip(days.max()) else {
        return Ok(loaded);
    };
    let league = store::ensure_league(tx, code).await?;
    let matches = store::stored_matches(tx, league.id, plan::days_to_read(first, last), load.source_file).await?;
    let stored = Stored::new(&matches);
    let known = resolve(tx, load, league.country.as_str(), rows, &stored, &mut loaded).await?;
    let Judged { inserts, compares } = judge(known, &stored, &mut loaded);
    insert(tx, load, league.id, &inserts, &mut loaded).await?;
    compare(tx, load, &compares, &mut loaded).await?;
    loaded.counts.read = rows.len();
    loaded.counts.quarantined = loaded.held.len();
    note_shrinking(code, rows, &matches, &mut loaded);
    if rows.iter().any(|row| row.score.is_some()) {
        store::record_load(tx, league.id, SourceKind::Results, loaded.scored.len(), load.now).await?;
    }
    if rows.iter().any(|row| !row.odds.is_empty()) {
        store::record_load(tx, league.id, SourceKind::Odds, loaded.newly_quoted, load.now).await?;
    }
    Ok(loaded)
}

/// A file that brought more matches of a season before than it holds now may have been cut.
fn note_shrinking(code: &LeagueCode, rows: &[&Row], matches: &[StoredMatch], loaded: &mut Loaded<'_>) {
    let mut in_file: BTreeMap<Season, usize> = BTreeMap::new();
    for row in rows {
        *in_file.entry(row.season).or_default() += 1;
    }
    for (season, count) in in_file {
        let of_this_file = |stored: &&StoredMatch| stored.from_this_file && stored.season == season;
        let stored = matches.iter().filter(of_this_file).count();
        if stored > count {
            let note = format!("{code} {season}: has {count} matches, {stored} are stored from it");
            loaded.notes.push(note.into());
        }
    }
}
