//! The online feature store.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::FeatureView,
    engine::{KnownTeam, Snapshot},
    features::{Census, FeatureError, TeamForm},
};

/// `GET /api/feature-store/stats`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct StatsAnswer {
    success: bool,
    stats: Stats,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Stats {
    /// Records of all views.
    total_features: u64,
    /// Of them, those of teams: strength and form.
    team_features: u64,
    /// Of them, those of coming matches.
    match_features: u64,
    /// Null: what the server holds is not ours alone.
    memory_usage_mb: Option<f64>,
    /// `active`, or `error` where the store does not answer.
    status: &'static str,
    /// `redis` or `memory`.
    backend: Option<String>,
    /// Lookups of all processes over 24 h.
    lookups: Option<u64>,
    /// Share of them that hit, `0..=1`.
    hit_rate: Option<f64>,
    /// When the oldest record was written.
    oldest: Option<DateTime<Utc>>,
    /// Why the store does not answer.
    error: Option<String>,
}

pub(in crate::server) fn stats(
    snapshot: &Snapshot,
    census: &Result<Vec<(FeatureView, Census)>, FeatureError>,
) -> StatsAnswer {
    let views = census.as_ref().map_or(&[][..], Vec::as_slice);
    let count = |of_match: bool| -> u64 {
        let views = views
            .iter()
            .filter(|(view, _)| matches!(view, FeatureView::Odds) == of_match);
        views.map(|(_, census)| census.entities).sum()
    };
    let store = snapshot
        .sections
        .system
        .value
        .as_ref()
        .map(|system| &system.feature_store);
    StatsAnswer {
        success: true,
        stats: Stats {
            total_features: count(false) + count(true),
            team_features: count(false),
            match_features: count(true),
            memory_usage_mb: None,
            status: if census.is_ok() { "active" } else { "error" },
            backend: store.map(|store| store.backend.to_string()),
            lookups: store.map(|store| store.lookups),
            hit_rate: store.and_then(|store| store.hit_rate),
            oldest: views.iter().filter_map(|(_, census)| census.oldest).min(),
            error: census
                .as_ref()
                .err()
                .map(|_| "the feature store does not answer".to_owned()),
        },
    }
}

/// `GET /api/feature-store/teams/{id}`
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct TeamAnswer {
    success: bool,
    /// The team's name, as the source spells it.
    team_id: String,
    country: String,
    features: Features,
    /// When the newest of them was written.
    updated_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Features {
    /// Strength by league: log goals.
    strength: BTreeMap<String, Strength>,
    /// Points a match of the last matches, by how many these are.
    form: BTreeMap<String, Form>,
    /// Days since the last match.
    rest_days: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Strength {
    attack: f64,
    defence: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct Form {
    matches: u64,
    points: u64,
    goals_for: u64,
    goals_against: u64,
}

pub(in crate::server) fn team(known: &KnownTeam) -> TeamAnswer {
    let found = &known.features;
    let strength = found.strengths.iter().map(|(league, of)| {
        let strength = of.value.strength;
        (
            league.to_string(),
            Strength {
                attack: strength.attack,
                defence: strength.defence,
            },
        )
    });
    let form = found.form.iter().flat_map(|of| {
        let spans = TeamForm::LENGTHS.iter().zip(of.value.spans);
        spans.map(|(length, span)| {
            (
                format!("last_{length}"),
                Form {
                    matches: span.matches.into(),
                    points: span.points.into(),
                    goals_for: span.goals_for.into(),
                    goals_against: span.goals_against.into(),
                },
            )
        })
    });
    let times = found.strengths.iter().map(|(_, of)| of.stamp.at);
    TeamAnswer {
        success: true,
        team_id: known.name.clone(),
        country: known.country.clone(),
        features: Features {
            strength: strength.collect(),
            form: form.collect(),
            rest_days: found.form.as_ref().map(|of| of.value.rest_days.into()),
        },
        updated_at: times.chain(found.form.iter().map(|of| of.stamp.at)).max(),
    }
}
