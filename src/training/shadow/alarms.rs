//! Since when an alarm stands.

use crate::{
    domain::Verdict,
    metrics::{drift::Spoke, gate::Alarm},
    store::Look,
};

/// The alarms of those that are high now. An alarm stands from the evaluation that raised it until the verdict is no longer
/// high: a rule that is silent for one look while the verdict is latched has not ended. `looks` are in order of league, the
/// latest first.
pub(super) fn alarms(looks: &[Look]) -> Vec<Alarm> {
    looks
        .chunk_by(|a, b| a.league == b.league)
        .flat_map(|looks| standing(looks.iter().take_while(|look| look.shown == Verdict::High)))
        .collect()
}

fn standing<'a>(looks: impl Iterator<Item = &'a Look>) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> = Vec::new();
    for look in looks {
        for spoke in &look.spoke {
            match alarms.iter_mut().find(|alarm| alarm.spoke == *spoke) {
                Some(alarm) => alarm.since = look.at,
                None => alarms.push(raised(look, *spoke)),
            }
        }
    }
    alarms
}

fn raised(look: &Look, spoke: Spoke) -> Alarm {
    Alarm {
        league: look.league.clone(),
        spoke,
        since: look.at,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::{domain::LeagueCode, metrics::drift::Rule};

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-11-{day:02}T23:00:00Z").parse().unwrap()
    }

    fn look(league: Option<&str>, day: u32, shown: Verdict, rules: &[Rule]) -> Look {
        let spoke = |rule: &Rule| Spoke {
            rule: *rule,
            raises: Verdict::High,
        };
        Look {
            league: league.map(|code| LeagueCode::new(code).unwrap()),
            at: at(day),
            shown,
            spoke: rules.iter().map(spoke).collect(),
        }
    }

    #[test]
    fn an_alarm_stands_until_the_verdict_is_no_longer_high() {
        use Verdict::{Elevated, High, Normal};
        let looks = [
            look(Some("E0"), 9, High, &[Rule::EProcess]),
            look(Some("E0"), 8, High, &[]),
            look(Some("E0"), 7, High, &[Rule::EProcess, Rule::Cusum]),
            look(Some("E0"), 6, Elevated, &[Rule::EProcess]),
            look(Some("E1"), 9, Normal, &[]),
            look(Some("E1"), 8, High, &[Rule::Cusum]),
            look(None, 9, High, &[Rule::Cusum]),
        ];
        let told: Vec<_> = alarms(&looks)
            .into_iter()
            .map(|alarm| (alarm.league.map(|l| l.to_string()), alarm.spoke.rule, alarm.since))
            .collect();
        let e0 = || Some("E0".to_owned());
        assert_eq!(
            told,
            [
                (e0(), Rule::EProcess, at(7)),
                (e0(), Rule::Cusum, at(7)),
                (None, Rule::Cusum, at(9)),
            ]
        );
    }
}
