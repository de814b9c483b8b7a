//! Evaluations of those whose verdict is high now: what raised it, and since when.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{Context, StoreError, Tx, with_tx};
use crate::{
    domain::{LeagueCode, Verdict},
    metrics::drift::{Rule, Spoke},
};

/// One evaluation, as far as alarms go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Of which league; none is all of them together.
    pub league: Option<LeagueCode>,
    /// When (engine clock).
    pub at: DateTime<Utc>,
    /// The verdict as it was shown, with an alarm that was not over yet.
    pub shown: Verdict,
    /// What spoke in this evaluation.
    pub spoke: Vec<Spoke>,
}

/// Evaluations from a moment on of every league that is high now, and of all leagues together: by league, the latest first.
/// One that cannot be read says nothing.
///
/// # Errors
/// When a query fails.
pub async fn looks_of_alarmed(tx: &mut Tx, from: DateTime<Utc>) -> Result<Vec<Look>, StoreError> {
    const LEAGUES: &str = "SELECT l.code, v.at, v.verdict, v.statistics FROM verdicts v JOIN leagues l ON l.id = v.league_id \
         WHERE v.at >= $1 AND EXISTS (SELECT 1 FROM verdicts latest WHERE latest.league_id = v.league_id \
         AND latest.verdict = 'high' AND latest.day = (SELECT max(x.day) FROM verdicts x WHERE x.league_id = v.league_id)) \
         ORDER BY l.code, v.day DESC";
    const POOLED: &str = "SELECT at, cusum FROM pooled_verdicts WHERE at >= $1 ORDER BY day DESC";
    let leagues: Vec<(String, DateTime<Utc>, String, String)> =
        with_tx!(&mut *tx, c => sqlx::query_as(LEAGUES).bind(from).fetch_all(c).await)
            .doing("load the high verdicts")?;
    let pooled: Vec<(DateTime<Utc>, Option<String>)> =
        with_tx!(tx, c => sqlx::query_as(POOLED).bind(from).fetch_all(c).await).doing("load the pooled verdicts")?;
    let leagues = leagues
        .into_iter()
        .map(|(code, at, shown, statistics)| of_league(&code, at, &shown, &statistics));
    let pooled = pooled.into_iter().map(|(at, cusum)| of_all(at, cusum.as_deref()));
    let readable = leagues.chain(pooled).filter_map(|look| {
        look.inspect_err(|error| tracing::warn!("an alarm is not seen: {error}"))
            .ok()
    });
    Ok(readable.collect())
}

fn of_league(code: &str, at: DateTime<Utc>, shown: &str, statistics: &str) -> Result<Look, StoreError> {
    #[derive(Deserialize)]
    struct Said {
        spoke: Vec<Spoke>,
    }
    let said: Said = serde_json::from_str(statistics).map_err(|e| StoreError::unreadable("verdict", e))?;
    Ok(Look {
        league: Some(LeagueCode::new(code).map_err(|e| StoreError::unreadable("league code", e))?),
        at,
        shown: shown.parse().map_err(|e| StoreError::unreadable("verdict", e))?,
        spoke: said.spoke,
    })
}

/// The CUSUM over all leagues is high while it raises an alarm.
fn of_all(at: DateTime<Utc>, cusum: Option<&str>) -> Result<Look, StoreError> {
    #[derive(Deserialize)]
    struct Said {
        alarm: bool,
    }
    let said: Option<Said> = cusum
        .map(serde_json::from_str)
        .transpose()
        .map_err(|e| StoreError::unreadable("pooled CUSUM", e))?;
    let raised = said.is_some_and(|said| said.alarm);
    let cusum = Spoke {
        rule: Rule::Cusum,
        raises: Verdict::High,
    };
    Ok(Look {
        league: None,
        at,
        shown: if raised { Verdict::High } else { Verdict::Normal },
        spoke: raised.then_some(cusum).into_iter().collect(),
    })
}
