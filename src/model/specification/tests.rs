use super::*;

#[test]
fn refuses_what_makes_no_model() {
    let default = Specification::default();
    assert!(default.with_half_life_days(0.0).is_err());
    assert!(default.with_half_life_days(f64::INFINITY).is_err());
    assert!(default.with_ridge(-1.0).is_err());
    assert!(default.with_ridge(f64::NAN).is_err());
    assert!(default.with_rho_bound(1.0).is_err());
    assert_eq!(
        default.with_ridge(-1.0).unwrap_err().to_string(),
        "ridge = -1 makes no model: it must be in 0..=1000"
    );
    assert!(serde_json::from_str::<Specification>(r#"{"ridge":-1}"#).is_err());
    assert!(serde_json::from_str::<Specification>(r#"{"half_life":1}"#).is_err());
}

#[test]
fn json_round_trip_and_defaults() {
    let default: Specification = serde_json::from_str("{}").unwrap();
    assert_eq!(default, Specification::default());
    let other = default.with_ridge(3.0).unwrap().without_promoted_prior();
    let json = serde_json::to_string(&other).unwrap();
    assert_eq!(serde_json::from_str::<Specification>(&json).unwrap(), other);
    assert_eq!(other.promoted(), Strength::AVERAGE);
}
