use std::collections::BTreeMap;

use super::exposition::{Exposition, Kind, bounds};
use crate::{
    domain::{Counter, FeatureEvent, FeatureView, PromotionKind},
    engine::{Count, FORECAST_BUCKETS_S, LeagueDrift, System},
};

/// What is known is told at 0 from the start, so that the first time it happens is an increase.
pub(super) fn write(out: &mut Exposition, system: &System, leagues: &[LeagueDrift]) {
    let counts = Counts::of(&system.counts);
    let leagues: Vec<&str> = leagues.iter().map(|of| of.league.as_str()).collect();
    out.counts(
        "touchline_predictions_total",
        "Live predictions made, with odds at hand or from the model alone.",
        ["league", "source"],
        counts.with(Counter::Predictions, &leagues, &["model_and_odds", "model"]),
    );
    let views = FeatureView::ALL.map(FeatureView::as_str);
    let events = FeatureEvent::OUTCOMES.map(FeatureEvent::as_str);
    out.counts(
        "touchline_feature_lookups_total",
        "What became of lookups of features, by view.",
        ["view", "outcome"],
        counts.with(Counter::FeatureLookups, &views, &events),
    );
    let kinds = [PromotionKind::Promote.as_str(), PromotionKind::Rollback.as_str()];
    out.counts(
        "touchline_promotions_total",
        "Changes of champion, by who asked for them.",
        ["reason", "result"],
        counts.with(Counter::Promotions, &["gate", "operator"], &kinds),
    );
    out.counts(
        "touchline_alert_deliveries_total",
        "Requests to the receiver of alerts.",
        ["channel", "outcome"],
        counts.with(Counter::AlertDeliveries, &["webhook"], &["told", "refused"]),
    );
    out.family(
        "touchline_job_lease_lost_total",
        Kind::Counter,
        "Runs whose worker died, hung or was cut off.",
    )
    .sample(&[], system.lost_leases.total as f64);
    durations(out, &counts);
}

fn durations(out: &mut Exposition, counts: &Counts<'_>) {
    let mut family = out.family(
        "touchline_prediction_duration_seconds",
        Kind::Histogram,
        "How long a round of forecasts takes, from finding the fixtures to publishing.",
    );
    let mut so_far = 0;
    for bound in bounds(&FORECAST_BUCKETS_S) {
        so_far += counts.n(Counter::PredictionDuration, "", &bound);
        family.suffixed("_bucket", &[("le", &bound)], so_far as f64);
    }
    let sum = counts.n(Counter::PredictionDurationMicros, "", "") as f64 / 1e6;
    family.suffixed("_sum", &[], sum).suffixed("_count", &[], so_far as f64);
}

/// Counts by what they count, their subject and their outcome.
struct Counts<'a>(BTreeMap<(Counter, &'a str, &'a str), u64>);

impl<'a> Counts<'a> {
    fn of(counts: &'a [Count]) -> Self {
        let key = |of: &'a Count| ((of.counter, of.subject.as_str(), of.outcome.as_str()), of.n);
        Self(counts.iter().map(key).collect())
    }

    fn n(&self, counter: Counter, subject: &str, outcome: &str) -> u64 {
        self.0.get(&(counter, subject, outcome)).copied().unwrap_or(0)
    }

    /// Those of a counter, with 0 for every combination of what is known.
    fn with(&self, counter: Counter, subjects: &[&'a str], outcomes: &[&'a str]) -> BTreeMap<[&'a str; 2], u64> {
        let known = subjects
            .iter()
            .flat_map(|subject| outcomes.iter().map(|outcome| ([*subject, *outcome], 0)));
        let found = self.0.iter().filter(|((of, ..), _)| *of == counter);
        known
            .chain(found.map(|((_, subject, outcome), n)| ([*subject, *outcome], *n)))
            .collect()
    }
}
