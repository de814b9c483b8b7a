use super::*;
use crate::{
    metrics::drift::{
        Baseline,
        testing::{change_last, league},
    },
    random::Random,
};

fn evidence(series: &LeagueSeries) -> Evidence {
    Evidence::of(series, &Pools::of(&[Baseline::of(series)]), 11.0)
}

#[test]
fn fingerprints_change_with_the_window_alone() {
    let series = league("E0", &[380, 380, 100], &mut Random(81));
    let older = change_last(&series, 860, |_| {});
    assert_eq!(evidence(&series).fingerprint, evidence(&older).fingerprint);
    let another = change_last(&series, 1, |m| m.score.home += 1);
    assert_ne!(evidence(&series).fingerprint, evidence(&another).fingerprint);
}

#[test]
fn a_window_with_too_few_odds_is_not_enough() {
    let series = league("E0", &[380, 380, 100], &mut Random(82));
    let without = |count| evidence(&change_last(&series, count, |m| m.forecast.market = None));
    assert!(evidence(&series).is_enough());
    assert!(without(32).is_enough());
    assert!(!without(33).is_enough(), "33 of 80 is more than 40 %");
}

/// 2.8 · 0.5 / √80.
#[test]
fn smallest_detectable_by_hand() {
    let mut evidence = evidence(&league("E0", &[380, 380, 100], &mut Random(83)));
    evidence.reference = evidence.reference.map(|r| Reference { sd: 0.5, ..r });
    assert!((evidence.smallest_detectable().unwrap() - 2.8 * 0.5 / 80.0_f64.sqrt()).abs() < 1e-12);
}

#[test]
fn what_is_published_is_tested_only_where_it_is_a_third_opinion() {
    let series = league("E0", &[380, 380, 100], &mut Random(84));
    assert!(evidence(&series).primary.p3_published.is_none(), "the model itself");
    let market = change_last(&series, 860, |m| m.forecast.published = m.forecast.market.unwrap());
    let evidence_of_market = evidence(&market);
    assert!(evidence_of_market.primary.p3_published.is_none() && evidence_of_market.e_process.is_none());
    let blend = change_last(&series, 860, |m| {
        let (model, market) = (m.forecast.model.to_array(), m.forecast.market.unwrap().to_array());
        let [h, d, a] = [0, 1, 2].map(|k| 0.5 * (model[k] + market[k]));
        m.forecast.published = Probabilities::from_weights(h, d, a).unwrap();
    });
    assert!(evidence(&blend).primary.p3_published.is_some());
}
