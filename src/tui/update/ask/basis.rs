use touchline::engine::{Action, Snapshot};

/// What an answer rests on, in words: where it is no longer the same when the answer is given, nothing is done. None where
/// nothing can change, or where the engine itself refuses what has changed, as with a champion that was replaced.
pub(crate) fn basis(snapshot: &Snapshot, action: &Action) -> Option<String> {
    let sections = &snapshot.sections;
    match action {
        Action::Cancel { run } => {
            let training = sections.training.value.as_ref()?;
            let mut waiting = training.running.iter().chain(&training.queued);
            waiting.any(|other| other.id == *run).then(|| "not over".to_owned())
        }
        Action::AcceptHeld { file } => {
            let held = sections.data_quality.value.iter().flat_map(|quality| &quality.held);
            let told = held.filter(|row| row.file == *file).map(|row| {
                let pairing = format!("{} {} {} - {}", row.line, row.date, row.home, row.away);
                format!("{pairing}: {} {} -> {}", row.kind.as_str(), row.stored, row.told)
            });
            Some(told.collect::<Vec<_>>().join("\n"))
        }
        Action::Acknowledge { rule } => {
            let mut alerts = sections.alerts.value.iter().flatten();
            let alert = alerts.find(|alert| alert.rule == *rule && !alert.is_acknowledged())?;
            Some(alert.severity.as_str().to_owned())
        }
        Action::Thaw => {
            let freeze = sections.training.value.as_ref()?.champion_freeze.as_ref()?;
            Some(format!("{} {}", freeze.at, freeze.sentence()))
        }
        Action::Retrain { .. }
        | Action::Promote { .. }
        | Action::RollBack { .. }
        | Action::Freeze { .. }
        | Action::Silence { .. }
        | Action::EndSilence { .. }
        | Action::PauseReplay { .. }
        | Action::ReplaySpeed { .. } => None,
    }
}

/// What is said where it is no longer the same.
pub(crate) fn over(action: &Action) -> String {
    match action {
        Action::Cancel { run } => format!("#{run} has ended meanwhile"),
        Action::AcceptHeld { file } => format!("what {file} tells has changed meanwhile; nothing was taken over"),
        Action::Acknowledge { rule } => {
            format!("{rule} is over, has become graver or was acknowledged meanwhile; nothing was done")
        }
        Action::Thaw => "the freeze has changed meanwhile; nothing was thawed".to_owned(),
        _ => "what you saw has changed meanwhile; nothing was done".to_owned(),
    }
}
