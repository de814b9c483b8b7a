//! The view `strength`: what the champion knows of a team, and how it publishes.

use super::{
    Feature, Fields,
    feature::{finite, number},
};
use crate::{
    domain::FeatureView,
    model::{LeagueLevel, Publisher, Strength},
};

/// A team's strength under a model version, with what its league's teams have in common: two of these make a forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeamStrength {
    /// Attack and defence, log scale.
    pub strength: Strength,
    /// The league's intercept, home advantage and rho, log scale.
    pub level: LeagueLevel,
}

impl Feature for TeamStrength {
    const VIEW: FeatureView = FeatureView::Strength;

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("attack", number(self.strength.attack)),
            ("defence", number(self.strength.defence)),
            ("intercept", number(self.level.intercept)),
            ("home_advantage", number(self.level.home_advantage)),
            ("rho", number(self.level.rho)),
        ]
    }

    fn read(fields: &Fields) -> Option<Self> {
        Some(Self {
            strength: Strength {
                attack: finite(fields, "attack")?,
                defence: finite(fields, "defence")?,
            },
            level: LeagueLevel {
                intercept: finite(fields, "intercept")?,
                home_advantage: finite(fields, "home_advantage")?,
                rho: finite(fields, "rho")?,
            },
        })
    }
}

/// Common to all teams: what makes published probabilities of the model's own, as JSON.
impl Feature for Publisher {
    const VIEW: FeatureView = FeatureView::Strength;

    fn fields(&self) -> Vec<(&'static str, String)> {
        let json = serde_json::to_string(self).ok();
        json.map(|json| ("publisher", json)).into_iter().collect()
    }

    fn read(fields: &Fields) -> Option<Self> {
        serde_json::from_str(fields.get("publisher")?).ok()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::features::{Entity, Record, Stamp, Stored};

    fn there_and_back<F: Feature>(feature: &F) -> Option<F> {
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            version: "dc-2026w47.1".to_owned(),
        };
        let stored = Stored::new(Record::new(Entity::all(), stamp.clone(), feature).into_fields())?;
        assert_eq!(stored.stamp, stamp);
        stored.read()
    }

    proptest! {
        #[test]
        fn a_strength_forecasts_the_same_after_the_store(values in [-2.0..2.0_f64, -2.0..2.0, -0.5..0.5, 0.0..0.5, -0.2..0.2]) {
            let [attack, defence, intercept, home_advantage, rho] = values;
            let team = TeamStrength {
                strength: Strength { attack, defence },
                level: LeagueLevel { intercept, home_advantage, rho },
            };
            let back = there_and_back(&team).unwrap();
            prop_assert_eq!(back, team);
            prop_assert_eq!(
                back.level.predict(back.strength, Strength::AVERAGE),
                team.level.predict(team.strength, Strength::AVERAGE)
            );
        }
    }

    #[test]
    fn a_publisher_comes_back_and_half_a_record_does_not() {
        assert_eq!(there_and_back(&Publisher::default()), Some(Publisher::default()));
        let half = Fields::from([("attack".to_owned(), "0.5".to_owned())]);
        assert_eq!(TeamStrength::read(&half), None);
    }
}
