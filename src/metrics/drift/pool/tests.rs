use super::*;

/// `n` values with this mean and standard deviation 1.
fn league(mean: f64, n: u64) -> Moments {
    let n_f = n as f64;
    Moments {
        n,
        sum: mean * n_f,
        sum_sq: (n_f - 1.0) + mean * mean * n_f,
    }
}

/// Means 0, 0.2, 0.4, 0.6 have variance 0.0667; of that 1/400 is luck. So τ² = 0.0642 and κ = σ²/τ².
#[test]
fn kappa_by_hand() {
    let leagues = [0.0, 0.2, 0.4, 0.6].map(|mean| league(mean, 400));
    let pool = Pool::of(&leagues);
    let sd = pool.all.sd().unwrap();
    let kappa = sd * sd / (0.2_f64 * 0.2 * 5.0 / 3.0 - 1.0 / 400.0);
    assert!((pool.kappa - kappa).abs() < 1e-9, "{} {kappa}", pool.kappa);
    let reference = pool.reference(&leagues[0]).unwrap();
    assert!((reference.mean - kappa * 0.3 / (400.0 + kappa)).abs() < 1e-9);
    assert!(!reference.pooled);
    assert!((reference.sd - 1.0).abs() < 1e-9);
}

#[test]
fn leagues_that_differ_by_luck_alone_share_one_mean() {
    let leagues = [0.30, 0.31, 0.30, 0.31].map(|mean| league(mean, 400));
    let reference = Pool::of(&leagues).reference(&leagues[0]).unwrap();
    assert!((reference.mean - 0.305).abs() < 1e-9);
    assert!((reference.se - reference.sd / 40.0).abs() < 1e-9, "{}", reference.se);
}

#[test]
fn few_leagues_stand_on_their_own() {
    let leagues = [0.0, 1.0].map(|mean| league(mean, 400));
    let reference = Pool::of(&leagues).reference(&leagues[1]).unwrap();
    assert_eq!(reference.mean, 1.0);
    assert!((reference.se - 1.0 / 20.0).abs() < 1e-3);
}

#[test]
fn a_short_league_takes_the_spread_of_all() {
    let leagues = [league(0.0, 50), league(0.1, 400), league(0.2, 400), league(0.1, 400)];
    let pool = Pool::of(&leagues);
    let short = pool.reference(&leagues[0]).unwrap();
    assert!(short.pooled && short.n == 1_250);
    let unseen = pool.reference(&Moments::default()).unwrap();
    assert!((unseen.mean - pool.all.mean().unwrap()).abs() < 1e-12);
    assert!(Pool::of(&[]).reference(&Moments::default()).is_none());
}
