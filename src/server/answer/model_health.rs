//! `GET /api/model/health`

use chrono::{DateTime, NaiveTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{numbers::percent, reading::Reading};
use crate::{
    domain::{HealthStatus, Verdict},
    engine::{Divergence, LeagueDrift, ModelHealth, Scores, Snapshot, Window},
};

/// Is the served model healthy?
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct ModelHealthAnswer {
    /// `stable`, `watch`, `degraded`, `no_model` or `unknown`.
    status: String,
    /// When it was judged.
    last_checked: Option<DateTime<Utc>>,
    /// The last day whose predictions are scored.
    last_validation_date: Option<DateTime<Utc>>,
    /// Of what was published, over the window.
    metrics: Metrics,
    /// What deserves attention.
    alerts: Vec<String>,
    /// Every league of the champion, the worst first.
    drift_indicators: Vec<LeagueRow>,
    /// Model minus market in percentage points, all outcomes of the window: none is left out.
    odds_distribution: Vec<Bucket>,
    /// The same as `driftIndicators`.
    league_drift: Vec<LeagueRow>,
    /// The champion.
    model_version: Option<String>,
    /// Why the status is what it is.
    reasons: Vec<String>,
    /// The days that are scored.
    #[schema(value_type = Object)]
    window: Option<Window>,
    /// Scores of what was published, the model, the market and climatology on the same rows, with standard errors.
    #[schema(value_type = Object)]
    scores: Option<Scores>,
    /// How far this can be believed.
    reading: Reading,
}

/// Scores of what was published.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    /// Summed over three outcomes, `0..=2`; uniform is 0.667.
    brier_score: Option<f64>,
    /// Mean of `-ln p(outcome)`; uniform is 1.099.
    log_loss: Option<f64>,
    /// Matches whose favourite came in, percent.
    accuracy: Option<f64>,
}

/// Drift of one league.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LeagueRow {
    /// Its name.
    league: String,
    /// Its code.
    code: String,
    /// Its CUSUM as a share of the alarm's threshold, `0..=1`; 0 where there is none.
    drift_score: f64,
    /// `normal`, `elevated`, `high`, or `insufficient` where it cannot be judged.
    signal: String,
    /// Matches of the window whose favourite came in, percent; none where nothing was settled.
    accuracy: Option<f64>,
    /// Matches judged.
    matches: u64,
    /// Log loss of the model against the market, beyond what is normal for the league.
    effect: Option<f64>,
    /// p of the primary tests, adjusted for all leagues.
    adjusted_p: Option<f64>,
    /// Evidence of a bettor against what is published.
    e_value: Option<f64>,
    /// The verdict in one sentence.
    reason: String,
}

/// Outcomes whose divergence lies in a range.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Bucket {
    /// `-10 to -5`, percentage points; the first and the last are open.
    bucket: String,
    /// How many.
    divergence: u64,
}

pub(in crate::server) fn model_health(snapshot: &Snapshot) -> ModelHealthAnswer {
    let section = &snapshot.sections.model_health;
    let health = section.value.as_ref();
    let drift: Vec<LeagueRow> = snapshot
        .sections
        .league_drift
        .value
        .iter()
        .flatten()
        .map(|drift| league(drift, health))
        .collect();
    let midnight = |window: &Window| window.to.and_time(NaiveTime::MIN).and_utc();
    let reasons: Vec<String> = health.map_or_else(Vec::new, |h| h.reasons.iter().map(ToString::to_string).collect());
    let status = health.map_or(HealthStatus::Unknown, |h| h.status);
    ModelHealthAnswer {
        status: status.to_string(),
        last_checked: section.as_of,
        last_validation_date: health.and_then(|h| h.window.as_ref()).map(midnight),
        metrics: health
            .and_then(|h| h.scores.as_ref())
            .map(Metrics::of)
            .unwrap_or_default(),
        alerts: if status == HealthStatus::Stable {
            Vec::new()
        } else {
            reasons.clone()
        },
        drift_indicators: drift.clone(),
        odds_distribution: health
            .and_then(|h| h.odds_divergence.as_ref())
            .map_or_else(Vec::new, buckets),
        league_drift: drift,
        model_version: health
            .and_then(|h| h.champion.as_ref())
            .map(|champion| champion.version.to_string()),
        reasons,
        window: health.and_then(|h| h.window),
        scores: health.and_then(|h| h.scores),
        reading: Reading::from(section),
    }
}

impl Metrics {
    fn of(scores: &Scores) -> Self {
        Self {
            brier_score: Some(scores.brier.published),
            log_loss: Some(scores.log_loss.published),
            accuracy: Some(percent(scores.accuracy.published)),
        }
    }
}

fn league(drift: &LeagueDrift, health: Option<&ModelHealth>) -> LeagueRow {
    let scores = health.and_then(|h| h.leagues.iter().find(|of| of.league == drift.league));
    let share = |cusum: &crate::engine::CusumReading| (cusum.value / cusum.threshold).clamp(0.0, 1.0);
    LeagueRow {
        league: drift.name.to_string(),
        code: drift.league.to_string(),
        drift_score: drift
            .cusum
            .as_ref()
            .map(share)
            .filter(|share| share.is_finite())
            .unwrap_or(0.0),
        signal: signal(drift.verdict).to_owned(),
        accuracy: scores.map(|of| percent(of.accuracy)),
        matches: drift.matches,
        effect: drift.effect,
        adjusted_p: drift.adjusted_p,
        e_value: drift.e_value,
        reason: drift.reason.to_string(),
    }
}

const fn signal(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::High => "high",
        Verdict::Elevated => "elevated",
        Verdict::Normal => "normal",
        Verdict::Insufficient => "insufficient",
    }
}

fn buckets(divergence: &Divergence) -> Vec<Bucket> {
    let inner = divergence.buckets.iter().map(|bucket| Bucket {
        bucket: format!("{} to {}", bucket.from, bucket.to),
        divergence: bucket.count,
    });
    let edge = |bucket: Option<String>, divergence| bucket.map(|bucket| Bucket { bucket, divergence });
    let below = edge(
        divergence.buckets.first().map(|first| format!("below {}", first.from)),
        divergence.below,
    );
    let above = edge(
        divergence.buckets.last().map(|last| format!("{} and above", last.to)),
        divergence.above,
    );
    below.into_iter().chain(inner).chain(above).collect()
}
