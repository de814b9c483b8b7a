use super::Model;
use crate::tui::action::{ACTIONS, Reason, Spec};

/// An action in the palette.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) spec: &'static Spec,
    pub(crate) available: Result<(), Reason>,
}

/// How well a text fits a name, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The name begins with it.
    Begins,
    /// A word of the name begins with it.
    BeginsWord,
    Holds,
    /// Its letters follow each other in the name, with others between: `rb` for `roll-back`.
    Letters,
}

impl Model {
    /// Actions of this screen that fit a text: those that can be done now first, and of these the best.
    pub(crate) fn palette(&self, text: &str) -> Vec<Entry> {
        let wanted = text.trim().to_lowercase();
        let here = ACTIONS.iter().filter(|spec| spec.scope.holds(self.screen));
        let mut entries: Vec<(Fit, Entry)> = here
            .filter_map(|spec| {
                let title = spec.title.to_lowercase();
                let fit = [spec.name, &title].iter().filter_map(|name| fit(name, &wanted)).min()?;
                let available = spec.available(self);
                Some((fit, Entry { spec, available }))
            })
            .collect();
        // The order of the table stays among equals.
        entries.sort_by_key(|(fit, entry)| (entry.available.is_err(), *fit));
        entries.into_iter().map(|(_, entry)| entry).collect()
    }
}

fn fit(name: &str, wanted: &str) -> Option<Fit> {
    if name.starts_with(wanted) {
        return Some(Fit::Begins);
    }
    if name.split(['-', ' ']).any(|word| word.starts_with(wanted)) {
        return Some(Fit::BeginsWord);
    }
    if name.contains(wanted) {
        return Some(Fit::Holds);
    }
    let mut letters = name.chars();
    let follow = wanted.chars().all(|letter| letters.any(|other| other == letter));
    follow.then_some(Fit::Letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first() {
        assert_eq!(fit("roll-back", ""), Some(Fit::Begins));
        assert_eq!(fit("roll-back", "roll"), Some(Fit::Begins));
        assert_eq!(fit("roll-back", "back"), Some(Fit::BeginsWord));
        assert_eq!(fit("roll-back", "ll-b"), Some(Fit::Holds));
        assert_eq!(fit("roll-back", "rb"), Some(Fit::Letters));
        assert_eq!(fit("roll-back", "br"), None);
    }
}
