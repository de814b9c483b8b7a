//! From the names in the rows to the teams in the store.

use super::{Load, Loaded, Stored};
use crate::{
    domain::HeldKind,
    ingest::{fingerprint::fingerprint, football_data::Row, hold::Hold, names::Names},
    store::{MatchKey, MatchValues, StoreError, Tx},
};

/// A row whose teams are known.
pub(super) struct Known<'a> {
    pub(super) row: &'a Row,
    pub(super) values: MatchValues,
}

/// Finds the teams; a new one is added only for a row that is not held anyway.
pub(super) async fn resolve<'a>(
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
            let reason = format!("{home} and {away} are the same team");
            loaded.held.push((row, Hold::new(HeldKind::SelfPlay, reason)));
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
