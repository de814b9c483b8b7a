//! `GET /api/dashboard/summary`

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    freshness::{SourceRow, sources},
    numbers::percent,
    reading::Reading,
};
use crate::{
    domain::Verdict,
    engine::{ModelHealth, Snapshot},
};

/// All of it in short.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct DashboardAnswer {
    success: bool,
    data: Dashboard,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Dashboard {
    system_health: SystemHealth,
    /// Every source, the worst first.
    data_freshness: Vec<SourceRow>,
    /// Brier score of what was published by week, the oldest first; weeks without settled predictions are left out.
    calibration_trend: Vec<Week>,
    /// Shares of outcomes in the window; empty where nothing was settled.
    outcome_distribution: Vec<Outcome>,
    /// Every league in the window.
    league_performance: Vec<LeagueRow>,
    /// Betting tickets, of which this service makes none.
    decision_intelligence: Decisions,
    /// How far the model's health can be believed.
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DashboardSystem)]
#[serde(rename_all = "camelCase")]
struct SystemHealth {
    /// The champion, or `No model`.
    model_version: String,
    /// `active` or `no_model`.
    model_status: &'static str,
    /// When the champion's training finished.
    last_retrain: Option<DateTime<Utc>>,
    /// Brier score of what was published over the window, `0..=2`.
    calibration_score: Option<f64>,
    /// Mean log loss of the same.
    log_loss: Option<f64>,
    /// Matches with a score in the database.
    total_matches: u64,
    /// Matches of the window whose favourite came in, percent.
    avg_weekly_accuracy: Option<f64>,
    /// Null: the favourite is hardly ever the draw, so a hit rate of draws would say nothing.
    draw_accuracy: Option<f64>,
    /// Leagues that have played matches.
    league_count: u64,
    /// Seasons in which any of them played.
    season_count: u64,
    /// `ok`, `watch`, `degraded` or `unknown`: the worst of all sections.
    overall: String,
    /// The same in one sentence.
    headline: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Week {
    /// ISO week: `2026-W47`.
    week: String,
    /// Brier score, `0..=2`.
    brier: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DashboardOutcome)]
struct Outcome {
    /// `Home`, `Draw` or `Away`.
    name: &'static str,
    /// Mean probability, percent.
    predicted: f64,
    /// Share that came, percent.
    actual: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = DashboardLeague)]
struct LeagueRow {
    /// Its name.
    league: String,
    /// Matches whose favourite came in, percent.
    accuracy: f64,
    /// Matches.
    matches: u64,
    /// By its drift: `good`, `fair` (elevated), `poor` (high) or `unknown` (too few matches).
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Decisions {
    total_tickets: u64,
    accepted_tickets: u64,
    rejected_tickets: u64,
    avg_ev_score: Option<f64>,
    avg_hit_rate: Option<f64>,
    current_ev_threshold: Option<f64>,
    max_contradictions: Option<u64>,
}

pub(in crate::server) fn dashboard(snapshot: &Snapshot) -> DashboardAnswer {
    let section = &snapshot.sections.model_health;
    let health = section.value.as_ref();
    let week = |of: &crate::engine::WeekScore| {
        Some(Week {
            week: iso_week(of.week),
            brier: of.brier?,
        })
    };
    DashboardAnswer {
        success: health.is_some(),
        data: Dashboard {
            system_health: system_health(snapshot, health),
            data_freshness: sources(snapshot),
            calibration_trend: health.map_or_else(Vec::new, |h| h.history.iter().filter_map(week).collect()),
            outcome_distribution: health.map_or_else(Vec::new, outcomes),
            league_performance: health.map_or_else(Vec::new, |h| leagues(snapshot, h)),
            decision_intelligence: Decisions::default(),
            reading: Reading::from(section),
        },
    }
}

fn iso_week(monday: NaiveDate) -> String {
    let week = monday.iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

fn system_health(snapshot: &Snapshot, health: Option<&ModelHealth>) -> SystemHealth {
    let champion = health.and_then(|h| h.champion.as_ref());
    let scores = health.and_then(|h| h.scores.as_ref());
    let extent = snapshot
        .sections
        .data_quality
        .value
        .as_ref()
        .map(|quality| quality.extent)
        .unwrap_or_default();
    SystemHealth {
        model_version: champion.map_or_else(|| "No model".to_owned(), |of| of.version.to_string()),
        model_status: if champion.is_some() { "active" } else { "no_model" },
        last_retrain: champion.map(|of| of.trained_at),
        calibration_score: scores.map(|of| of.brier.published),
        log_loss: scores.map(|of| of.log_loss.published),
        total_matches: extent.matches,
        avg_weekly_accuracy: scores.map(|of| percent(of.accuracy.published)),
        draw_accuracy: None,
        league_count: extent.leagues,
        season_count: extent.seasons,
        overall: snapshot.overall.to_string(),
        headline: snapshot.headline.to_string(),
    }
}

fn outcomes(health: &ModelHealth) -> Vec<Outcome> {
    let mixes = health.outcomes.iter();
    mixes
        .flat_map(|mix| ["Home", "Draw", "Away"].into_iter().zip(mix.predicted).zip(mix.actual))
        .map(|((name, predicted), actual)| Outcome {
            name,
            predicted: percent(predicted),
            actual: percent(actual),
        })
        .collect()
}

fn leagues(snapshot: &Snapshot, health: &ModelHealth) -> Vec<LeagueRow> {
    let drift = snapshot.sections.league_drift.value.as_deref().unwrap_or_default();
    let league = |of: &crate::engine::LeagueScores| {
        let judged = drift.iter().find(|drift| drift.league == of.league);
        LeagueRow {
            league: judged.map_or_else(|| of.league.to_string(), |drift| drift.name.to_string()),
            accuracy: percent(of.accuracy),
            matches: of.n,
            status: match judged.map(|drift| drift.verdict) {
                Some(Verdict::High) => "poor",
                Some(Verdict::Elevated) => "fair",
                Some(Verdict::Normal) => "good",
                Some(Verdict::Insufficient) | None => "unknown",
            },
        }
    };
    health.leagues.iter().map(league).collect()
}
