//! The rows of one league, brought into the store within the transaction of their file.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    fingerprint::fingerprint,
    football_data::{Quote, Row},
    names::Names,
    plan::{self, Meetings, Step, Stored},
};
use crate::{
    domain::{LeagueCode, SafeText, Season, SourceKind},
    store::{self, MatchKey, MatchValues, OddsRow, RowCounts, StoreError, StoredMatch, Tx},
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

/// A row whose teams are known.
struct Known<'a> {
    row: &'a Row,
    values: MatchValues,
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

/// Finds the teams; a new one is added only for a row that is not held anyway.
async fn resolve<'a>(
    tx: &mut Tx,
    load: &Load<'_>,
    country: &str,
    rows: &[&'a Row],
    stored: &Stored<'_>,
    loaded: &mut Loaded<'a>,
) -> Result<Vec<Known<'a>>, StoreError> {
    let mut names = Names::load(tx, country).await?;
    let mut known = Vec::with_capacity(rows.len());
    for row in rows.iter().copied() {
        let (home, away) = (row.home.as_str(), row.away.as_str());
        if names.same(home, away) {
            loaded.held.push((row, format!("{home} and {away} are the same team")));
            continue;
        }
        if row.score.is_none() && row.date < load.today {
            let teams = names.find(home).zip(names.find(away));
            let key = teams.map(|(home, away)| MatchKey {
                date: row.date,
                home,
                away,
            });
            loaded.held.push((row, stored.why_hold_unscored(key)));
            continue;
        }
        let key = MatchKey {
            date: row.date,
            home: names.find_or_add(tx, home).await?,
            away: names.find_or_add(tx, away).await?,
        };
        let values = MatchValues {
            key,
            season: row.season,
            kick_off: row.kick_off,
            score: row.score,
            fingerprint: fingerprint(row.date, row.kick_off, row.score, &row.odds),
        };
        known.push(Known { row, values });
    }
    Ok(known)
}

struct Judged<'a, 's> {
    inserts: Vec<Known<'a>>,
    compares: Vec<(Known<'a>, &'s StoredMatch)>,
}

fn judge<'a, 's>(known: Vec<Known<'a>>, stored: &Stored<'s>, loaded: &mut Loaded<'a>) -> Judged<'a, 's> {
    let in_file: HashSet<MatchKey> = known.iter().map(|known| known.values.key).collect();
    let meetings = Meetings::count(known.iter().map(|known| (known.values.season, known.values.key)));
    let mut first_line: HashMap<MatchKey, (u32, String)> = HashMap::with_capacity(known.len());
    let mut taken = HashSet::new();
    let mut judged = Judged {
        inserts: Vec::new(),
        compares: Vec::new(),
    };
    for known in known {
        let key = known.values.key;
        if let Some(reason) = meetings.why_hold(known.row, &key) {
            loaded.held.push((known.row, reason));
            continue;
        }
        if let Some((line, fingerprint)) = first_line.get(&key) {
            let verb = if *fingerprint == known.values.fingerprint {
                "repeats"
            } else {
                "contradicts"
            };
            loaded.held.push((known.row, format!("{verb} line {line}")));
            continue;
        }
        first_line.insert(key, (known.row.line, known.values.fingerprint.clone()));
        match stored.judge(known.row, key, &known.values.fingerprint, &in_file, &taken) {
            Step::Insert => judged.inserts.push(known),
            Step::Unchanged => loaded.counts.unchanged += 1,
            Step::Hold(reason) => loaded.held.push((known.row, reason)),
            Step::Compare(at) => {
                taken.insert(at);
                judged.compares.extend(stored.get(at).map(|stored| (known, stored)));
            }
        }
    }
    judged
}

async fn insert(
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
async fn compare(
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
