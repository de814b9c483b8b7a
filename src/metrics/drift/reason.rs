//! A verdict in one sentence, with the numbers of what spoke.

use super::{
    cut::{FEWEST_MATCHES, FEWEST_REFERENCE},
    judgement::{LeagueJudgement, Rule},
    secondary::Suspect,
};
use crate::domain::Verdict;

pub(super) fn sentence(j: &LeagueJudgement) -> String {
    let mut sentence = match j.verdict.raw {
        Verdict::Insufficient => missing(j),
        Verdict::Normal => format!("{}, p = {}{}", skill(j), p_value(j.adjusted_p.unwrap_or(1.0)), among(j)),
        _ => {
            let clauses: Vec<String> = j.spoke.iter().map(|s| clause(j, s.rule)).collect();
            clauses.join("; ")
        }
    };
    if j.verdict.shown > j.verdict.raw && j.verdict.shown >= Verdict::Elevated {
        sentence = format!(
            "{} until two clean evaluations, {} so far; now {sentence}",
            j.verdict.shown, j.verdict.clean
        );
    }
    sentence + &changes(j)
}

fn clause(j: &LeagueJudgement, rule: Rule) -> String {
    match rule {
        Rule::Cusum => {
            let cusum = j.evidence.cusum.as_ref();
            let (on, threshold) = cusum.map_or((None, 0.0), |c| (c.reached_on, c.threshold));
            let on = on.map_or_else(String::new, |day| format!(" on {day}"));
            format!("CUSUM of the Brier score against the market reached {threshold:.1}{on}")
        }
        Rule::EProcess => {
            let (e, n) = j.evidence.e_process.map_or((0.0, 0), |e| (e.value, e.n));
            format!(
                "the market refutes the published probabilities, E = {} over {n} matches",
                large(e)
            )
        }
        Rule::Primary => primary(j),
        Rule::Secondary(suspect) => secondary(j, suspect),
    }
}

/// Speaks of the test with the smallest p.
fn primary(j: &LeagueJudgement) -> String {
    let tests = &j.evidence.primary;
    let p = |test: Option<super::Test>| test.map_or(1.0, |test| test.p);
    let least = [p(tests.p1), p(tests.p2), p(tests.p3), p(tests.p3_published)]
        .into_iter()
        .fold(1.0, f64::min);
    let found = match (tests.p1, tests.p2) {
        (Some(p1), _) if p1.p <= least => {
            format!(
                "published probabilities are miscalibrated over {} matches, Z = {:.1}",
                p1.n, p1.statistic
            )
        }
        (_, Some(p2)) if p2.p <= least => {
            format!(
                "outcomes do not come as often as published over {} matches, X² = {:.1}",
                p2.n, p2.statistic
            )
        }
        _ if p(tests.p3) <= least => skill(j),
        _ => "the published probabilities lost skill against the market".to_owned(),
    };
    format!("{found}, p = {}{}", p_value(j.adjusted_p.unwrap_or(1.0)), among(j))
}

fn skill(j: &LeagueJudgement) -> String {
    match (j.evidence.skill.mean(), j.evidence.reference, j.evidence.effect()) {
        (Some(skill), Some(reference), Some(effect)) => format!(
            "log loss against the market is {skill:+.3} over {} matches, usually {:+.3}: {:.3} {}",
            j.evidence.skill.n,
            reference.mean,
            effect.abs(),
            if effect > 0.0 { "worse" } else { "better" }
        ),
        _ => "no skill against the market is known".to_owned(),
    }
}

fn secondary(j: &LeagueJudgement, suspect: Suspect) -> String {
    let found = j.evidence.secondary.iter().find(|f| f.suspect == suspect);
    let numbers = found.map_or_else(String::new, |f| {
        let p = p_value(f.adjusted_p.unwrap_or(1.0));
        format!(" {:.3}, usually {:.3}, p = {p}", f.now, f.usual)
    });
    format!("{}{numbers}, twice in a row", suspect.label())
}

fn among(j: &LeagueJudgement) -> String {
    if j.leagues > 1 {
        format!(" among {} leagues", j.leagues)
    } else {
        String::new()
    }
}

fn missing(j: &LeagueJudgement) -> String {
    let window = j.evidence.window;
    let matches = shortage(window.matches, FEWEST_MATCHES as u64, "finished matches");
    let odds = j
        .evidence
        .lacks_odds()
        .then(|| format!("{} of {} matches have no odds", window.without_odds, window.matches));
    let reference = shortage(
        j.evidence.reference_matches(),
        FEWEST_REFERENCE,
        "reference matches with odds",
    );
    let power = j
        .evidence
        .smallest_detectable()
        .map(|s| format!("so few could only show a change of {s:.2} or more"));
    let clauses: Vec<String> = [matches, odds, reference, power].into_iter().flatten().collect();
    format!("insufficient: {}", clauses.join("; "))
}

fn shortage(have: u64, need: u64, what: &str) -> Option<String> {
    let missing = need.checked_sub(have).filter(|missing| *missing > 0)?;
    Some(format!("{have} of {need} {what}, {missing} more needed"))
}

/// Names the changes of champion that the window spans.
fn changes(j: &LeagueJudgement) -> String {
    let changes = &j.evidence.changes;
    let new = changes.iter().rev().find(|c| c.new_specification);
    let refreshed = changes.iter().filter(|c| !c.new_specification).count();
    let new = new.map(|change| format!("; another specification since {}", change.day));
    let last = changes.iter().rev().find(|c| !c.new_specification);
    let refreshed = last.map(|last| match refreshed {
        1 => format!("; the champion was refreshed for {}", last.day),
        _ => format!("; the champion was refreshed {refreshed} times, last for {}", last.day),
    });
    [new, refreshed].into_iter().flatten().collect()
}

/// Two significant digits, without a long row of zeros.
fn p_value(p: f64) -> String {
    if p >= 0.001 {
        format!("{p:.3}")
    } else {
        format!("{p:.0e}")
    }
}

fn large(e: f64) -> String {
    if e < 100_000.0 {
        format!("{e:.0}")
    } else {
        format!("{e:.0e}")
    }
}
