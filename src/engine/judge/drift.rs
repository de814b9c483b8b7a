//! Drift of every league, from its judgement.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::{
    domain::{LeagueCode, SafeText, Verdict},
    engine::{CusumReading, LeagueDrift},
    metrics::{
        Moments,
        drift::{Cusum, Evidence, LeagueJudgement},
    },
};

/// The leagues of `names`, the worst first. One that was never evaluated is shown too, as not judged.
pub(in crate::engine) fn league_drift(
    judgements: Vec<LeagueJudgement>,
    names: &BTreeMap<LeagueCode, SafeText>,
) -> Vec<LeagueDrift> {
    let mut judged: BTreeMap<LeagueCode, LeagueJudgement> = judgements
        .into_iter()
        .map(|judgement| (judgement.evidence.league.clone(), judgement))
        .collect();
    let of_league = |(code, name): (&LeagueCode, &SafeText)| match judged.remove(code) {
        Some(judgement) => row(name.clone(), judgement),
        None => LeagueDrift::unjudged(code.clone(), name.clone()),
    };
    let mut drift: Vec<LeagueDrift> = names.iter().map(of_league).collect();
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

/// The Monday of a day's week.
pub(super) fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Means of every week from the first to the last; weeks without matches are gaps.
fn by_week(days: &[(NaiveDate, Moments)]) -> Vec<Option<f64>> {
    let mut weeks = BTreeMap::<NaiveDate, Moments>::new();
    for (day, moments) in days {
        *weeks.entry(monday(*day)).or_default() += *moments;
    }
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

fn row(name: SafeText, judgement: LeagueJudgement) -> LeagueDrift {
    let Evidence {
        league,
        window,
        fingerprint: _,
        skill,
        daily_skill,
        reference,
        reference_n: _,
        brier_effect,
        primary,
        cusum,
        e_process,
        secondary,
        changes,
    } = judgement.evidence.clone();
    LeagueDrift {
        league,
        name,
        matches: window.matches,
        without_odds: window.without_odds,
        from: window.from,
        to: window.to,
        verdict: judgement.verdict.shown,
        raw_verdict: judgement.verdict.raw,
        spoke: judgement.spoke,
        p: judgement.p,
        adjusted_p: judgement.adjusted_p,
        leagues_judged: judgement.leagues,
        p1: primary.p1,
        p2: primary.p2,
        p3: primary.p3,
        p3_published: primary.p3_published,
        cusum: cusum.map(reading),
        e_value: e_process.map(|e| e.value),
        e_process,
        skill: skill.mean(),
        skill_se: skill.standard_error(),
        reference: reference.map(|r| r.mean),
        reference_matches: judgement.evidence.reference_matches(),
        effect: judgement.evidence.effect(),
        brier_effect,
        smallest_detectable: judgement.evidence.smallest_detectable(),
        secondary,
        champion_changes: changes,
        weekly_skill: by_week(&daily_skill),
        reason: SafeText::new(&judgement.reason),
    }
}

pub(super) fn reading(cusum: Cusum) -> CusumReading {
    CusumReading {
        value: cusum.value,
        threshold: cusum.threshold,
        alarm: cusum.alarm,
        series: cusum.points,
    }
}
