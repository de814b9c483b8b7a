//! What the rows say that is not stored goes into the store.

use std::collections::HashMap;

use super::{Load, Loaded, resolve::Known};
use crate::{
    ingest::{fingerprint::fingerprint, football_data::Quote, plan},
    store::{self, MatchValues, OddsRow, StoreError, StoredMatch, Tx},
};

/// Adds new matches with their odds.
pub(super) async fn insert(
    tx: &mut Tx,
    load: &Load<'_>,
    league_id: i64,
    inserts: &[Known<'_>],
    loaded: &mut Loaded<'_>,
) -> Result<(), StoreError> {
    let values: Vec<MatchValues> = inserts.iter().map(|known| known.values.clone()).collect();
    let ids = store::insert_matches(tx, league_id, &values, load.source_file, load.now).await?;
    let mut odds = Vec::new();
    for known in inserts {
        let Some(&id) = ids.get(&known.values.key) else {
            return Err(StoreError::unreadable("number of a new match", "none"));
        };
        odds.extend(known.row.odds.iter().map(|quote| odds_row(id, quote)));
        loaded.scored.extend(known.values.score.map(|_| id));
        loaded.newly_quoted += usize::from(!known.row.odds.is_empty());
    }
    loaded.counts.inserted += inserts.len();
    store::upsert_odds(tx, &odds).await
}

/// Writes what the rows say that is not stored. What a row does not say stays: another file may have said it.
pub(super) async fn compare(
    tx: &mut Tx,
    load: &Load<'_>,
    compares: &[(Known<'_>, &StoredMatch)],
    loaded: &mut Loaded<'_>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = compares.iter().map(|(_, stored)| stored.id).collect();
    let mut stored_odds: HashMap<i64, Vec<Quote>> = HashMap::new();
    for row in store::odds_of_matches(tx, &ids).await? {
        let OddsRow {
            match_id,
            bookmaker,
            timing,
            odds,
        } = row;
        stored_odds.entry(match_id).or_default().push(Quote {
            bookmaker,
            timing,
            odds,
        });
    }
    let mut new_odds = Vec::new();
    for (Known { row, values }, stored) in compares {
        let before = stored_odds.get(&stored.id).map_or(&[][..], Vec::as_slice);
        let (merged, new) = plan::merge_odds(before, &row.odds);
        let kick_off = if values.key.date == stored.key.date {
            stored.kick_off
        } else {
            None
        };
        let mut after = MatchValues {
            kick_off: values.kick_off.or(kick_off),
            ..values.clone()
        };
        after.fingerprint = fingerprint(row.date, after.kick_off, after.score, &merged);
        if after.fingerprint == stored.fingerprint {
            loaded.counts.unchanged += 1;
            continue;
        }
        store::update_match(tx, stored.id, &after, load.now).await?;
        new_odds.extend(new.iter().map(|quote| odds_row(stored.id, quote)));
        loaded.counts.updated += 1;
        loaded.newly_quoted += usize::from(before.is_empty() && !merged.is_empty());
        if stored.score.is_none() && after.score.is_some() {
            loaded.scored.push(stored.id);
        }
    }
    store::upsert_odds(tx, &new_odds).await
}

fn odds_row(match_id: i64, quote: &Quote) -> OddsRow {
    OddsRow {
        match_id,
        bookmaker: quote.bookmaker,
        timing: quote.timing,
        odds: quote.odds,
    }
}
