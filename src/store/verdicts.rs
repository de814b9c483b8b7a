//! Evaluations of drift: one for each league and engine day.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, bound::from_day, with_tx};
use crate::{
    domain::{LeagueCode, Verdict},
    metrics::drift::{Latched, LeagueJudgement},
};

/// An evaluation as history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// Engine day.
    pub day: NaiveDate,
    /// As it was shown.
    pub verdict: Verdict,
    /// Of that look alone.
    pub raw: Verdict,
    /// In one sentence.
    pub reason: String,
}

/// Writes an evaluation; of one day the last one stays.
///
/// # Errors
/// When the query fails.
pub async fn write_verdict(
    tx: &mut Tx,
    model_id: i64,
    judgement: &LeagueJudgement,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO verdicts (league_id, day, at, model_id, verdict, raw_verdict, latch, \
         statistics, reason) SELECT id, $2, $3, $4, $5, $6, $7, $8, $9 FROM leagues WHERE code = $1 \
         ON CONFLICT (league_id, day) DO UPDATE SET at = excluded.at, model_id = excluded.model_id, \
         verdict = excluded.verdict, raw_verdict = excluded.raw_verdict, latch = excluded.latch, \
         statistics = excluded.statistics, reason = excluded.reason";
    let json = |text: Result<String, serde_json::Error>| text.map_err(|e| StoreError::unreadable("verdict", e));
    let latch = json(serde_json::to_string(&judgement.latched()))?;
    let statistics = json(serde_json::to_string(judgement))?;
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(judgement.evidence.league.as_str())
        .bind(at.date_naive())
        .bind(at)
        .bind(model_id)
        .bind(judgement.verdict.shown.as_str())
        .bind(judgement.verdict.raw.as_str())
        .bind(latch)
        .bind(statistics)
        .bind(&judgement.reason)
        .execute(c).await.map(drop))
    .doing("write a verdict")?;
    Ok(())
}

/// What is kept of the last evaluation of each league before a day. A league never judged is missing.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn evaluations_before(tx: &mut Tx, day: NaiveDate) -> Result<BTreeMap<LeagueCode, Latched>, StoreError> {
    const SQL: &str = "SELECT l.code, v.latch FROM verdicts v JOIN leagues l ON l.id = v.league_id \
         WHERE v.day = (SELECT max(day) FROM verdicts x WHERE x.league_id = v.league_id AND x.day < $1)";
    let rows: Vec<(String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(day).fetch_all(c).await).doing("load the last verdicts")?;
    rows.into_iter()
        .map(|(code, latch)| {
            let latched = serde_json::from_str(&latch).map_err(|e| StoreError::unreadable("latch of a verdict", e))?;
            let code = LeagueCode::new(&code).map_err(|e| StoreError::unreadable("league code", e))?;
            Ok((code, latched))
        })
        .collect()
}

/// The last evaluation of each league, whole. A league never judged is missing.
///
/// # Errors
/// When the query fails.
pub async fn latest_judgements(tx: &mut Tx) -> Result<Vec<LeagueJudgement>, StoreError> {
    const SQL: &str = "SELECT v.statistics FROM verdicts v \
         WHERE v.day = (SELECT max(day) FROM verdicts x WHERE x.league_id = v.league_id)";
    let rows: Vec<String> =
        with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_all(c).await).doing("load the last verdicts")?;
    // One league's unreadable row must not hide the others' verdicts: it counts as never judged.
    let readable = rows.iter().filter_map(|text| {
        serde_json::from_str(text)
            .inspect_err(|error| tracing::warn!("a verdict is unreadable: {error}"))
            .ok()
    });
    Ok(readable.collect())
}

/// The evaluations of one league from a day on, the oldest first.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn verdict_history(tx: &mut Tx, league: &LeagueCode, from: NaiveDate) -> Result<Vec<Evaluated>, StoreError> {
    const SQL: &str = "SELECT v.day, v.verdict, v.raw_verdict, v.reason FROM verdicts v JOIN leagues l ON l.id = v.league_id \
         WHERE l.code = $1 AND v.day >= $2 ORDER BY v.day";
    let rows: Vec<(NaiveDate, String, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(league.as_str()).bind(from_day(from)).fetch_all(c).await)
            .doing("load the verdicts of a league")?;
    let word = |word: String| word.parse().map_err(|e| StoreError::unreadable("verdict", e));
    rows.into_iter()
        .map(|(day, verdict, raw, reason)| {
            Ok(Evaluated {
                day,
                verdict: word(verdict)?,
                raw: word(raw)?,
                reason,
            })
        })
        .collect()
}
