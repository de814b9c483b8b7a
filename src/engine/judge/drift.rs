//! Drift of every league, from its day tallies.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::{
    domain::{LeagueCode, SafeText, Verdict},
    engine::LeagueDrift,
    metrics::{LeagueJudgement, Moments, Tally, has_enough, league_verdict},
    store::DayTally,
};

/// Settled predictions with odds that the window reaches back for.
const WINDOW_MATCHES: u64 = 80;

/// One league's days, cut into what is judged and what it is compared with.
struct Cut {
    window: Tally,
    reference: Tally,
    weekly: Vec<Option<f64>>,
}

/// Judges every league. `names` are all leagues that the champion serves: one without tallies is shown too, as
/// insufficient. The worst comes first.
pub(in crate::engine) fn league_drift(days: &[DayTally], names: &BTreeMap<LeagueCode, SafeText>) -> Vec<LeagueDrift> {
    let cuts: BTreeMap<&LeagueCode, Cut> = names.keys().map(|code| (code, cut(days, code))).collect();
    let enough = cuts
        .values()
        .filter(|cut| has_enough(&cut.window, &cut.reference))
        .count();
    let mut drift: Vec<LeagueDrift> = cuts
        .into_iter()
        .map(|(code, cut)| {
            let judgement = league_verdict(&cut.window, &cut.reference, enough);
            row(
                code,
                names.get(code).cloned().unwrap_or_default(),
                &judgement,
                cut.weekly,
            )
        })
        .collect();
    drift.sort_by(|a, b| concern(b).total_cmp(&concern(a)).then_with(|| a.league.cmp(&b.league)));
    drift
}

/// Orders by verdict, then by effect. Leagues that cannot be judged come last, those that soon can before the others.
fn concern(drift: &LeagueDrift) -> f64 {
    let effect = drift.effect.unwrap_or(0.0).clamp(-10.0, 10.0);
    match drift.verdict {
        Verdict::High => 300.0 + effect,
        Verdict::Elevated => 200.0 + effect,
        Verdict::Normal => 100.0 + effect,
        Verdict::Insufficient => drift.matches as f64 / 100.0,
    }
}

/// Walks back from the last day until the window is full; what is older is the reference.
fn cut(days: &[DayTally], code: &LeagueCode) -> Cut {
    let mut cut = Cut {
        window: Tally::default(),
        reference: Tally::default(),
        weekly: Vec::new(),
    };
    let mut weeks = BTreeMap::<NaiveDate, Moments>::new();
    // Live and walk-forward tallies of one day come one after the other; a day is never split.
    let mut first_day = None;
    for day in days.iter().rev().filter(|day| day.league == *code) {
        let full = cut.window.priced.n >= WINDOW_MATCHES && first_day != Some(day.day);
        if full {
            cut.reference += &day.tally;
        } else {
            first_day = Some(day.day);
            cut.window += &day.tally;
            *weeks.entry(monday(day.day)).or_default() += day.tally.market.model_log_loss;
        }
    }
    cut.weekly = by_week(&weeks);
    cut
}

/// The Monday of a day's week.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Means of every week from the first to the last; weeks without matches are gaps.
fn by_week(weeks: &BTreeMap<NaiveDate, Moments>) -> Vec<Option<f64>> {
    let (Some((first, _)), Some((last, _))) = (weeks.first_key_value(), weeks.last_key_value()) else {
        return Vec::new();
    };
    first
        .iter_days()
        .step_by(7)
        .take_while(|week| week <= last)
        .map(|week| weeks.get(&week).and_then(Moments::mean))
        .collect()
}

fn row(code: &LeagueCode, name: SafeText, judgement: &LeagueJudgement, weekly_skill: Vec<Option<f64>>) -> LeagueDrift {
    LeagueDrift {
        league: code.clone(),
        name,
        matches: judgement.n,
        verdict: judgement.verdict,
        p: judgement.p,
        adjusted_p: judgement.adjusted_p,
        skill: judgement.skill,
        skill_se: judgement.skill_se,
        reference: judgement.reference,
        reference_matches: judgement.reference_n,
        effect: judgement.effect,
        smallest_detectable: judgement.smallest_detectable,
        weekly_skill,
        reason: SafeText::new(&judgement.reason),
    }
}
