//! Counts of the feature store's lookups.

use std::collections::BTreeMap;

use crate::domain::{FeatureEvent, FeatureView};

/// How often what happened, by view. Two tallies add up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeatureTally(BTreeMap<(FeatureView, FeatureEvent), u64>);

impl FeatureTally {
    /// Counts `n` more of an event.
    pub fn add(&mut self, view: FeatureView, event: FeatureEvent, n: u64) {
        if n > 0 {
            *self.0.entry((view, event)).or_default() += n;
        }
    }

    /// Takes another tally in.
    pub fn merge(&mut self, other: &Self) {
        for (view, event, n) in other.iter() {
            self.add(view, event, n);
        }
    }

    /// Every count above 0.
    pub fn iter(&self) -> impl Iterator<Item = (FeatureView, FeatureEvent, u64)> + '_ {
        self.0.iter().map(|((view, event), n)| (*view, *event, *n))
    }

    /// How often an event was counted, over all views.
    #[must_use]
    pub fn of(&self, event: FeatureEvent) -> u64 {
        self.iter().filter(|(_, e, _)| *e == event).map(|(_, _, n)| n).sum()
    }

    /// How often an event of a view was counted.
    #[must_use]
    pub fn of_view(&self, view: FeatureView, event: FeatureEvent) -> u64 {
        self.0.get(&(view, event)).copied().unwrap_or(0)
    }

    /// Lookups, whatever their outcome.
    #[must_use]
    pub fn lookups(&self) -> u64 {
        FeatureEvent::OUTCOMES.map(|outcome| self.of(outcome)).iter().sum()
    }

    /// `hit / (hit + miss + expired + error)`, `0..=1`; none without lookups: no lookups are neither good nor bad.
    #[must_use]
    pub fn hit_rate(&self) -> Option<f64> {
        let lookups = self.lookups();
        (lookups > 0).then(|| self.of(FeatureEvent::Hit) as f64 / lookups as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_outcomes_of_lookups_are_in_the_hit_rate() {
        let mut tally = FeatureTally::default();
        assert_eq!((tally.lookups(), tally.hit_rate()), (0, None));
        tally.add(FeatureView::Strength, FeatureEvent::Fallback, 9);
        tally.add(FeatureView::Strength, FeatureEvent::Unwritten, 9);
        assert_eq!(tally.hit_rate(), None, "neither is a lookup");
        tally.add(FeatureView::Strength, FeatureEvent::Hit, 3);
        tally.add(FeatureView::Odds, FeatureEvent::Expired, 1);
        assert_eq!((tally.lookups(), tally.hit_rate()), (4, Some(0.75)));
    }

    #[test]
    fn tallies_add_up() {
        let mut one = FeatureTally::default();
        one.add(FeatureView::Form, FeatureEvent::Miss, 2);
        let mut sum = one.clone();
        sum.merge(&one);
        assert_eq!(sum.of_view(FeatureView::Form, FeatureEvent::Miss), 4);
        sum.merge(&FeatureTally::default());
        assert_eq!(sum.lookups(), 4);
    }
}
