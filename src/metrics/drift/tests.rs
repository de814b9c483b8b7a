use super::*;
use crate::{
    domain::{ExpectedGoals, Forecast, Outcome, Probabilities},
    random::Random,
};

/// Matches whose outcomes follow the market, with a model that is off by some noise; swapped, if asked, in the model.
fn league(matches: usize, swapped: bool, random: &mut Random) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..matches {
        let home = 0.15 + 0.6 * random.unit();
        let draw = 0.27 - 0.1 * (home - 0.4).abs();
        let market = Probabilities::from_weights(home, draw, (1.0 - home - draw).max(0.05)).unwrap();
        let [h, d, a] = market.to_array().map(|p| p * (0.5 * (random.unit() - 0.5)).exp());
        let model = if swapped {
            Probabilities::from_weights(a, d, h)
        } else {
            Probabilities::from_weights(h, d, a)
        };
        let draw_of = random.unit();
        let outcome = match draw_of {
            u if u < market.home() => Outcome::Home,
            u if u < market.home() + market.draw() => Outcome::Draw,
            _ => Outcome::Away,
        };
        let forecast = Forecast {
            published: model.unwrap(),
            model: model.unwrap(),
            market: Some(market),
            climatology: Probabilities::UNIFORM,
            expected_goals: ExpectedGoals { home: 1.5, away: 1.2 },
        };
        tally.add(&forecast, outcome);
    }
    tally
}

#[test]
fn false_alarms_come_at_the_stated_rate() {
    let mut random = Random(1);
    let looks = 1000;
    let alarms = (0..looks)
        .filter(|_| {
            let reference = league(300, false, &mut random);
            let window = league(80, false, &mut random);
            league_verdict(&window, &reference, 1).verdict != Verdict::Normal
        })
        .count();
    // 0.02 of 1,000 is 20, with a standard deviation of 4.4; the law is not quite normal.
    assert!((6..=40).contains(&alarms), "{alarms}");
}

#[test]
fn swapped_home_and_away_is_found() {
    let mut random = Random(2);
    for _ in 0..50 {
        let reference = league(300, false, &mut random);
        let judgement = league_verdict(&league(40, true, &mut random), &reference, 22);
        assert!(judgement.verdict >= Verdict::Elevated, "{judgement:?}");
    }
    let judgement = league_verdict(&league(80, true, &mut random), &league(300, false, &mut random), 22);
    assert_eq!(judgement.verdict, Verdict::High, "{judgement:?}");
}

#[test]
fn too_little_data_says_what_is_missing() {
    let mut random = Random(3);
    let (few, many) = (league(12, false, &mut random), league(200, false, &mut random));
    let judgement = league_verdict(&few, &many, 5);
    assert_eq!((judgement.verdict, judgement.p), (Verdict::Insufficient, None));
    assert!(
        judgement
            .reason
            .starts_with("insufficient: 12 of 30 matches with odds, 18 more needed; so few")
    );
    let judgement = league_verdict(&many, &few, 5);
    assert!(
        judgement
            .reason
            .starts_with("insufficient: 12 of 100 reference matches with odds, 88 more needed")
    );
    let nothing = league_verdict(&Tally::default(), &Tally::default(), 0);
    assert_eq!(nothing.verdict, Verdict::Insufficient);
    assert_eq!(nothing.smallest_detectable, None);
    assert_eq!(
        nothing.reason,
        "insufficient: 0 of 30 matches with odds, 30 more needed; 0 of 100 reference matches with odds, 100 more needed"
    );
}

#[test]
fn the_number_of_leagues_weighs_in() {
    let mut random = Random(4);
    let (window, reference) = (league(80, false, &mut random), league(300, false, &mut random));
    let one = league_verdict(&window, &reference, 1);
    let many = league_verdict(&window, &reference, 10);
    assert_eq!(one.p, many.p);
    assert_eq!(many.adjusted_p, one.p.map(|p| (10.0 * p).min(1.0)));
    assert!(many.reason.ends_with("among 10 leagues"), "{}", many.reason);
}

#[test]
fn a_model_that_copies_the_market_does_not_drift() {
    let same = || {
        let mut tally = Tally::default();
        for _ in 0..120 {
            let forecast = Forecast {
                published: Probabilities::UNIFORM,
                model: Probabilities::UNIFORM,
                market: Some(Probabilities::UNIFORM),
                climatology: Probabilities::UNIFORM,
                expected_goals: ExpectedGoals { home: 1.0, away: 1.0 },
            };
            tally.add(&forecast, Outcome::Home);
        }
        tally
    };
    assert_eq!(league_verdict(&same(), &same(), 3).verdict, Verdict::Normal);
}
