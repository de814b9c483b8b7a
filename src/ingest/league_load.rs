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
    hold::Hold,
    plan::{self, Stored},
};
use crate::{
    domain::{LeagueCode, SafeText, Season, SourceKind},
    store::{self, RowCounts, StoreError, Tx},
};

/// Where and when a load happens.
pub(super) struct Load<'a> {
    pub(super) source_file: &'a str,
    pub(super) bare_name: &'a str,
    pub(super) extent: Extent,
    pub(super) now: DateTime<Utc>,
    /// A match without a score before this day should have one.
    pub(super) today: NaiveDate,
}

/// How much of a file is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// Some of its rows.
    Part,
}

/// What became of a league's rows.
#[derive(Debug, Default)]
pub(super) struct Loaded<'a> {
    pub(super) counts: RowCounts,
    pub(super) held: Vec<(&'a Row, Hold)>,
    pub(super) notes: Vec<SafeText>,
    pub(super) scored: Vec<i64>,
    /// Fewer results of a season are told than once were.
    pub(super) is_shrunken: bool,
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
    let matches = store::stored_matches(tx, league.id, plan::days_to_read(first, last)).await?;
    let stored = Stored::new(&matches);
    let known = resolve(tx, load, league.country.as_str(), rows, &stored, &mut loaded).await?;
    let Judged { inserts, compares } = judge(known, &stored, &mut loaded);
    insert(tx, load, league.id, &inserts, &mut loaded).await?;
    compare(tx, load, &compares, &mut loaded).await?;
    loaded.counts.read = rows.len();
    loaded.counts.quarantined = loaded.held.len();
    if load.extent == Extent::Whole {
        note_shrinking(tx, load, code, rows, &mut loaded).await?;
    }
    if rows.iter().any(|row| row.score.is_some()) {
        store::record_load(tx, league.id, SourceKind::Results, loaded.scored.len(), load.now).await?;
    }
    if rows.iter().any(|row| !row.odds.is_empty()) {
        store::record_load(tx, league.id, SourceKind::Odds, loaded.newly_quoted, load.now).await?;
    }
    Ok(loaded)
}

/// A file that told more results of a season before than it tells now may have been cut.
async fn note_shrinking(
    tx: &mut Tx,
    load: &Load<'_>,
    code: &LeagueCode,
    rows: &[&Row],
    loaded: &mut Loaded<'_>,
) -> Result<(), StoreError> {
    let mut told: BTreeMap<Season, usize> = BTreeMap::new();
    for row in rows {
        *told.entry(row.season).or_default() += usize::from(row.score.is_some());
    }
    for (season, results) in told {
        let most = store::record_file_results(tx, load.source_file, code, season, results).await?;
        if most > results {
            let note = format!("{code} {season}: tells {results} results, {most} were told before; they are kept");
            loaded.notes.push(note.into());
            loaded.is_shrunken = true;
        }
    }
    Ok(())
}
