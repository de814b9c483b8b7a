//! `touchline features [TEAM]`: what the feature store holds, or everything that forecasts know of a team.

mod team;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use chrono::{DateTime, TimeDelta, Utc};
use color_eyre::eyre::Result;
use serde_json::{Value, json};
use touchline::{
    config::Settings,
    domain::{FeatureEvent, FeatureView, SafeText, with_causes},
    features::{Census, FeatureError, FeatureStore, Policy, Pulse},
    metrics::FeatureTally,
    store::{self, Db, OpenMode},
    training::Clock,
};

use super::arguments;
use crate::tui::{age, duration};

/// Hours over which lookups are counted.
const WINDOW_HOURS: i64 = 24;

pub(super) async fn run(settings: &Settings, options: &arguments::Features) -> Result<ExitCode> {
    let db = Db::open_as(&settings.database, OpenMode::ReadOnly, &settings.application).await?;
    let features = FeatureStore::open(&settings.profile, settings.redis.as_ref());
    let now = Clock::wall();
    if let Some(name) = &options.team {
        return team::run(&db, &features, name, options, now).await;
    }
    let mut tx = db.read().await?;
    let counts = store::feature_lookups_since(&mut tx, now - TimeDelta::hours(WINDOW_HOURS)).await?;
    drop(tx);
    let holdings = take_stock(&features).await;
    let mut out = io::stdout().lock();
    if options.json {
        writeln!(out, "{:#}", as_json(&features, &holdings, &counts, now))?;
    } else {
        write_text(&mut out, &features, &holdings, &counts, now)?;
    }
    Ok(if holdings.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What the store holds.
struct Holdings {
    pulse: Pulse,
    views: Vec<(FeatureView, Census)>,
}

async fn take_stock(features: &FeatureStore) -> Result<Holdings, FeatureError> {
    Ok(Holdings {
        pulse: features.pulse().await?,
        views: features.censuses().await?,
    })
}

fn as_json(
    features: &FeatureStore,
    holdings: &Result<Holdings, FeatureError>,
    counts: &FeatureTally,
    now: DateTime<Utc>,
) -> Value {
    let views: Vec<Value> = FeatureView::ALL
        .into_iter()
        .map(|view| {
            let census = holdings
                .as_ref()
                .ok()
                .and_then(|held| held.views.iter().find(|(v, _)| *v == view));
            let count = |event| counts.of_view(view, event);
            json!({
                "view": view,
                "schema": Policy::of(view).schema,
                "ttl_s": Policy::of(view).ttl.as_secs(),
                "slo_s": Policy::of(view).slo.num_seconds(),
                "entities": census.map(|(_, census)| census.entities),
                "oldest": census.and_then(|(_, census)| census.oldest),
                "newest": census.and_then(|(_, census)| census.newest),
                "outcomes": {
                    "hit": count(FeatureEvent::Hit),
                    "miss": count(FeatureEvent::Miss),
                    "expired": count(FeatureEvent::Expired),
                    "error": count(FeatureEvent::Error),
                },
                "fallbacks": count(FeatureEvent::Fallback),
                "unwritten": count(FeatureEvent::Unwritten),
            })
        })
        .collect();
    let pulse = holdings.as_ref().ok().map(|held| &held.pulse);
    json!({
        "as_of": now,
        "backend": features.backend(),
        "reachable": holdings.is_ok(),
        "version": pulse.and_then(|pulse| pulse.version.as_deref()).map(SafeText::new),
        "latency_ms": pulse.and_then(|pulse| pulse.latency).map(|latency| latency.as_secs_f64() * 1e3),
        "error": holdings.as_ref().err().map(|error| SafeText::from(with_causes(error))),
        "window_hours": WINDOW_HOURS,
        "lookups": counts.lookups(),
        "hit_rate": counts.hit_rate(),
        "views": views,
    })
}

fn write_text(
    out: &mut dyn Write,
    features: &FeatureStore,
    holdings: &Result<Holdings, FeatureError>,
    counts: &FeatureTally,
    now: DateTime<Utc>,
) -> io::Result<()> {
    match holdings {
        Ok(Holdings { pulse, views }) => {
            let version = pulse
                .version
                .as_ref()
                .map_or_else(String::new, |version| format!(" {}", SafeText::new(version)));
            let latency = pulse
                .latency
                .map(|latency| format!(", answers in {:.1} ms", latency.as_secs_f64() * 1e3));
            writeln!(out, "{}{version}{}", features.backend(), latency.unwrap_or_default())?;
            if features.backend() == "memory" {
                writeln!(
                    out,
                    "each program keeps its own and forgets it when it ends; this one has just begun"
                )?;
            }
            for (view, census) in views {
                writeln!(out, "  {view:<9} {}", holds(*view, census, now))?;
            }
        }
        Err(error) => {
            let error = SafeText::from(with_causes(error));
            writeln!(out, "{error}\nforecasts read from the database instead")?;
        }
    }
    writeln!(out, "lookups, last {WINDOW_HOURS} h")?;
    for view in FeatureView::ALL {
        writeln!(out, "  {view:<9} {}", looked_up(view, counts))?;
    }
    let all = counts.hit_rate().map_or_else(
        || "no lookups".to_owned(),
        |rate| format!("hit rate {:.1} % of {}", 100.0 * rate, counts.lookups()),
    );
    writeln!(out, "  {:<9} {all}", "all")
}

/// How many entities, and how old against what their view allows.
fn holds(view: FeatureView, census: &Census, now: DateTime<Utc>) -> String {
    let (Some(newest), Some(oldest)) = (census.newest, census.oldest) else {
        return "nothing".to_owned();
    };
    let allowed = duration(Policy::of(view).slo.num_seconds());
    let (newest, oldest) = (age(now, newest), age(now, oldest));
    format!(
        "{} entities, newest {newest}, oldest {oldest}; used up to an age of {allowed}",
        census.entities
    )
}

fn looked_up(view: FeatureView, counts: &FeatureTally) -> String {
    let of = |event| counts.of_view(view, event);
    if FeatureEvent::OUTCOMES.iter().all(|outcome| of(*outcome) == 0) {
        return format!("no lookups; {} not written", of(FeatureEvent::Unwritten));
    }
    format!(
        "{} hit, {} missing, {} expired, {} unanswered; {} read from the database, {} not written",
        of(FeatureEvent::Hit),
        of(FeatureEvent::Miss),
        of(FeatureEvent::Expired),
        of(FeatureEvent::Error),
        of(FeatureEvent::Fallback),
        of(FeatureEvent::Unwritten)
    )
}
