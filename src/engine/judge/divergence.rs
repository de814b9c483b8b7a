//! How far the model lies from the market.

use crate::{
    domain::SafeText,
    engine::{Divergence, DivergenceBucket, DivergentFixture, TvQuantiles},
    metrics::{self, BUCKET_EDGES},
    store::ComingPrediction,
};

/// Total variation above which a coming fixture is listed: one in a hundred lies above it when nothing is wrong.
const LISTED_ABOVE: f64 = 0.19;

/// The window's histogram, and the coming fixtures that stand out.
pub(in crate::engine) fn divergence(
    window: &metrics::Divergence,
    matches: u64,
    coming: &[ComingPrediction],
) -> Divergence {
    let inner = window.points.iter().skip(1);
    let buckets = BUCKET_EDGES
        .iter()
        .zip(BUCKET_EDGES.iter().skip(1))
        .zip(inner)
        .map(|((from, to), count)| DivergenceBucket {
            from: *from,
            to: *to,
            count: *count,
        })
        .collect();
    Divergence {
        buckets,
        below: window.points.first().copied().unwrap_or(0),
        above: window.points.last().copied().unwrap_or(0),
        tv: quantiles(window, matches),
        fixtures: listed(coming),
    }
}

fn quantiles(window: &metrics::Divergence, n: u64) -> Option<TvQuantiles> {
    Some(TvQuantiles {
        p50: window.tv_quantile(0.50)?,
        p90: window.tv_quantile(0.90)?,
        p95: window.tv_quantile(0.95)?,
        n,
    })
}

fn listed(coming: &[ComingPrediction]) -> Vec<DivergentFixture> {
    let mut fixtures: Vec<DivergentFixture> = coming
        .iter()
        .filter_map(|fixture| {
            let market = fixture.forecast.market?;
            let model = fixture.forecast.model;
            let total_variation = model.total_variation(market);
            (total_variation > LISTED_ABOVE).then(|| DivergentFixture {
                league: fixture.league.clone(),
                date: fixture.day,
                home: SafeText::new(&fixture.home),
                away: SafeText::new(&fixture.away),
                model,
                market,
                total_variation,
            })
        })
        .collect();
    fixtures.sort_by(|a, b| b.total_variation.total_cmp(&a.total_variation));
    fixtures
}
