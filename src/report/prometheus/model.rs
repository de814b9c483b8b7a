use super::exposition::{Exposition, Kind};
use crate::engine::{LeagueDrift, ModelHealth, ScoreRow, Scores};

pub(super) fn health(out: &mut Exposition, health: &ModelHealth) {
    out.gauge(
        "touchline_model_status",
        "Health of the served model: 1 for the status that holds.",
    )
    .states(
        &[],
        "status",
        &["stable", "watch", "degraded", "no_model", "unknown"],
        &health.status.to_string(),
    );
    if let Some(champion) = &health.champion {
        out.gauge("touchline_model_info", "The served model version; always 1.")
            .sample(
                &[("version", &champion.version.to_string()), ("alias", "champion")],
                1.0,
            );
        out.gauge(
            "touchline_model_trained_timestamp_seconds",
            "When the training of the served model finished.",
        )
        .moment(&[], Some(champion.trained_at));
    }
    if let Some(of) = &health.scores {
        scores(out, of);
    }
    leagues(out, health);
    if let Some(calibration) = &health.calibration {
        out.gauge(
            "touchline_calibration_z",
            "Spiegelhalter's Z of what was published; above 0 it is over-confident.",
        )
        .sample(&[], calibration.z);
        out.gauge(
            "touchline_ece",
            "Expected calibration error of what was published, 0 to 1.",
        )
        .sample(&[], calibration.ece);
        out.gauge(
            "touchline_ece_null",
            "What touchline_ece is on average for perfectly calibrated forecasts of the same matches.",
        )
        .sample(&[], calibration.ece_expected);
    }
    if let Some(tv) = health.odds_divergence.as_ref().and_then(|divergence| divergence.tv) {
        out.family(
            "touchline_odds_divergence",
            Kind::Summary,
            "Quantiles of the total variation distance between model and market over the window, 0 to 1.",
        )
        .sample(&[("quantile", "0.5")], tv.p50)
        .sample(&[("quantile", "0.9")], tv.p90)
        .sample(&[("quantile", "0.95")], tv.p95)
        .suffixed("_count", &[], tv.n as f64);
    }
}

fn scores(out: &mut Exposition, scores: &Scores) {
    let metrics: [(&str, &ScoreRow); 4] = [
        ("log_loss", &scores.log_loss),
        ("brier", &scores.brier),
        ("rps", &scores.rps),
        ("accuracy", &scores.accuracy),
    ];
    let mut means = out.gauge(
        "touchline_score",
        "Mean score over the window, every forecaster on the same matches; brier is summed over three outcomes, 0 to 2.",
    );
    for (metric, row) in metrics {
        for (forecaster, mean) in [
            ("published", Some(row.published)),
            ("model", Some(row.model)),
            ("market", row.market),
            ("climatology", Some(row.climatology)),
        ] {
            means.sample(&[("metric", metric), ("forecaster", forecaster)], mean);
        }
    }
    let mut errors = out.gauge(
        "touchline_score_standard_error",
        "Standard error of the published forecaster's mean score.",
    );
    for (metric, row) in metrics {
        errors.sample(&[("metric", metric), ("forecaster", "published")], row.se);
    }
    out.gauge("touchline_score_matches", "Matches that the scores rest on.")
        .sample(&[], scores.log_loss.n as f64);
}

fn leagues(out: &mut Exposition, health: &ModelHealth) {
    let mut means = out.gauge(
        "touchline_league_score",
        "Mean score of what was published in one league over the window.",
    );
    for of in &health.leagues {
        let league = of.league.as_str();
        for (metric, mean) in [
            ("log_loss", of.log_loss),
            ("brier", of.brier),
            ("accuracy", of.accuracy),
        ] {
            means.sample(&[("league", league), ("metric", metric)], mean);
        }
    }
    out.each(
        "touchline_league_score_matches",
        "Matches of one league that its scores rest on.",
        &health.leagues,
        |of| [("league", of.league.as_str())],
        |of| Some(of.n as f64),
    );
}

pub(super) fn drift(out: &mut Exposition, leagues: &[LeagueDrift]) {
    let mut verdicts = out.gauge(
        "touchline_drift_verdict",
        "Drift of a league: 1 for the verdict that holds.",
    );
    for of in leagues {
        verdicts.states(
            &[("league", of.league.as_str())],
            "verdict",
            &["normal", "elevated", "high", "insufficient"],
            &of.verdict.to_string(),
        );
    }
    let mut each = |name, help, value: &dyn Fn(&LeagueDrift) -> Option<f64>| {
        out.each(name, help, leagues, |of| [("league", of.league.as_str())], value);
    };
    each(
        "touchline_drift_matches",
        "Finished matches that a league's drift is judged on.",
        &|of| Some(of.matches as f64),
    );
    each(
        "touchline_drift_adjusted_p",
        "p of a league's primary tests, adjusted for all leagues.",
        &|of| of.adjusted_p,
    );
    each(
        "touchline_drift_effect",
        "Log loss of the model against the market, beyond what is normal for the league.",
        &|of| of.effect,
    );
    each(
        "touchline_drift_e_value",
        "Evidence of a bettor against what is published; 1 at the start.",
        &|of| of.e_value,
    );
    each(
        "touchline_cusum",
        "CUSUM of the paired Brier score of a league.",
        &|of| of.cusum.as_ref().map(|c| c.value),
    );
    each(
        "touchline_cusum_threshold",
        "Where touchline_cusum is an alarm.",
        &|of| of.cusum.as_ref().map(|c| c.threshold),
    );
}
