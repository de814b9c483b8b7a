//! Is a new champion to be taken back without asking?

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{PairedForecast, paired::by_week, words};
use crate::{
    domain::{LeagueCode, PromotionKind, SafeText, Verdict},
    metrics::drift::{Rule, Spoke},
};

/// Days after a promotion in which its champion may be to blame. Later a person should look.
const WITHIN_DAYS: i64 = 14;
/// Shadow matches below which the champion before is not known to be better.
const FEWEST_MATCHES: u64 = 10;

/// What a drift rule raised, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Of which league; none is the CUSUM over all of them.
    pub league: Option<LeagueCode>,
    /// The rule and the verdict that it raises.
    pub spoke: Spoke,
    /// When it was first raised.
    pub since: DateTime<Utc>,
}

/// What is known of the champion.
#[derive(Debug, Clone, Copy)]
pub struct RollbackInput<'a> {
    /// An operator has forbidden changes of champion without asking.
    pub frozen: bool,
    /// How it became champion.
    pub kind: PromotionKind,
    /// When.
    pub promoted_at: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
    /// What drift rules say now.
    pub alarms: &'a [Alarm],
    /// Matches since then that the champion before forecast too; it is their challenger.
    pub shadow: &'a [PairedForecast],
}

/// Whether to roll back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rollback {
    /// It is to be done.
    pub due: bool,
    /// Why, or why not.
    pub sentence: SafeText,
}

/// Rolls back a champion that was promoted no more than 14 days ago, when a league (or all together) has since become high
/// by CUSUM or e-process, and the champion before has a lower mean log loss on at least ten of the same matches. A
/// champion that came by a rollback stays, and so does a frozen one. The p-values do not count here: over a season they
/// raise alarms that nothing is behind.
#[must_use]
pub fn rollback(input: &RollbackInput<'_>) -> Rollback {
    let (due, sentence) = match reason(input) {
        Ok(why) => (true, why),
        Err(why_not) => (false, why_not),
    };
    Rollback {
        due,
        sentence: sentence.into(),
    }
}

fn reason(input: &RollbackInput<'_>) -> Result<String, String> {
    if input.frozen {
        return Err("the champion is frozen: only a person rolls it back".to_owned());
    }
    if input.kind == PromotionKind::Rollback {
        return Err("the champion came by a rollback itself: only a person rolls back further".to_owned());
    }
    let age = input.now - input.promoted_at;
    if age > TimeDelta::days(WITHIN_DAYS) {
        let days = age.num_days();
        return Err(format!(
            "promoted {days} days ago: only within {WITHIN_DAYS} days without a person"
        ));
    }
    let alarm = input.alarms.iter().find(|alarm| counts(alarm, input.promoted_at));
    let alarm = alarm.ok_or("no league is high by CUSUM or e-process since the promotion")?;
    let better = compare(input)?;
    Ok(format!("{}; {better}", in_full(alarm)))
}

fn counts(alarm: &Alarm, promoted_at: DateTime<Utc>) -> bool {
    alarm.since >= promoted_at
        && alarm.spoke.raises == Verdict::High
        && matches!(alarm.spoke.rule, Rule::Cusum | Rule::EProcess)
}

fn in_full(alarm: &Alarm) -> String {
    let who = alarm.league.as_ref().map_or("all leagues together", LeagueCode::as_str);
    let by = if alarm.spoke.rule == Rule::Cusum {
        "CUSUM"
    } else {
        "e-process"
    };
    format!("{who}: high by {by} since {}", alarm.since.format("%F"))
}

/// The champion before is better, or why that is not known.
fn compare(input: &RollbackInput<'_>) -> Result<String, String> {
    let since = input.promoted_at.date_naive();
    let shadow = input.shadow.iter().filter(|row| row.day >= since);
    let differences = by_week(shadow, PairedForecast::log_loss_difference);
    let n = differences.n();
    match differences.mean() {
        Some(mean) if n >= FEWEST_MATCHES => {
            let told = format!(
                "the champion before has a log loss {} over {n} matches since then",
                words::difference(mean)
            );
            if mean < 0.0 { Ok(told) } else { Err(told) }
        }
        _ => Err(format!(
            "{n} of {FEWEST_MATCHES} matches that the champion before forecast too"
        )),
    }
}

#[cfg(test)]
mod tests;
