//! A verdict in one sentence.

use super::{FEWEST_MATCHES, FEWEST_REFERENCE, LeagueJudgement};

pub(super) fn sentence(j: &LeagueJudgement, without_odds: u64, leagues: usize) -> String {
    match (j.adjusted_p, j.skill, j.reference, j.effect) {
        (Some(p), Some(skill), Some(reference), Some(effect)) => {
            let direction = if effect > 0.0 { "worse" } else { "better" };
            let among = if leagues > 1 {
                format!(" among {leagues} leagues")
            } else {
                String::new()
            };
            format!(
                "log loss against the market is {skill:+.3} over {} matches, usually {reference:+.3}: {:.3} {direction}, \
                 p = {}{among}",
                j.n,
                effect.abs(),
                p_value(p)
            )
        }
        _ => missing(j, without_odds),
    }
}

fn missing(j: &LeagueJudgement, without_odds: u64) -> String {
    let no_odds = if without_odds > 0 {
        format!(" ({without_odds} have none)")
    } else {
        String::new()
    };
    let window = shortage(j.n, FEWEST_MATCHES, &format!("matches with odds{no_odds}"));
    let reference = shortage(j.reference_n, FEWEST_REFERENCE, "reference matches with odds");
    let power = j
        .smallest_detectable
        .map(|s| format!("so few could only show a change of {s:.2} or more"));
    let clauses: Vec<String> = [window, reference, power].into_iter().flatten().collect();
    format!("insufficient: {}", clauses.join("; "))
}

fn shortage(have: u64, need: u64, what: &str) -> Option<String> {
    let missing = need.checked_sub(have).filter(|missing| *missing > 0)?;
    Some(format!("{have} of {need} {what}, {missing} more needed"))
}

/// Two significant digits, without a long row of zeros.
fn p_value(p: f64) -> String {
    if p >= 0.001 {
        format!("{p:.3}")
    } else {
        format!("{p:.0e}")
    }
}
