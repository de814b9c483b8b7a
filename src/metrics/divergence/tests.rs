use super::*;

fn p(home: f64, draw: f64, away: f64) -> Probabilities {
    Probabilities::new(home, draw, away).unwrap()
}

#[test]
fn buckets_and_quantiles() {
    let mut d = Divergence::default();
    assert_eq!(d.tv_quantile(0.5), None);
    d.add(p(0.5, 0.25, 0.25), p(0.5, 0.25, 0.25));
    assert_eq!(d.points, [0, 0, 0, 0, 3, 0, 0, 0]);
    d.add(p(0.5, 0.25, 0.25), p(0.38, 0.25, 0.37));
    assert_eq!(d.points, [1, 0, 0, 0, 4, 0, 0, 1]);
    assert!((d.tv_quantile(0.5).unwrap() - 0.0).abs() <= TV_RESOLUTION);
    assert!((d.tv_quantile(0.9).unwrap() - 0.12).abs() <= TV_RESOLUTION);
    assert_eq!(cell_of(1.0), CELLS - 1);
}

#[test]
fn a_broken_histogram_is_refused() {
    let json = r#"{"points":[0,0,0,0,0,0,0,0],"cells":[[4000000000,1]]}"#;
    assert!(serde_json::from_str::<Divergence>(json).is_err());
}
