use proptest::prelude::*;

use super::*;

fn p(home: f64, draw: f64, away: f64) -> Probabilities {
    Probabilities::new(home, draw, away).unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12
}

#[test]
fn uniform_and_certain() {
    for outcome in Outcome::ALL {
        assert!(near(log_loss(Probabilities::UNIFORM, outcome), 3.0_f64.ln()));
        assert!(near(brier(Probabilities::UNIFORM, outcome), 2.0 / 3.0));
    }
    assert!(near(rps(Probabilities::UNIFORM, Outcome::Draw), 1.0 / 9.0));
    assert!(near(rps(Probabilities::UNIFORM, Outcome::Home), 5.0 / 18.0));
    let sure = p(1.0, 0.0, 0.0);
    assert!(near(brier(sure, Outcome::Home), 0.0) && near(brier(sure, Outcome::Away), 2.0));
    assert!(near(rps(sure, Outcome::Away), 1.0) && near(rps(sure, Outcome::Draw), 0.5));
    assert!(near(log_loss(sure, Outcome::Away), -CLIP.ln()) && is_clipped(sure, Outcome::Away));
    assert!(log_loss(sure, Outcome::Home).is_sign_positive() && !is_clipped(sure, Outcome::Home));
}

/// Constantinou and Fenton 2012, table 2: five matches, two forecasts each.
#[test]
fn published_ranked_probability_scores() {
    let table = [
        (p(1.0, 0.0, 0.0), Outcome::Home, 0.0),
        (p(0.9, 0.1, 0.0), Outcome::Home, 0.005),
        (p(0.8, 0.1, 0.1), Outcome::Home, 0.025),
        (p(0.5, 0.25, 0.25), Outcome::Home, 0.156_25),
        (p(0.35, 0.3, 0.35), Outcome::Draw, 0.1225),
        (p(0.6, 0.3, 0.1), Outcome::Draw, 0.185),
        (p(0.6, 0.25, 0.15), Outcome::Home, 0.091_25),
        (p(0.6, 0.15, 0.25), Outcome::Home, 0.111_25),
        (p(0.57, 0.33, 0.1), Outcome::Home, 0.097_45),
        (p(0.6, 0.2, 0.2), Outcome::Home, 0.1),
    ];
    for (forecast, outcome, expected) in table {
        assert!(near(rps(forecast, outcome), expected), "{forecast:?} {outcome:?}");
    }
}

proptest! {
    /// The expected score is best for the true probabilities.
    #[test]
    fn scores_are_proper(
        truth in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64), other in (0.01..1.0_f64, 0.01..1.0_f64, 0.01..1.0_f64)
    ) {
        let truth = Probabilities::from_weights(truth.0, truth.1, truth.2).unwrap();
        let other = Probabilities::from_weights(other.0, other.1, other.2).unwrap();
        for score in [log_loss, brier, rps] {
            let expected = |p| Outcome::ALL.iter().map(|o| truth.of(*o) * score(p, *o)).sum::<f64>();
            prop_assert!(expected(truth) <= expected(other) + 1e-12);
        }
    }
}
