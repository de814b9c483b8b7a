//! Changes of champion within the matches of a league.

use touchline::{engine::LeagueDrift, metrics::drift::ChampionChange};

use crate::tui::{model::Model, widget::Mark};

/// What a mark in a chart stands for.
pub(super) const MEAN: &str = "new champion";
/// More marks than this hide the line: then only those with a new specification are drawn, which begin a new window.
const MOST_MARKS: usize = 6;

pub(super) fn marks<'a>(row: &'a LeagueDrift, model: &'a Model) -> Vec<Mark<'a>> {
    let crowded = row.champion_changes.len() > MOST_MARKS;
    row.champion_changes
        .iter()
        .filter(|change| (change.new_specification || !crowded) && model.reaches(change.day))
        .map(|change| Mark {
            at: change.day,
            text: version(change, model).unwrap_or_default(),
        })
        .collect()
}

/// Changes in words: each new specification, and how often the same one was refitted.
pub(super) fn sentences(row: &LeagueDrift, model: &Model) -> Vec<String> {
    let (specifications, refits): (Vec<_>, Vec<_>) =
        row.champion_changes.iter().partition(|change| change.new_specification);
    let mut sentences: Vec<String> = specifications
        .iter()
        .map(|change| {
            let version = version(change, model).map_or_else(String::new, |version| format!(" with {version}"));
            format!(
                "new specification{version} on {}: the matches judged begin there",
                change.day
            )
        })
        .collect();
    if let Some(last) = refits.last() {
        let times = match refits.len() {
            1 => "once".to_owned(),
            many => format!("{many} times"),
        };
        sentences.push(format!("champion refitted {times}, last on {}", last.day));
    }
    sentences
}

/// The name of the new champion, while the registry lists it.
fn version<'a>(change: &ChampionChange, model: &'a Model) -> Option<&'a str> {
    let training = model.snapshot.sections.training.value.as_ref()?;
    let found = training.models.iter().find(|row| row.id == change.model);
    found.map(|row| row.version.as_str())
}
