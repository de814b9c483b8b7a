use super::*;
use crate::{
    domain::Bookmaker,
    metrics::drift::{
        Baseline, LeagueSeries, Pools, judge,
        testing::{change_last, league, swap_teams},
    },
    random::Random,
};

fn leagues(random: &mut Random) -> Vec<LeagueSeries> {
    (0..5)
        .map(|n| league(&format!("E{n}"), &[380, 380, 100], random))
        .collect()
}

/// Evidence with a threshold that is not drawn.
fn evidence(leagues: &[LeagueSeries]) -> Vec<Evidence> {
    let pools = Pools::of(&leagues.iter().map(Baseline::of).collect::<Vec<_>>());
    leagues
        .iter()
        .map(|series| Evidence::of(series, &pools, 11.0))
        .collect()
}

#[test]
fn swapped_teams_are_high_and_say_why() {
    let mut leagues = leagues(&mut Random(91));
    leagues[2] = change_last(&leagues[2], 40, swap_teams);
    let judged = LeagueJudgement::of_all(evidence(&leagues), &BTreeMap::new());
    let verdicts: Vec<Verdict> = judged.iter().map(|j| j.verdict.shown).collect();
    assert_eq!(verdicts[2], Verdict::High, "{}", judged[2].reason);
    assert!(
        judged[2]
            .reason
            .starts_with("CUSUM of the Brier score against the market reached 11.0 on ")
    );
    assert!(judged[2].reason.contains("among 5 leagues"), "{}", judged[2].reason);
    assert!(
        judged[2]
            .spoke
            .iter()
            .any(|s| s.rule == Rule::Primary && s.raises == Verdict::High)
    );
    let quiet = &judged[0];
    assert_eq!(quiet.verdict.shown, Verdict::Normal, "{}", quiet.reason);
    assert!(
        quiet.reason.starts_with("log loss against the market is "),
        "{}",
        quiet.reason
    );
}

#[test]
fn an_alarm_survives_one_clean_look() {
    let mut random = Random(92);
    let healthy = leagues(&mut random);
    let mut broken = healthy.clone();
    broken[0] = change_last(&healthy[0], 40, swap_teams);
    let first = LeagueJudgement::of_all(evidence(&broken), &BTreeMap::new());
    let kept = |judged: &[LeagueJudgement]| {
        judged
            .iter()
            .map(|j| (j.evidence.league.clone(), j.latched()))
            .collect::<BTreeMap<_, _>>()
    };
    let second = LeagueJudgement::of_all(evidence(&healthy), &kept(&first));
    assert_eq!(
        (second[0].verdict.shown, second[0].verdict.raw),
        (Verdict::High, Verdict::Normal)
    );
    assert!(
        second[0]
            .reason
            .starts_with("high until two clean evaluations, 1 so far; now "),
        "{}",
        second[0].reason
    );
    let same = LeagueJudgement::of_all(evidence(&healthy), &kept(&second));
    assert_eq!(
        (same[0].verdict.shown, same[0].verdict.clean),
        (Verdict::High, 1),
        "the same matches again"
    );
    let later: Vec<LeagueSeries> = healthy
        .iter()
        .map(|l| change_last(l, 1, |m| m.score.home += 1))
        .collect();
    let third = LeagueJudgement::of_all(evidence(&later), &kept(&same));
    assert_eq!(third[0].verdict.shown, Verdict::Normal);
}

#[test]
fn a_secondary_test_must_find_it_twice() {
    let mut leagues = leagues(&mut Random(93));
    for series in &mut leagues {
        // Scores that fit the expected 2.7 goals a match, so that goals are no suspect.
        let mut n = 0;
        *series = change_last(series, 860, |m| {
            n += 1;
            m.forecast.expected_goals.home = f64::from(m.score.home);
            m.forecast.expected_goals.away = f64::from(m.score.away);
        });
        assert_eq!(n, 860);
    }
    leagues[1] = change_last(&leagues[1], 80, |m| m.overround = Some(0.2));
    let first = LeagueJudgement::of_all(evidence(&leagues), &BTreeMap::new());
    assert_eq!(first[1].verdict.raw, Verdict::Normal, "{}", first[1].reason);
    assert_eq!(first[1].latched().suspects, [Suspect::Overround(Bookmaker::Average)]);
    let before = first.iter().map(|j| (j.evidence.league.clone(), j.latched())).collect();
    let same = LeagueJudgement::of_all(evidence(&leagues), &before);
    assert_eq!(same[1].verdict.raw, Verdict::Normal, "the same matches again");
    leagues[1] = change_last(&leagues[1], 1, |m| {
        m.score.home += 1;
        m.forecast.expected_goals.home += 1.0;
    });
    let second = LeagueJudgement::of_all(evidence(&leagues), &before);
    assert_eq!(second[1].verdict.raw, Verdict::Elevated);
    let said = second[1].reason.starts_with("overround 0.200, usually 0.050");
    assert!(said, "{}", second[1].reason);
}

#[test]
fn too_little_data_says_what_is_missing() {
    let mut random = Random(94);
    let few = [league("E0", &[12], &mut random)];
    let judged = LeagueJudgement::of_all(evidence(&few), &BTreeMap::new());
    assert_eq!((judged[0].verdict.shown, judged[0].p), (Verdict::Insufficient, None));
    assert!(
        judged[0].reason.starts_with(
            "insufficient: 12 of 30 finished matches, 18 more needed; 0 of 100 reference matches with odds, 100 more needed"
        ),
        "{}",
        judged[0].reason
    );
    let without = [change_last(&league("E0", &[380, 380, 100], &mut random), 50, |m| {
        m.forecast.market = None;
    })];
    let judged = LeagueJudgement::of_all(evidence(&without), &BTreeMap::new());
    assert!(
        judged[0]
            .reason
            .starts_with("insufficient: 50 of 80 matches have no odds; so few could only show"),
        "{}",
        judged[0].reason
    );
    let nothing = judge(&[league("E0", &[], &mut random)], &BTreeMap::new());
    assert_eq!(nothing[0].verdict.shown, Verdict::Insufficient);
}

#[test]
fn judging_twice_gives_the_same_numbers() {
    let leagues = [league("E0", &[380, 120], &mut Random(95))];
    assert_eq!(judge(&leagues, &BTreeMap::new()), judge(&leagues, &BTreeMap::new()));
}

/// Ten leagues, eight looks at fresh windows each: a look is a false alarm in about 2 % of cases where the family is right.
#[test]
fn false_alarms_of_a_look_are_few() {
    let mut random = Random(96);
    let (mut looks, mut primary) = (0, 0);
    for _ in 0..40 {
        let leagues: Vec<LeagueSeries> = (0..5)
            .map(|n| league(&format!("E{n}"), &[380, 80], &mut random))
            .collect();
        let judged = LeagueJudgement::of_all(evidence(&leagues), &BTreeMap::new());
        looks += 1;
        let spoke = |j: &LeagueJudgement| j.spoke.iter().any(|s| s.rule == Rule::Primary);
        primary += usize::from(judged.iter().any(spoke));
    }
    assert!(primary * 8 <= looks, "{primary} of {looks}");
}
